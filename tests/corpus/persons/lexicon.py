"""The word lists of words.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

HERE = Path(__file__).parent

WORDS: dict[str, tuple[str, ...]] = {
    name: tuple("" if word == "_" else word for word in listed.split())
    for name, listed in tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8")).items()
}
