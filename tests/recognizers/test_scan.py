"""What a person would find in a sentence or a table, the scanner finds, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deident.identifiers import bank_card, resident_id
from deident.model import Cell, Kind, Labels, Segment
from deident.recognizers import packs
from deident.recognizers.reading import batches, read
from deident.recognizers.scan import Scanner

_SCANNER = Scanner(packs.built_in())
_BODY = "14019919900307123"
ID = _BODY + resident_id.check_character(_BODY)
CARD = next(c for c in (f"622202990000000001{i}" for i in range(10)) if bank_card.is_valid(c))


def found(*segments: Segment) -> list[tuple[str, str]]:
    """Return entity type and original text of every hit that is no look-alike."""
    reading = read(segments)
    texts = {segment.id: segment.text for segment in segments}
    return [
        (
            hit.pack.entity_type,
            "".join(
                texts[place.segment_id][place.span.start : place.span.end]
                for place in reading.places(hit.start, hit.end)
            ),
        )
        for hit in _SCANNER.scan(reading)
        if not hit.pack.look_alike
    ]


def found_in(text: str) -> list[tuple[str, str]]:
    """Return the hits in one run of text."""
    return found(Segment(id="s", text=text))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (f"{ID}13800001234", [ID, "13800001234"]),
        (f"ID{ID}", [ID]),
        (f"sfz{ID}，dh13800001234", [ID, "13800001234"]),
        ("tel13800001234", ["13800001234"]),
        ("3.13800001234", ["13800001234"]),
        ("补助13800001234,500元", ["13800001234"]),
        ("138 0000 1234 139 0000 1234", ["138 0000 1234", "139 0000 1234"]),
        (f"{CARD} {CARD} {CARD}", [CARD, CARD, CARD]),
        (
            "电话：13800001234/13900001234、15900001234",
            ["13800001234", "13900001234", "15900001234"],
        ),
        (f"证号{ID[:10]}\n{ID[10:]}。", [f"{ID[:10]}\n{ID[10:]}"]),
        ("手机号（138\u200b0000\u200b1234）", ["138\u200b0000\u200b1234"]),
    ],
)
def test_required_cases(text: str, values: list[str]) -> None:
    """The cases that the shape filters alone missed (domain.md, section 10)."""
    assert [value for _, value in found_in(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "请拨打12345热线或400-123-4567、95588。",
        "夏政办函〔2022〕41号",
        "合同金额1,380,000.01元",
        "统一社会信用代码：91140100MA0GTH0X5A",
        "建筑工程施工许可证编号：" + ID,
        "备案号粤B2-20090059",
        "微信公众号：xiaxianfabu",
        "尾号1234的银行卡",
        "一2022年6月30日至2023年6月30日",
    ],
)
def test_look_alikes_stay(text: str) -> None:
    """The law orders publication too."""
    assert found_in(text) == []


def test_a_mistyped_number_beside_its_label_is_still_somebodys() -> None:
    """A failed check asks a person; it never drops the number."""
    wrong = ID[:-1] + ("1" if ID[-1] != "1" else "2")
    assert found_in(f"公民身份号码：{wrong}") == [("CN_RESIDENT_ID", wrong)]


def test_an_unexplained_number_is_a_question() -> None:
    """Eleven digits that nobody owns are not passed over in silence."""
    assert found_in("另附77123456789012一份") == [("UNEXPLAINED_NUMBER", "77123456789012")]


def _cell(text: str, column: int, header: str, row: int = 1) -> Segment:
    return Segment(
        id=f"r{row}c{column}", text=text, kind=Kind.CELL, labels=Labels(column=header),
        cell=Cell(table=1, row=row, column=column),
    )  # fmt: skip


@pytest.mark.parametrize("value", ["1.40825E+17", ID[:17], "140199900307123", "14019919900307123O"])
def test_a_header_types_malformed_cells_too(value: str) -> None:
    """Excel damage and a lost digit leave enough to find somebody by."""
    assert found(_cell(value, 0, "身份证\n号码")) == [("CN_RESIDENT_ID", value)]


@pytest.mark.parametrize("date", ["2025年3月17日", "2025-03-17", "2025年12月"])
def test_a_date_beside_a_label_is_no_malformed_number(date: str) -> None:
    """Two columns of notices were taken for a table: the label's number is on the next line."""
    cells = [_cell("存款人遗失银行卡", 0, ""), _cell(f"寻人启事：██，男，于{date}走失，", 1, "")]
    beside = [replace(cell, labels=Labels(row="银行卡号")) for cell in cells[1:]]
    assert found(cells[0], *beside) == []
    (kept,) = found(replace(beside[0], text=f"62220{date}000"), cells[0])
    assert kept[0] == "CN_BANK_CARD"


def test_a_header_that_names_something_else_vetoes() -> None:
    """A permit's number has an ID's shape and passes its check once in eleven."""
    cells = [_cell(ID, 0, "施工许可证编号", row) for row in range(1)]
    others = [_cell("140199202206300101", 0, "施工许可证编号", row) for row in range(1, 9)]
    assert found(*cells, *others) == []


def test_a_veto_falls_where_a_third_of_the_values_are_ids() -> None:
    """Somebody put a wrong header over a column of citizens."""
    cells = [_cell(ID, 0, "合同编号", row) for row in range(3)]
    assert [kind for kind, _ in found(*cells)] == ["CN_RESIDENT_ID"] * 3


def test_a_telephone_under_an_amounts_header_is_found() -> None:
    """A header claims only what its values look like."""
    assert found(_cell("张某 13800001234", 0, "金额（元）")) == [("CN_MOBILE", "13800001234")]


def test_one_digit_to_a_cell_is_one_number() -> None:
    """Eighteen cells that continue each other hold one ID, in eighteen places."""
    cells = []
    for i, digit in enumerate(ID):
        before = f"c{i - 1}" if i else ""
        cell = Cell(table=1, row=1, column=i)
        labels = Labels(row="公民身份号码")
        cells.append(
            Segment(
                id=f"c{i}", text=digit, kind=Kind.CELL, cell=cell, follows=before, labels=labels
            )
        )
    reading = read(cells)
    (hit,) = _SCANNER.scan(reading)
    assert hit.pack.entity_type == "CN_RESIDENT_ID"
    assert len(reading.places(hit.start, hit.end)) == len(ID)


def test_no_match_crosses_two_cells() -> None:
    """Two halves in unrelated cells are not one number."""
    assert found(_cell("1380000", 0, "金额"), _cell("1234", 1, "数量")) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [("家庭电话：0359-5620000", "personal"), ("监督电话：0359-5620000", "office")],
)
def test_a_landline_belongs_to_whom_its_words_say(text: str, role: str) -> None:
    """Office lines must stay public; a family's must not."""
    (hit,) = _SCANNER.scan(read([Segment(id="s", text=text)]))
    assert hit.evidence.role.value == role


def test_a_batch_never_parts_a_segment_from_the_one_it_follows() -> None:
    """A number broken over segments is whole in one batch."""
    segments = [Segment(id="a", text="x" * 250_000)]
    segments += [Segment(id="b", text="1380000"), Segment(id="c", text="1234", follows="b")]
    assert [[s.id for s in batch] for batch in batches(segments)] == [["a"], ["b", "c"]]
