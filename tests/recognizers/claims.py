"""What is claimed of one entity type in a text, in segments and in tables."""

from __future__ import annotations

from deident.model import Cell, Labels, Role, Segment
from deident.recognizers.packs import built_in
from deident.recognizers.reading import read
from deident.recognizers.scan import Scanner

SCANNER = Scanner(built_in())


class Claims:
    """The claims of all packs and finders on one entity type, an office's left out."""

    def __init__(self, entity_type: str) -> None:
        self._type = entity_type

    def found(self, text: str) -> list[str]:
        """Return what is claimed in a text."""
        return self.in_segments(Segment(id="s", text=text))

    def in_segments(self, *segments: Segment) -> list[str]:
        """Return what is claimed in some segments."""
        reading = read(segments)
        return [
            reading.text[hit.start : hit.end]
            for hit in SCANNER.scan(reading)
            if hit.pack.entity_type == self._type and hit.evidence.role is not Role.OFFICE
        ]


def table(*rows: tuple[str, ...]) -> tuple[Segment, ...]:
    """Return the cells of a table whose first row is its header."""
    header, *body = rows
    cells = [
        Segment(id=f"0.{c}", text=text, cell=Cell(table=0, row=0, column=c))
        for c, text in enumerate(header)
    ]
    cells += [
        Segment(
            id=f"{r}.{c}",
            text=text,
            cell=Cell(table=0, row=r, column=c),
            labels=Labels(column=header[c]),
        )
        for r, row in enumerate(body, 1)
        for c, text in enumerate(row)
    ]
    return tuple(cells)
