"""A page of an OFD as SVG, for reports: its characters, lines and pictures where they stand.

Characters are drawn in the fonts of whoever looks; patterns, shades and annotations are left out.
Nothing is decided by these pictures: a document is read by its handler.
"""

from __future__ import annotations

import base64
import io
import math
import re
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from deident.errors import DeidentError, UnreadableError
from deident.formats.ofd.book import Book, local
from deident.formats.ofd.glyphs import is_off, moved, number, numbers, text_objects
from deident.formats.ofd.jbig2 import UndecodableError
from deident.formats.ofd.pictures import content, pictures
from deident.formats.ofd.read import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deident.formats import Limits
    from deident.formats.ofd.glyphs import Area, Glyph, Matrix
    from deident.formats.ofd.pictures import Picture
    from deident.model import Source

MEDIA_TYPE = "image/svg+xml"
_SVG = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"
_FONTS = "SimSun, 'Noto Serif CJK SC', 'Source Han Serif SC', serif"
# The em square from its upper edge to the line that characters stand on.
_ASCENT = 0.86
_LINE_WIDTH = 0.353
_MOST_MARKS = 50_000
_LONGEST_SIDE = 1200
_QUALITY = 80
_RGB, _CMYK = 3, 4
_STEP = re.compile(r"[MLQBACS]|[-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?")
_AS_SVG = {"S": "M", "B": "C", "C": "Z"}
"""Steps of a path that SVG calls otherwise."""


class Drawing:
    """One OFD whose pages can be drawn."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._book = Book(source, limits)
        self._reading = Reading(self._book)
        self._limits = limits

    def __len__(self) -> int:
        return len(self._book.pages)

    def page(self, number: int) -> bytes:
        """Return a page (counted from 1) as SVG; one without a size is `UnreadableError`."""
        part = self._book.pages[number - 1]
        root = self._book.tree(part)
        area = self._reading.area(part, root)
        if not area.width:
            raise UnreadableError(self._book.where, "MALFORMED", "a page has no size")
        sheet = etree.Element(
            f"{{{_SVG}}}svg",
            {
                "width": f"{area.width:g}mm",
                "height": f"{area.height:g}mm",
                "viewBox": f"0 0 {area.width:g} {area.height:g}",
            },
            nsmap={None: _SVG, "xlink": "http://www.w3.org/1999/xlink"},
        )
        _add(sheet, "rect", {"width": "100%", "height": "100%", "fill": "white"})
        behind = [
            self._book.tree(self._book.part(name)) for name in self._reading.templates(part, root)
        ]
        for tree in (*behind, root):
            self._draw(sheet, tree, area)
        drawn: bytes = etree.tostring(sheet, encoding="utf-8")
        return drawn

    def _draw(self, sheet: etree._Element, root: etree._Element, area: Area) -> None:
        """Draw shapes and pictures first: no shape may hide what is written."""
        corner: Matrix = (1.0, 0.0, 0.0, 1.0, -area.left, -area.top)
        for node in root.iter("{*}PathObject", "{*}ImageObject"):
            if len(sheet) > _MOST_MARKS or any(map(is_off, (node, *node.iterancestors()))):
                continue
            placed = "matrix({})".format(" ".join(f"{one:g}" for one in moved(corner, node)))
            if local(node) == "PathObject":
                _add(sheet, "path", {"transform": placed, **_shape(node)})
            elif shown := self._shown(node):
                _add_picture(sheet, placed, shown)
        for glyphs in text_objects(root, area):
            seen = [glyph for glyph in glyphs if not glyph.hidden and not glyph.char.isspace()]
            if seen and len(sheet) < _MOST_MARKS:
                _add_text(sheet, seen)

    @cached_property
    def _media(self) -> dict[str, Picture]:
        """Every picture by the id of its resource."""
        there = {picture.part.name: picture for picture in pictures(self._book)}
        media = {}
        for part in self._book.parts:
            if part.role != "res":
                continue
            root = self._book.tree(part)
            folders = self._book.folders(part, root)
            for node in root.iter("{*}MultiMedia"):
                name = self._book.names.resolve(node.findtext("{*}MediaFile") or "", folders)
                if name in there:
                    media[(node.get("ID") or "").strip()] = there[name]
        return media

    def _shown(self, node: etree._Element) -> str:
        """Return an object's picture as a data URI no larger than a report can use, or ""."""
        from deident.formats.image.load import load

        picture = self._media.get((node.get("ResourceID") or "").strip())
        if picture is None:
            return ""
        try:
            source = content(self._book, picture, self._limits)
            frame = load(source, self._limits).frames[0].convert("RGB")
        except (DeidentError, UndecodableError, OSError, ValueError):
            return ""
        frame.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
        written = io.BytesIO()
        frame.save(written, format="JPEG", quality=_QUALITY)
        return "data:image/jpeg;base64," + base64.b64encode(written.getvalue()).decode()


def _add(sheet: etree._Element, tag: str, attributes: dict[str, str]) -> etree._Element:
    return etree.SubElement(sheet, f"{{{_SVG}}}{tag}", attributes)


def _add_picture(sheet: etree._Element, placed: str, shown: str) -> None:
    """Fill the unit square of an object, which its matrix spreads over the page."""
    place = {"width": "1", "height": "1", "preserveAspectRatio": "none", "transform": placed}
    _add(sheet, "image", place).set(_HREF, shown)


def _add_text(sheet: etree._Element, glyphs: Sequence[Glyph]) -> None:
    """Put every character of an object where it stands, turned as it is."""
    across, down, turned = [], [], []
    for quad in (glyph.quad for glyph in glyphs):
        across.append(f"{quad.x0 + _ASCENT * (quad.x3 - quad.x0):.2f}")
        down.append(f"{quad.y0 + _ASCENT * (quad.y3 - quad.y0):.2f}")
        turned.append(f"{math.degrees(math.atan2(quad.y1 - quad.y0, quad.x1 - quad.x0)):.1f}")
    written = _add(
        sheet,
        "text",
        {
            "x": " ".join(across),
            "y": " ".join(down),
            "font-size": f"{glyphs[0].size:.2f}",
            "font-family": _FONTS,
            "fill": _colour(glyphs[0].code.getparent(), "FillColor", "black"),
        },
    )
    if set(turned) != {"0.0"}:
        written.set("rotate", " ".join(turned))
    written.text = "".join(glyph.char if _is_xml(glyph.char) else "\ufffd" for glyph in glyphs)


def _is_xml(char: str) -> bool:
    return char >= " " and not "\ud800" <= char <= "\udfff" and char not in "\ufffe\uffff"


def _shape(node: etree._Element) -> dict[str, str]:
    """Return what SVG calls the outline of a path, its line and its filling."""
    filled = (node.get("Fill") or "").strip().lower() in ("true", "1")
    lined = (node.get("Stroke") or "").strip().lower() not in ("false", "0")
    return {
        "d": " ".join(
            _AS_SVG.get(step, step)
            for step in _STEP.findall(node.findtext("{*}AbbreviatedData") or "")
        ),
        "fill": _colour(node, "FillColor", "black") if filled else "none",
        "stroke": _colour(node, "StrokeColor", "black") if lined else "none",
        "stroke-width": f"{number(node.get('LineWidth'), _LINE_WIDTH):g}",
    }


def _colour(node: etree._Element, name: str, otherwise: str) -> str:
    """Return a colour given by one, three or four numbers up to 255."""
    child = next(node.iterchildren(f"{{*}}{name}"), None)
    given = numbers(child.get("Value")) if child is not None else []
    if len(given) == _CMYK:
        *inks, black = given
        given = [(255 - ink) * (255 - black) / 255 for ink in inks]
    if len(given) not in (1, _RGB):
        return otherwise
    red, green, blue = given * (_RGB // len(given))
    return f"rgb({red:.0f},{green:.0f},{blue:.0f})"
