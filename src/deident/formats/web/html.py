"""HTML: articles out of a publishing system, saved pages, tables that call themselves .xls or .doc.

Masks are written by offset into the text that was read; nothing is serialised again. What a
browser shows is read as it shows it, and so is everything it does not show.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.errors import UnreadableError
from deident.formats.encoding import decode
from deident.formats.web.document import Markup
from deident.model import Source

if TYPE_CHECKING:
    from deident.formats import Limits
    from deident.model import Document, MaskPlan, Unread

_MEDIA_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_HEAD = 4096
_CHARSET = re.compile(
    rb"<meta\b[^>]{0,400}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*"
    rb"[\"']([A-Za-z0-9._-]+)",
    re.IGNORECASE,
)


class HtmlHandler:
    """Pages and pieces of pages, in the encoding they came in."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._last: tuple[object, Markup] | None = None

    @property
    def media_types(self) -> frozenset[str]:
        """The media types this handler answers for."""
        return _MEDIA_TYPES

    def read(self, source: Source) -> Document:
        """Return every text of the page, shown or not, and the documents written into it."""
        return self._markup(source).document()

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        """Return the page with the masks written and every other character as it was."""
        masked = self._markup(source).masked(plan)
        return Source(name=source.name, data=masked, media_type=source.media_type)

    def unseen(self, masked: Source) -> tuple[Unread, ...]:  # noqa: ARG002 protocol
        """Return nothing: a page has no second layer that reading it would not show."""
        return ()

    def _markup(self, source: Source) -> Markup:
        """Return the walked source; writing comes after reading, and need not walk again."""
        last = self._last
        if last is None or last[0] is not source.data:
            self._last = last = source.data, self._walked(source)
        return last[1]

    def _walked(self, source: Source) -> Markup:
        # A page is held in memory whole.
        most = min(self._limits.file_bytes, self._limits.member_bytes)
        if len(source.data) > most:
            raise UnreadableError(
                source.name, "TOO_LARGE", "it is larger than the limit", limit=most
            )
        declared = _CHARSET.search(source.data, 0, _HEAD)
        name = (declared[1] or declared[2]).decode("ascii") if declared else ""
        # Whoever could read these letters one by one is not reading UTF-16.
        name = "" if name.lower().startswith("utf-16") else name
        decoded = decode(source.name, source.data, name)
        return Markup(decoded, self._limits.window_characters, xml=False)
