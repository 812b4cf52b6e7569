"""Questions asked of pdfium once for each of many characters, without a loop in Python.

A call through ctypes costs more in Python than in pdfium; here the loop is one of C. The lock of
`pdf_pdfium` must be held, and the text must be open, as for every other call.
"""

from __future__ import annotations

import ctypes
from collections import deque
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

_SURROGATES = range(0xD800, 0xE000)
_HANDLE, _INDEX, _ADDRESS = ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p


def codes_of(text: Any) -> list[int]:  # noqa: ANN401 - a pointer of pdfium
    """Return the code point of every character of a text."""
    import pypdfium2.raw as pdfium

    count = max(0, pdfium.FPDFText_CountChars(text))
    held = (ctypes.c_ushort * (2 * count + 2))()
    written = pdfium.FPDFText_GetText(text, 0, count, held) - 1 if count else 0
    # At once only where nothing was left out, and nothing takes two units: units are characters.
    codes: list[int] = held[:count]
    if written == count and not any(map(_SURROGATES.__contains__, set(codes))):
        return codes
    ask = _plain("FPDFText_GetUnicode", ctypes.c_uint, 0)
    return list(map(ask, repeat(_address(text)), range(count)))


def cells_of(text: Any, indices: Sequence[int]) -> NDArray[np.float32]:  # noqa: ANN401 - a pointer of pdfium
    """Return (left, top, right, bottom): as high as the line, as wide as the advance."""
    # That is the order of pdfium's FS_RECTF.
    cells = np.zeros((len(indices), 4), dtype=np.float32)
    _ask("FPDFText_GetLooseCharBox", text, indices, cells, pointers=1)
    return cells


def origins_of(text: Any, indices: Sequence[int]) -> NDArray[np.float64]:  # noqa: ANN401 - a pointer of pdfium
    """Return (x, y): where glyphs begin."""
    points = np.zeros((len(indices), 2))
    _ask("FPDFText_GetCharOrigin", text, indices, points, pointers=2)
    return points


def inks_of(text: Any, indices: Sequence[int]) -> NDArray[np.float64]:  # noqa: ANN401 - a pointer of pdfium
    """Return (left, right, bottom, top) of what is drawn."""
    boxes = np.zeros((len(indices), 4))
    _ask("FPDFText_GetCharBox", text, indices, boxes, pointers=4)
    return boxes


def _ask(
    name: str,
    text: Any,  # noqa: ANN401 - a pointer of pdfium
    indices: Sequence[int],
    into: NDArray[Any],
    *,
    pointers: int,
) -> None:
    """Let pdfium write the answers, one row each; where it has none the row stays zero."""
    if not len(indices):
        return
    row, cell = into.strides
    start = into.ctypes.data
    answers = (
        range(start + at * cell, start + at * cell + row * len(indices), row)
        for at in range(pointers)
    )
    ask = _plain(name, ctypes.c_int, pointers)
    deque(map(ask, repeat(_address(text)), indices, *answers), maxlen=0)


@lru_cache
def _plain(name: str, answer: type[ctypes._SimpleCData[int]], pointers: int) -> Callable[..., int]:
    """Return a function of pdfium that takes plain numbers for its pointers."""
    import pypdfium2.raw as pdfium

    known = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    kind = ctypes.PYFUNCTYPE(answer, _HANDLE, _INDEX, *(_ADDRESS,) * pointers)
    made: Callable[..., int] = kind(known or 0)
    return made


def _address(text: Any) -> int | None:  # noqa: ANN401 - a pointer of pdfium
    return ctypes.cast(text, ctypes.c_void_p).value
