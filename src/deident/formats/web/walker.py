"""The walk through a page: every tag, comment and text in it, told apart as the HTML standard does.

Nothing is built but the units: no tree, no recursion for elements, so a hundred thousand unclosed
tags cost what they weigh. What a browser would throw away is read all the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.formats.web import escapes as escapes
from deident.formats.web import tags as tags
from deident.formats.web import words as words
from deident.formats.web.aside import Aside
from deident.formats.web.drawn import Drawing
from deident.formats.web.flow import Flow
from deident.formats.web.grid import Grid
from deident.formats.web.items import Items
from deident.formats.web.said import Said
from deident.formats.web.turned import selectors
from deident.formats.web.units import Run, Unit, divided
from deident.formats.web.values import Context, Values
from deident.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deident.formats.web.gathered import Gathered
    from deident.formats.web.layers import Layer
    from deident.formats.web.units import Box

_NAMED = re.compile("</?[A-Za-z]")
_HEAD = 200
_CELLS = frozenset({"td", "th"})
_ONE_CELL = (1, 1)
_LABEL = re.compile(r"[^：:\n]{1,24}[：:]?\s*\Z")


class Walker:
    """Walks one layer of markup. `xml` markup has no raw text and closes tags with a slash."""

    def __init__(
        self,
        gathered: Gathered,
        layer: Layer,
        size: int,
        *,
        xml: bool,
        context: Context | None = None,
    ) -> None:
        self._gathered = gathered
        self._layer = layer
        self._size = size
        self._xml = xml
        self._slashed = xml or layer.text[:_HEAD].lstrip().startswith("<?xml")
        self._context = context or Context()
        self._values = Values(gathered, self._context, self._nested)
        self._aside = Aside(gathered, layer, size, self._context, self._nested, xml=xml)
        self._flow = Flow(layer._replace(escape=_through(layer, escapes.to_text)))
        self._units: list[Unit] = gathered.flow if context is None else []
        self._grid = Grid(gathered.tables, gathered.titles)
        self._drawing = Drawing()
        self._items = Items(self._flow, self._units)
        self._said = Said()
        self._hidden = self._turned = ""
        self._hidden_depth = self._turned_depth = self._kept = 0

    def walk(self) -> None:
        """Read everything."""
        text, at, end = self._layer.text, 0, len(self._layer.text)
        flow, step, said, whole = self._flow, tags.STEP.match, tags.tag, tags.WHOLE
        alert = self._alert
        while at < end:
            found = step(text, at)
            if found is None:
                at = self._stumble(at)
                alert = self._alert
                continue
            start, after = found.span(whole)
            tag = said(found)
            name = tag.name
            quiet = tag.quiet and not alert
            if start > at and not (flow.empty and self._block(at, start, name, quiet=quiet)):
                self._text(at, start)
            at = after
            if not quiet or not (name.plain or name.breaks or name.tabular):
                at = self._tag(tag, found, after)
                alert = self._alert
            elif not name.plain:
                if not flow.empty:
                    self._flush()
                if name.tabular:
                    self._tabulate(tag)
        self._flush()
        if self._units is not self._gathered.flow:
            self._gathered.others += self._units

    @property
    def _alert(self) -> bool:
        """Whether every tag matters, be it that it ends what is hidden, drawn or turned round."""
        found = self._gathered
        here = self._hidden or self._drawing or self._turned or self._items or self._said
        return bool(here or found.turning or found.reversing)

    def _stumble(self, at: int) -> int:
        """Read on where a bracket is no tag; return where the next step begins."""
        text = self._layer.text
        opening = tags.OPENING.search(text, at)
        if opening is None:
            self._text(at, len(text))
            return len(text)
        start = opening.start()
        if start > at:
            self._text(at, start)
        found = tags.STEP.match(text, start)
        return self._tag(tags.tag(found), found, found.end()) if found else self._special(start)

    def _nested(self, layer: Layer, context: Context) -> None:
        Walker(self._gathered, layer, self._size, xml=False, context=context).walk()

    def _block(self, start: int, end: int, after: tags.Name, *, quiet: bool) -> bool:
        """Read a text that is all of a block, as most are; False where it takes more than that."""
        text = self._layer.text[start:end]
        # The line's end between two blocks is nothing.
        if text == "\n":
            return True
        if not (quiet and after.block) or self._kept:
            return False
        runs = self._flow.alone(text, start)
        if runs:
            box = self._grid.box
            self._admit(runs, Kind.CELL if box else Kind.BODY, box)
        return bool(runs)

    def _tabulate(self, tag: tags.Tag) -> None:
        """Take a row's or a cell's tag, behind the text before it."""
        if tag.name.name == "tr":
            if not tag.is_end:
                self._grid.row()
        elif tag.is_end:
            self._grid.end_cell()
        else:
            self._grid.cell(tag.notes.spans if tag.notes else _ONE_CELL)

    def _text(self, start: int, end: int) -> None:
        self._flow.add(start, end, hidden=bool(self._hidden), kept=self._kept > 0)

    def _tag(self, tag: tags.Tag, found: re.Match[str], after: int) -> int:
        """Read a tag; return where reading goes on."""
        name, tells, block, void, raw, plain, *_ = tag.name
        if tells:
            self._name(*found.span(tags.NAME))
        hidden = False
        if tag.notes is not None:
            hidden = self._attributes(name, tag.notes, found.start(tags.REST))
        if tag.is_end:
            if self._turned:
                self._turn_back(name, block=block)
            if self._items and not void:
                self._items.ending(name)
            if not plain or name == self._hidden or self._drawing:
                self._close(name, after, block=block)
            if self._items and not void:
                self._items.close(name)
            self._said.close(name)
            return after
        alone = tag.rest.endswith("/") and (self._slashed or bool(self._drawing))
        if not plain or self._drawing:
            self._open(name, tag, after, block=block)
        if alone:
            self._close(name, after, block=block)
            return after
        if not void:
            self._turn(name, tag.notes)
            self._reverse(name, tag.notes)
            self._said.open(name, tag.notes.word if tag.notes else "")
        if not void and (hidden or self._hidden or name in words.APART):
            self._hide(name, hidden=hidden or name in words.APART)
        if not raw:
            return after
        return self._aside.raw(name, tag.rest, after, xml=self._xml or bool(self._drawing))

    def _open(self, name: str, tag: tags.Tag, at: int, *, block: bool) -> None:
        if name == "br":
            self._flow.end_line(at)
        elif block:
            self._flush()
            if name in _CELLS:
                self._grid.cell(tag.notes.spans if tag.notes else _ONE_CELL)
            elif name == "tr":
                self._grid.row()
            elif name == "table":
                self._grid.open(self._units)
            elif name == "pre":
                self._kept += 1
        if self._drawing.open(name, tag.rest):
            self._gathered.unreadable("DRAWN_CONTENT", "picture")

    def _close(self, name: str, at: int, *, block: bool) -> None:
        if name == self._hidden:
            self._hidden_depth -= 1
            if not self._hidden_depth:
                self._hidden = ""
        if block:
            self._flush()
            if name in _CELLS:
                self._grid.end_cell()
            elif name == "table":
                self._grid.close()
            elif name == "caption" and self._units:
                self._grid.caption(self._units[-1].text)
            elif name == "pre":
                self._kept = max(0, self._kept - 1)
        elif name == "br":
            self._flow.end_line(at)
        self._drawing.close(name)

    def _turn(self, name: str, noted: tags.Notes | None) -> None:
        """Turn round what an element holds whose text is shown from its end."""
        if self._turned and name == self._turned and name in words.ENDING_EACH_OTHER:
            self._straighten()
        if self._turned:
            self._turned_depth += name == self._turned
        elif (noted is not None and noted.turned) or (
            (turning := self._gathered.turning)
            and not turning.isdisjoint(selectors(name, noted.values if noted else {}))
        ):
            self._turned, self._turned_depth = name, 1
            self._flow.turn(on=True)

    def _reverse(self, name: str, noted: tags.Notes | None) -> None:
        """Count what is in an element whose parts are shown from the last to the first."""
        if self._items:
            self._items.open(name)
        elif (noted is not None and noted.reversed) or (
            (reversing := self._gathered.reversing)
            and not reversing.isdisjoint(selectors(name, noted.values if noted else {}))
        ):
            self._items.begin(name)

    def _turn_back(self, name: str, *, block: bool) -> None:
        """Note the end of an element; what was never closed ends with the block around it."""
        self._turned_depth -= name == self._turned
        inline = self._turned not in words.BLOCKS
        around = (
            name in words.LISTS if self._turned in words.ENDING_EACH_OTHER else inline and block
        )
        if around or not self._turned_depth:
            self._straighten()

    def _straighten(self) -> None:
        self._turned = ""
        self._flow.turn(on=False)

    def _hide(self, name: str, *, hidden: bool) -> None:
        if name == self._hidden and name in words.ENDING_EACH_OTHER:
            self._hidden = ""
        if self._hidden:
            self._hidden_depth += name == self._hidden
        elif hidden:
            self._hidden, self._hidden_depth = name, 1

    def _flush(self) -> None:
        if self._flow.empty:
            return
        seen = False
        box = self._grid.box
        for hidden, runs in self._flow.take():
            if not runs:
                continue
            # What is hidden in a text is apart from it; a hidden row is a row.
            if hidden and seen:
                self._gathered.others += self._parts(runs, Kind.HIDDEN, None)
                continue
            seen = True
            self._admit(runs, Kind.HIDDEN if hidden else Kind.CELL if box else Kind.BODY, box)

    def _admit(self, runs: list[Run], kind: Kind, box: Box | None) -> None:
        """Take a text up into the page and its cell."""
        parts = self._parts(runs, kind, box)
        if self._said:
            for part in parts:
                part.labels = self._said.labels
        self._units += parts
        if box is not None:
            box.units += parts

    def _parts(self, runs: list[Run], kind: Kind, box: Box | None) -> Sequence[Unit]:
        """Return what was taken from the flow, in parts if it is long."""
        own = self._context
        whole = Unit(runs, own.kind or kind, own.part, removable=own.removable, box=box)
        if ";base64," in whole.text:
            self._gathered.unreadable("PICTURE_IN_TEXT", "text")
        return (whole,) if len(whole.text) <= self._size else tuple(divided(whole, self._size))

    def _attributes(self, name: str, noted: tags.Notes, start: int) -> bool:
        """Read the attributes of a tag; say whether they hide what is in it."""
        for low, high in noted.names:
            self._name(start + low, start + high)
        for read in noted.read:
            kind, row = self._meaning(name, read.name, noted.values)
            self._values.attribute(self._layer, start, read, kind, row)
        return noted.hidden

    def _meaning(self, tag: str, attribute: str, values: dict[str, str]) -> tuple[Kind, str]:
        """Say what an attribute is to the reader, and which word labels it."""
        if attribute == "content" and tag == "meta":
            return Kind.METADATA, values.get("name", "") or values.get("property", "")
        if attribute == "value" and tag in ("input", "option", "param", "button", "textarea"):
            named = values.get("placeholder", "") or values.get("name", "")
            if values.get("type", "").lower() == "hidden":
                return Kind.HIDDEN, named
            return Kind.BODY, self._label() or named
        if tags.is_shown(attribute):
            return Kind.ALT, ""
        return Kind.METADATA, attribute.removeprefix("data-") if "data-" in attribute else ""

    def _label(self) -> str:
        """Return the words before a field: 身份证号：[      ]."""
        tail = self._flow.tail or (self._units[-1].text[-40:] if self._units else "")
        found = _LABEL.search(tail)
        return found.group().strip(" ：:") if found else ""

    def _name(self, start: int, end: int) -> None:
        layer = self._layer.within(start, end, None, escapes.to_bare)
        self._values.words(layer, "attribute", Kind.METADATA)

    def _special(self, start: int) -> int:
        """Read a comment, a declaration, or a tag that never ends; return where it ends."""
        text = self._layer.text
        if text.startswith("<!--", start):
            return self._aside.comment(start)
        if text.startswith("<![CDATA[", start) and (self._xml or self._drawing):
            return self._verbatim(start + len("<![CDATA["))
        if text.startswith("</>", start):
            return start + 3
        if _NAMED.match(text, start):
            return self._aside.unclosed(start)
        return self._aside.declaration(start)

    def _verbatim(self, start: int) -> int:
        end = self._layer.text.find("]]>", start)
        end = end if end >= 0 else len(self._layer.text)
        layer = self._layer.within(start, end, escapes.collapsed, escapes.to_bare)
        self._flow.verbatim(Run(layer.text, layer), hidden=bool(self._hidden))
        return min(end + 3, len(self._layer.text))


def _through(layer: Layer, escape: escapes.Escape) -> escapes.Escape:
    return lambda new: layer.escape(escape(new))
