"""Which member of a package a path names, as readers resolve it.

From the folder of the part that names it, from a `BaseLoc`, from the root with "/", whatever the
case.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_FILE_NAME = re.compile(r"[^\s<>|*?\"][^<>|*?\"\r\n]{0,400}")


class Names:
    """The names of a package's members, found whatever their case."""

    def __init__(self, names: Iterable[str]) -> None:
        self._folded = {name.casefold(): name for name in names}

    def resolve(self, value: str, folders: tuple[str, ...]) -> str:
        """Return the member that a path names, "" where there is none."""
        value = value.strip().replace("\\", "/")
        if not _FILE_NAME.fullmatch(value):
            return ""
        starts = ("",) if value.startswith("/") else (*folders, "")
        for start in starts:
            name = self._folded.get(_joined(start, value).casefold(), "")
            if name:
                return name
        return ""


def folder_of(name: str) -> str:
    """Return the folder of a member."""
    return name.rpartition("/")[0]


def folders_from(name: str, base: str) -> tuple[str, ...]:
    """Return the folders from which the paths of a part start; `base` is its `BaseLoc`."""
    own = folder_of(name)
    base = base.strip().replace("\\", "/")
    return (_joined(own, base), _joined("", base), own) if base else (own,)


def _joined(folder: str, path: str) -> str:
    """Join and tidy a path; one that leads out of the package names nothing."""
    steps: list[str] = [] if path.startswith("/") else [step for step in folder.split("/") if step]
    for step in path.split("/"):
        if step == "..":
            if not steps:
                return ""
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)
