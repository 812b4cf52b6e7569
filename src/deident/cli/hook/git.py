"""What a commit or a push would publish, read from git itself and not from the work tree.

The work tree may hold other bytes than the commit. Of a push every new commit counts, not only the
last: a roster that was added and removed again is still in what is pushed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from deident.cli.files.inputs import STDIN_BYTES, Inputs
from deident.cli.files.tasks import Task
from deident.errors import ExitCode, UsageError
from deident.making import unprinted
from deident.report.values import FileReport, Told, refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_NOTHING = frozenset("0")
_FILE_MODES = frozenset({"100644", "100755"})


class Change(NamedTuple):
    """A file as some commit would leave it. `name` is its path in the repository."""

    name: str
    blob: str
    mode: str

    def __repr__(self) -> str:
        return unprinted(self)


def changed(stage: str, commits: str, only: Sequence[str] = ()) -> Inputs:
    """Return the files that are about to be published. `only` keeps those paths and no others."""
    changes = dict.fromkeys(_changes(stage, commits))
    if only:
        wanted = {PurePath(path).as_posix() for path in only}
        changes = dict.fromkeys(change for change in changes if change.name in wanted)
    found = Inputs()
    files = [change for change in changes if change.mode in _FILE_MODES]
    found.left_out["link"] += len(changes) - len(files)
    found.entries += _read(files)
    return found


def framework(environment: Mapping[str, str]) -> str:
    """Return the commits that pre-commit's own program says are pushed, or nothing."""
    before = environment.get("PRE_COMMIT_FROM_REF") or ""
    after = environment.get("PRE_COMMIT_TO_REF") or ""
    if not after:
        return ""
    return f"{before}..{after}" if set(before) - _NOTHING else after


def _changes(stage: str, commits: str) -> Iterator[Change]:
    if commits:
        yield from _of_commits(_range(commits))
    elif stage == "pre-commit":
        yield from _raw(_git("diff-index", "--cached", "--raw", "-r", "-z", "--no-renames",
                             "--no-abbrev", _head()))  # fmt: skip
    else:
        yield from _of_commits(_pushed(stage, sys.stdin.read()))


def _range(commits: str) -> list[str]:
    if commits.startswith("-"):
        raise UsageError(f"--range {commits}: give commits, such as origin/main..HEAD")
    return [commits]


def _head() -> str:
    """Return the commit that the index is compared with; before the first one, the empty tree."""
    if _try("rev-parse", "--verify", "--quiet", "HEAD") is not None:
        return "HEAD"
    return _git("hash-object", "-t", "tree", "--stdin").decode().strip()


def _pushed(stage: str, said: str) -> list[str]:
    """Return what git's rev-list takes for the new commits that standard input names."""
    news: list[str] = []
    known = ["--not", "--all"] if stage == "pre-receive" else ["--not", "--remotes"]
    for line in said.splitlines():
        words = line.split()
        # pre-receive: old new ref; pre-push: local-ref local remote-ref remote.
        if len(words) != (3 if stage == "pre-receive" else 4):
            raise UsageError(f"--git {stage}: standard input is not what git writes for this hook")
        old, new = (words[0], words[1]) if stage == "pre-receive" else (words[3], words[1])
        if set(new) <= _NOTHING:
            continue
        news.append(new)
        if set(old) - _NOTHING and _try("cat-file", "-e", old) is not None:
            known.append(old)
    return [*news, *known] if news else []


def _of_commits(revisions: Sequence[str]) -> Iterator[Change]:
    """Yield every file that any of some commits adds or changes."""
    if not revisions:
        return
    listed = _git("rev-list", *revisions)
    yield from _raw(
        _git("diff-tree", "--stdin", "--raw", "-r", "-m", "-z", "--root", "--no-renames",
             "--no-commit-id", "--no-abbrev", given=listed)
    )  # fmt: skip


def _raw(said: bytes) -> Iterator[Change]:
    """Read git's raw lines: `:mode mode blob blob status`, then the path."""
    fields = iter(said.split(b"\0"))
    for head in fields:
        if not head.startswith(b":"):
            continue
        _, mode, _, blob, status = head.decode("ascii").split(" ")
        name = os.fsdecode(next(fields))
        if not status.startswith("D"):
            yield Change(name=name, blob=blob, mode=mode)


def _read(changes: Sequence[Change]) -> Iterator[Task | FileReport]:
    """Yield a task for each file; all of them come through one process of git."""
    if not changes:
        return
    asked = b"".join(f"{change.blob}\n".encode() for change in changes)
    sizes = _git("cat-file", "--batch-check=%(objectsize)", given=asked).split()
    small = [
        change
        for change, size in zip(changes, sizes, strict=True)
        if size.isdigit() and int(size) <= STDIN_BYTES
    ]
    contents = iter(_contents(small))
    for change in changes:
        if change in small:
            yield Task(name=change.name, raw=next(contents), relative=PurePath(change.name))
        else:
            why = Told(code="TOO_LARGE", named={"limit": STDIN_BYTES})
            yield refused(change.name, ExitCode.UNREADABLE, why)


def _contents(changes: Sequence[Change]) -> Iterator[bytes]:
    asked = b"".join(f"{change.blob}\n".encode() for change in changes)
    said = _git("cat-file", "--batch", given=asked)
    at = 0
    for _ in changes:
        end = said.index(b"\n", at)
        size = int(said[at:end].split()[2])
        yield said[end + 1 : end + 1 + size]
        at = end + 1 + size + 1


def _git(*words: str, given: bytes | None = None) -> bytes:
    said = _try(*words, given=given)
    if said is None:
        raise UsageError(f"git {words[0]} failed; is this a repository, and are these commits?")
    return said


def _try(*words: str, given: bytes | None = None) -> bytes | None:
    """Run git. Its own messages may quote names, so they are not passed on."""
    try:
        done = subprocess.run(  # noqa: S603 - our words, no shell
            ["git", *words],  # noqa: S607 - the git that runs the hook
            input=given or b"", capture_output=True, check=False,
        )  # fmt: skip
    except OSError:
        raise UsageError("git is not installed, or not in the PATH") from None
    return done.stdout if done.returncode == 0 else None


def work_tree() -> tuple[Path, ...]:
    """Return the folder in which git has laid out its files; a server's repository has none."""
    said = _try("rev-parse", "--show-toplevel")
    return (Path(os.fsdecode(said.strip())).resolve(),) if said and said.strip() else ()


def top() -> Path:
    """Return the folder of the repository, in which paths are counted."""
    said = _try("rev-parse", "--show-toplevel")
    return Path(os.fsdecode(said.strip())) if said else Path.cwd()
