"""Where a word stands in a PDF, and whether it is still anywhere in its bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pikepdf

from deident.formats.pdf.pdfium import opened, page_count
from deident.formats.pdf.seen import seen_on

if TYPE_CHECKING:
    from deident.formats.pdf.seen import Sight

Boxes = dict[int, list[tuple[float, float, float, float]]]


def boxes_of(data: bytes, word: str) -> Boxes:
    """Return the cells of a word's characters, page by page, wherever it occurs."""
    with opened(data) as document:
        count = page_count(document)
    found: Boxes = {}
    for page in range(count):
        cells = _cells(seen_on(data, page), word)
        if cells:
            found[page] = cells
    return found


def _cells(sight: Sight, word: str) -> list[tuple[float, float, float, float]]:
    shown = np.flatnonzero(~sight.blank)
    text = sight.text()
    if word not in text:
        # Written in another order than it is read: by line, then from the left.
        x, y = sight.origins[shown, 0], np.round(sight.origins[shown, 1] / 3)
        shown = shown[np.lexsort((x, -y))]
        text = "".join(chr(code) for code in sight.codes[shown])
    starts = [at for at in range(len(text)) if text.startswith(word, at)]
    hits = [shown[at + step] for at in starts for step in range(len(word))]
    return [tuple(map(float, sight.cells[hit])) for hit in hits]  # type: ignore[misc]


def in_streams(data: bytes, word: str) -> list[str]:
    """Name the encodings in which a word stands in a file, its streams decoded."""
    spelled = {
        "ascii": word.encode(),
        "utf-16": word.encode("utf-16-be"),
        "hexadecimal": word.encode().hex().encode(),
        "hexadecimal utf-16": word.encode("utf-16-be").hex().encode(),
    }
    whole = _everything(data).lower()
    return [name for name, raw in spelled.items() if raw.lower() in whole]


def _everything(data: bytes) -> bytes:
    parts = [data]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Stream):
                parts.append(_decoded(one))
            else:
                parts.append(repr(one).encode("utf-8", "replace"))
    return b"\n".join(parts)


def _decoded(stream: pikepdf.Object) -> bytes:
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return bytes(stream.read_raw_bytes())
