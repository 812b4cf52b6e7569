"""Exceptions become codes with params. The text of an exception nobody expected is never shown."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING

from deident import messages
from deident.errors import DeidentError, ExitCode, UnreadableError
from deident.report.values import Told

if TYPE_CHECKING:
    from types import TracebackType

# These messages are written by us about options, policies, packs and keys; they quote no document.
_DETAILED = frozenset({"USAGE", "POLICY", "PACK", "KEY", "OUTPUT"})


def told(problem: BaseException, name: str = "") -> tuple[ExitCode, Told]:
    """Return the exit code and the code that stand for an exception.

    `name` is the document's own name, which is left out of the place.
    """
    if isinstance(problem, UnreadableError):
        where = "" if not name or name in problem.where else problem.where
        return problem.exit_code, Told(code=problem.reason, where=where, named=problem.params)
    if isinstance(problem, DeidentError):
        named = dict(problem.params)
        code = str(named.pop("reason", problem.code))
        if code in _DETAILED:
            named["detail"] = str(problem)
        return problem.exit_code, Told(code=code, named=named)
    if isinstance(problem, MemoryError):
        return ExitCode.UNREADABLE, Told(code="NO_MEMORY")
    if isinstance(problem, OSError) and problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return ExitCode.USAGE, Told(code="DISK_FULL")
    place = place_of(problem.__traceback__)
    return ExitCode.INTERNAL, Told(
        code="INTERNAL", named={"kind": type(problem).__name__, "place": place}
    )


def place_of(trace: TracebackType | None) -> str:
    """Name the file and line where an exception was raised: ours if there is one of ours."""
    places = []
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        places.append((file.parent.name, f"{file.name}:{trace.tb_lineno}", "deident" in file.parts))
        trace = trace.tb_next
    ours = [f"{folder}/{line}" for folder, line, own in places if own]
    every = [f"{folder}/{line}" for folder, line, _ in places]
    return ours[-1] if ours else every[-1] if every else "?"


def worded(problem: BaseException, lang: str) -> tuple[ExitCode, str]:
    """Return the exit code and the sentence for the person at the terminal."""
    exit_code, one = told(problem)
    said = messages.word(one.code, one.params, lang, **one.named)
    where = messages.part(problem.where, lang) if isinstance(problem, UnreadableError) else ""
    return exit_code, f"{where}: {said}" if where else said
