"""Older documents: DOC, XLS, XLSB, PPT, WPS, ET, DPS, OpenDocument, UOF, by way of LibreOffice.

They are never edited. LibreOffice turns one into Office Open XML, that goes through the line as an
embedded document, and its masked copy is the output: `a.doc` becomes `a.doc.docx`. Conversion is
not cleaning: what was deleted or hidden in the old file is in the new one too, until the handler of
the new one removes it. Metafiles become pictures in the same way.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from deident.errors import UnreadableError
from deident.formats import soffice
from deident.formats.legacy.kinds import (
    KINDS,
    OLE2,
    legacy_kind,
    uof_kind,
    zip_kind,
)
from deident.formats.legacy.metafiles import as_drawing, metafile_kind
from deident.model import Document, Embedded, Source

if TYPE_CHECKING:
    from deident.formats import Limits
    from deident.model import MaskPlan, Unread

CONVERTED = "converted"
"""The id of the one embedded document."""

_OOXML = "application/vnd.openxmlformats-officedocument."
_TARGETS = {
    "docx": ("docx:MS Word 2007 XML", _OOXML + "wordprocessingml.document"),
    "xlsx": ("xlsx:Calc MS Excel 2007 XML", _OOXML + "spreadsheetml.sheet"),
    "png": ("png:draw_png_Export", "image/png"),
    "pptx": ("pptx:Impress MS PowerPoint 2007 XML", _OOXML + "presentationml.presentation"),
}
_ZIP = b"PK\x03\x04"
_HEAD = 4096


class LegacyHandler:
    """Documents that only LibreOffice reads.

    The last conversion is kept, because reading and masking both need it.
    """

    def __init__(self, limits: Limits, seconds: float = soffice.SECONDS) -> None:
        self._limits = limits
        self._seconds = seconds
        self._lock = threading.Lock()
        self._last: tuple[Source, Source] | None = None

    @property
    def media_types(self) -> frozenset[str]:
        """The media types this handler answers for."""
        return frozenset(KINDS)

    def read(self, source: Source) -> Document:
        """Return a document that holds nothing but its conversion."""
        return Document(pages=(), embedded=(Embedded(CONVERTED, self.converted(source)),))

    def apply(self, source: Source, plan: MaskPlan) -> Source:  # noqa: ARG002 read once already
        """Return the masked conversion.

        Raises `UnreadableError` where the plan has none: what could not be read and masked must not
        leave unmasked in its new clothes.
        """
        for _ in plan.masks:
            raise ValueError("a mask names a segment that does not exist")
        if CONVERTED not in plan.replacements:
            raise UnreadableError("the file", "NOT_CONVERTED", "its conversion was not read")
        masked = plan.replacements[CONVERTED]
        return Source(name=masked.name, data=masked.data, media_type=masked.media_type)

    def unseen(self, masked: Source) -> tuple[Unread, ...]:  # noqa: ARG002 another's to read
        """Return nothing: the output is of another kind, whose handler answers for it."""
        return ()

    def converted(self, source: Source) -> Source:
        """Return a document as Office Open XML.

        Raises `UnreadableError`: ENCRYPTED, TRUNCATED, TOO_LARGE, MISSING_OFFICE, TIMEOUT,
        UNSUPPORTED_KIND, NOT_CONVERTED.
        """
        with self._lock:
            if self._last is None or self._last[0] is not source:
                self._last = (source, self._convert(source))
            return self._last[1]

    def _convert(self, source: Source) -> Source:
        if len(source.data) > self._limits.member_bytes:
            raise UnreadableError(
                "the file", "TOO_LARGE", "it is too large", limit=self._limits.member_bytes
            )
        old = KINDS.get(kind := kind_of(source))
        if old is None:
            raise UnreadableError(
                "the file", "UNSUPPORTED_KIND", "this kind is not read", kind=kind or "OLE2"
            )
        target, media_type = _TARGETS[old.becomes]
        given = bytes(source.data)
        content = soffice.convert(
            as_drawing(given) if old.becomes == "png" else given,
            old.suffix,
            target,
            limit=self._limits.member_bytes,
            seconds=self._seconds,
        )
        return Source(name=f"{source.name}.{old.becomes}", data=content, media_type=media_type)


def kind_of(source: Source) -> str:
    """Return the media type of a document by its content; "" where it is no older document."""
    head = bytes(source.data[:_HEAD])
    if head.startswith(OLE2):
        return legacy_kind(source)
    if head.startswith(_ZIP):
        return zip_kind(source)
    return metafile_kind(head) or uof_kind(head)
