"""A picture of one page of an office document, for reports, where LibreOffice is installed.

Nothing is decided by these pictures; a document is read by its handler. So whatever a page shows
through LibreOffice, the gate does not depend on it.
"""

from __future__ import annotations

import hashlib
import io
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Protocol

from deident.errors import UnreadableError
from deident.formats import soffice

if TYPE_CHECKING:
    from deident.formats import Limits
    from deident.model import Source

_PDF = b"%PDF"
_HELD = 8
_LONGEST_SIDE = 4000
_POINTS_PER_INCH = 72
# pdfium aborts the process when two threads are in it.
_PDFIUM = threading.Lock()


class PageRenderer(Protocol):
    """Somebody who can show what a page of a document looks like."""

    def pages(self, source: Source) -> int:
        """Return how many pages a document has."""

    def render(self, source: Source, page: int, dpi: int) -> bytes:
        """Return a page (counted from 1) as PNG; raise `UnreadableError` where that fails."""


class OfficePages:
    """Pages of office documents and PDF files, by way of LibreOffice and pdfium.

    Every document is converted once, in a process and a profile of its own; the PDFs of the last
    few documents and the pages already drawn are kept in memory.
    """

    def __init__(self, limits: Limits, seconds: float = soffice.SECONDS) -> None:
        self._limits = limits
        self._seconds = seconds
        self._lock = threading.Lock()
        self._books: OrderedDict[bytes, bytes] = OrderedDict()
        self._drawn: dict[bytes, dict[tuple[int, int], bytes]] = {}

    @staticmethod
    def is_available() -> bool:
        """Say whether both LibreOffice and pdfium are installed."""
        try:
            import pypdfium2  # noqa: F401 only whether it is there
        except ImportError:
            return False
        return soffice.is_installed()

    def pages(self, source: Source) -> int:
        """Return how many pages a document has."""
        _, book = self._book(source)
        return count_pages(book)

    def render(self, source: Source, page: int, dpi: int) -> bytes:
        """Return a page (counted from 1) as PNG; raise `UnreadableError` where that fails.

        Pages that would be larger than a screen can use are drawn smaller.
        """
        key, book = self._book(source)
        with self._lock:
            drawn = self._drawn.setdefault(key, {})
        if (page, dpi) not in drawn:
            drawn[page, dpi] = draw_page(book, page, dpi)
        return drawn[page, dpi]

    def _book(self, source: Source) -> tuple[bytes, bytes]:
        """Return a document as PDF, with the key under which it is kept."""
        content = bytes(source.data)
        key = hashlib.sha256(content).digest()
        with self._lock:
            if key not in self._books:
                self._books[key] = self._to_pdf(source.name, content)
                while len(self._books) > _HELD:
                    self._drawn.pop(self._books.popitem(last=False)[0], None)
            self._books.move_to_end(key)
            return key, self._books[key]

    def _to_pdf(self, name: str, content: bytes) -> bytes:
        if content.startswith(_PDF):
            return content
        limit = self._limits.member_bytes
        if len(content) > limit:
            raise UnreadableError("the file", "TOO_LARGE", "it is too large to show", limit=limit)
        ending = name.rpartition(".")[2]
        suffix = f".{ending}" if ending.isascii() and ending.isalnum() else ""
        return soffice.convert(content, suffix, "pdf", limit=limit, seconds=self._seconds)


def count_pages(book: bytes) -> int:
    """Return how many pages a PDF has."""
    import pypdfium2

    with _PDFIUM:
        try:
            opened = pypdfium2.PdfDocument(book)
        except pypdfium2.PdfiumError:
            raise _undrawn() from None
        with opened:
            return len(opened)


def draw_page(book: bytes, page: int, dpi: int) -> bytes:
    """Return a page of a PDF (counted from 1) as PNG."""
    import pypdfium2

    with _PDFIUM:
        try:
            opened = pypdfium2.PdfDocument(book)
            with opened:
                if not 1 <= page <= len(opened):
                    raise ValueError(f"there is no page {page}")
                sheet = opened[page - 1]
                longest = max(sheet.get_size())
                scale = min(dpi / _POINTS_PER_INCH, _LONGEST_SIDE / max(longest, 1))
                picture = sheet.render(scale=scale).to_pil()
        except pypdfium2.PdfiumError:
            raise _undrawn() from None
    written = io.BytesIO()
    picture.save(written, format="PNG")
    return written.getvalue()


def _undrawn() -> UnreadableError:
    return UnreadableError("the file", "NOT_CONVERTED", "its pages cannot be drawn")
