"""The values, in the order they travel.

`Source → Document → Finding → Decision → MaskPlan → Source → Residue → Clearance`. All are
frozen; none of them prints a value found in a document, because text is left out of every `repr`
and a `Finding` holds none. Standard library only.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from deident.making import quickly_made

if TYPE_CHECKING:
    import mmap
    from collections.abc import Iterable, Iterator, Mapping

PAGE_SEGMENTS = 10_000
"""The most segments one `Page` may hold, so that a million rows can stream."""

Params = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The bytes of one document and what it is called.

    Names are personal too (张三低保申请.docx), so neither name nor bytes are printed.
    """

    name: str = field(repr=False)
    data: bytes | mmap.mmap = field(repr=False)
    media_type: str = ""


class Quad(NamedTuple):
    """Four corners in pixels of the displayed page, clockwise from the reader's top left."""

    x0: float
    y0: float
    x1: float
    y1: float
    x2: float
    y2: float
    x3: float
    y3: float


class Quads:
    """One quad per character, eight floats each, in a compact array."""

    __slots__ = ("_floats",)

    def __init__(self, quads: Iterable[Quad] = ()) -> None:
        self._floats = array("f", (number for quad in quads for number in quad))

    def __len__(self) -> int:
        return len(self._floats) // 8

    def __getitem__(self, index: int) -> Quad:
        if not 0 <= index < len(self):
            raise IndexError(index)
        return Quad(*self._floats[index * 8 : index * 8 + 8])

    def __iter__(self) -> Iterator[Quad]:
        return (self[index] for index in range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quads) and self._floats == other._floats

    def __hash__(self) -> int:
        return hash(self._floats.tobytes())


class Kind(Enum):
    """What a segment is to the reader of the document."""

    BODY = "body"
    CELL = "cell"
    HEADER = "header"
    NOTE = "note"
    COMMENT = "comment"
    TRACKED = "tracked"
    HIDDEN = "hidden"
    METADATA = "metadata"
    ALT = "alt"
    FILE_NAME = "file name"
    OCR = "ocr"


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """Where a segment stands, in the words of its format. Counts start at 1; 0 says nothing.

    A sheet's name may be personal, so a sheet is its number.
    """

    part: str = ""
    page: int = 0
    sheet: int = 0
    row: int = 0
    column: int = 0
    paragraph: int = 0
    line: int = 0

    def __str__(self) -> str:
        parts = [self.part] if self.part else []
        names = ("page", "sheet", "row", "column", "paragraph", "line")
        parts += [f"{name} {getattr(self, name)}" for name in names if getattr(self, name)]
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The words that govern a segment: its column's header, its row's label, the caption above.

    Merged headers are joined from the top down with "/".
    """

    column: str = field(default="", repr=False)
    row: str = field(default="", repr=False)
    caption: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        return bool(self.column or self.row or self.caption)


NO_LABELS = Labels()


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A place in a table. Rows are read from this and nothing else; counts start at 0."""

    table: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


NOWHERE = Locator()


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One run of text that a reader sees as a unit, and where it is.

    `id` is structural (never made from text) and unique in its document. `follows` names the
    segment this one continues: a broken line, or the next digit of a number written one digit
    to a cell. `boxes` holds one quad per character of `text`, for pictures and PDF only.
    `removable` names the `Removable` it lies in, where it lies in one: nobody is asked about what
    is taken out anyway.
    """

    id: str
    text: str = field(repr=False)
    locator: Locator = NOWHERE
    kind: Kind = Kind.BODY
    labels: Labels = NO_LABELS
    cell: Cell | None = None
    follows: str = ""
    boxes: Quads | None = field(default=None, repr=False)
    removable: str = ""

    def __post_init__(self) -> None:
        """Refuse boxes that do not belong to the characters."""
        if self.boxes is not None and len(self.boxes) != len(self.text):
            raise ValueError(
                f"segment {self.id}: {len(self.boxes)} boxes for {len(self.text)} characters"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """At most `PAGE_SEGMENTS` segments that are read, judged and masked together."""

    number: int
    segments: tuple[Segment, ...]

    def __post_init__(self) -> None:
        """Refuse a page that would not stream."""
        if len(self.segments) > PAGE_SEGMENTS:
            raise ValueError(
                f"a page holds at most {PAGE_SEGMENTS} segments, got {len(self.segments)}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Something that could not be read. It keeps the gate shut.

    `code` is worded in `messages`; `where` is structural; `params` never hold text.
    """

    code: str
    where: str = ""
    params: Params = ()


class Embedded(NamedTuple):
    """A picture, attachment or archive member that goes through the line by itself."""

    id: str
    source: Source


class Removable(NamedTuple):
    """Something policy may remove whole: comments, tracked changes, macros, metadata …."""

    id: str
    kind: str
    locator: Locator


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Everything a handler could read, and everything it could not.

    `pages` can be iterated again and again; every time it yields the same pages. No text lives
    in two segments. `unread` is complete once `pages` has been walked to its end.
    """

    pages: Iterable[Page]
    embedded: Iterable[Embedded] = ()
    removables: tuple[Removable, ...] = ()
    unread: Iterable[Unread] = ()


@quickly_made
@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters (code points of the original text) in one segment."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse empty and backward ranges."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got {self.start}..{self.end}")


@quickly_made
@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A span in a segment."""

    segment_id: str
    span: Span


class Tier(Enum):
    """What a finding rests on: a label, a check that passed, or its shape alone."""

    LABEL = "label"
    CHECKSUM = "checksum"
    SHAPE = "shape"


class Role(Enum):
    """Whose value it is, where the surroundings say so."""

    UNKNOWN = ""
    PERSONAL = "personal"
    OFFICE = "office"


@quickly_made
@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a recognizer claims a span.

    `label` is a word of the pack that was found beside or above the value, never the document's
    own wording. `checked` is True or False where a check digit was computed, else None.
    `masked` shows a value that
    was partly hidden in the input as # (visible) and * (hidden); it is "" for a value in full.
    """

    tier: Tier
    label: str = ""
    role: Role = Role.UNKNOWN
    checked: bool | None = None
    masked: str = ""


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A recognizer's claim about one or more places that together hold one value.

    It holds no text. `fingerprint` is a keyed digest of the compact value under the office's key
    (or a key of this run only); equal values of one type have equal fingerprints.
    """

    places: tuple[Place, ...]
    entity_type: str
    score: float
    recognizer: str
    evidence: Evidence
    fingerprint: str = ""

    @property
    def segment_id(self) -> str:
        """The segment of the first place."""
        return self.places[0].segment_id

    @property
    def start(self) -> int:
        """Where the first place begins."""
        return self.places[0].span.start

    @property
    def end(self) -> int:
        """Where the first place ends; a value broken over segments goes on elsewhere."""
        return self.places[0].span.end


class Action(IntEnum):
    """What becomes of a finding. ASK is masked like MASK until a person rules KEEP."""

    KEEP = 0
    ASK = 1
    MASK = 2


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The policy's (or a reviewer's) answer to one finding.

    `operator` and `style` say how the value is written over. `because` is a code that `messages`
    words; `by` is the policy's rule or the reviewer. `group` is the question this belongs to:
    equal groups are one question.
    """

    finding: Finding
    action: Action
    operator: str = ""
    style: str = ""
    because: str = ""
    by: str = ""
    basis: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A reviewer's answer to a question, for one fingerprint or one group.

    `expires` is an ISO date or empty.
    """

    fingerprint: str
    entity_type: str
    action: Action
    reason: str = field(repr=False)
    legal_basis: str
    reviewer: str
    expires: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class Mask:
    """Write `replacement` over a place."""

    place: Place
    replacement: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Region:
    """Paint over a quad of a page (counted from 1), in pixels of the displayed page.

    `caption` may stand on the paint: the word for the kind of value below it, never the value.
    """

    page: int
    quad: Quad
    caption: str = field(default="", repr=False)


_NOTHING: Mapping[str, Source] = MappingProxyType({})
_NO_REMOVALS: Mapping[str, bool] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskPlan:
    """All masks of one document.

    `masks` and `regions` come in document order (segments as `Document.pages` yields them, then by
    start) and never overlap; they may be streamed, so iterate once. `removals` answers
    `Document.removables` by id (True: remove). `replacements` holds the masked bytes of
    `Document.embedded` by id; `unread` names those that could not be read, which a handler leaves
    out of its copy wherever the rest can stand without them.
    """

    masks: Iterable[Mask] = ()
    regions: Iterable[Region] = ()
    removals: Mapping[str, bool] = field(default_factory=lambda: _NO_REMOVALS)
    replacements: Mapping[str, Source] = field(default_factory=lambda: _NOTHING)
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a document is not cleared, or what a reader of the clearance must know."""

    code: str
    where: str = ""
    params: Params = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Residue:
    """What reading the masked bytes again still showed, or could not show."""

    findings: tuple[Finding, ...] = ()
    unread: tuple[Unread, ...] = ()
    reasons: tuple[Reason, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.findings or self.unread or self.reasons)


class Status(Enum):
    """The gate's outcome."""

    CLEARED = "CLEARED"
    NEEDS_REVIEW = "NEEDS_REVIEW"
    BLOCKED = "BLOCKED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """Whether the masked document may be published, and every reason why not.

    `notes` are reasons that do not hold the gate shut (what was not looked for, for instance).
    `digests` names the output (`sha256`) and, keyed, the input; `versions` names policy, packs and
    engines.
    """

    status: Status
    reasons: tuple[Reason, ...] = ()
    notes: tuple[Reason, ...] = ()
    disclosure: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
