"""How far the word in a cell governs its row."""

from __future__ import annotations

from deident.formats.tables import Row, label_grid

_GRID = (
    ("当事人", "证件类型", "证件号码", "处罚结果"),
    ("张某", "身份证", "149999199003071236", "罚款500元"),
)


def test_a_word_in_a_table_with_headers_governs_its_neighbour_only() -> None:
    """身份证 under 证件类型 says what the next number is, and nothing of the fine."""
    rows = [Row(number, dict(enumerate(cells)), None) for number, cells in enumerate(_GRID)]
    (body,) = list(label_grid(iter(rows)))[1:]
    assert body.of(2).row == "身份证"
    assert body.of(3).row == ""
    assert body.of(3).column == "处罚结果"
