"""How far each code of a string moves the pen: the widths of every kind of PDF font.

Lengths are in units of the font size. Nothing is guessed: a font whose widths or codes come from
nowhere raises `UnknownFontError`, because a wrong width takes out the neighbour of the right glyph.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from deident.formats.pdf.cmaps import CMap, Code, UnknownCMapError, embedded, predefined
from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pikepdf

_MOST_WIDTHS = 200_000
_WORD_SPACE = b" "
_MOST_PROGRAMS = 2_000
_WIDEST = 4.0
_SHOWING = re.compile(rb"\b(?:Tj|TJ|BT|Do)\b")
# Families whose metrics every viewer has, by the beginning of their names.
_ALIASES = {
    "Arial": "Helvetica",
    "CourierNew": "Courier",
    "TimesNewRoman": "Times",
    "TimesNewRomanPS": "Times",
}
_SLANTED = {"Times": "Italic"}
# GBK names of Song, Kai, Hei, Fang Song and New Song: old office programs wrote Chinese with them.
_CHINESE = (b"\xcb\xce\xcc\xe5", b"\xbf\xac\xcc\xe5", b"\xba\xda\xcc\xe5", b"\xb7\xc2\xcb\xce")


class UnknownFontError(ValueError):
    """Nobody says how wide this font's glyphs are, or how its codes are cut."""


class Glyph(NamedTuple):
    """One shown code: its bytes, how far the pen moves, and where the glyph stands from the pen.

    `advance` is along the line (downwards is negative in vertical writing), `width` across,
    `left` and `lift` move the glyph's origin from the pen.
    """

    raw: bytes
    advance: float
    width: float
    left: float = 0.0
    lift: float = 0.0

    def __repr__(self) -> str:
        return unprinted(self)

    @property
    def takes_word_space(self) -> bool:
        """Say whether Tw applies: to the one-byte code 32 and to nothing else."""
        return self.raw == _WORD_SPACE


class Font(Protocol):
    """What the interpreter needs of a font."""

    @property
    def vertical(self) -> bool:
        """Whether the pen moves down."""

    @property
    def middle(self) -> float:
        """How high above the baseline the middle of a glyph is."""

    def glyphs(self, text: bytes) -> Iterator[Glyph]:
        """Cut a string into glyphs."""


@dataclass(frozen=True, slots=True)
class SimpleFont:
    """One byte is one glyph."""

    widths: Mapping[int, float] = field(repr=False)
    missing: float | None
    middle: float = 0.35
    vertical: bool = False

    def glyphs(self, text: bytes) -> Iterator[Glyph]:
        """Yield one glyph per byte."""
        for code in text:
            width = self.widths.get(code, self.missing)
            if width is None:
                raise UnknownFontError("no width")
            yield Glyph(bytes((code,)), width, width)


@dataclass(frozen=True, slots=True)
class CompositeFont:
    """A CMap cuts the codes; widths go by CID."""

    cmap: CMap = field(repr=False)
    widths: Mapping[int, float] = field(repr=False)
    default: float
    downs: Mapping[int, tuple[float, float, float]] = field(repr=False)
    down: tuple[float, float]
    middle: float = 0.35
    _known: dict[Code, Glyph] = field(default_factory=dict, repr=False)

    @property
    def vertical(self) -> bool:
        """Say which way the CMap writes."""
        return self.cmap.vertical

    def glyphs(self, text: bytes) -> Iterator[Glyph]:
        """Yield one glyph per code."""
        try:
            codes = list(self.cmap.codes(text))
        except UnknownCMapError:
            raise UnknownFontError("unknown code") from None
        for code in codes:
            yield self._known.get(code) or self._known.setdefault(code, self._glyph(code))

    def _glyph(self, code: Code) -> Glyph:
        width = self.widths.get(code.cid, self.default)
        if not self.vertical:
            return Glyph(code.raw, width, width)
        lift, advance = self.down
        advance, left, lift = self.downs.get(code.cid, (advance, width / 2, lift))
        return Glyph(code.raw, advance, width, -left, -lift)


def font(resource: pikepdf.Object) -> Font:
    """Read a font dictionary.

    Raises:
        UnknownFontError: its widths or its codes come from nowhere.
    """
    try:
        subtype = str(resource.get("/Subtype"))
        if subtype == "/Type0":
            return _composite(resource)
        if subtype == "/Type3":
            return _type3(resource)
        _refuse_chinese_names(resource)
        return _simple(resource)
    except UnknownFontError:
        raise
    except (UnknownCMapError, TypeError, ValueError, LookupError, AttributeError):
        raise UnknownFontError("unreadable font") from None


def _composite(resource: pikepdf.Object) -> CompositeFont:
    import pikepdf

    inner = resource.DescendantFonts[0]
    encoding = resource.get("/Encoding")
    if isinstance(encoding, pikepdf.Stream):
        cmap = embedded(encoding)
    else:
        cmap = predefined(str(encoding)[1:])
    default = _number(inner.get("/DW", 1000)) / 1000
    lift, advance = (_number(n) / 1000 for n in inner.get("/DW2", (880, -1000)))
    return CompositeFont(
        cmap=cmap,
        widths=dict(_runs(inner.get("/W", ()))),
        default=default,
        downs=dict(_down_runs(inner.get("/W2", ()))) if cmap.vertical else {},
        down=(lift, advance),
    )


def _runs(items: Iterable[Any]) -> Iterator[tuple[int, float]]:
    """Read a /W array: `first [w …]` and `first last w`."""
    rest = list(items)
    at = count = 0
    while at + 1 < len(rest):
        first, second = int(rest[at]), rest[at + 1]
        if _is_array(second):
            widths = [_number(w) / 1000 for w in second]
            yield from enumerate(widths, start=first)
            count, at = count + len(widths), at + 2
        else:
            width = _number(rest[at + 2]) / 1000
            count, at = count + int(second) - first, at + 3
            _bounded(count)
            yield from ((cid, width) for cid in range(first, int(second) + 1))
        _bounded(count)


def _down_runs(items: Iterable[Any]) -> Iterator[tuple[int, tuple[float, float, float]]]:
    """Read a /W2 array: `first [w x y …]` and `first last w x y`."""
    rest = list(items)
    at = count = 0
    while at + 1 < len(rest):
        first, second = int(rest[at]), rest[at + 1]
        if _is_array(second):
            numbers = [_number(n) / 1000 for n in second]
            triples = zip(*(numbers[i::3] for i in range(3)), strict=True)
            yield from enumerate(triples, start=first)
            count, at = count + len(numbers), at + 2
        else:
            down, x, y = (_number(n) / 1000 for n in rest[at + 2 : at + 5])
            count, at = count + int(second) - first, at + 5
            _bounded(count)
            yield from ((cid, (down, x, y)) for cid in range(first, int(second) + 1))
        _bounded(count)


def _bounded(count: int) -> None:
    if count > _MOST_WIDTHS:
        raise UnknownFontError("too many widths")


def _type3(resource: pikepdf.Object) -> SimpleFont:
    a, b, _, d, _, _ = (_number(n) for n in resource.FontMatrix)
    if b or not a:
        raise UnknownFontError("turned glyphs")
    widths = _listed(resource, a)
    if _draws_more_than_a_glyph(resource, widths.values()):
        raise UnknownFontError("odd glyphs")
    box = [_number(n) for n in resource.get("/FontBBox", (0, 0, 0, 0))]
    middle = (box[1] + box[3]) / 2 * d
    return SimpleFont(widths, 0.0, middle or 0.35)


def _draws_more_than_a_glyph(resource: pikepdf.Object, widths: Iterable[float]) -> bool:
    """Say whether a glyph of a Type 3 font shows text or a picture, or could be a whole number."""
    programs = resource.CharProcs
    if len(programs) > _MOST_PROGRAMS or any(abs(width) > _WIDEST for width in widths):
        return True
    return any(
        _SHOWING.search(program.read_bytes().partition(b"BI")[0]) for _, program in programs.items()
    )


def _simple(resource: pikepdf.Object) -> SimpleFont:
    descriptor = resource.get("/FontDescriptor")
    if "/Widths" in resource:
        missing = _number(descriptor.get("/MissingWidth", 0)) / 1000 if descriptor else 0.0
        return SimpleFont(_listed(resource, 0.001), missing)
    metrics = _standard(str(resource.get("/BaseFont", ""))[1:])
    encoding = _encoding(resource.get("/Encoding"), symbolic=" " in metrics and "A" not in metrics)
    return SimpleFont({c: metrics[n] / 1000 for c, n in encoding.items() if n in metrics}, None)


def _listed(resource: pikepdf.Object, unit: float) -> dict[int, float]:
    first = int(resource.get("/FirstChar", 0))
    widths = list(resource.Widths)
    _bounded(len(widths))
    return {code: _number(width) * unit for code, width in enumerate(widths, start=first)}


def _standard(name: str) -> Mapping[str, float]:
    """Find the metrics of one of the fourteen fonts that need no widths."""
    from pdfminer.fontmetrics import FONT_METRICS

    name = name.partition("+")[2] or name
    family, _, style = _split(name)
    family = _ALIASES.get(family.removesuffix("MT"), family)
    bold, slanted = "Bold" in style, "Italic" in style or "Oblique" in style
    slant = _SLANTED.get(family, "Oblique") if slanted else ""
    plain = "Roman" if family == "Times" else ""
    full = "-".join(filter(None, (family, ("Bold" if bold else "") + slant or plain)))
    for candidate in (name, full):
        if candidate in FONT_METRICS:
            return FONT_METRICS[candidate][1]
    raise UnknownFontError("no widths")


def _split(name: str) -> tuple[str, str, str]:
    for mark in (",", "-"):
        if mark in name:
            return name.partition(mark)
    return name, "", ""


def _encoding(encoding: pikepdf.Object | None, *, symbolic: bool) -> dict[int, str]:
    """Return which character each code of a standard font is, as its metrics name them."""
    import pikepdf
    from pdfminer.encodingdb import EncodingDB, name2unicode

    if symbolic:
        raise UnknownFontError("symbols without widths")
    base, differences = encoding, None
    if isinstance(encoding, pikepdf.Dictionary):
        base, differences = encoding.get("/BaseEncoding"), encoding.get("/Differences")
    codes = dict(EncodingDB.get_encoding(str(base or "/StandardEncoding")[1:]))
    code = 0
    for item in differences if differences is not None else ():
        if isinstance(item, pikepdf.Name):
            codes.pop(code, None)
            # A glyph nobody knows has no width; that matters only once it is shown.
            with suppress(KeyError, ValueError):
                codes[code] = name2unicode(str(item)[1:])
            code += 1
        else:
            code = int(item)
    return codes


def _refuse_chinese_names(resource: pikepdf.Object) -> None:
    """Refuse a TrueType font called 宋体 in GBK: viewers take its codes as GBK, not as bytes."""
    import pikepdf

    name = resource.get("/BaseFont")
    if resource.get("/Subtype") != pikepdf.Name.TrueType or name is None:
        return
    descriptor = resource.get("/FontDescriptor")
    embeds = descriptor is not None and "/FontFile2" in descriptor
    if not embeds and any(mark in name.unparse() for mark in map(_as_name, _CHINESE)):
        raise UnknownFontError("GBK codes in a simple font")


def _as_name(raw: bytes) -> bytes:
    return "".join(f"#{byte:02x}" for byte in raw).encode()


def _is_array(item: object) -> bool:
    import pikepdf

    return isinstance(item, pikepdf.Array)


def _number(item: Any) -> float:  # noqa: ANN401 - a PDF number is an int or a Decimal
    return float(item)
