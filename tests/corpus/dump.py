"""Write the corpus as JSON lines: python -m tests.corpus.dump sentences|rosters|other out_dir."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.corpus.other_types import other_types
from tests.corpus.prose import sentences
from tests.corpus.rosters import rosters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tests.corpus.model import Item, Roster

PARTS: dict[str, Callable[[], Iterable[Item | Roster]]] = {
    "sentences": sentences,
    "rosters": rosters,
    "other": other_types,
}


def dump(part: str, folder: Path) -> Path:
    """Write one part of the corpus into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{part}.jsonl"
    with path.open("w", encoding="utf-8", newline="\n") as lines:
        for piece in PARTS[part]():
            lines.write(json.dumps(dataclasses.asdict(piece), ensure_ascii=False) + "\n")
    return path


def main(arguments: Sequence[str]) -> int:
    """Run from the command line."""
    if len(arguments) != 2 or arguments[0] not in PARTS:
        sys.stderr.write("usage: python -m tests.corpus.dump sentences|rosters|other out_dir\n")
        return 2
    sys.stdout.write(f"{dump(arguments[0], Path(arguments[1]))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
