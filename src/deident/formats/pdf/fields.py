"""Appearances drawn by us: form fields and notes whose program left the drawing to the viewer.

The text becomes part of the page, so that it is read and masked like any other. Chinese is set in
STSong-Light, which every viewer substitutes; nothing of the field but its look is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from deident.making import unprinted

if TYPE_CHECKING:
    import pikepdf

_MULTILINE, _PASSWORD, _COMB = 1 << 12, 1 << 13, 1 << 24
_PADDING = 2.0
_LARGEST, _SMALLEST = 12.0, 4.0
_SIZE = re.compile(r"([0-9.]+)\s+Tf")
_COLOUR = re.compile(r"((?:[0-9.]+\s+){1,4}(?:g|rg|k))\b")
_MOST_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text to set into a rectangle of so many points."""

    text: str
    width: float
    height: float
    size: float = 0.0
    colour: str = "0 g"
    quadding: int = 0
    multiline: bool = False
    cells: int = 0

    def __repr__(self) -> str:
        return unprinted(self)


def inherited(field: pikepdf.Object, key: str) -> Any:  # noqa: ANN401 - any PDF object
    """Look a key up in a field and its parents."""
    for _ in range(32):
        if key in field:
            return field[key]
        if "/Parent" not in field:
            return None
        field = field.Parent
    return None


def field_words(widget: pikepdf.Object, form: pikepdf.Object, size: tuple[float, float]) -> Words:
    """Read what a text or choice field shows."""
    flags = int(inherited(widget, "/Ff") or 0)
    default = str(inherited(widget, "/DA") or form.get("/DA", ""))
    value = _spelled(inherited(widget, "/V"))
    cells = int(inherited(widget, "/MaxLen") or 0) if flags & _COMB else 0
    return Words(
        text="" if flags & _PASSWORD else value,
        width=size[0],
        height=size[1],
        size=_font_size(default),
        colour=_colour(default),
        quadding=int(inherited(widget, "/Q") or form.get("/Q", 0)),
        multiline=bool(flags & _MULTILINE),
        cells=min(cells, 200),
    )


def note_words(note: pikepdf.Object, size: tuple[float, float]) -> Words:
    """Read what a free text annotation shows."""
    default = str(note.get("/DA", ""))
    return Words(
        text=_spelled(note.get("/Contents")),
        width=size[0],
        height=size[1],
        size=_font_size(default),
        colour=_colour(default),
        quadding=int(note.get("/Q", 0)),
        multiline=True,
    )


def _spelled(value: Any) -> str:  # noqa: ANN401
    import pikepdf

    if isinstance(value, pikepdf.Array):
        return "\n".join(_spelled(one) for one in value)
    if isinstance(value, pikepdf.Stream):
        return bytes(value.read_bytes()).decode("utf-8", "replace")[:_MOST_CHARACTERS]
    return str(value)[:_MOST_CHARACTERS] if isinstance(value, pikepdf.String) else ""


def _font_size(default: str) -> float:
    found = _SIZE.search(default)
    return float(found[1]) if found else 0.0


def _colour(default: str) -> str:
    found = _COLOUR.findall(default)
    return found[-1] if found else "0 g"


def set_words(pdf: pikepdf.Pdf, words: Words, behind: bytes = b"") -> pikepdf.Object:
    """Return a form XObject that shows the words, over whatever is drawn behind them."""
    import pikepdf

    stream = pdf.make_stream(behind + _set(words))
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    stream.BBox = pikepdf.Array([0, 0, round(words.width, 3), round(words.height, 3)])
    stream.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=song(pdf)))
    return stream


def _set(words: Words) -> bytes:
    lines = _broken(words)
    size = words.size or _fitting(words, lines)
    if not words.size and words.multiline:
        lines = _broken(words, size)
    top = words.height - _PADDING - size if words.multiline else _baseline(words.height, size)
    shown = [f"q\nBT\n{words.colour}\n/F {size:g} Tf\n"]
    for number, line in enumerate(lines):
        for x, piece in _pieces(words, line, size):
            y = top - number * size * 1.15
            shown.append(f"1 0 0 1 {x:.3f} {y:.3f} Tm\n<{_code(piece)}> Tj\n")
    return ("".join(shown) + "ET\nQ\n").encode()


def _baseline(height: float, size: float) -> float:
    return (height - size) / 2 + 0.2 * size


def _fitting(words: Words, lines: list[str]) -> float:
    widest = max((breadth(line) for line in lines), default=0.0)
    size = min(_LARGEST, words.height * 0.75)
    if not words.multiline and not words.cells and widest:
        size = min(size, (words.width - 2 * _PADDING) / widest)
    return max(size, _SMALLEST)


def _broken(words: Words, size: float = 0.0) -> list[str]:
    text = words.text.replace("\r\n", "\n").replace("\r", "\n")
    if not words.multiline:
        return [text.replace("\n", " ")] if text else []
    room = (words.width - 2 * _PADDING) / (size or words.size or _LARGEST)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for character in paragraph:
            if line and used + breadth(character) > room:
                lines.append(line)
                line, used = "", 0.0
            line += character
            used += breadth(character)
        lines.append(line)
    return lines


def _pieces(words: Words, line: str, size: float) -> list[tuple[float, str]]:
    if words.cells:
        cell = words.width / words.cells
        return [
            (number * cell + (cell - breadth(one) * size) / 2, one)
            for number, one in enumerate(line[: words.cells])
        ]
    spare = words.width - 2 * _PADDING - breadth(line) * size
    return [(_PADDING + spare * {1: 0.5, 2: 1.0}.get(words.quadding, 0.0), line)] if line else []


def breadth(text: str) -> float:
    """Return how wide a text is in STSong-Light as we declare it, in units of its size."""
    return sum(0.5 if 0x20 <= ord(character) < 0x7F else 1.0 for character in text)


def _code(text: str) -> str:
    return (
        "".join(one if ord(one) < 0x10000 else "\ufffd" for one in text)
        .encode("utf-16-be", "replace")
        .hex()
    )


def song(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Return the font that needs no file: Adobe's Song, half-width for ASCII."""
    import pikepdf

    descriptor = pikepdf.Object.parse(
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
        b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
    )
    descendant = pikepdf.Object.parse(
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500]"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"
    )
    descendant.FontDescriptor = pdf.make_indirect(descriptor)
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=pikepdf.Name("/STSong-Light"),
            Encoding=pikepdf.Name("/UniGB-UCS2-H"),
            DescendantFonts=pikepdf.Array([pdf.make_indirect(descendant)]),
        )
    )
