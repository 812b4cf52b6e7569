"""The corpus is what it says: deterministic, labelled where it says, large enough."""

from __future__ import annotations

import hashlib
import io
import itertools
from collections import Counter
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from tests.corpus import frames, numbers, score
from tests.corpus.model import Item, Label, Roster, cell_text
from tests.corpus.other_types import other_types
from tests.corpus.prose import sentences
from tests.corpus.roster_files import csv_form, write_csv, write_xlsx
from tests.corpus.rosters import ROSTERS, ROWS, rosters
from tests.corpus.variant import FAMILIES, FAMILY_OF, FULL_WIDTH
from tests.corpus.variants import VARIANTS

HALF_WIDTH = {wide: narrow for narrow, wide in FULL_WIDTH.items()}


@cache
def prose() -> tuple[Item, ...]:
    """The prose of the default seed, made once."""
    return tuple(sentences())


@cache
def some_rosters() -> tuple[Roster, ...]:
    """One roster of each layout and each scene, made once."""
    return tuple(itertools.islice(rosters(), 17))


def values(variant: str) -> list[str]:
    """The labelled texts of a variant."""
    return [
        item.text[label.start : label.end]
        for item in prose()
        for label in item.labels
        if label.variant == variant
    ]


def digest(items: tuple[Item, ...]) -> str:
    """A digest of texts and labels."""
    return hashlib.sha256(repr([(i.text, i.labels) for i in items]).encode()).hexdigest()


def test_the_same_seed_gives_the_same_documents() -> None:
    """Nothing but the seed decides."""
    assert digest(tuple(sentences(5))) == digest(tuple(sentences(5)))
    assert next(sentences(5)).text != next(sentences(6)).text


def test_the_same_seed_gives_the_same_rosters() -> None:
    """Nothing but the seed decides, bytes included."""
    first, again = (next(rosters(5)) for _ in range(2))
    assert first == again
    assert write_xlsx(first) == write_xlsx(again)
    assert write_csv(first) == write_csv(again)


def test_every_interpreter_draws_the_same_corpus() -> None:
    """The digest was written down; another Python or platform must find it too."""
    assert digest(prose()) == (Path(__file__).parent / "digest.txt").read_text().strip()


def test_labels_do_not_overlap_and_lie_inside_their_text() -> None:
    """A character belongs to one value at most."""
    for item in (*prose(), *other_types()):
        ordered = sorted(item.labels)
        assert all(label.end <= len(item.text) for label in ordered), item.id
        assert all(a.end <= b.start for a, b in itertools.pairwise(ordered)), item.id


def test_every_document_has_its_own_id() -> None:
    """Ids name documents."""
    assert len({item.id for item in prose()}) == len(prose())


def test_kinds_are_as_many_as_promised() -> None:
    """4,500 labelled, 1,200 hard negatives, 500 ordinary documents at least."""
    kinds = Counter(item.kind for item in prose())
    assert kinds["positive"] + kinds["mixed"] >= 4_500
    assert kinds["hard_negative"] >= 1_200
    assert kinds["ordinary"] >= 500


def test_only_labelled_documents_have_labels() -> None:
    """A negative document claims nothing."""
    for item in prose():
        assert bool(item.labels) == (item.kind in ("positive", "mixed")), item.id


def test_every_family_and_every_variant_is_large_enough() -> None:
    """1,000 values of a family, 50 of a variant."""
    labels = [label for item in prose() for label in item.labels]
    families = Counter(FAMILY_OF[label.entity_type] for label in labels)
    assert all(families[family] >= 1_000 for family in FAMILIES)
    variants = Counter(label.variant for label in labels)
    assert set(variants) == set(VARIANTS)
    assert min(variants.values()) >= 50


def test_phrasing_varies() -> None:
    """At least 150 frames hold values, and all are used."""
    used = {template for item in prose() for template in item.templates}
    written = {frame.id for name in ("positive", "special") for frame in frames.load(name)}
    assert len(written) >= 150
    assert written <= used


def test_ordinary_documents_are_of_ordinary_length() -> None:
    """300 to 2,000 characters."""
    assert all(300 <= len(item.text) <= 2_000 for item in prose() if item.kind == "ordinary")


@pytest.mark.parametrize(
    "variant", ["id_plain", "id_unlabelled", "id_driving_licence", "id_border_permit", "id_gansu"]
)
def test_resident_numbers_carry_a_correct_check_character(variant: str) -> None:
    """MOD 11-2 holds and the county does not exist."""
    for number in values(variant):
        assert numbers.is_id(number)
        assert number[4:6] == ("00" if variant == "id_border_permit" else "99")


@pytest.mark.parametrize("variant", ["id_full_width", "id_x_lower", "id_spaced_684"])
def test_spellings_compact_to_a_resident_number(variant: str) -> None:
    """The odd spelling says the same number."""
    for text in values(variant):
        compact = text.translate(HALF_WIDTH).upper()
        assert numbers.is_id("".join(c for c in compact if c in "0123456789X"))


def test_mistyped_numbers_fail_their_check() -> None:
    """The wrong check character is wrong."""
    assert not any(numbers.is_id(number) for number in values("id_wrong_check"))


@pytest.mark.parametrize(
    ("variant", "length"), [("card_19", 19), ("card_18", 18), ("card_17", 17), ("card_16", 16)]
)
def test_cards_pass_luhn_and_have_their_length(variant: str, length: int) -> None:
    """62…, right length, right check digit, and not a resident number by chance."""
    for number in values(variant):
        assert len(number) == length
        assert number.startswith("62")
        assert numbers.luhn_digit(number[:-1]) == number[-1]
        assert not numbers.is_id(number)


@pytest.mark.parametrize("variant", ["card_no_luhn", "account_12_15", "account_16_19"])
def test_other_accounts_fail_luhn(variant: str) -> None:
    """Only the label says what they are."""
    assert all(numbers.luhn_digit(n[:-1]) != n[-1] for n in values(variant))


def test_plain_mobiles_have_eleven_digits() -> None:
    """The tail shows that they are made up."""
    for number in values("mobile_plain"):
        assert len(number) == 11
        assert number.startswith("1")
        assert number[7:9] in ("00", "99")


def test_plates_have_no_i_or_o_in_the_serial() -> None:
    """GA 36: the letters that look like digits are not used."""
    for variant in ("plate_digits", "plate_letters", "plate_nev_small", "plate_nev_large"):
        for plate in values(variant):
            assert len(plate) == (8 if "nev" in variant else 7)
            assert not set("IO") & set(plate[2:])
            assert any(c.isdecimal() for c in plate[2:])


def test_permits_of_construction_pass_or_fail_as_asked() -> None:
    """The worst look-alike: some pass MOD 11-2."""
    passing = [
        item
        for item in prose()
        if item.register == "permit"
        and any(numbers.is_id(item.text[i : i + 18]) for i in range(len(item.text)))
    ]
    assert len(passing) >= 10


def test_a_perfect_finder_scores_perfectly() -> None:
    """The score knows its own truth."""
    truth = {
        item.text: [(x.start, x.end, x.entity_type, "MASK") for x in item.labels]
        for item in prose()
    }
    measured = score.measure(prose(), truth.__getitem__)
    assert measured.leaks.hits == 0
    assert all(measured.precision(family).value == 1 for family in FAMILIES)
    assert all(measured.families[family].mask_recall.value == 1 for family in FAMILIES)
    assert "leaking documents" in score.table(measured)


def test_a_blind_finder_leaks_everything() -> None:
    """What nobody covers is a leak."""
    item = next(item for item in prose() if item.kind == "positive")
    assert score.measure([item], lambda _: []).leaks.hits == 1


def test_a_span_one_short_leaks() -> None:
    """Wholly covered means wholly."""
    label = Label(0, 11, "CN_MOBILE", "mobile_plain")
    item = Item(
        id="x", register="r", text="1" * 11, labels=(label,), kind="positive", templates=("t",)
    )
    short = score.measure([item], lambda _: [(0, 10, "CN_MOBILE", "MASK")])
    assert short.families["PHONE"].leaks.hits == 1
    assert short.precision("PHONE").value == 1


def test_hidden_characters_of_an_under_masked_value_need_no_cover() -> None:
    """Only what can be read can leak."""
    text = "1380359*0012"
    label = Label(0, len(text), "CN_MOBILE", "mobile_undermasked")
    assert [text[at] for at in score.significant(text, label)] == list("13803590012")


def test_wilson_interval_is_the_known_one() -> None:
    """Ten of a hundred: 5.5 % to 17.4 %."""
    low, high = score.Share(10, 100).interval
    assert (round(low, 4), round(high, 4)) == (0.0552, 0.1744)


def test_rosters_have_three_hundred_people() -> None:
    """Every roster is as large as promised."""
    assert ROSTERS == 200
    assert all(roster.people == ROWS for roster in some_rosters())


def test_roster_truth_lies_inside_its_cells() -> None:
    """Every label points at characters of a cell."""
    for roster in some_rosters():
        for truth in roster.truth:
            text = cell_text(roster.rows[truth.row][truth.column])
            assert all(label.end <= len(text) for label in truth.labels), roster.id


def test_merged_blocks_hide_no_labelled_cell() -> None:
    """A value under a merge would be lost in XLSX."""
    for roster in some_rosters():
        placed = {(truth.row, truth.column) for truth in roster.truth}
        for merge in roster.merges:
            block = itertools.product(
                range(merge.row, merge.last_row + 1), range(merge.column, merge.last_column + 1)
            )
            assert not placed & (set(block) - {(merge.row, merge.column)}), roster.id


def test_xlsx_holds_what_the_roster_holds() -> None:
    """What is written is what is read, numbers as numbers."""
    roster = some_rosters()[3]
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(roster))).active
    for truth in roster.truth:
        value = roster.rows[truth.row][truth.column]
        found = sheet.cell(truth.row + 1, truth.column + 1).value
        assert found == value


def test_csv_comes_in_several_encodings() -> None:
    """Every form can be decoded, and more than one is used."""
    forms = {csv_form(roster) for roster in some_rosters()}
    assert len({form.encoding for form in forms}) >= 3
    assert len({form.delimiter for form in forms}) >= 3
    for roster in some_rosters():
        assert write_csv(roster).decode(csv_form(roster).encoding)


def test_uncovered_roster_cells_are_named() -> None:
    """Nothing covered: everything lost; everything covered: nothing."""
    roster = some_rosters()[0]
    assert len(score.lost_cells(roster, {})) == sum(len(truth.labels) for truth in roster.truth)
    assert score.surviving_cells(
        roster, {(t.row, t.column): cell_text(roster.rows[t.row][t.column]) for t in roster.truth}
    )
    covered = {
        (truth.row, truth.column): [(label.start, label.end) for label in truth.labels]
        for truth in roster.truth
    }
    assert not score.lost_cells(roster, covered)
    assert not score.extra_cells(roster, covered)
    assert not score.surviving_cells(roster, {})


def test_the_readme_lists_every_variant() -> None:
    """The table in README.md is complete."""
    readme = (Path(__file__).parent / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in readme for name in VARIANTS)


def test_other_types_are_labelled() -> None:
    """Every type outside the families has documents."""
    counts = Counter(label.entity_type for item in other_types() for label in item.labels)
    assert min(counts.values()) >= 50
    assert len(counts) >= 14
