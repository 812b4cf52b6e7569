"""Streams decoded while counting: a few kilobytes can unpack to gigabytes."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from deident.errors import UnreadableError

if TYPE_CHECKING:
    import pikepdf

    from deident.formats import Limits

_PIECE = 1 << 20
# What one byte of these can at most become; Flate is counted while it is decoded.
_EXPANDS = {
    "/LZWDecode": 1400, "/RunLengthDecode": 64, "/ASCII85Decode": 4, "/ASCIIHexDecode": 1,
}  # fmt: skip


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
            decoded = self._inflated(raw)
        else:
            decoded = self._by_qpdf(stream, filters, raw)
        self._left -= len(decoded)
        if self._left < 0:
            raise _bomb()
        return decoded

    def _inflated(self, raw: bytes) -> bytes:
        unpacking = zlib.decompressobj()
        pieces: list[bytes] = []
        size, rest = 0, raw
        while rest and not unpacking.eof:
            try:
                piece = unpacking.decompress(rest, _PIECE)
            except zlib.error:
                # Viewers show what came before the damage, and so do we.
                self.damaged = True
                break
            pieces.append(piece)
            size += len(piece)
            self._check(size, len(raw))
            rest = unpacking.unconsumed_tail
        return b"".join(pieces)

    def _check(self, size: int, packed: int) -> None:
        limits = self._limits
        if size > min(limits.member_bytes, self._left):
            raise _bomb()
        if size > limits.ratio_floor and size > limits.ratio * max(packed, 1):
            raise _bomb()

    def _by_qpdf(self, stream: pikepdf.Object, filters: list[str], raw: bytes) -> bytes:
        import pikepdf

        bound = len(raw)
        for name in filters:
            bound *= _EXPANDS.get(name, 1032)
        if bound > self._limits.member_bytes * 8:
            raise _bomb()
        try:
            return bytes(stream.read_bytes())
        except pikepdf.PdfError:
            raise UnreadableError("a stream", "MALFORMED", "a stream cannot be decoded") from None


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
