"""What stands in a picture file besides pixels, found by walking its bytes.

Every container is walked by an allow-list: a chunk, segment, block or tag that is not needed to
show the pixels is named, and so are bytes that belong to nothing.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

UNKNOWN = "unknown part"
TRAILING = "bytes after the end"
DAMAGED = "damaged structure"

_PNG = frozenset(b"IHDR PLTE IDAT IEND tRNS pHYs gAMA sRGB cHRM sBIT bKGD acTL fcTL fdAT".split())
_PNG_NAMES = {
    b"tEXt": "text",
    b"zTXt": "text",
    b"iTXt": "text",
    b"eXIf": "EXIF",
    b"iCCP": "profile",
}
_WEBP = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"))
_WEBP_NAMES = {b"EXIF": "EXIF", b"XMP ": "XMP", b"ICCP": "profile"}
# Size, depth, compression, colour, strips and tiles, resolution, orientation, palette, alpha.
STRUCTURAL_TAGS = frozenset(
    (254, *range(256, 260), 262, 266, 273, 274, *range(277, 280), *range(282, 285))
)
STRUCTURAL_TAGS |= {292, 293, 296, 317, 320, *range(322, 326), 338, 339, *range(530, 533)}
_TIFF_NAMES = {
    34665: "EXIF",
    34853: "EXIF",
    700: "XMP",
    34675: "profile",
    330: "thumbnail",
    513: "thumbnail",
}
_TIFF_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_TIFF_SLACK = 16
_TIFF_HEADERS = (b"II*\0", b"MM\0*")
_TIFF_STRIPS = frozenset((273, 279, 324, 325))
_JPEG_NAMES = {0xFE: "comment", 0xE1: "EXIF or XMP", 0xE2: "profile", 0xED: "IPTC"}
_JPEG_PIXELS = frozenset((*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD))


def leftovers(raw: bytes) -> tuple[str, ...]:
    """Name everything in a picture file that is not needed to show it, each kind once."""
    for magic, walk in _WALKS:
        if raw.startswith(magic):
            try:
                return tuple(dict.fromkeys(walk(raw)))
            except (struct.error, IndexError, ValueError):
                return (DAMAGED,)
    return (UNKNOWN,)


def _png(raw: bytes) -> Iterator[str]:
    at = 8
    while at < len(raw):
        (size,), name = struct.unpack_from(">I", raw, at), raw[at + 4 : at + 8]
        if name not in _PNG:
            yield _PNG_NAMES.get(name, UNKNOWN)
        at += 12 + size
        if name == b"IEND":
            break
    if at != len(raw):
        yield TRAILING


def _jpeg(raw: bytes) -> Iterator[str]:
    at = 2
    while raw[at + 1] != 0xD9:
        marker, size = raw[at + 1], struct.unpack_from(">H", raw, at + 2)[0]
        body = raw[at + 4 : at + 2 + size]
        if raw[at] != 0xFF:
            yield DAMAGED
            return
        # JFIF without a thumbnail is 14 bytes long, Adobe's colour mark 12.
        plain = (marker == 0xE0 and body[:5] == b"JFIF\0" and len(body) == 14) or (
            marker == 0xEE and body[:5] == b"Adobe" and len(body) == 12
        )
        if not plain and marker not in _JPEG_PIXELS:
            yield _JPEG_NAMES.get(marker, UNKNOWN)
        at += 2 + size
        if marker == 0xDA:
            at = _after_scan(raw, at)
    if at + 2 != len(raw):
        yield TRAILING


def _after_scan(raw: bytes, at: int) -> int:
    """Return where compressed pixels end: at a marker that is neither stuffing nor a restart."""
    while True:
        at = raw.index(b"\xff", at) if raw.find(b"\xff", at) >= 0 else len(raw)
        if raw[at + 1] != 0 and not 0xD0 <= raw[at + 1] <= 0xD7:
            return at
        at += 2


def _gif(raw: bytes) -> Iterator[str]:
    at = 13 + _colours(raw[10])
    while raw[at] != 0x3B:
        if raw[at] == 0x2C:
            at = _after_blocks(raw, at + 11 + _colours(raw[at + 9]))
            continue
        label, body = raw[at + 1], raw[at + 3 : at + 14]
        if label == 0xFE:
            yield "comment"
        elif label not in {0xF9, 0xFF} or (label == 0xFF and body != b"NETSCAPE2.0"):
            yield UNKNOWN
        at = _after_blocks(raw, at + 2)
    if at + 1 != len(raw):
        yield TRAILING


def _colours(flags: int) -> int:
    return 3 << (flags % 8 + 1) if flags & 0x80 else 0


def _after_blocks(raw: bytes, at: int) -> int:
    while raw[at]:
        at += raw[at] + 1
    return at + 1


def _bmp(raw: bytes) -> Iterator[str]:
    size, _, pixels, header = struct.unpack_from("<IIII", raw, 2)
    width, height, _, depth = struct.unpack_from("<iihH", raw, 18)
    colours = struct.unpack_from("<I", raw, 46)[0] or (1 << depth if depth <= 8 else 0)
    if pixels > 14 + header + 4 * colours + 12:
        yield UNKNOWN
    compression = struct.unpack_from("<I", raw, 30)[0]
    needed = (
        (width * depth + 31) // 32 * 4 * abs(height) if compression in {0, 3} else size - pixels
    )
    if len(raw) > pixels + needed:
        yield TRAILING


def _webp(raw: bytes) -> Iterator[str]:
    end = 8 + struct.unpack_from("<I", raw, 4)[0]
    at = 12
    while at < min(end, len(raw)):
        name, (size,) = raw[at : at + 4], struct.unpack_from("<I", raw, at + 4)
        if name not in _WEBP:
            yield _WEBP_NAMES.get(name, UNKNOWN)
        at += 8 + size + size % 2
    if at != len(raw):
        yield TRAILING


def _tiff(raw: bytes) -> Iterator[str]:
    order = "<" if raw[:2] == b"II" else ">"
    (at,) = struct.unpack_from(order + "I", raw, 4)
    covered, seen = [(0, 8)], set[int]()
    while at and at not in seen:
        seen.add(at)
        (count,) = struct.unpack_from(order + "H", raw, at)
        covered.append((at, at + 6 + 12 * count))
        strips: dict[int, tuple[int, ...]] = {}
        for entry in range(at + 2, at + 2 + 12 * count, 12):
            tag, kind, number, value = struct.unpack_from(order + "HHII", raw, entry)
            if tag not in STRUCTURAL_TAGS:
                yield _TIFF_NAMES.get(tag, UNKNOWN)
            size = _TIFF_SIZES.get(kind, 1) * number
            if size > 4:
                covered.append((value, value + size))
            if tag in _TIFF_STRIPS:
                strips[tag] = _numbers(raw, order, kind, number, entry)
        for starts, sizes in ((273, 279), (324, 325)):
            pairs = zip(strips.get(starts, ()), strips.get(sizes, ()), strict=True)
            covered += [(start, start + size) for start, size in pairs]
        (at,) = struct.unpack_from(order + "I", raw, at + 2 + 12 * count)
    if _gaps(covered, raw):
        yield TRAILING


def _gaps(covered: list[tuple[int, int]], raw: bytes) -> bool:
    """Say whether more lies between the parts than writers leave for alignment.

    A frame that was appended begins with the header of the file it was written as.
    """
    reached = 0
    for start, end in sorted((*covered, (len(raw), len(raw)))):
        between = raw[reached:start].lstrip(b"\0")
        if start - reached > _TIFF_SLACK and not between.startswith(_TIFF_HEADERS):
            return True
        if start - reached > _TIFF_SLACK + 8 or len(between) > 8:
            return True
        reached = max(reached, end)
    return False


def _numbers(raw: bytes, order: str, kind: int, count: int, entry: int) -> tuple[int, ...]:
    letter = "H" if kind == 3 else "I"
    size = struct.calcsize(letter) * count
    at = entry + 8 if size <= 4 else struct.unpack_from(order + "I", raw, entry + 8)[0]
    return struct.unpack_from(f"{order}{count}{letter}", raw, at)


_WALKS: tuple[tuple[bytes, Callable[[bytes], Iterator[str]]], ...] = (
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"\xff\xd8", _jpeg),
    (b"GIF8", _gif),
    (b"BM", _bmp),
    (b"RIFF", _webp),
    (b"II*\0", _tiff),
    (b"MM\0*", _tiff),
)
