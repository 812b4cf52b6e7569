"""SVG: the words of a drawing, wherever they stand, and the pictures written into it.

The drawing must be well-formed XML without entities. A document type that only names the standard
declares nothing and stays; one with declarations of its own is refused. Shapes are not read: a
drawing with as many strokes as a number has digits is reported.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.formats.encoding import decode
from deident.formats.markup import local, malformed, parse_tree
from deident.formats.web.document import Markup
from deident.formats.web.handler import MarkupHandler

if TYPE_CHECKING:
    from deident.formats import Limits
    from deident.formats.encoding import Decoded
    from deident.model import Source

_MEDIA_TYPES = frozenset({"image/svg+xml"})
_HEAD = 4096
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_DECLARATION = re.compile(r"\A(\s*+<\?xml[^>]{0,200}?)\sencoding\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_NAMED_TYPE = re.compile(r"<!DOCTYPE\s+[^\[\]<>]{0,400}>")


class SvgHandler(MarkupHandler):
    """Drawings."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits, _MEDIA_TYPES, _walked)


def _walked(source: Source, window_characters: int) -> Markup:
    declared = _ENCODING.search(source.data, 0, _HEAD)
    name = declared[1].decode("ascii") if declared else ""
    decoded = decode(source.name, source.data, name)
    _check(decoded, source.name)
    return Markup(decoded, window_characters, xml=True)


def _check(decoded: Decoded, where: str) -> None:
    """Refuse what is not a drawing, and what asks a reader to do more than read."""
    text = _DECLARATION.sub(r"\1", decoded.text(), count=1)
    text = _NAMED_TYPE.sub("", text, count=1)
    root = parse_tree(text.encode(), where)
    if not isinstance(root.tag, str) or local(root.tag.replace("}", ":")) != "svg":
        raise malformed(where)
