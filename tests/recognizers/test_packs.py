"""What every pack promises: its examples hold, its shape is checked, its patterns stay fast."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

import pytest
import yaml

from deident.errors import PackError
from deident.model import Cell, Labels, Segment
from deident.recognizers.packs import Pack, built_in, digest, parse, with_office_packs
from deident.recognizers.reading import Reading, read
from deident.recognizers.scan import Scanner

if TYPE_CHECKING:
    from pathlib import Path

    from deident.recognizers.hits import Hit


class _Eager(Scanner):
    """A scanner that asks the look-alikes everywhere, not only where a number is contested."""

    @staticmethod
    def _contested(text: str, hits: list[Hit]) -> list[tuple[int, int]]:
        return [(0, len(text))] if text else [(hit.start, hit.end) for hit in hits]


PACKS = built_in()
SCANNER = Scanner(PACKS)
EAGER = _Eager(PACKS)

every_pack = pytest.mark.parametrize("pack", PACKS, ids=[pack.name for pack in PACKS])
every_look_alike = pytest.mark.parametrize(
    "pack",
    [pack for pack in PACKS if pack.look_alike],
    ids=[pack.name for pack in PACKS if pack.look_alike],
)


def _original(reading: Reading, start: int, end: int) -> str:
    """Return what stands at a span of the folded text, in the segments' own characters."""
    texts = {segment.id: segment.text for segment in reading.segments}
    return "".join(
        texts[place.segment_id][place.span.start : place.span.end]
        for place in reading.places(start, end)
    )


def _found(text: str, entity_type: str, scanner: Scanner = SCANNER) -> tuple[str, ...]:
    """Return what a scanner finds of one type in a text, as it was written."""
    reading = read([Segment(id="s", text=text)])
    return tuple(
        _original(reading, hit.start, hit.end)
        for hit in scanner.scan(reading)
        if hit.pack.entity_type == entity_type
    )


@every_pack
def test_what_a_pack_says_it_finds_is_found(pack: Pack) -> None:
    """Each example's values are found by the whole set of packs, exactly and in order."""
    scanner = EAGER if pack.look_alike else SCANNER
    for text, found in pack.examples.match:
        assert _found(text, pack.entity_type, scanner) == found, text


@every_pack
@pytest.mark.parametrize("scanner", [SCANNER, EAGER], ids=["as it is", "look-alikes everywhere"])
def test_what_a_pack_says_it_leaves_is_left(pack: Pack, scanner: Scanner) -> None:
    """A text that fooled somebody yields nothing of the type."""
    for text in pack.examples.no_match:
        assert _found(text, pack.entity_type, scanner) == (), text


@every_look_alike
def test_what_a_look_alike_explains_is_nobodys(pack: Pack) -> None:
    """No other type, and no question, is left on a value that a look-alike's example names."""
    for text, found in pack.examples.match:
        reading = read([Segment(id="s", text=text)])
        for hit in SCANNER.scan(reading):
            if not hit.pack.look_alike:
                value = _original(reading, hit.start, hit.end)
                assert not any(value in known or known in value for known in found), text


@every_look_alike
def test_a_look_alike_leaves_valid_personal_numbers_beside_its_value(pack: Pack) -> None:
    """Behind its own examples, a resident ID and a mobile are still found."""
    for text, _ in pack.examples.match:
        assert "13800001234" in _found(f"{text}；手机13800001234", "CN_MOBILE"), text
        number = "149999199003071236"
        assert number in _found(f"{text}，身份证号：{number}", "CN_RESIDENT_ID"), text


def test_names_are_used_once() -> None:
    """Surroundings and reports know a pack by its name."""
    assert len({pack.name for pack in PACKS}) == len(PACKS)


@every_pack
def test_no_pattern_says_digit_or_word_boundary(pack: Pack) -> None:
    r"""\d takes other scripts' digits and \b does not exist between 号 and 9."""
    written = [rule.pattern for rule in pack.rules]
    written += [pattern.pattern for pattern in (pack.value, pack.loose) if pattern is not None]
    for pattern in written:
        assert "\\d" not in pattern
        assert "\\b" not in pattern


def test_no_label_names_both_a_person_and_a_thing() -> None:
    """A word that may head either kind of number must not veto one of them."""
    personal = {word for pack in PACKS if not pack.look_alike for word in pack.labels}
    things = {word for pack in PACKS if pack.look_alike for word in pack.labels}
    assert personal & things == set()


def test_bare_words_for_code_veto_nothing() -> None:
    """编号 and its like name no code in particular, so no look-alike owns what they head."""
    things = {word for pack in PACKS if pack.look_alike for word in pack.labels}
    assert things.isdisjoint({"编号", "代码", "编码", "号码", "序号", "号", "证号", "卡号", "行号"})


@pytest.mark.parametrize("word", ["编号", "代码", "号码", "序号", "编码"])
@pytest.mark.parametrize(
    ("number", "entity_type"),
    [("149999199003071236", "CN_RESIDENT_ID"), ("13800001234", "CN_MOBILE")],
)
def test_a_valid_personal_number_beats_a_bare_word(
    word: str, number: str, entity_type: str
) -> None:
    """A resident ID or an allocated mobile after 编号： is still somebody's."""
    assert _found(f"{word}：{number}", entity_type) == (number,)


# Permits have the very shape of a resident ID; the share that passes decides for a column.
_SAME_SHAPE = frozenset({"CONSTRUCTION_PERMIT"})


@every_look_alike
def test_a_look_alike_never_takes_a_valid_personal_number(pack: Pack) -> None:
    """Filled into the wrong column, a resident ID or a mobile is still somebody's."""
    if pack.value is None or pack.entity_type in _SAME_SHAPE:
        return
    for number in ("149999199003071236", "14999919491231003X", "13800001234", "19900001234"):
        for text in (number, f"张某 {number}", f"123、{number}", f"A-1/{number}"):
            taken = [match.group() for match in pack.value.finditer(text)]
            assert not [value for value in taken if number in value], text


@every_look_alike
def test_a_look_alike_stops_at_the_next_label(pack: Pack) -> None:
    """In 合同编号…，银行账号… the list after the first label does not run into the second."""
    if pack.value is None:
        return
    for word in ("身份证号", "银行账号", "联系电话", "手机", "账号：", "张某", "身份证"):
        for number in ("149999199003071236", "6222029900000000018", "0359-5620000", "13800001234"):
            taken = pack.value.match(f"123，{word}{number}", 4)
            assert taken is None, word


@every_look_alike
@pytest.mark.parametrize(
    ("number", "entity_type"),
    [("149999199003071236", "CN_RESIDENT_ID"), ("13800001234", "CN_MOBILE")],
)
def test_a_personal_number_in_a_column_of_codes_is_still_found(
    pack: Pack, number: str, entity_type: str
) -> None:
    """A header that slipped by one column must not clear what stands below it."""
    labels = Labels(column=pack.labels[0] if pack.labels else "")
    cells = [
        Segment(id=f"c{row}", text=text, labels=labels, cell=Cell(table=0, row=row, column=0))
        for row, text in enumerate((number, f"张某 {number}"), start=1)
    ]
    found = [hit.pack.entity_type for hit in SCANNER.scan(read(cells))]
    assert found == [entity_type, entity_type]


_SHOWN = """
name: shown
supported_entity: SHOWN
title: 示例
basis: 示例
look_alike: true
anchor: number
patterns:
  - name: thirteen digits
    regex: '(?<![0-9])[0-9]{13}(?![0-9])'
    score: 0.6
labels: [示例号]
examples:
  match:
    - text: 示例号4999900000012
      found: ["4999900000012"]
  no_match:
    - 示例
"""


def _changed(**changes: object) -> str:
    """Write the example pack with some keys changed; None leaves one out."""
    raw = yaml.safe_load(_SHOWN) | changes
    return yaml.safe_dump({key: value for key, value in raw.items() if value is not None})


def test_the_example_pack_is_read() -> None:
    """The pack that the refusals below start from is a good one."""
    pack = parse(_SHOWN, "shown.yaml")
    assert (pack.entity_type, pack.look_alike, len(pack.rules)) == ("SHOWN", True, 1)


def test_a_misspelt_key_is_refused_with_the_right_one() -> None:
    """A key nobody reads would switch something off in silence."""
    with pytest.raises(PackError, match=r"did you mean 'labels'"):
        parse(_changed(lables=["示例编号"]), "shown.yaml")


def test_a_misspelt_key_of_a_pattern_is_refused() -> None:
    """Patterns are checked like packs."""
    rule = {"name": "a", "regexp": "[0-9]", "regex": "[0-9]", "score": 0.5}
    with pytest.raises(PackError, match=r"did you mean 'regex'"):
        parse(_changed(patterns=[rule]), "shown.yaml")


@pytest.mark.parametrize("half", ["match", "no_match"])
def test_half_the_examples_are_refused(half: str) -> None:
    """Without both halves a pack is not tested."""
    examples = yaml.safe_load(_SHOWN)["examples"]
    del examples[half]
    with pytest.raises(PackError, match="examples"):
        parse(_changed(examples=examples), "shown.yaml")


@pytest.mark.parametrize("missing", ["name", "supported_entity", "title", "basis", "examples"])
def test_a_missing_key_is_named(missing: str) -> None:
    """The message says which key to write."""
    with pytest.raises(PackError, match=missing):
        parse(_changed(**{missing: None}), "shown.yaml")


@pytest.mark.parametrize(
    "changes",
    [
        {"patterns": [{"name": "a", "regex": "[0-9", "score": 0.5}]},
        {"patterns": [{"name": "a", "regex": "[0-9]", "score": 0}]},
        {"patterns": [{"name": "a", "regex": "[0-9]", "score": 1.5}]},
        {"patterns": [{"name": "a", "regex": "[0-9]", "score": 0.5, "alone": "perhaps"}]},
        {"value": "(["},
        {"check": "no_such_check"},
        {"labels": [12345]},
        {"labels": "示例号"},
    ],
    ids=["regex", "no score", "high score", "alone", "value", "check", "number", "one word"],
)
def test_what_cannot_be_meant_is_refused(changes: dict[str, object]) -> None:
    """A bad pattern, score, check or list stops the pack from loading."""
    with pytest.raises(PackError):
        parse(_changed(**changes), "shown.yaml")


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "a: [", "42"], ids=repr)
def test_what_is_no_mapping_is_refused(text: str) -> None:
    """A file that is not a pack is an error, not an empty pack."""
    with pytest.raises(PackError):
        parse(text, "shown.yaml")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """A mistyped folder would leave the office's packs out in silence."""
    with pytest.raises(PackError):
        with_office_packs([tmp_path])


@pytest.mark.parametrize(
    "changes", [{}, {"look_alike": False, "negative_labels": ["示例文号"]}], ids=["thing", "veto"]
)
def test_an_office_needs_consent_to_loosen(tmp_path: Path, changes: dict[str, object]) -> None:
    """A look-alike or a veto of an office's own hides findings, so the policy must allow it."""
    (tmp_path / "shown.yaml").write_text(_changed(**changes), encoding="utf-8")
    with pytest.raises(PackError, match="policy"):
        with_office_packs([tmp_path])
    allowed = with_office_packs([tmp_path], may_loosen=True)
    assert [pack.name for pack in allowed if pack.office_pack] == ["shown"]


def test_an_office_may_tighten(tmp_path: Path) -> None:
    """A pack that only finds more needs nobody's consent."""
    (tmp_path / "shown.yaml").write_text(_changed(look_alike=False), encoding="utf-8")
    assert "shown" in {pack.name for pack in with_office_packs([tmp_path])}


def test_the_digest_follows_what_the_packs_say() -> None:
    """A changed pattern shows in the clearance."""
    other = parse(_SHOWN.replace("{13}", "{14}"), "shown.yaml")
    assert digest([parse(_SHOWN, "shown.yaml")]) != digest([other])


_LENGTH = 200_000
_HOSTILE = {
    "digits": "1",
    "a date's digits": "20220630",
    "spaces": " ",
    "pairs": "1-",
    "spaced": "1 ",
    "dotted": "1.1.",
    "stars": "*",
    "starred": "1*",
    "brackets": "(",
    "year in brackets": "〔2022",
    "capitals": "A1",
    "capitals and hyphens": "AB-12-",
    "hex": "a1b2c3d4-",
    "Chinese": "某县地块",
    "path": "https://a/1234567890123",
    "commas": "123,",
    "permit": "晋字第",
    "lines": "1\n",
}


_MIXED = "".join((unit * _LENGTH)[: _LENGTH // len(_HOSTILE)] for unit in _HOSTILE.values())


def _read_by(pack: Pack, text: str) -> float:
    """Run everything a pack can match over a text; return the seconds of a processor it took."""
    begun = time.thread_time()
    for pattern in (*(rule.compiled for rule in pack.rules), pack.value, pack.loose):
        if pattern is not None:
            deque(pattern.finditer(text, timeout=5), maxlen=0)
    return time.thread_time() - begun


@every_pack
def test_hostile_text_does_not_stop_a_pack(pack: Pack) -> None:
    """Every kind of hostile run in one text of 200,000 characters is read in a moment."""
    assert _read_by(pack, _MIXED) < 3


@pytest.mark.slow
@pytest.mark.parametrize("unit", _HOSTILE.values(), ids=_HOSTILE)
@every_pack
def test_one_hostile_run_does_not_stop_a_pack(pack: Pack, unit: str) -> None:
    """A pattern's time grows with the text and no faster, whatever is repeated."""
    assert _read_by(pack, (unit * _LENGTH)[:_LENGTH]) < 6
