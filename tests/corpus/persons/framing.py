"""Read the frames: sentences and tables with slots, under their scene and tags."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from tests.corpus.persons.lexicon import HERE

if TYPE_CHECKING:
    from collections.abc import Iterator

FRAMES = HERE / "frames"
KEEPS = {
    "subsidy": frozenset({"PERSON"}),
    "recruitment": frozenset({"PERSON"}),
    "tender": frozenset({"PERSON"}),
    "land": frozenset({"PERSON", "PROPERTY_STATUS"}),
}
"""What a scene publishes on purpose; labels of these types fall away there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A sentence to fill."""

    scene: str
    tags: tuple[str, ...]
    text: str = field(repr=False)
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFrame:
    """A table to fill: a title, and a header and a frame for each column."""

    scene: str
    tags: tuple[str, ...]
    title: str
    columns: tuple[tuple[str, str], ...]
    flags: tuple[str, ...] = ()


@cache
def sentences(name: str) -> tuple[Frame, ...]:
    """Return the frames of one file."""
    return tuple(_sentences(name))


def _sentences(name: str) -> Iterator[Frame]:
    scene, tags = "", ("",)
    for line in (FRAMES / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            scene, tag = line[2:].split(" | ")
            tags = (tag,)
        elif line:
            flag, text = line[1:].split(" ", 1) if line.startswith("!") else ("", line)
            yield Frame(scene=scene, tags=tags, text=text, flags=(flag,) if flag else ())


@cache
def tables() -> tuple[TableFrame, ...]:
    """Return the frames of tables."""
    blocks = (FRAMES / "tables.txt").read_text(encoding="utf-8").split("# ")[1:]
    return tuple(map(_table, blocks))


def _table(block: str) -> TableFrame:
    head, *lines = block.strip().splitlines()
    scene, tags, title, *flags = head.split(" | ")
    columns = [line.split(" = ", 1) for line in lines]
    return TableFrame(
        scene=scene,
        tags=tuple(tags.split()),
        title=title,
        columns=tuple((header, cell) for header, cell in columns),
        flags=tuple(flags),
    )
