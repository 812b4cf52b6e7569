"""Words about names: labels, roles, titles, words that only look like names, persons of history."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = Path(__file__).parent / "models" / "person_words.txt"


def _read(text: str) -> Mapping[str, frozenset[str]]:
    """Read words in sections, each headed by its name in brackets."""
    sections: dict[str, list[str]] = defaultdict(list)
    name = ""
    for line in text.splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif not line.startswith("#"):
            sections[name] += line.split()
    return {name: frozenset(words) for name, words in sections.items() if name}


WORDS = _read(_FILE.read_text(encoding="utf-8"))
"""The words by what they are for."""
