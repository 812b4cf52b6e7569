"""How much memory one process may take, so that one file cannot take the machine down.

Linux refuses the process what goes beyond (`MemoryError`, or the death of a library that does not
expect one). Elsewhere a watchdog ends the process. Either way one file is lost, not the run.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

OUT_OF_MEMORY = 86
"""The exit code of a process that ended because its memory was spent."""

_LEAST, _MOST = 2 << 30, 8 << 30
_PATROL_SECONDS = 0.25
# PeakWorkingSetSize, WorkingSetSize, four quotas, PagefileUsage, PeakPagefileUsage.
_PAGEFILE_USAGE = 6


def default_memory(jobs: int) -> int:
    """Return how many bytes each of some processes may take: three quarters of the machine.

    Never below 2 GiB, which OCR needs, and never above 8 GiB.
    """
    share = _installed() * 3 // 4 // max(jobs, 1)
    return min(max(share, _LEAST), _MOST)


def _installed() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return _MOST


def limit_memory(most: int) -> None:
    """Hold this process to so many bytes; 0 holds it to nothing."""
    if not most:
        return
    if sys.platform == "win32":
        threading.Thread(target=watch, args=(most, _taken_on_windows), daemon=True).start()
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))


def watch(
    most: int,
    taken: Callable[[], int],
    end: Callable[[int], None] = os._exit,
    rest: Callable[[float], None] = time.sleep,
) -> None:
    """End the process as soon as it takes more than it may."""
    while taken() <= most:
        rest(_PATROL_SECONDS)
    end(OUT_OF_MEMORY)


def _taken_on_windows() -> int:
    """Return the committed memory of this process in bytes (psapi's PROCESS_MEMORY_COUNTERS)."""
    import ctypes

    class Counters(ctypes.Structure):
        """Two double words, then eight sizes."""

        _fields_ = (
            ("cb", ctypes.c_uint32),
            ("page_faults", ctypes.c_uint32),
            ("sizes", ctypes.c_size_t * 8),
        )

    counters = Counters()
    counters.cb = ctypes.sizeof(counters)
    windows: Any = vars(ctypes)["windll"]
    process = windows.kernel32.GetCurrentProcess()
    windows.psapi.GetProcessMemoryInfo(process, ctypes.byref(counters), counters.cb)
    return int(counters.sizes[_PAGEFILE_USAGE])
