"""SVG: the words of a drawing, wherever they stand, and the pictures written into it.

The drawing must be well-formed XML without entities. A document type that only names the standard
declares nothing and stays; one with declarations of its own is refused. Shapes are not read: a
drawing with as many strokes as a number has digits is reported.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.errors import UnreadableError
from deident.formats.encoding import decode
from deident.formats.markup import local, malformed, parse_tree
from deident.formats.web.document import Markup
from deident.model import Source

if TYPE_CHECKING:
    from deident.formats import Limits
    from deident.formats.encoding import Decoded
    from deident.model import Document, MaskPlan, Unread

_MEDIA_TYPES = frozenset({"image/svg+xml"})
_HEAD = 4096
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_DECLARATION = re.compile(r"(\s*<\?xml[^>]{0,200}?)\sencoding\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_NAMED_TYPE = re.compile(r"<!DOCTYPE\s+[^\[\]<>]{0,400}>")


class SvgHandler:
    """Drawings, in the encoding they came in."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._last: tuple[object, Markup] | None = None

    @property
    def media_types(self) -> frozenset[str]:
        """The media types this handler answers for."""
        return _MEDIA_TYPES

    def read(self, source: Source) -> Document:
        """Return every text of the drawing and the pictures written into it."""
        return self._markup(source).document()

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        """Return the drawing with the masks written and every other character as it was."""
        masked = self._markup(source).masked(plan)
        return Source(name=source.name, data=masked, media_type=source.media_type)

    def unseen(self, masked: Source) -> tuple[Unread, ...]:  # noqa: ARG002 protocol
        """Return nothing: a drawing has no second layer that reading it would not show."""
        return ()

    def _markup(self, source: Source) -> Markup:
        """Return the walked source; writing comes after reading, and need not walk again."""
        last = self._last
        if last is None or last[0] is not source.data:
            self._last = last = source.data, self._walked(source)
        return last[1]

    def _walked(self, source: Source) -> Markup:
        most = min(self._limits.file_bytes, self._limits.member_bytes)
        if len(source.data) > most:
            raise UnreadableError(
                source.name, "TOO_LARGE", "it is larger than the limit", limit=most
            )
        declared = _ENCODING.search(source.data, 0, _HEAD)
        name = declared[1].decode("ascii") if declared else ""
        decoded = decode(source.name, source.data, name)
        _check(decoded, source.name)
        return Markup(decoded, self._limits.window_characters, xml=True)


def _check(decoded: Decoded, where: str) -> None:
    """Refuse what is not a drawing, and what asks a reader to do more than read."""
    text = _DECLARATION.sub(r"\1", decoded.text(), count=1)
    text = _NAMED_TYPE.sub("", text, count=1)
    root = parse_tree(text.encode(), where)
    if not isinstance(root.tag, str) or local(root.tag.replace("}", ":")) != "svg":
        raise malformed(where)
