"""What the tests of workbooks share: write one, read it, mask a value in it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import xlsxwriter
from fixtures.spreadsheets import (
    MEANINGFUL_PLACES,
    PLAIN_PLACES,
    Workbook,
)

from deident.formats import Limits
from deident.formats.xlsx.handler import XlsxHandler
from deident.model import Kind, Mask, MaskPlan, Place, Segment, Source, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from deident.model import Document

VALUE = "149999190001019999"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HANDLER = XlsxHandler(Limits())
EVERYWHERE = {**PLAIN_PLACES, **MEANINGFUL_PLACES}


def source(content: bytes | Workbook) -> Source:
    """Wrap a workbook."""
    data = content.bytes() if isinstance(content, Workbook) else content
    return Source(name="a.xlsx", data=data, media_type=XLSX)


def segments(document: Document) -> list[Segment]:
    """Read all segments."""
    return [segment for page in document.pages for segment in page.segments]


def read(content: bytes | Workbook) -> list[Segment]:
    """Read all segments of a workbook."""
    return segments(HANDLER.read(source(content)))


def cells(content: bytes | Workbook) -> dict[str, Segment]:
    """Read the cells, by name."""
    return {
        segment.id.partition("!")[2]: segment
        for segment in read(content)
        if segment.kind is Kind.CELL
    }


def over(found: Iterable[Segment], value: str, replacement: str = "*") -> list[Mask]:
    """Cover every occurrence of a value."""
    return [
        Mask(Place(segment.id, Span(at, at + len(value))), replacement * len(value))
        for segment in found
        for at in range(len(segment.text))
        if segment.text.startswith(value, at)
    ]


def masked(content: bytes | Workbook, value: str = VALUE) -> bytes:
    """Mask a value wherever it is read."""
    given_ = source(content)
    plan = MaskPlan(masks=iter(over(read(content), value)))
    return bytes(HANDLER.apply(given_, plan).data)


def parts(content: bytes) -> dict[str, bytes]:
    """Unpack a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """Let xlsxwriter write a workbook."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        fill(book)
    return held.getvalue()
