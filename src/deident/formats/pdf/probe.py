"""Fonts asked to show what they claim: every glyph drawn once, and its shape compared.

A font can draw a telephone number and tell every program that reads it that these are letters, or
other digits. So all glyphs of a document's fonts are drawn on one sheet, far apart, pdfium is asked
which characters they are, and where a figure is shown that is said to be another one, or no figure
at all, the pages that use the font are looked at as pictures too.
"""

from __future__ import annotations

import io
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from deident.formats.pdf.pdfium import opened, opened_page
from deident.formats.pdf.render import shade_of
from deident.formats.pdf.seen import seen
from deident.formats.pdf.shapes import LIKE, digit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    ObjectId = tuple[int, int]

_SIZE, _CELL, _FOOT = 36, 60, 16
_ROW, _SHEET = 40, 1600
_MOST_GLYPHS = 48_000
_INK = 140
# In sizes of the font: how high, wide and far from the baseline a figure is.
_LOW, _HIGH, _WIDE, _SUNK = 0.45, 0.95, 0.8, 0.25
_ODD_FIGURES = 3
_SOURCES = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
_CODE = re.compile(rb"<([0-9A-Fa-f\s]+)>")
_LONGEST_RANGE = 256
_BOXED = re.compile(rb"(?:[-+0-9.]+\s+){3}([-+0-9.]+)\s+[-+0-9.]+\s+([-+0-9.]+)\s+d1\b")


class _Glyph(NamedTuple):
    font: int
    code: bytes


def lying_fonts(fonts: Mapping[ObjectId, Any]) -> frozenset[ObjectId]:
    """Return which of a document's fonts draw figures that are not what they are said to be."""
    numbered = list(fonts)
    glyphs = [
        _Glyph(at, code) for at, number in enumerate(numbered) for code in _codes(fonts[number])
    ]
    # A font that nobody looked at is not believed.
    lying = {glyph.font for glyph in glyphs[_MOST_GLYPHS:]}
    del glyphs[_MOST_GLYPHS:]
    for start in range(0, len(glyphs), _SHEET):
        some = tuple(glyphs[start : start + _SHEET])
        used = {glyph.font: fonts[numbered[glyph.font]] for glyph in some}
        lying |= _lying(some, _sheet(some, used))
    return frozenset(numbered[at] for at in lying)


def _codes(font: Any) -> Iterator[bytes]:  # noqa: ANN401 - pikepdf.Dictionary
    """Yield the codes of a font that could be other than they are said to be."""
    import pikepdf

    table = font.get("/ToUnicode")
    mapped = isinstance(table, pikepdf.Stream)
    if str(font.get("/Subtype")) == "/Type0":
        yield from dict.fromkeys(_sources(table.read_bytes())) if mapped else ()
    elif mapped or _is_embedded(font):
        first = int(font.get("/FirstChar", 0))
        count = len(font.get("/Widths", ())) or 256
        yield from (bytes((code,)) for code in range(max(first, 0), min(first + count, 256)))


def _is_embedded(font: Any) -> bool:  # noqa: ANN401 - pikepdf.Dictionary
    descriptor = font.get("/FontDescriptor")
    files = ("/FontFile", "/FontFile2", "/FontFile3")
    return "/CharProcs" in font or (
        descriptor is not None and any(name in descriptor for name in files)
    )


def _sources(table: bytes) -> Iterator[bytes]:
    """Yield the codes that a character map speaks of."""
    for kind, body in _SOURCES.findall(table):
        codes = [bytes.fromhex(code.decode()) for code in _CODE.findall(body)]
        if kind == b"bfchar":
            yield from codes[::2]
            continue
        # A range may list its characters: what is longer than a code is none.
        ranged = [_CODE.findall(line) for line in re.split(rb"[\r\n]+", body)]
        for line in ranged:
            ends = [bytes.fromhex(code.decode()) for code in line[:2]]
            if len(ends) == 2 and len(ends[0]) == len(ends[1]):
                low, high = (int.from_bytes(end) for end in ends)
                for code in range(low, min(high, low + _LONGEST_RANGE) + 1):
                    yield code.to_bytes(len(ends[0]))


def _sheet(glyphs: Iterable[_Glyph], fonts: Mapping[int, Any]) -> bytes:
    """Return a document of one page that shows every glyph in a cell of its own."""
    import pikepdf

    pdf = pikepdf.Pdf.new()
    side = _ROW * _CELL
    known = {
        f"/F{at}": pdf.copy_foreign(font) if font.is_indirect else font
        for at, font in fonts.items()
    }
    looks = {at: _look_of(font) for at, font in fonts.items()}
    shown = []
    for at, (font, code) in enumerate(glyphs):
        x, y = at % _ROW * _CELL + _FOOT, at // _ROW * _CELL + _FOOT
        size, up = looks[font]
        place = f"1 0 0 {up} {x} {y} Tm"
        shown.append(f"BT /F{font} {size:.5f} Tf {place} <{code.hex()}> Tj ET")
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=pikepdf.Array([0, 0, side, (at // _ROW + 1) * _CELL if shown else _CELL]),
        Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(known)),
        Contents=pdf.make_stream("\n".join(shown).encode()),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    held = io.BytesIO()
    pdf.save(held, compress_streams=False)
    return held.getvalue()


def _look_of(font: Any) -> tuple[float, int]:  # noqa: ANN401 - pikepdf.Dictionary
    """Return the size at which a font's letters are as high as those of any other, and which way.

    A font of drawings has a scale of its own, and some hang from their line upside down.
    """
    if "/CharProcs" not in font:
        return _SIZE, 1
    unit = float(font.FontMatrix[3]) or 0.001
    heads = (_BOXED.search(program.read_bytes()[:400]) for program in font.CharProcs.values())
    boxes = [(float(found[1]), float(found[2])) for found in heads if found]
    if not any(top - bottom for bottom, top in boxes):
        box = font.get("/FontBBox", (0, 0, 0, 0))
        boxes = [(float(box[1]), float(box[3]))]
    high = max(abs(top - bottom) for bottom, top in boxes)
    if not high:
        return _SIZE, 1
    up = 1 if unit * sum(bottom + top for bottom, top in boxes) >= 0 else -1
    return min(max(_SIZE / abs(unit * high), 0.01), 5_000.0), up


# A masked copy has the fonts of its original.
@lru_cache(maxsize=4)
def _lying(glyphs: tuple[_Glyph, ...], sheet: bytes) -> frozenset[int]:
    with opened(sheet) as document, opened_page(document, 0) as page:
        shade = shade_of(page, 1.0)
        sight = seen(page)
    said = [""] * len(glyphs)
    for code, (x, y) in zip(sight.codes.tolist(), sight.origins.tolist(), strict=True):
        at = int(y // _CELL) * _ROW + int(x // _CELL)
        if 0 <= at < len(said) and code <= 0x10FFFF:
            said[at] += chr(code)
    wrong: dict[int, set[int]] = {}
    odd: dict[int, set[int]] = {}
    for at, ink in _inked(shade, len(glyphs)):
        figure = digit_of(ink)
        text = unicodedata.normalize("NFKC", said[at]).strip()
        if figure is None or text == str(figure) or not text:
            continue
        if len(text) == 1 and text in "0123456789":
            wrong.setdefault(glyphs[at].font, set()).add(figure)
        elif text[:1] not in LIKE[figure]:
            odd.setdefault(glyphs[at].font, set()).add(figure)
    many = {font for font, figures in odd.items() if len(figures) >= _ODD_FIGURES}
    return frozenset(wrong) | many


def _inked(shade: NDArray[np.uint8], count: int) -> Iterator[tuple[int, NDArray[np.bool_]]]:
    """Yield the glyphs that are as high and as wide as figures, cut to the edges of their ink."""
    ink = shade < _INK
    for at in range(count):
        bottom = ink.shape[0] - at // _ROW * _CELL
        left = at % _ROW * _CELL
        cell = ink[max(0, bottom - _CELL) : bottom, left : left + _CELL]
        rows, columns = np.flatnonzero(cell.any(axis=1)), np.flatnonzero(cell.any(axis=0))
        if not len(rows):
            continue
        high, wide = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
        sunk = abs(_CELL - _FOOT - 1 - rows[-1])
        if _LOW * _SIZE <= high <= _HIGH * _SIZE and wide <= _WIDE * high and sunk < _SUNK * _SIZE:
            yield at, cell[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
