"""Masking: what stays is what the style says, and never one character more."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presidio_anonymizer.entities import InvalidParamError, RecognizerResult

from deident.identifiers.writing import fold
from deident.keys import Key
from deident.mask import Pseudonyms, column_masks, plan, replacement, settle
from deident.mask.operators import OPERATORS, engine, operators
from deident.mask.plan import hull
from deident.mask.writing import write
from deident.model import (
    Action,
    Cell,
    Decision,
    Evidence,
    Finding,
    Kind,
    Labels,
    Locator,
    Mask,
    Place,
    Quad,
    Quads,
    Region,
    Segment,
    Span,
    Tier,
)
from deident.policy import ENTITY_TYPES, STYLES, style
from deident.recognizers.hits import visible_shape

kinds = st.sampled_from(sorted(ENTITY_TYPES))
style_names = st.sampled_from(STYLES)
ends_kinds = st.sampled_from(
    sorted(kind for kind in ENTITY_TYPES if style("publish", kind).kind in {"ends", "mobile"})
)
DIGITS = st.text("0123456789", min_size=1, max_size=24)
SEPARATORS = st.sampled_from(["", " ", "-", "\u3000", "\u200b", "·"])


@pytest.mark.parametrize(
    ("entity_type", "value", "expected"),
    [
        ("CN_RESIDENT_ID", "14019919900307123X", "14*************23X"),
        ("CN_RESIDENT_ID", "140199 19900307 1234", "14**** ******** *234"),
        ("CN_RESIDENT_ID", "1401991990030712３Ｘ", "14*************2３Ｘ"),  # noqa: RUF001
        ("CN_RESIDENT_ID", "14019919900307123×", "14*************23×"),
        ("CN_RESIDENT_ID", "140199900307123", "14**********123"),
        ("CN_RESIDENT_ID", "1.40199E+17", "*.******+**"),
        ("CN_RESIDENT_ID", "140199**********123X", "14***************23X"),
        ("CN_MOBILE", "13800000001", "138****0001"),
        ("CN_MOBILE", "+86 138-0000-0001", "+86 138-****-0001"),
        ("CN_MOBILE", "008613800000001", "0086138****0001"),
        ("CN_MOBILE", "013800000001", "0138****0001"),
        ("CN_MOBILE", "1\u200b38\u200b00000001", "138****0001"),
        ("CN_MOBILE", "１３８０００００００１", "１３８＊＊＊＊０００１"),  # noqa: RUF001
        ("CN_MOBILE", "1380000****", "138********"),
        ("CN_MOBILE", "138****56", "*********"),
        ("CN_LANDLINE", "0359-8500021", "0359-*****21"),
        ("CN_LANDLINE", "（010）85000021", "（010）******21"),
        ("CN_LANDLINE", "8500021", "*****21"),
        ("CN_BANK_CARD", "6222 0200 0000 0000 123", "**** **** **** ***0 123"),
        ("CN_BANK_ACCOUNT", "140199000012345", "***************"),
        ("CN_VEHICLE_PLATE", "晋M·12345", "晋M·****5"),
        ("CN_VEHICLE_PLATE", "晋MD12345", "晋M*****5"),
        ("CN_PASSPORT", "E12345678", "E******78"),
        ("EMAIL_ADDRESS", "jiamou@example.com", "j***@example.com"),
        ("EMAIL_ADDRESS", "ab@example.com", "***@example.com"),
        ("EMAIL_ADDRESS", "a@b@c", "***"),
        ("EMAIL_ADDRESS", "x@13800000001", "***"),
        ("CN_QQ", "12345678", "1*******"),
        ("PERSON", "张某甲", "张**"),
        ("PERSON", "欧阳甲", "欧阳*"),
        ("PERSON", "欧阳", "欧*"),
        ("PERSON", "阿甲·买乙", "阿*·**"),
        ("PERSON", "张", "*"),
        ("CN_HOME_ADDRESS", "山西省运城市虚构县虚构镇甲村3组12号", "山西省运城市虚构县虚构镇***"),
        ("CN_HOME_ADDRESS", "虚构市虚构区甲街道红旗东街1号2单元", "虚构市虚构区甲街道***"),
        ("CN_HOME_ADDRESS", "虚构市虚构区建国路88号", "虚构市虚构区***"),
        ("CN_HOME_ADDRESS", "甲小区3号楼", "***"),
        ("CN_HOME_ADDRESS", "虚构镇", "虚构镇***"),
        ("BIRTH_DATE", "1990年3月7日", "1990年**月**日"),
        ("BIRTH_DATE", "1990-03-07", "1990-**-**"),
        ("BIRTH_DATE", "19900307", "1990****"),
        ("BIRTH_DATE", "一九九〇年三月二十七日", "一九九〇年**月**日"),
        ("BIRTH_DATE", "3月7日", "**月**日"),
        ("BIRTH_DATE", "32939", "*****"),
        ("MINOR", "甲小学三年级二班", "***"),
        ("PROPERTY_STATUS", "存款20万元", "***"),
        ("UNEXPLAINED_NUMBER", "12345678901234", "**************"),
        ("US_SSN", "123-45-6789", "***-**-****"),
    ],
)
def test_publish(entity_type: str, value: str, expected: str) -> None:
    """The forms that inspections demand, in every spelling."""
    assert write(value, style("publish", entity_type)) == expected


@pytest.mark.parametrize(
    ("name", "entity_type", "value", "expected"),
    [
        ("strict", "CN_MOBILE", "+86 13800000001", "+86 138********"),
        ("strict", "CN_RESIDENT_ID", "14019919900307123X", "*" * 18),
        ("strict", "PERSON", "张某甲", "***"),
        ("internal", "CN_RESIDENT_ID", "14019919900307123X", "140199********123X"),
        ("internal", "CN_BANK_CARD", "6222020000000001", "622202******0001"),
        ("whole", "CN_VEHICLE_PLATE", "晋M12345", "*******"),
        ("whole", "BIRTH_DATE", "1990年3月7日", "****年**月**日"),
        ("whole", "EMAIL_ADDRESS", "jiamou@example.com", "***"),
    ],
)
def test_the_other_styles(name: str, entity_type: str, value: str, expected: str) -> None:
    """Strict and whole hide more, internal less."""
    assert write(value, style(name, entity_type)) == expected


def spelt(draw: st.DrawFn, digits: str) -> str:
    """Write digits with separators between them, some full-width."""
    wide = draw(st.booleans())
    shown = "".join(chr(ord(d) + 0xFEE0) for d in digits) if wide else digits
    return "".join(c + draw(SEPARATORS) for c in shown[:-1]) + shown[-1]


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, str]:
    """Draw digits and one way of writing them."""
    digits = draw(DIGITS)
    return digits, spelt(draw, digits)


def seen(masked: str) -> dict[int, str]:
    """Return the digits that a masked value shows, by position."""
    units = [c for c in fold(masked) if c in "0123456789*"]
    return {i: c for i, c in enumerate(units) if c != "*"}


@given(spellings(), ends_kinds, style_names)
def test_only_the_styles_positions_stay(
    value: tuple[str, str], entity_type: str, name: str
) -> None:
    """However the value is spelt, what stays is its first and last characters, and enough goes."""
    digits, text = value
    wanted = style(name, entity_type)
    shown = seen(write(text, wanted))
    first, last = wanted.shown(len(digits))
    allowed = {*range(first), *range(len(digits) - last, len(digits))}
    if wanted.kind == "mobile" and len(digits) in {12, 13, 15}:
        prefix = len(digits) - 11
        first, last = wanted.shown(11)
        allowed |= {*range(prefix + first), *range(len(digits) - last, len(digits))}
    assert set(shown) <= allowed
    assert all(digits[i] == digit for i, digit in shown.items())
    assert len(digits) - len(shown) >= min(wanted.hide, len(digits))


@given(spellings(), ends_kinds, style_names)
def test_separators_and_lengths_stay(value: tuple[str, str], entity_type: str, name: str) -> None:
    """A table keeps its layout; only what has no width goes."""
    text = value[1].replace("\u200b", "")
    masked = write(value[1], style(name, entity_type))
    assert len(masked) == len(text)
    for before, after in zip(text, masked, strict=True):
        assert after in (before, "＊" if "０" <= before <= "９" else "*")  # noqa: RUF001
        assert before.isalnum() or after == before


@given(st.text(min_size=1, max_size=30), kinds, style_names)
def test_no_value_comes_out_as_it_went_in(text: str, entity_type: str, name: str) -> None:
    """Of any text at all: it changes, or nothing of it was left to hide."""
    masked = write(text, style(name, entity_type))
    assert masked != text or "*" in fold(masked)
    if not any(c in fold(text) for c in "*"):
        assert masked != text


@given(spellings(), kinds, style_names)
def test_masking_twice_is_masking_once(value: tuple[str, str], entity_type: str, name: str) -> None:
    """Our own output is done: the second reading asks for nothing more."""
    wanted = style(name, entity_type)
    once = write(value[1], wanted)
    assert write(once, wanted) == once


@given(spellings(), ends_kinds, style_names)
def test_our_own_output_is_recognised_as_masked(
    value: tuple[str, str], entity_type: str, name: str
) -> None:
    """The shape that the recognizers see in our output is one that the style covers."""
    wanted = style(name, entity_type)
    shape = visible_shape(fold(write(value[1], wanted)))
    assert not shape or wanted.covers(shape)


@given(
    st.text("0123456789", min_size=18, max_size=18),
    st.lists(st.sets(st.integers(0, 17), min_size=3, max_size=17), min_size=2, max_size=4),
    st.sampled_from(["internal", "publish", "strict"]),
)
def test_masked_forms_never_complete_each_other(
    digits: str, hidden_sets: list[set[int]], name: str
) -> None:
    """However a value was masked before, all masked forms together show what one of them may."""
    wanted = style(name, "CN_RESIDENT_ID")
    together: set[int] = set()
    for hidden in hidden_sets:
        partly = "".join("*" if i in hidden else d for i, d in enumerate(digits))
        result = partly if wanted.covers(visible_shape(partly)) else write(partly, wanted)
        together |= set(seen(result))
    first, last = wanted.shown(18)
    assert together <= {*range(first), *range(18 - last, 18)}


@given(st.text(max_size=30), st.sampled_from(["publish", "strict"]))
def test_an_address_shows_nothing_finer_than_its_township(tail: str, name: str) -> None:
    """Whatever follows the township is gone."""
    masked = write(f"虚构县虚构镇甲村{tail}", style(name, "CN_HOME_ADDRESS"))
    assert masked == ("虚构县虚构镇***" if name == "publish" else "***")


def decided(
    entity_type: str,
    *places: tuple[str, int, int],
    action: Action = Action.MASK,
    operator: str = "cn_mask",
    masked: str = "",
) -> Decision:
    """Make a decision about one value."""
    found = Finding(
        places=tuple(Place(segment, Span(start, end)) for segment, start, end in places),
        entity_type=entity_type,
        score=1.0,
        recognizer="test",
        evidence=Evidence(Tier.LABEL, masked=masked),
        fingerprint="ab" * 10,
    )
    return Decision(finding=found, action=action, operator=operator, style="publish")


def texts(*segments: Segment) -> dict[str, Segment]:
    """Index segments as a page does."""
    return {segment.id: segment for segment in segments}


PAGE = texts(
    Segment(id="a", text="电话13800000001，证号1401991990"),
    Segment(id="b", text="0307123X", follows="a"),
)
BROKEN_ID = decided("CN_RESIDENT_ID", ("a", 16, 26), ("b", 0, 8))
PHONE = decided("CN_MOBILE", ("a", 2, 13), action=Action.ASK)


def test_a_broken_value_is_masked_as_one() -> None:
    """Two plus three of the whole number, not of each half; in document order; ASK like MASK."""
    steps = list(plan([BROKEN_ID, PHONE], PAGE))
    assert steps == [
        Mask(Place("a", Span(2, 13)), "138****0001"),
        Mask(Place("a", Span(16, 26)), "14********"),
        Mask(Place("b", Span(0, 8)), "*****23X"),
    ]


def test_one_digit_to_a_cell() -> None:
    """Every cell gets its own character."""
    digits = "13800000001"
    cells = texts(*(Segment(id=str(i), text=d) for i, d in enumerate(digits)))
    whole = decided("CN_MOBILE", *((str(i), 0, 1) for i in range(11)))
    assert "".join(step.replacement for step in plan([whole], cells) if isinstance(step, Mask)) == (
        "138****0001"
    )


def test_a_shorter_replacement_leaves_the_last_places_empty() -> None:
    """An address over two lines ends in the first one."""
    page = texts(Segment(id="a", text="虚构县虚构镇甲村"), Segment(id="b", text="3组12号"))
    address = decided("CN_HOME_ADDRESS", ("a", 0, 8), ("b", 0, 5), operator="cn_generalise")
    written = [step.replacement for step in plan([address], page) if isinstance(step, Mask)]
    assert written == ["虚构县虚构镇**", "*"]


def test_what_is_kept_is_not_masked() -> None:
    """KEEP takes part in no plan."""
    assert list(plan([decided("CN_MOBILE", ("a", 2, 13), action=Action.KEEP)], PAGE)) == []


def test_overlapping_masks_are_refused() -> None:
    """One would be written over the other's stars."""
    with pytest.raises(ValueError, match="overlap") as refused:
        list(plan([PHONE, decided("CN_QQ", ("a", 12, 15))], PAGE))
    assert "138" not in str(refused.value)


@pytest.mark.parametrize("place", [("z", 0, 1), ("b", 0, 9)])
def test_a_place_that_is_not_there_is_refused(place: tuple[str, int, int]) -> None:
    """Nothing would be masked, in silence."""
    with pytest.raises(ValueError, match="no such place"):
        list(plan([decided("CN_MOBILE", place)], PAGE))


def boxes(*corners: tuple[float, float], step: tuple[float, float]) -> Quads:
    """Return a box per character, each one `step` further than the one before."""
    dx, dy = step
    return Quads(
        Quad(*(number for x, y in corners for number in (x + i * dx, y + i * dy)))
        for i in range(11)
    )


def test_a_picture_is_painted_over_the_whole_value() -> None:
    """Never three and four: character boxes are estimates."""
    upright = boxes((0, 5), (10, 5), (10, 25), (0, 25), step=(10, 0))
    scanned = Segment(
        id="s", text="13800000001", locator=Locator(page=3), kind=Kind.OCR, boxes=upright
    )
    (region,) = plan([decided("CN_MOBILE", ("s", 0, 11))], texts(scanned))
    assert isinstance(region, Region)
    assert region.page == 3
    assert region.quad == pytest.approx((0, 5, 110, 5, 110, 25, 0, 25))


def test_a_turned_line_is_painted_along_itself() -> None:
    """Its corners stay in the reader's order, from the top left."""
    # A line that runs upwards: every character's own top edge points up.
    turned = boxes((0, 10), (0, 0), (20, 0), (20, 10), step=(0, -10))
    quad = hull(turned, Span(0, 11))
    assert quad == pytest.approx((0, 10, 0, -100, 20, -100, 20, 10))
    slanted = boxes((0, 0), (8, 6), (2, 14), (-6, 8), step=(8, 6))
    assert hull(slanted, Span(0, 11)) == pytest.approx((0, 0, 88, 66, 82, 74, -6, 8))


def test_a_box_that_is_not_a_number_is_refused() -> None:
    """A region of NaN paints nothing."""
    broken = boxes((float("nan"), 0), (1, 0), (1, 1), (0, 1), step=(0, 0))
    with pytest.raises(ValueError, match="not a number"):
        hull(broken, Span(0, 1))


def test_a_value_that_is_masked_already_is_settled() -> None:
    """Where the shape alone could not tell; a surplus is still masked."""
    page = texts(Segment(id="a", text="j***@example.com jia***@example.com"))
    done = decided("EMAIL_ADDRESS", ("a", 0, 16), masked="#***##########")
    more = decided("EMAIL_ADDRESS", ("a", 17, 35), masked="###***##########")
    settled = settle([done, more], page)
    assert [decision.action for decision in settled] == [Action.KEEP, Action.MASK]
    assert settled[0].because == "MASKED"


@pytest.mark.parametrize("operator", ["cn_replace", "cn_pseudonym", "cn_mask", "cn_generalise"])
def test_what_an_operator_wrote_is_settled(operator: str) -> None:
    """A name column full of stand-ins asks nothing on the second reading; a name still does."""
    pseudonyms = Pseudonyms(Key.ephemeral())
    written = replacement("张某甲", decided("PERSON", ("a", 0, 3), operator=operator), pseudonyms)
    page = texts(Segment(id="a", text=written), Segment(id="b", text="张某甲"))
    done = decided(
        "PERSON", ("a", 0, len(written)), operator=operator, masked=visible_shape(written)
    )
    still = decided("PERSON", ("b", 0, 3), operator=operator)
    actions = [decision.action for decision in settle([done, still], page)]
    assert actions == [Action.KEEP, Action.MASK]


def test_a_redacted_column_is_emptied_below_its_header() -> None:
    """Found or not: every labelled cell of the column, and no other."""
    header = Segment(id="h", text="姓名", cell=Cell(table=1, row=0, column=1))
    cells = [
        Segment(
            id=f"{row}.{column}",
            text="甲某",
            cell=Cell(table=1, row=row, column=column),
            labels=Labels(column="姓名"),
        )
        for row in (1, 2)
        for column in (0, 1)
    ]
    emptied = list(column_masks([header, *cells], Cell(table=1, row=0, column=1)))
    assert emptied == [
        Mask(Place("1.1", Span(0, 2)), ""),
        Mask(Place("2.1", Span(0, 2)), ""),
    ]


def test_the_other_operators() -> None:
    """Fixed words, nothing at all, a coarser value, a stand-in."""
    place = ("a", 0, 3)
    pseudonyms = Pseudonyms(Key.ephemeral())
    written = {
        operator: replacement("张某甲", decided("PERSON", place, operator=operator), pseudonyms)
        for operator in OPERATORS
    }
    assert written == {
        "cn_mask": "张**",
        "cn_generalise": "***",
        "cn_replace": "【已隐去】",
        "cn_redact": "",
        "cn_redact_column": "",
        "cn_pseudonym": "人员0001",
    }
    with pytest.raises(ValueError, match="pseudonyms"):
        replacement("张某甲", decided("PERSON", place, operator="cn_pseudonym"))


@given(st.lists(st.sampled_from("甲乙丙丁戊己"), min_size=1, max_size=20))
def test_a_pseudonym_is_stable_and_nobody_elses(names: list[str]) -> None:
    """One person, one stand-in; two people, two."""
    pseudonyms = Pseudonyms(Key.ephemeral())
    given_names = [pseudonyms.of("PERSON", name) for name in names]
    assert len(set(given_names)) == len(set(names))
    assert given_names == [pseudonyms.of("PERSON", name) for name in names]
    assert not any(name in stand_in for name in names for stand_in in given_names)


def test_a_decision_without_a_style_hides_everything() -> None:
    """Nothing says what may stay."""
    bare = Decision(finding=PHONE.finding, action=Action.MASK)
    assert replacement("13800000001", bare) == "*" * 11


def test_presidio_uses_our_operators() -> None:
    """Anybody's engine, by entity type; a kind we do not know is hidden whole."""
    text = "电话13800000001，社保 AB1234567"
    found = [
        RecognizerResult(entity_type="CN_MOBILE", start=2, end=13, score=1.0),
        RecognizerResult(entity_type="THEIR_OWN", start=17, end=26, score=1.0),
    ]
    masked = engine().anonymize(text, found, operators())
    assert masked.text == "电话138****0001，社保 *********"


def test_presidio_refuses_parameters_that_mean_nothing() -> None:
    """A misspelt style, a pseudonym without the document's pseudonyms."""
    with pytest.raises(InvalidParamError):
        OPERATORS["cn_mask"].validate({"style": "publik"})
    with pytest.raises(InvalidParamError):
        OPERATORS["cn_pseudonym"].validate({"entity_type": "PERSON"})


def test_a_clean_page_does_not_import_presidio() -> None:
    """The hook answers for a clean file before Presidio would have loaded."""
    code = (
        "import sys; from deident.mask import plan; list(plan([], {}));"
        "sys.exit(any(name.startswith('presidio') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_policy_can_empty_a_whole_column() -> None:
    """`cn_redact_column` takes the malformed neighbours of a value along; the header stays."""
    header = Segment(id="h", text="身份证号", cell=Cell(table=1, row=0, column=1))
    cells = [
        Segment(
            id=f"c{row}",
            text=text,
            cell=Cell(table=1, row=row, column=1),
            labels=Labels(column="身份证号"),
        )
        for row, text in enumerate(("110199194912310024", "见附件", "遗失"), start=1)
    ]
    found = Finding(
        places=(Place("c1", Span(0, 18)),), entity_type="CN_RESIDENT_ID", score=1.0,
        recognizer="cn-resident-id", evidence=Evidence(Tier.LABEL),
    )  # fmt: skip
    decision = Decision(finding=found, action=Action.MASK, operator="cn_redact_column")
    masks = list(plan([decision], {segment.id: segment for segment in (header, *cells)}))
    assert masks == [Mask(Place(cell.id, Span(0, len(cell.text))), "") for cell in cells]
