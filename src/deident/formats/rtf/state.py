"""What holds at a place in RTF: whose text it is, in which encoding, seen or not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from deident.formats.rtf.flow import DELETED, HIDDEN, VISIBLE, Flow
from deident.formats.rtf.parts import CHARSETS, PAGES, TWO_BYTES, Part
from deident.formats.rtf.tables import Edge, Table


@dataclass(slots=True)
class Story:
    """A flow of paragraphs with the tables in it."""

    flow: Flow
    table: Table = field(default_factory=Table)
    nested: Table = field(default_factory=Table)
    edges: list[Edge] = field(default_factory=list)
    left: bool = False
    upper: bool = False

    def begin_row(self) -> None:
        """Forget what the last row said of its cells."""
        self.edges, self.left, self.upper = [], False, False

    def edge(self, right: int) -> None:
        """Note where the next cell ends."""
        self.edges.append(Edge(right, self.left, self.upper))
        self.left = self.upper = False


@dataclass(slots=True)
class Picture:
    """A picture while it is being read: where its bytes stand, and what it says it is."""

    start: int = -1
    end: int = -1
    binary: tuple[int, int] | None = None
    kind: str = ""
    kind_start: int = 0
    kind_end: int = 0


@dataclass(slots=True)
class Thing:
    """An embedded object: where it begins, and where what it looks like begins and ends."""

    start: int
    shown: int = -1
    shown_end: int = -1


@dataclass(slots=True)
class State:
    """What a group inherits and its end restores."""

    story: Story
    part: Part
    start: int = 0
    fresh: bool = False
    starred: bool = False
    uc: int = 1
    font: int = -1
    eastern: int = -1
    script: str = ""
    hidden: bool = False
    deleted: bool = False
    in_table: bool = False
    removable: str = ""
    packed: bool = False
    picture: Picture | None = None
    thing: Thing | None = None
    shows: bool = False

    def inner(self, start: int) -> State:
        """Return the state of a group that begins here."""
        return replace(self, start=start, fresh=True, starred=False, shows=False)

    @property
    def draft(self) -> str:
        """Whether text is seen here."""
        if self.removable:
            return VISIBLE
        return DELETED if self.deleted else HIDDEN if self.hidden else VISIBLE


@dataclass(slots=True)
class Fonts:
    """Which encoding each font writes in."""

    page: str = "cp1252"
    default: int = 0
    charsets: dict[int, int] = field(default_factory=dict)

    def use_page(self, number: int) -> None:
        """Note the code page of the whole file."""
        self.page = PAGES.get(number, "")
        if not self.page:
            try:
                "".encode(f"cp{number}")
                self.page = f"cp{number}"
            except LookupError:
                self.page = "cp1252"

    def codec(self, state: State) -> str:
        """Return the encoding of the bytes at a place.

        Programs leave a Latin font in force over Chinese bytes: two bytes win over one.
        """
        own = self._of(state.font if state.font >= 0 else self.default)
        for codec in (own, self.page, self._of(state.eastern)):
            if codec in TWO_BYTES or codec == "utf-8":
                return codec
        return own or self.page

    def _of(self, font: int) -> str:
        return CHARSETS.get(self.charsets.get(font, 1), "")
