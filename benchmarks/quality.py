"""python -m benchmarks.quality [--jsonl FILE]: recall and precision by family and variant.

Without a file the project's own corpus is measured. A line of a file is one document: `id`, `text`
and `labels`, each label `[start, end, entity type, variant]`; `kind` may say `ordinary` or
`hard_negative`. What is printed holds ids and counts, never text.
"""

from __future__ import annotations

import argparse
import json
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from tests.corpus.finding import finder
from tests.corpus.model import Item, Label
from tests.corpus.other_types import other_types
from tests.corpus.prose import sentences
from tests.corpus.score import measure, table

from deident.api import Deidentifier

if TYPE_CHECKING:
    from collections.abc import Iterator


def labelled(path: Path) -> Iterator[Item]:
    """Yield the documents of a JSONL file, whoever labelled them."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if not line.strip():
                continue
            row = json.loads(line)
            labels = tuple(
                Label(int(start), int(end), kind, variant or kind)
                for start, end, kind, variant in row["labels"]
            )
            yield Item(
                id=str(row["id"]),
                register=row.get("register", ""),
                text=row["text"],
                labels=labels,
                kind=row.get("kind", "positive" if labels else "ordinary"),
                templates=(row.get("register", "") or "file",),
            )


def main(arguments: list[str]) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality")
    parser.add_argument("--jsonl", type=Path, help="a labelled file instead of our corpus")
    parser.add_argument("--policy", default="default")
    parser.add_argument("--scene", default="default")
    parser.add_argument("--failures", action="store_true", help="ids of what failed, by template")
    asked = parser.parse_args(arguments)
    find = finder(Deidentifier(asked.policy, scene=asked.scene))
    items = labelled(asked.jsonl) if asked.jsonl else chain(sentences(), other_types())
    print(table(measure(items, find), failures=asked.failures))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
