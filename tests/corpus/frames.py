"""Sentence frames: kept as text, one to a line, under the register they belong to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "frames"
SLOT = re.compile(r"\{([A-Za-z_0-9]+)\}")


@dataclass(frozen=True, slots=True)
class Frame:
    """A sentence with slots: `{name}` is filled from words, others hold labelled values."""

    id: str
    register: str
    text: str

    @property
    def slots(self) -> tuple[str, ...]:
        """The slots in the order they stand."""
        return tuple(SLOT.findall(self.text))


@cache
def load(name: str) -> tuple[Frame, ...]:
    """Read one file of frames. Each is named by its register and place there."""
    frames: list[Frame] = []
    register, place = "", 0
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            register, place = line[3:].strip(), 0
        elif line:
            place += 1
            text = line.replace("\\n", "\n").replace("\\t", "\t")
            frames.append(Frame(f"{name}-{register}-{place:02d}", register, text))
    return tuple(frames)
