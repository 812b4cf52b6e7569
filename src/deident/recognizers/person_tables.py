"""Names in tables whose headers do not say so: in cells beside IDs and telephones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from deident.model import Role, Tier
from deident.recognizers import person_shapes as shapes
from deident.recognizers import tagger
from deident.recognizers.hits import NAMED, PROVED, Hit, because, blanked
from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.person_headers import (
    WHOSE,
    is_kin,
    kind_of,
    kind_to_the_left,
    label_to_the_left,
)
from deident.recognizers.person_officials import not_private
from deident.recognizers.person_rows import rows_of_persons
from deident.recognizers.person_surnames import RISKY
from deident.recognizers.table_columns import columns, is_all_cells
from deident.recognizers.table_owners import holds_names
from deident.recognizers.tables_of_persons import header_cells, tight

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from deident.model import Segment
    from deident.recognizers.packs import Pack
    from deident.recognizers.reading import Reading

# Between separators, as `reading` writes them.
_CELL = later(rf"(?:\A|\x1e\n)[ ]*(?P<name>{shapes.NAME})[ ]*(?=\n\x1e|\Z)")
_NAMES = later(
    rf"(?:\A|\x1e\n)[ ]*(?P<names>{shapes.NAME}(?:[ ]*[、，,；;/\n 和与][ ]*{shapes.NAME}){{1,9}})"
    rf"[ ]*(?=\n\x1e|\Z)"
)
_NAME = later(shapes.NAME)
_REMARKED_CELL = later(
    rf"(?:\A|\x1e\n)[ ]*(?P<name>{shapes.NAME})[ ]?[（(][^（()）\n]{{1,12}}[)）][ ]*(?=\n\x1e|\Z)"
)
# A name begins with a Chinese character.
_FIRST = Needles(("\n", " " + "".join(map(chr, range(ord("一"), ord("龥") + 1)))))
# Names in a cell, each with a remark behind it: 李某（已故）、王某
_REMARKED = later(rf"(?:(?:\A|[、，,；;/\n ]+){shapes.NAME}(?:[（(][^（()）\n]{{1,12}}[)）])?)+")
# One of these is in every name that is masked already: 张某, 张**, 张先生.
_HIDES = frozenset("某×*○●xX生士姐")
_ABOVE_ALL = NAMED + 1
"""A part of what a column claims whole."""


class CellName(NamedTuple):
    """A cell that holds a name, and whose."""

    start: int
    end: int
    role: Role


def unclaimed(reading: Reading, hits: Sequence[Hit]) -> str:
    """Return the text with what is claimed in cells blanked out, where nothing is left to say.

    A name in an official's column stays: that it is an office's is still to be said.
    """
    cells_only = is_all_cells(reading)
    spans = sorted(
        (hit.start, hit.end)
        for hit in hits
        if hit.rank >= PROVED
        if (cells_only and hit.pack.entity_type != "PERSON")
        or _settled(reading.segments[reading.index_at(hit.start)], hit)
    )
    return blanked(reading.text, spans) if spans else reading.text


def _settled(segment: Segment, hit: Hit) -> bool:
    if segment.cell is None:
        return False
    return hit.pack.entity_type != "PERSON" or kind_of(segment.labels.column) != "office"


def in_rows(reading: Reading, text: str, hits: Sequence[Hit]) -> Iterator[CellName]:
    """Yield cells shaped like a name under a header that says whose, or beside an ID.

    `text` is the reading's, with what is claimed already blanked out.
    """
    for start, end in not_private(reading, hits):
        yield CellName(start, end, Role.OFFICE)
    persons: set[tuple[int, int]] | None = None
    headings: frozenset[tuple[int, int]] | None = None
    for segment, start, end in _candidates(reading, text):
        cell = segment.cell
        kind = kind_of(segment.labels.column)
        if not segment.labels.column:
            if headings is None:
                headings = frozenset(header_cells(reading))
            if (start, end) in headings and _is_heading_beside_names(reading, start, end):
                continue
        if kind not in WHOSE:
            kind = kind_to_the_left(reading, start) or kind
        if kind == "office" and cell is not None and is_kin(reading, segment, cell.table):
            kind = "private"
        if kind == "office":
            yield CellName(start, end, Role.OFFICE)
        elif kind == "private":
            yield CellName(start, end, Role.UNKNOWN)
        elif cell is not None and kind != "other" and not is_ordinary_in_a_row(text[start:end]):
            if persons is None:
                persons = rows_of_persons(reading, hits)
            if (cell.table, cell.row) in persons:
                yield CellName(start, end, Role.UNKNOWN)


def _is_heading_beside_names(reading: Reading, start: int, end: int) -> bool:
    """Tell whether a word heads a column of its own beside the names': 姓名, 原因."""
    if is_ordinary_in_a_row(reading.text[start:end]):
        return True
    index = reading.index_at(start)
    cell, label = reading.segments[index].cell, tight(label_to_the_left(reading, index))
    return cell is not None and any(
        column.table == cell.table
        and tight(column.labels.column) == label
        and holds_names(reading.segments[at].text for at in column.cells)
        for column in columns(reading)
        if label
    )


def in_cell(reading: Reading, start: int) -> bool:
    """Tell whether a place lies in a cell of a table."""
    return reading.segments[reading.index_at(start)].cell is not None


def trimmed(reading: Reading, hits: Sequence[Hit], pack: Pack) -> Iterator[Hit]:
    """Yield what of a cell is a name, where its column claims more: remarks, several names.

    A name that is masked already is claimed as such.
    """
    text = reading.text
    shape_of: dict[str, str] = {}
    for hit in hits:
        if hit.pack is not pack:
            continue
        value = text[hit.start : hit.end]
        hides = not _HIDES.isdisjoint(value)
        if (not hides and shapes.is_name(value)) or not in_cell(reading, hit.start):
            continue
        if hides and value not in shape_of:
            shape_of[value] = shapes.masked_shape(value)
        if masked := shape_of.get(value, ""):
            told = hit.evidence
            evidence = because(Tier.SHAPE, told.label, told.role, told.checked, masked)
            yield hit._replace(rank=_ABOVE_ALL, score=1.0, evidence=evidence)
        elif not shapes.is_name(value) and _REMARKED.fullmatch(value):
            for name in _outside_brackets(value):
                start, end = hit.start + name[0], hit.start + name[1]
                yield hit._replace(rank=_ABOVE_ALL, start=start, end=end)


def _outside_brackets(value: str) -> Iterator[tuple[int, int]]:
    at = 0
    while name := _NAME.search(value, at):
        yield name.span()
        at = name.end()
        if value[at : at + 1] in {"（", "("}:
            at = max(value.find("）", at), value.find(")", at)) + 1


def _candidates(reading: Reading, text: str) -> Iterator[tuple[Segment, int, int]]:
    """Yield the cells that hold a name's shape and nothing else; one search for all of them."""
    cells = _beginnings(text)
    for found in _at(cells, _CELL, text):
        start, end = found.span("name")
        segment = reading.segments[reading.index_at(start)]
        if segment.cell is not None and not shapes.is_word(found["name"]):
            yield segment, start, end
    for found in _at(cells, _NAMES, text):
        start, end = found.span("names")
        segment = reading.segments[reading.index_at(start)]
        if segment.cell is not None and (
            kind_of(segment.labels.column) in WHOSE or kind_to_the_left(reading, start)
        ):
            for name in _NAME.finditer(text, start, end):
                yield segment, *name.span()
    for found in _at(cells, _REMARKED_CELL, text):
        start, end = found.span("name")
        segment = reading.segments[reading.index_at(start)]
        if segment.cell is not None and kind_to_the_left(reading, start):
            yield segment, start, end


def _beginnings(text: str) -> list[int]:
    """Return where cells begin that may begin with a name, each with the separator before it."""
    inner = (at - 1 for at in _FIRST.places(text) if at and text[at - 1] == "\x1e")
    return [0, *inner]


def _at(places: Sequence[int], pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield what `pattern.finditer` does, where each of its matches begins at one of the places."""
    reached = 0
    for place in places:
        if place >= reached and (found := pattern.match(text, place)) is not None:
            reached = found.end()
            yield found


def is_ordinary_in_a_row(value: str) -> bool:
    """Tell whether what looks like a name is a word, a firm or a place, even beside a number."""
    return (
        shapes.is_ordinary(value)
        or (value[0] in RISKY and tagger.is_common(value[1:]))
        or value[-2:] in {"商行", "支行", "联社"}
        or value[-1] in "村镇乡县市区组路街局厂店院校社部委办站所队州省庄屯沟人者员户方费款金"
    )
