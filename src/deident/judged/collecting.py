"""Python's search for circles of garbage, made seldom while millions of values are made."""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_COLLECTING = threading.Lock()
_collected_seldom = 0
_threshold_before = gc.get_threshold()
# Millions of values are made here and none of them points in a circle: looking for circles among
# them after every seven hundred costs a third of all time.
_THRESHOLD = 1_000_000


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let Python look for circles of garbage less often, until the last line has run."""
    global _collected_seldom, _threshold_before
    with _COLLECTING:
        if not _collected_seldom:
            _threshold_before = gc.get_threshold()
            if _threshold_before[0]:
                gc.set_threshold(max(_THRESHOLD, _threshold_before[0]), *_threshold_before[1:])
        _collected_seldom += 1
    try:
        yield
    finally:
        with _COLLECTING:
            _collected_seldom -= 1
            if not _collected_seldom:
                gc.set_threshold(*_threshold_before)
