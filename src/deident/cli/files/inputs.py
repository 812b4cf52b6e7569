"""Which files a command is about: paths, folders, lists and standard input, in a stable order.

Folders are walked in the order of names; links are never followed, so there is no loop. What is
left out is counted, never forgotten.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from deident.cli.files.tasks import Task
from deident.errors import ExitCode, UsageError
from deident.report.values import FileReport, Told, refused

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    Heeds = Callable[[bytes], bool]

STDIN = "-"
STDIN_BYTES = 256 << 20
IGNORE_FILE = ".deidentignore"


@dataclass(slots=True)
class Inputs:
    """What was found: files to deal with and places that could not be looked into, in order."""

    entries: list[Task | FileReport] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def gather(
    args: argparse.Namespace, target: Path | None = None, *, heeds: Heeds | None = None
) -> Inputs:
    """Return the files that the command line names. `target`, the output folder, is left out.

    `heeds` tells of the bytes of an ignore file whether it counts; without it all of them do.
    """
    paths = [*args.paths, *_listed(args)]
    if not paths:
        raise UsageError("no PATH is given", reason="NO_PATH")
    found = Inputs()
    here = Ignoring(Path(), None, heeds)
    for path in paths:
        if path == STDIN:
            found.entries.append(_standard_input(args.stdin_name))
        elif _is_folder(Path(path)):
            walk(Path(path), found, target, heeds)
        elif own(Path(path).name) or ".git" in Path(path).parts:
            found.left_out["own"] += 1
        elif not Path(path).is_absolute() and here.ignores(Path(path), folder=False):
            found.left_out["ignored"] += 1
        else:
            found.entries.append(
                Task(name=path, path=Path(path), relative=PurePath(Path(path).name))
            )
    if shard := getattr(args, "shard", None):
        _keep_shard(found, *shard)
    return found


def _keep_shard(found: Inputs, index: int, of: int) -> None:
    """Keep one part of the files: by their names, so that machines agree without talking."""
    kept = [entry for entry in found.entries if _shard(entry) % of == index - 1]
    found.left_out["shard"] += len(found.entries) - len(kept)
    found.entries = kept


def _shard(entry: Task | FileReport) -> int:
    name = entry.relative.as_posix() if isinstance(entry, Task) else entry.name
    return zlib.crc32(os.fsencode(name))


def _listed(args: argparse.Namespace) -> Iterator[str]:
    """Yield the paths in the file that --files-from names, one a line or NUL-separated."""
    if not args.files_from:
        return
    try:
        if args.files_from == STDIN:
            raw = sys.stdin.buffer.read()
        else:
            raw = Path(args.files_from).read_bytes()
    except OSError:
        raise UsageError(f"{args.files_from}: the list of files cannot be read") from None
    for line in raw.split(b"\0" if args.null else b"\n"):
        if name := line if args.null else line.strip(b"\r"):
            yield os.fsdecode(name)


def _standard_input(name: str) -> Task | FileReport:
    raw = sys.stdin.buffer.read(STDIN_BYTES + 1)
    if len(raw) > STDIN_BYTES:
        why = Told(code="TOO_LARGE", named={"limit": STDIN_BYTES})
        return refused(name, ExitCode.UNREADABLE, why)
    return Task(name=name, raw=raw, relative=PurePath(PurePath(name).name))


def own(name: str) -> bool:
    """Tell whether a name is never scanned: git's, our own, and office programs' lock files."""
    return name == ".git" or name.endswith(".clearance.json") or name.startswith((".deident", "~$"))


def _is_folder(path: Path) -> bool:
    """Tell whether a path is a folder; what cannot be asked is refused when it is opened."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


class Ignoring:
    """The `.deidentignore` files from a folder upwards to where the walk began."""

    def __init__(self, folder: Path, above: Ignoring | None, heeds: Heeds | None = None) -> None:
        self._folder = folder
        self._above = above
        self._spec = _spec(folder / IGNORE_FILE, heeds)

    def ignores(self, path: Path, *, folder: bool) -> bool:
        """Tell whether a path is left out; the nearest file that mentions it decides."""
        if self._spec is not None:
            name = path.relative_to(self._folder).as_posix() + ("/" if folder else "")
            said = self._spec.check_file(name).include
            if said is not None:
                return bool(said)
        return self._above is not None and self._above.ignores(path, folder=folder)


def _spec(file: Path, heeds: Heeds | None) -> Any:  # noqa: ANN401 - a pathspec.GitIgnoreSpec, imported only where needed
    try:
        if not file.is_file():
            return None
    except OSError:
        return None
    from pathspec import GitIgnoreSpec

    try:
        raw = file.read_bytes()
        if heeds is not None and not heeds(raw):
            return None
        return GitIgnoreSpec.from_lines(raw.decode("utf-8-sig").splitlines())
    except (OSError, ValueError):
        raise UsageError(f"{file}: cannot be read") from None


def walk(root: Path, found: Inputs, target: Path | None = None, heeds: Heeds | None = None) -> None:
    """Add every file below a folder. A stack, because folders nest deeper than Python recurses."""
    stack = [_Place(root, PurePath(), None, is_folder=_is_folder(root))]
    while stack:
        place = stack.pop()
        if place.path is not root and (reason := _left_out(place, target)):
            found.left_out[reason] += 1
        elif place.is_folder:
            if entries := _entries(place.path, found):
                ignoring = Ignoring(place.path, place.ignoring, heeds)
                stack += [
                    _Place(
                        place.path / name, place.relative / name, ignoring,
                        is_folder=is_folder, is_link=is_link,
                    )
                    for name, is_folder, is_link in entries
                ]  # fmt: skip
        else:
            path = place.path
            found.entries.append(Task(name=str(path), path=path, relative=place.relative))


@dataclass(slots=True)
class _Place:
    """A folder or a file that the walk comes to."""

    path: Path
    relative: PurePath
    ignoring: Ignoring | None
    is_folder: bool
    is_link: bool = False


def _entries(folder: Path, found: Inputs) -> list[tuple[str, bool, bool]]:
    """Return what is in a folder, last name first, and whether it is a folder or a link."""
    try:
        with os.scandir(folder) as entries:
            named = [(entry.name, _leads_on(entry), entry.is_symlink()) for entry in entries]
    except OSError as problem:
        code = "NO_PERMISSION" if isinstance(problem, PermissionError) else "IO"
        found.entries.append(refused(str(folder), ExitCode.UNREADABLE, Told(code=code)))
        return []
    return sorted(named, reverse=True)


def _leads_on(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _left_out(place: _Place, target: Path | None) -> str:
    """Return why something in a folder is not looked at, or nothing."""
    if own(place.path.name):
        return "own"
    if place.is_link:
        return "link"
    ignoring = place.ignoring
    if ignoring is not None and ignoring.ignores(place.path, folder=place.is_folder):
        return "ignored"
    if place.is_folder and target is not None and target.exists() and place.path.samefile(target):
        return "target"
    return ""
