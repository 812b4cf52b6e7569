"""Pictures of the first pages of a masked copy, for whoever reads the report.

They are drawn from the copy as it was written. Nothing is decided by them, so a copy that cannot be
drawn has none.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from deident.api import source_of
from deident.errors import DeidentError
from deident.formats import Limits
from deident.report.html import Picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from deident.formats.preview import OfficePages
    from deident.model import Source
    from deident.report.values import FileReport

MOST_PAGES = 6
MOST_BYTES = 60 << 20
"""All pictures of one report together; a browser must still open it."""
_DPI = 80
_LONGEST_SIDE = 1200
_QUALITY = 80
_PICTURES = (
    b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM", b"RIFF",
)  # fmt: skip
_OFFICE = frozenset({"doc", "docx", "odp", "ods", "odt", "ppt", "pptx", "rtf", "xls", "xlsx"})


class Previews:
    """Draws the copies in one folder until a report holds as much as it can."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._limits = Limits()
        self._room = MOST_BYTES
        self._renderer: OfficePages | None = None

    def __call__(self, report: FileReport) -> Iterator[Picture]:
        """Yield the first pages of a file's copy; nothing where there is none."""
        copy = self._folder / report.written
        if not report.written or not copy.is_file():
            return
        try:
            for one in self._drawn(source_of(copy)):
                self._room -= len(one.data)
                if self._room < 0:
                    return
                yield one
        except (DeidentError, OSError, ValueError):
            return

    def _drawn(self, source: Source) -> Iterator[Picture]:
        head = bytes(source.data[:8])
        if head.startswith(_PICTURES):
            yield from self._frames(source)
        elif head.startswith(b"%PDF") or source.name.rpartition(".")[2].lower() in _OFFICE:
            yield from self._pages(source)
        elif source.name.lower().endswith(".ofd"):
            yield from self._sheets(source)

    def _frames(self, source: Source) -> Iterator[Picture]:
        from deident.formats.image.load import load

        frames = load(source, self._limits).frames
        for number, frame in enumerate(frames[:MOST_PAGES], start=1):
            shown = frame.convert("RGB")
            shown.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            written = io.BytesIO()
            shown.save(written, format="JPEG", quality=_QUALITY)
            yield Picture(number, len(frames), "image/jpeg", written.getvalue())

    def _pages(self, source: Source) -> Iterator[Picture]:
        from deident.formats.preview import OfficePages

        if not OfficePages.is_available():
            return
        self._renderer = self._renderer or OfficePages(self._limits)
        pages = self._renderer.pages(source)
        for number in range(1, min(pages, MOST_PAGES) + 1):
            drawn = self._renderer.render(source, number, _DPI)
            yield Picture(number, pages, "image/png", drawn)

    def _sheets(self, source: Source) -> Iterator[Picture]:
        from deident.formats.ofd.drawing import MEDIA_TYPE, Drawing

        drawing = Drawing(source, self._limits)
        for number in range(1, min(len(drawing), MOST_PAGES) + 1):
            yield Picture(number, len(drawing), MEDIA_TYPE, drawing.page(number))
