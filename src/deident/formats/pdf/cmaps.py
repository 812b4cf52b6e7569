"""Which bytes of a string are one character, and which CID it is.

A predefined CMap comes from the tables that pdfminer.six brings along (Adobe's CMap resources,
BSD); an embedded one is read from its stream. Codes that no table knows are CID 0, but their
length is still known, because a length read wrongly shifts every glyph behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pikepdf

_MOST_CODES = 200_000


class UnknownCMapError(ValueError):
    """No table says how the codes of this font are cut."""


class Code(NamedTuple):
    """One character code as it stands in a string, and its CID."""

    raw: bytes
    cid: int

    def __repr__(self) -> str:
        return unprinted(self)


class CMap(Protocol):
    """How a composite font cuts and numbers its codes."""

    @property
    def vertical(self) -> bool:
        """Whether lines run from top to bottom."""

    def codes(self, text: bytes) -> Iterator[Code]:
        """Cut a string into codes, every byte in exactly one of them."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Two bytes are the CID."""

    vertical: bool = False

    def codes(self, text: bytes) -> Iterator[Code]:
        """Cut after every second byte; a last odd byte stands alone, as CID 0."""
        for at in range(0, len(text) - 1, 2):
            yield Code(text[at : at + 2], text[at] << 8 | text[at + 1])
        if len(text) % 2:
            yield Code(text[-1:], 0)


@dataclass(frozen=True, slots=True)
class Predefined:
    """One of Adobe's CMaps. `length` says how long the code at an offset is."""

    vertical: bool
    length: Callable[[bytes, int], int]
    tree: Mapping[int, Any] = field(repr=False)

    def codes(self, text: bytes) -> Iterator[Code]:
        """Cut by the length of each code and look its CID up."""
        at = 0
        while at < len(text):
            raw = text[at : at + self.length(text, at)]
            at += len(raw)
            yield Code(raw, self._cid(raw))

    def _cid(self, raw: bytes) -> int:
        node: Any = self.tree
        for byte in raw:
            if not isinstance(node, dict):
                return 0
            node = node.get(byte, 0)
        return node if isinstance(node, int) else 0


def _ucs2(_: bytes, __: int) -> int:
    return 2


def _utf16(text: bytes, at: int) -> int:
    return 4 if 0xD8 <= text[at] <= 0xDB else 2


def _double(text: bytes, at: int) -> int:
    return 2 if 0x81 <= text[at] <= 0xFE else 1


def _gb18030(text: bytes, at: int) -> int:
    if not 0x81 <= text[at] <= 0xFE:
        return 1
    return 4 if at + 1 < len(text) and 0x30 <= text[at + 1] <= 0x39 else 2


def _shift_jis(text: bytes, at: int) -> int:
    return 2 if 0x81 <= text[at] <= 0x9F or 0xE0 <= text[at] <= 0xFC else 1


# The encoding's part of a CMap's name, between the script and the direction.
_LENGTHS: tuple[tuple[tuple[str, ...], Callable[[bytes, int], int]], ...] = (
    (("UCS2",), _ucs2),
    (("UTF16",), _utf16),
    (("GBK2K",), _gb18030),
    (("RKSJ",), _shift_jis),
    (("GBK", "GB", "GBpc", "GBKp", "GBT", "B5", "B5pc", "ETen", "ETenms", "HKscs"), _double),
    (("KSC", "KSCms", "KSCpc"), _double),
)


@lru_cache(maxsize=16)
def predefined(name: str) -> CMap:
    """Return the CMap of this name, or raise UnknownCMapError."""
    if name in {"Identity-H", "Identity-V"}:
        return Identity(vertical=name.endswith("V"))
    length = _length_of(name)
    from pdfminer.cmapdb import CMapDB

    try:
        table = CMapDB.get_cmap(name)
    except CMapDB.CMapNotFound:
        raise UnknownCMapError(name) from None
    tree = getattr(table, "code2cid", None)
    if not tree:
        raise UnknownCMapError(name)
    return Predefined(name.endswith("-V"), length, tree)


def _length_of(name: str) -> Callable[[bytes, int], int]:
    parts = name.split("-")
    if parts[-1] in {"H", "V"} and len(parts) > 1 and parts[0] != "EUC":
        for names, length in _LENGTHS:
            if any(part in names for part in parts[:-1]):
                return length
    raise UnknownCMapError(name)


@dataclass(slots=True)
class Embedded:
    """A CMap that the document brings along."""

    vertical: bool = False
    base: CMap | None = None
    spaces: list[tuple[bytes, bytes]] = field(default_factory=list)
    singles: dict[bytes, int] = field(default_factory=dict)
    ranges: list[tuple[bytes, bytes, int]] = field(default_factory=list)

    def codes(self, text: bytes) -> Iterator[Code]:
        """Cut by the codespace ranges; a code outside all of them is refused."""
        at = 0
        while at < len(text):
            raw = self._code(text, at)
            at += len(raw)
            yield Code(raw, self._cid(raw))

    def _code(self, text: bytes, at: int) -> bytes:
        for length in range(1, 5):
            raw = text[at : at + length]
            if len(raw) == length and any(_within(raw, low, high) for low, high in self.spaces):
                return raw
        raise UnknownCMapError("a code outside the codespace")

    def _cid(self, raw: bytes) -> int:
        if raw in self.singles:
            return self.singles[raw]
        for low, high, first in self.ranges:
            if _within(raw, low, high):
                return first + int.from_bytes(raw) - int.from_bytes(low)
        if self.base is not None:
            return next((code.cid for code in self.base.codes(raw) if code.raw == raw), 0)
        return 0


def _within(raw: bytes, low: bytes, high: bytes) -> bool:
    """Tell whether every byte is between those of the bounds, as codespaces are defined."""
    return len(raw) == len(low) == len(high) and all(
        first <= byte <= last for first, byte, last in zip(low, raw, high, strict=True)
    )


def embedded(stream: pikepdf.Stream) -> CMap:
    """Read the CMap in a stream, or raise UnknownCMapError."""
    import pikepdf

    cmap = Embedded(vertical=int(stream.get("/WMode", 0)) == 1)
    if isinstance(base := stream.get("/UseCMap"), pikepdf.Name):
        _use(cmap, predefined(str(base)[1:]))
    try:
        for one in pikepdf.parse_content_stream(stream):
            _define(cmap, list(one.operands), str(one.operator))
    except (pikepdf.PdfError, TypeError, ValueError, IndexError):
        raise UnknownCMapError("broken") from None
    if not cmap.spaces:
        raise UnknownCMapError("no codespace")
    return cmap


def _use(cmap: Embedded, base: CMap) -> None:
    cmap.base = base
    cmap.vertical = cmap.vertical or base.vertical
    if isinstance(base, Identity):
        cmap.spaces.append((b"\0\0", b"\xff\xff"))


def _define(cmap: Embedded, operands: list[Any], operator: str) -> None:
    if operator == "def" and len(operands) == 2 and str(operands[0]) == "/WMode":
        cmap.vertical = int(operands[1]) == 1
    elif operator == "usecmap":
        _use(cmap, predefined(str(operands[-1])[1:]))
    elif operator == "endcodespacerange":
        cmap.spaces += [
            (bytes(low), bytes(high))
            for low, high in zip(operands[::2], operands[1::2], strict=True)
        ]
    elif operator == "endcidchar":
        cmap.singles |= {
            bytes(code): int(cid) for code, cid in zip(operands[::2], operands[1::2], strict=True)
        }
    elif operator == "endcidrange":
        cmap.ranges += [
            (bytes(low), bytes(high), int(first))
            for low, high, first in zip(*(operands[i::3] for i in range(3)), strict=True)
        ]
    if len(cmap.singles) + len(cmap.ranges) > _MOST_CODES:
        raise UnknownCMapError("too many codes")
