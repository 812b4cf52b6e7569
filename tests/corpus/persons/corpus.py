"""The corpus: sentences and tables, each with its truth; the same for the same seed.

`python -m tests.corpus.persons.corpus FILE.jsonl` writes it for `deident packs test`.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from tests.corpus.persons import framing
from tests.corpus.persons.layouts import LAYOUTS, table
from tests.corpus.persons.markup import Mark, fill

from deident.cli.quality.labelled import Labelled, document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.corpus.persons.framing import Frame

SEED = 20247
FILES = {"labelled": 12, "narrative": 12, "negatives": 8}
"""How often each frame of a file is filled."""

TABLES = 11
"""How often each table is drawn."""

PLACES = {"labelled": "in labels", "narrative": "in free text", "negatives": "in free text"}
"""The tag that tells where the values of a file stand; those of tables stand `in tables`."""

_NEIGHBOURS = ("bare date", "unit money", "place name", "illness policy")


def entries(seed: int = SEED) -> Iterator[dict[str, Any]]:
    """Yield every document as a line of JSONL holds it."""
    for name, times in FILES.items():
        for number, frame in enumerate(framing.sentences(name)):
            for turn in range(times):
                yield _sentence(frame, f"{name}-{number}-{turn}", seed)
    for number, sheet in enumerate(framing.tables()):
        for turn in range(TABLES):
            rng = Random(f"{seed} table {number} {turn}")
            layout = LAYOUTS[(number + turn) % len(LAYOUTS)]
            yield table(sheet, layout, rng, f"table-{number}-{turn}")


def documents(seed: int = SEED) -> Iterator[Labelled]:
    """Yield every document, ready to be measured."""
    return (document(entry) for entry in entries(seed))


def digest(seed: int = SEED) -> str:
    """Return what changes when a single character of the corpus changes."""
    whole = hashlib.sha256()
    for entry in entries(seed):
        whole.update(json.dumps(entry, ensure_ascii=False, sort_keys=True).encode())
    return whole.hexdigest()


def _sentence(frame: Frame, name: str, seed: int) -> dict[str, Any]:
    rng = Random(f"{seed} {name}")
    filled = fill(frame.text, rng, keeps=framing.KEEPS.get(frame.scene, frozenset()))
    before, after = _around(rng)
    marks = [mark._replace(start=mark.start + len(before), end=mark.end + len(before))
             for mark in filled.marks]  # fmt: skip
    return {
        "id": name,
        "scene": frame.scene,
        "tags": [*frame.tags, PLACES[name.split("-", 1)[0]]],
        "text": before + filled.text + after,
        "labels": [_label(mark) for mark in marks if mark.entity_type != "?"],
        "either": [[mark.start, mark.end] for mark in marks if mark.entity_type == "?"],
        "flags": list(frame.flags),
    }


def _label(mark: Mark) -> list[Any]:
    return [mark.start, mark.end, mark.entity_type, *filter(None, (mark.tag,))]


def _around(rng: Random) -> tuple[str, str]:
    """Draw a sentence that may stand before or behind, in half of the documents."""
    if rng.random() < 0.5:
        return "", ""
    calm = [one for one in framing.sentences("negatives") if one.tags[0] in _NEIGHBOURS]
    text = fill(rng.choice(calm).text, rng).text
    if rng.random() < 0.5:
        return text + rng.choice(("\n", "\n\n", "\n　　")), ""
    return "", rng.choice(("\n", "\n\n", "\n　　")) + text


def main(arguments: list[str]) -> None:
    """Write the corpus."""
    lines = (json.dumps(entry, ensure_ascii=False) for entry in entries())
    Path(arguments[0]).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
