"""Writing a masked copy: under a name nobody can guess, then moved into place whole.

Never over the input, never over another file unless told to; on any failure nothing stays behind.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from typing import TYPE_CHECKING

from deident.errors import OutputError

if TYPE_CHECKING:
    import mmap
    from pathlib import Path

    from deident.cli.files.tasks import Task

_COMPARED = 1 << 20
_REASONS = {
    errno.ENOSPC: "DISK_FULL",
    errno.EDQUOT: "DISK_FULL",
    errno.EFBIG: "DISK_FULL",
    errno.EACCES: "OUTPUT_NO_PERMISSION",
    errno.EPERM: "OUTPUT_NO_PERMISSION",
    errno.EROFS: "OUTPUT_NO_PERMISSION",
}


def partial_name(folder: Path) -> Path:
    """Return an unguessable name in a folder; such names are never scanned."""
    return folder / f".deident-{secrets.token_hex(12)}.part"


def place(task: Task, name: str, data: bytes | mmap.mmap, *, force: bool) -> None:
    """Write the masked copy of a task's document."""
    assert task.target is not None  # noqa: S101 - only `mask` comes here
    assert task.part is not None  # noqa: S101 - likewise
    target = task.target.with_name(name)
    _refuse_input(task.path, target)
    write(target, data, task.part, force=force)


def write(target: Path, data: bytes | mmap.mmap, part: Path, *, force: bool) -> None:
    """Put bytes at `target` by way of `part`, which lies in the same folder."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _fill(part, data)
        try:
            _move(part, target, force=force)
        except FileExistsError:
            if not _same(target, data):
                raise OutputError(f"{target.name}: exists", reason="OUTPUT_EXISTS") from None
        _settle(target.parent)
    except OSError as problem:
        reason = _REASONS.get(problem.errno or 0, "OUTPUT")
        said = problem.strerror or type(problem).__name__
        raise OutputError(f"{target.name}: {said}", reason=reason) from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def _refuse_input(path: Path | None, target: Path) -> None:
    try:
        same = path is not None and path.samefile(target)
    except OSError:
        same = False
    if same:
        raise OutputError("that would be the input", reason="OUTPUT_IS_INPUT")


def _fill(part: Path, data: bytes | mmap.mmap) -> None:
    # A worker that died while it wrote has left its part behind, and the task is tried again.
    part.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(part, flags, 0o666), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _move(part: Path, target: Path, *, force: bool) -> None:
    if force:
        part.replace(target)
    elif os.name == "nt":
        part.rename(target)  # refuses an existing name there
    else:
        _link(part, target)


def _link(part: Path, target: Path) -> None:
    """Give the bytes their name only if nobody has it, which a rename cannot promise on POSIX."""
    try:
        target.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:
        # Some network and memory-stick file systems have no links.
        if os.path.lexists(target):
            raise FileExistsError(target.name) from None
        part.rename(target)


def _same(target: Path, data: bytes | mmap.mmap) -> bool:
    if not target.is_file() or target.stat().st_size != len(data):
        return False
    with target.open("rb") as file:
        return all(
            file.read(_COMPARED) == data[at : at + _COMPARED]
            for at in range(0, len(data), _COMPARED)
        )


def _settle(folder: Path) -> None:
    """Make the new name last through a power cut."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
