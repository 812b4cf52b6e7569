"""Pictures are decoded to their end or refused, whatever else in this process told Pillow.

Pillow has one switch for all: a library that lays out pages (WeasyPrint) tells it to fill up with
grey what a truncated picture lacks. Here that would be a picture that was not read in silence.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SWITCHING = Lock()
_inside = 0
_before = False


@contextmanager
def whole_pictures() -> Iterator[None]:
    """Let Pillow refuse truncated pictures until the last block of this kind is left."""
    global _inside, _before
    from PIL import ImageFile

    with _SWITCHING:
        if not _inside:
            _before = ImageFile.LOAD_TRUNCATED_IMAGES
        _inside += 1
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        with _SWITCHING:
            _inside -= 1
            if not _inside:
                ImageFile.LOAD_TRUNCATED_IMAGES = _before
