"""python -m benchmarks.quality [FILE …]: recall and precision, by type and tag or by family.

Without a file the project's own corpora are measured: the numbers (by family and variant), then
the people (names, addresses, birth dates, property, health, minors). A file holds labelled texts
or tables, one JSON object to a line, as docs/how-to/measure-quality.md says. What is printed holds
ids and counts, never text.
"""

from __future__ import annotations

import argparse
import sys
from functools import cache
from itertools import chain
from pathlib import Path

from tests.corpus.finding import finder as number_finder
from tests.corpus.other_types import other_types
from tests.corpus.persons.measuring import score as people
from tests.corpus.prose import sentences
from tests.corpus.score import measure as measure_numbers
from tests.corpus.score import table

from deident.api import Deidentifier
from deident.cli.quality.figures import report
from deident.cli.quality.labelled import documents
from deident.cli.quality.measuring import finder, measure


def main(arguments: list[str]) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality")
    parser.add_argument("files", nargs="*", type=Path, help="labelled files instead of our corpora")
    parser.add_argument("--jsonl", type=Path, action="append", help="the same, one at a time")
    parser.add_argument("--policy", default="default")
    parser.add_argument("--scene", default="default", help="where a document names none")
    parser.add_argument("--failures", action="store_true", help="ids of what failed")
    asked = parser.parse_args(arguments)
    if files := [*asked.files, *(asked.jsonl or ())]:
        print(_files(files, asked.policy, asked.scene, failures=asked.failures))
        return 0
    find = number_finder(Deidentifier(asked.policy, scene=asked.scene))
    numbers = measure_numbers(chain(sentences(), other_types()), find)
    print(table(numbers, failures=asked.failures))
    print(report(people(), failures=asked.failures))
    return 0


def _files(files: list[Path], policy: str, scene: str, *, failures: bool) -> str:
    @cache
    def deidentifier(named: str) -> Deidentifier:
        return Deidentifier(policy, scene=named or scene)

    items = chain.from_iterable(map(documents, files))
    return report(measure(items, finder(deidentifier)), failures=failures)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
