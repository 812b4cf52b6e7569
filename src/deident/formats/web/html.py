"""HTML: articles out of a publishing system, saved pages, tables that call themselves .xls or .doc.

Masks are written by offset into the text that was read; nothing is serialised again. What a
browser shows is read as it shows it, and so is everything it does not show.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.formats.encoding import decode
from deident.formats.web.document import Markup
from deident.formats.web.handler import MarkupHandler

if TYPE_CHECKING:
    from deident.formats import Limits
    from deident.model import Source

_MEDIA_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_HEAD = 4096
_CHARSET = re.compile(
    rb"<meta\b[^>]{0,400}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*"
    rb"[\"']([A-Za-z0-9._-]+)",
    re.IGNORECASE,
)


class HtmlHandler(MarkupHandler):
    """Pages and pieces of pages."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits, _MEDIA_TYPES, _walked)


def _walked(source: Source, window_characters: int) -> Markup:
    declared = _CHARSET.search(source.data, 0, _HEAD)
    name = (declared[1] or declared[2]).decode("ascii") if declared else ""
    # Whoever could read these letters one by one is not reading UTF-16.
    name = "" if name.lower().startswith("utf-16") else name
    decoded = decode(source.name, source.data, name)
    return Markup(decoded, window_characters, xml=False)
