"""Places of office documents: spreadsheets, text documents, presentations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fixtures import decks, document_traps, documents, spreadsheets
from fixtures.hostile_spreadsheets import HOSTILE
from tests.contracts.entry import Entry, Plant, broken

from deident.formats.ooxml.docx import DocxHandler
from deident.formats.ooxml.pptx import PptxHandler
from deident.formats.xlsx.handler import XlsxHandler
from deident.model import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from fixtures.packages import Package

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _workbook(build: Callable[[str], spreadsheets.Workbook]) -> Plant:
    return lambda value: Source(name="a.xlsx", data=build(value).bytes(), media_type=_XLSX)


SPREADSHEET = Entry(
    name="xlsx",
    handler=XlsxHandler,
    places={name: _workbook(build) for name, build in spreadsheets.PLAIN_PLACES.items()},
    hostile={name: broken(data, _XLSX) for name, (data, _) in HOSTILE.items()},
)

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _document(build: Callable[[str], Package]) -> Plant:
    return lambda value: Source(name="a.docx", data=build(value).bytes(), media_type=_DOCX)


TEXT_DOCUMENT = Entry(
    name="docx",
    handler=DocxHandler,
    places={name: _document(build) for name, build in documents.PLACES.items()},
    hostile={name: broken(data, _DOCX) for name, (data, _) in document_traps.HOSTILE.items()},
)

_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def _deck(build: Callable[[str], Package]) -> Plant:
    return lambda value: Source(name="a.pptx", data=build(value).bytes(), media_type=_PPTX)


PRESENTATION = Entry(
    name="pptx",
    handler=PptxHandler,
    places={name: _deck(build) for name, build in decks.DECK_PLACES.items()},
    hostile={
        "a text document": broken(documents.word("").bytes(), _PPTX),
        "truncated": broken(decks.deck("").bytes()[:-40], _PPTX),
        "malformed slide": broken(decks.deck("<p:sp>").bytes(), _PPTX),
        "encrypted": broken(document_traps.HOSTILE["encrypted"][0], _PPTX),
    },
)

ENTRIES = (SPREADSHEET, TEXT_DOCUMENT, PRESENTATION)
