"""Streams decoded while counting: a few kilobytes can unpack to gigabytes."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

from deident.errors import UnreadableError
from deident.making import unprinted

if TYPE_CHECKING:
    import pikepdf

    from deident.formats import Limits

_PIECE = 1 << 20
_SMALL = 10_000  # bytes: what cannot unpack to much
_FLATE = frozenset({"/FlateDecode", "/Fl"})
# What one byte of these can at most become; Flate is counted while it is decoded.
_EXPANDS = {
    "/LZWDecode": 1400, "/RunLengthDecode": 64, "/ASCII85Decode": 4, "/ASCIIHexDecode": 1,
}  # fmt: skip


class Unpacked(NamedTuple):
    """What a stream unpacked to; `data` is empty where it was only counted."""

    size: int
    data: bytes
    damaged: bool

    def __repr__(self) -> str:
        return unprinted(self)


def inflated(
    raw: bytes, limits: Limits, *, most: int, keep: bool = True, expected: int = 0
) -> Unpacked:
    """Undo Flate while counting, as far as the stream is sound.

    Viewers show what came before the damage, and so do we. `expected` bytes are no surprise,
    however well they were packed: an empty page that was scanned is a large, even picture.

    Raises:
        UnreadableError: BOMB.
    """
    unpacking = zlib.decompressobj()
    pieces: list[bytes] = []
    size, rest, damaged = 0, raw, False
    while rest and not unpacking.eof:
        try:
            piece = unpacking.decompress(rest, _PIECE)
        except zlib.error:
            damaged = True
            break
        if keep:
            pieces.append(piece)
        size += len(piece)
        if size > min(limits.member_bytes, most):
            raise _bomb()
        surprise = size > max(limits.ratio_floor, expected)
        if surprise and size > limits.ratio * max(len(raw), 1):
            raise _bomb()
        rest = unpacking.unconsumed_tail
    return Unpacked(size, b"".join(pieces), damaged)


def count(document: pikepdf.Pdf, limits: Limits) -> None:
    """Refuse a document whose streams, used or not, unpack to more than is allowed.

    Raises:
        UnreadableError: BOMB, or TOO_LARGE for a picture.
    """
    import pikepdf

    left = limits.total_bytes
    for thing in document.objects:
        if not isinstance(thing, pikepdf.Stream):
            continue
        if thing.get("/Subtype") == "/Image":
            pixels = int(thing.get("/Width", 0)) * int(thing.get("/Height", 0))
            if not 0 <= pixels <= limits.pixels:
                raise UnreadableError(
                    "picture", "TOO_LARGE", "more pixels than are allowed", limit=limits.pixels
                )
        left -= _size(thing, limits, left)
        if left < 0:
            raise _bomb()


def _size(stream: Any, limits: Limits, left: int) -> int:  # noqa: ANN401 - pikepdf.Stream
    """Return how many bytes a stream unpacks to, or could, without holding them all."""
    names = filter_names(stream)
    if not names or int(stream.get("/Length", 0)) < _SMALL:
        return 0
    raw = bytes(stream.read_raw_bytes())
    size = len(raw)
    for number, name in enumerate(names):
        if name in _FLATE:
            last = number + 1 == len(names)
            expected = _samples(stream)
            size, raw, _ = inflated(raw, limits, most=left, keep=not last, expected=expected)
            continue
        if name in _EXPANDS and size * _EXPANDS[name] > limits.member_bytes * 8:
            raise _bomb()
        break
    return size


def unpacked(stream: Any) -> bytes:  # noqa: ANN401 - pikepdf.Stream
    """Undo all filters of a stream that lose nothing, run lengths too.

    Raises:
        pikepdf.PdfError: the stream is damaged, or packed as a picture.
    """
    from pikepdf import StreamDecodeLevel

    # With a JBIG2 picture that level would call another program.
    lossless = all(name in _EXPANDS or name in _FLATE for name in filter_names(stream))
    level = StreamDecodeLevel.specialized if lossless else StreamDecodeLevel.generalized
    return bytes(stream.read_bytes(level))


class Budget:
    """How many decoded bytes one document may still have."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.total_bytes
        self.damaged = False

    def decoded(self, stream: pikepdf.Object) -> bytes:
        """Return a stream's bytes without its filters, as far as they are sound.

        Raises:
            UnreadableError: it unpacks to more than a document may hold, or not at all.
        """
        filters = filter_names(stream)
        raw = bytes(stream.read_raw_bytes())
        if filters == ["/FlateDecode"] and "/Predictor" not in _parameters(stream):
            decoded = self._inflated(raw, _samples(stream))
        else:
            decoded = self._by_qpdf(stream, filters, raw)
        self._left -= len(decoded)
        if self._left < 0:
            raise _bomb()
        return decoded

    def _inflated(self, raw: bytes, expected: int) -> bytes:
        found = inflated(raw, self._limits, most=self._left, expected=expected)
        self.damaged = self.damaged or found.damaged
        return found.data

    def _by_qpdf(self, stream: pikepdf.Object, filters: list[str], raw: bytes) -> bytes:
        import pikepdf

        bound = len(raw)
        for name in filters:
            bound *= _EXPANDS.get(name, 1032)
        if bound > self._limits.member_bytes * 8:
            raise _bomb()
        try:
            return unpacked(stream)
        except pikepdf.PdfError:
            raise UnreadableError("a stream", "MALFORMED", "a stream cannot be decoded") from None


def _samples(stream: Any) -> int:  # noqa: ANN401 - pikepdf.Stream
    """Return how many bytes a picture of that size has at most: four a pixel, one more a row."""
    if stream.get("/Subtype") != "/Image":
        return 0
    width, height = int(stream.get("/Width", 0)), int(stream.get("/Height", 0))
    return max(0, height) * (4 * max(0, width) + 1)


def filter_names(stream: pikepdf.Object) -> list[str]:
    """Return the names of a stream's filters, outermost first."""
    import pikepdf

    filters = stream.get("/Filter")
    if filters is None:
        return []
    return [str(filters)] if isinstance(filters, pikepdf.Name) else [str(one) for one in filters]


def _parameters(stream: pikepdf.Object) -> str:
    return str(stream.get("/DecodeParms", "")) + str(stream.get("/DP", ""))


def _bomb() -> UnreadableError:
    return UnreadableError("a stream", "BOMB", "a stream unpacks to far more than a document holds")


_SCAN, _END = 0xDA, 0xD9
_STANDALONE = frozenset({0x01, 0xD8, *range(0xD0, 0xD8)})
# Exif, XMP and Photoshop notes, previews and comments; JFIF, ICC profile and Adobe's mark stay.
_NOTES = frozenset({0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE})


def jpeg_without_notes(raw: bytes) -> bytes:
    """Return a JPEG without its metadata, the coded picture untouched; unchanged if it is odd."""
    if raw[:2] != b"\xff\xd8":
        return raw
    kept = [raw[:2]]
    at = 2
    while at + 4 <= len(raw) and raw[at] == 0xFF:
        marker = raw[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in _STANDALONE or marker == _END:
            break
        size = 2 + int.from_bytes(raw[at + 2 : at + 4])
        if marker not in _NOTES:
            kept.append(raw[at : at + size])
        at += size
        if marker == _SCAN:
            break
    end = raw.rfind(b"\xff\xd9")
    # A progressive picture has further scans, and what follows the end is nobody's picture.
    kept.append(raw[at : end + 2] if end >= at else raw[at:])
    return b"".join(kept)
