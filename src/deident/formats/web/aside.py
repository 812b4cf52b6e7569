"""What of a page is no tag and stands aside from its flow: comments, scripts, styles, declarations.

Where each ends is told as the HTML standard does; what a browser would not show is read all the
same.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from deident.formats.web import escapes as escapes
from deident.formats.web import tags as tags
from deident.formats.web import words as words
from deident.formats.web.units import Run, Unit, divided
from deident.formats.web.values import Values
from deident.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from deident.formats.web.gathered import Gathered
    from deident.formats.web.layers import Layer
    from deident.formats.web.values import Context

_CONDITION = re.compile(r"\s*\[if\b|.*<!\[endif\]\s*\Z", re.IGNORECASE | re.DOTALL)
_CONDITION_START = re.compile(r"\s*\[if[^\]>]*\]>", re.IGNORECASE)
_DECLARATION = re.compile(
    r"\?xml(?:\s+(?:version|standalone|encoding)\s*=\s*[\"'][A-Za-z0-9._-]{1,20}[\"'])*\s*\??"
)
_TARGET = re.compile(r"\?[A-Za-z][A-Za-z0-9._-]{0,40}\s")
_COMMENT_END = re.compile(r"--!?>")
_MARKUP_TYPES = re.compile(r"html|template|x-", re.IGNORECASE)


class Aside:
    """Reads one layer of markup beside its flow; each verb returns where reading goes on.

    `nested` walks markup that stands in a text.
    """

    def __init__(
        self,
        gathered: Gathered,
        layer: Layer,
        size: int,
        context: Context,
        nested: Callable[[Layer, Context], None],
        *,
        xml: bool,
    ) -> None:
        self._gathered = gathered
        self._layer = layer
        self._size = size
        self._context = context
        self._nested = nested
        self._xml = xml
        self._values = Values(gathered, context, nested)
        self._endless: set[str] = set()

    def raw(self, name: str, rest: str, start: int, *, xml: bool) -> int:
        """Read the content of an element whose text is not markup, and `rest` of its tag."""
        text = self._layer.text
        ending = None if name in self._endless else _ending(name).search(text, start)
        if ending is None:
            # Not looked for again, or a page of unclosed tags would be walked once for each.
            self._endless.add(name)
        never = ending is None and name not in ("script", "style", "plaintext")
        if never or (xml and name not in ("script", "style")):
            return start
        end = ending.start() if ending and name != "plaintext" else len(text)
        if name in words.DECODED_RAW:
            layer = self._layer.within(start, end, escapes.entities, escapes.to_text)
            self._words(layer, Kind.METADATA if name == "title" else Kind.BODY)
            return end
        decode = escapes.entities if xml else None
        layer = self._layer.within(start, end, decode, escapes.to_text if xml else None)
        if name == "style":
            self._values.style(layer)
        elif name == "script":
            self._script(layer, rest)
        elif name in ("xmp", "plaintext"):
            self._words(layer, Kind.BODY)
        else:
            self._values.markup(layer, "", Kind.HIDDEN)
        return end

    def _script(self, layer: Layer, rest: str) -> None:
        kind = tags.notes(rest).values.get("type", "").lower() if rest else ""
        if _MARKUP_TYPES.search(kind) and "json" not in kind and "javascript" not in kind:
            self._values.markup(layer, "script", Kind.HIDDEN)
        else:
            self._values.script(layer)

    def _words(self, layer: Layer, kind: Kind) -> None:
        """Read a text that no tag interrupts, in parts if it is long."""
        text = layer.text
        if not text.strip():
            return
        own = self._context
        whole = Unit([Run(text, layer)], own.kind or kind, own.part, removable=own.removable)
        self._gathered.others += divided(whole, self._size)

    def declaration(self, start: int) -> int:
        """Read a declaration, or an instruction, in which words may stand."""
        text = self._layer.text
        mark = "?>" if self._xml and text[start + 1] == "?" else ">"
        end = text.find(mark, start)
        end = end if end >= 0 else len(text)
        self._declared(start + 1, end)
        return min(end + len(mark), len(text))

    def _declared(self, start: int, end: int) -> None:
        """Read what a browser takes for a comment: a declaration, an instruction, a slip."""
        text = self._layer.text[start:end]
        if tags.may_tell(text) and not _DECLARATION.fullmatch(text):
            target = _TARGET.match(text)
            begin = start + (target.end() if target and not tags.may_tell(target.group()) else 1)
            self._words(self._layer.within(begin, end, None, escapes.to_bare), Kind.COMMENT)

    def unclosed(self, start: int) -> int:
        """Read the rest of a page that a browser throws away, because a tag never ends."""
        end = len(self._layer.text)
        layer = self._layer.within(start + 1, end, escapes.entities, escapes.to_text)
        self._words(layer, Kind.HIDDEN)
        # A script writes a tag in pieces: the rest of it stands in the next string.
        if self._context.part != "script":
            self._gathered.unreadable("UNCLOSED_TAG", "text")
        return end

    def comment(self, start: int) -> int:
        """Read a comment, and offer it for removal where the page does not need it."""
        text = self._layer.text
        for empty in ("<!-->", "<!--->"):
            if text.startswith(empty, start):
                return start + len(empty)
        ending = _COMMENT_END.search(text, start + 4)
        end, after = ending.span() if ending else (len(text), len(text))
        removable = self._context.removable
        inner = text[start + 4 : end]
        # A condition is a switch, and # a command to the server: the page needs them.
        if not removable and not _CONDITION.match(inner) and not inner.startswith("#"):
            removable = self._gathered.comment(self._layer.at(start), self._layer.at(after))
        if inner.strip():
            condition = _CONDITION_START.match(inner)
            begin = start + 4 + (condition.end() if condition else 0)
            layer = self._layer.within(begin, end, None, escapes.to_bare)
            own = self._context._replace(part="comment", kind=Kind.COMMENT, removable=removable)
            Values(self._gathered, own, self._nested).value(layer, "comment", Kind.COMMENT)
        return after


@cache
def _ending(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE)
