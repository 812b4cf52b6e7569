"""Nobody is asked about a name that is taken out anyway; and what is said to go, goes."""

from __future__ import annotations

import io
import zipfile

import pytest
from fixtures.decks import DECK_PLACES
from fixtures.documents import PLACES

from deident.formats import FormatHandler, Limits
from deident.formats.ooxml.docx import DocxHandler
from deident.formats.ooxml.pptx import PptxHandler
from deident.model import MaskPlan, Segment, Source

VALUE = "149999190001019999"
DOCX, PPTX = DocxHandler(Limits()), PptxHandler(Limits())
LEAVING = {
    "tracked deletion": "tracked-changes",
    "moved away": "tracked-changes",
    "author of a change": "tracked-changes",
    "hidden text": "hidden-text",
    "text hidden by a style": "hidden-text",
    "comment": "comments",
    "author of a comment": "comments",
    "person": "comments",
    "glossary": "glossary",
    "document variable": "document-variables",
    "mail merge": "mail-merge",
    "author of the document": "document-properties",
    "description of the document": "document-properties",
    "custom property": "document-properties",
    "name of the template": "document-properties",
    "custom XML": "custom-xml",
}


def planted(handler: FormatHandler, source: Source) -> list[Segment]:
    """Return the segments that hold the value."""
    return [s for page in handler.read(source).pages for s in page.segments if VALUE in s.text]


def left(handler: FormatHandler, source: Source, kind: str) -> bytes:
    """Remove one kind of thing and return all that stays."""
    content = bytes(handler.apply(source, MaskPlan(removals={kind: True})).data)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("place", list(PLACES))
def test_what_is_said_to_go_goes_and_what_is_not_stays(place: str) -> None:
    """Every place of a text document."""
    source = Source(name="a.docx", data=PLACES[place](VALUE).bytes())
    kinds = {segment.removable for segment in planted(DOCX, source)}
    assert kinds <= {LEAVING.get(place, "")}
    for kind in kinds - {""}:
        assert VALUE.encode() not in left(DOCX, source, kind)
        assert kind in {one.id for one in DOCX.read(source).removables}


@pytest.mark.parametrize("place", list(DECK_PLACES))
def test_the_same_holds_for_presentations(place: str) -> None:
    """Every place of a presentation."""
    source = Source(name="a.pptx", data=DECK_PLACES[place](VALUE).bytes())
    for kind in {segment.removable for segment in planted(PPTX, source)} - {""}:
        assert VALUE.encode() not in left(PPTX, source, kind)


@pytest.mark.parametrize("place", list(LEAVING))
def test_the_known_ones_are_said_to_go(place: str) -> None:
    """Otherwise every comment would be a question."""
    source = Source(name="a.docx", data=PLACES[place](VALUE).bytes())
    assert {segment.removable for segment in planted(DOCX, source)} == {LEAVING[place]}


@pytest.mark.parametrize("place", ["number half deleted", "number half hidden"])
def test_what_stays_in_part_is_not_said_to_go(place: str) -> None:
    """The rest of a number that somebody cut is somebody's still."""
    source = Source(name="a.docx", data=PLACES[place](VALUE).bytes())
    assert {segment.removable for segment in planted(DOCX, source)} == {""}
