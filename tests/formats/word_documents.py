"""What the tests of text documents share: reading, masking and looking at what is left."""

from __future__ import annotations

import gzip
import html
import io
import re
import zipfile
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from fixtures.document_traps import REMOVED_PLACES
from fixtures.documents import PIECEMEAL_PLACES, PLACES
from fixtures.packages import Package

from deident.api import Deidentifier
from deident.formats import Limits
from deident.formats.ooxml.docx import DocxHandler
from deident.identifiers import resident_id
from deident.model import Mask, MaskPlan, Place, Segment, Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from deident.pipeline import Review

BODY = "14999919900101001"
VALUE = BODY + resident_id.check_character(BODY)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCM = "application/vnd.ms-word.document.macroenabled.12"
HANDLER = DocxHandler(Limits())
EVERYWHERE = {
    **PLACES,
    **PIECEMEAL_PLACES,
    **{name: build for name, (_, build) in REMOVED_PLACES.items()},
}
every_place = pytest.mark.parametrize("place", list(EVERYWHERE))
every_removed = pytest.mark.parametrize("place", list(REMOVED_PLACES))


def source(content: bytes | Package, name: str = "a.docx") -> Source:
    """Wrap a document."""
    data = content.bytes() if isinstance(content, Package) else content
    return Source(name=name, data=data, media_type=DOCX)


def read(content: bytes | Package) -> list[Segment]:
    """Read all segments of a document."""
    return [segment for page in HANDLER.read(source(content)).pages for segment in page.segments]


def kinds(content: bytes | Package) -> set[str]:
    """Return what may be removed."""
    return {removable.kind for removable in HANDLER.read(source(content)).removables}


def codes(content: bytes | Package) -> list[str]:
    """Return what was not read."""
    return [unread.code for unread in HANDLER.read(source(content)).unread]


def over(found: Iterable[Segment], value: str, replacement: str) -> list[Mask]:
    """Cover every occurrence of a value."""
    return [
        Mask(Place(segment.id, Span(at, at + len(value))), replacement)
        for segment in found
        for at in range(len(segment.text))
        if segment.text.startswith(value, at)
    ]


def masked(content: Package, value: str, replacement: str) -> dict[str, bytes]:
    """Mask a value wherever it is read."""
    plan = MaskPlan(masks=over(read(content), value, replacement))
    return parts(HANDLER.apply(source(content), plan).data)


def removed(content: Package, *kinds: str) -> dict[str, bytes]:
    """Remove some kinds of things."""
    plan = MaskPlan(removals=dict.fromkeys(kinds, True))
    return parts(HANDLER.apply(source(content), plan).data)


def parts(content: bytes | Iterable[int]) -> dict[str, bytes]:
    """Unpack a document."""
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def main(pieces: Mapping[str, bytes]) -> str:
    """Return the XML of the main part."""
    return pieces["word/document.xml"].decode()


@cache
def deidentifier() -> Deidentifier:
    """Prepare the line once."""
    return Deidentifier()


@cache
def reviewed(place: str) -> Review:
    """Send a document with the value in one place through the whole line."""
    return deidentifier().review(EVERYWHERE[place](VALUE).bytes(), name="a.docx")


def shown(content: bytes) -> Iterator[str]:
    """Read a file as a curious person would, with nothing of ours: every stream, every encoding.

    Tags are cut out, so that runs and cells join; entities and escapes are resolved.
    """
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                yield member.filename
                yield from shown(archive.read(member))
        return
    if content.startswith(b"\x1f\x8b"):
        yield from shown(gzip.decompress(content))
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "latin-1"):
        text = content.decode(encoding, "ignore")
        yield unquote(html.unescape(text))
        yield html.unescape(re.sub("<[^>]*>", "", text))
        yield re.sub(r"[\s\0]", "", html.unescape(re.sub("<[^>]*>", "", text)))
