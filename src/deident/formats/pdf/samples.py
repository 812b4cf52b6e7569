"""Streams cut to what they are for: samples without a tail, pictures without notes, maps, profiles.

A reader takes the bytes that it needs and never looks at the rest: behind the last sample of a
picture, in the comments of a character map or of a colour function, in the description of a colour
profile there is room for anything.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Any

from deident.formats.pdf.streams import filter_names, jpeg_without_notes

if TYPE_CHECKING:
    from collections.abc import Callable

    import pikepdf

_LOSSLESS = frozenset(
    {"/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode"}
)
_COMPONENTS = {
    "/DeviceGray": 1, "/CalGray": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/Lab": 3, "/DeviceCMYK": 4,
    "/Indexed": 1, "/Separation": 1,
}  # fmt: skip
_DEVICES = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
_COMMENT = re.compile(rb"%[^\r\n]*")
_STRING = re.compile(rb"\([^()]*\)")
_TELLING = re.compile(rb"[0-9]{7}|(?:\0[0-9]){7}|(?:[0-9]\0){7}|@")
_NUMBERS = re.compile(rb"[0-9]{7,}|(?:\0[0-9]){7,}")
_DIGIT = re.compile(rb"[0-9]")
_SFNT = (b"\0\1\0\0", b"true", b"OTTO", b"ttcf")
_CFF_NAMES = 4_096  # where the names of a compact font are
_LONG_TARGET = re.compile(rb"<((?:[0-9A-Fa-f]\s*){28,})>")
_TELLING_NAME = re.compile(r"[0-9]{7}|@")


def cut_picture(image: pikepdf.Object, decoded: Callable[[pikepdf.Object], bytes]) -> None:
    """Take out of a picture what no viewer shows: notes, and bytes behind the last sample."""
    import pikepdf

    names = filter_names(image)
    if names and names[-1] in ("/DCTDecode", "/JPXDecode"):
        _cut_photograph(image, names, decoded)
        return
    need = _samples(image) if all(name in _LOSSLESS for name in names) else 0
    if not need or "/DecodeParms" in image:
        return
    samples = decoded(image)
    packed = int(image.get("/Length", 0))
    if len(samples) > need or (names == ["/FlateDecode"] and _has_tail(image, packed)):
        image.write(zlib.compress(samples[:need]), filter=pikepdf.Name.FlateDecode)


def _has_tail(image: pikepdf.Object, packed: int) -> bool:
    unpacking = zlib.decompressobj()
    rest = bytes(image.read_raw_bytes())
    while rest and not unpacking.eof:
        unpacking.decompress(rest, 1 << 20)
        rest = unpacking.unconsumed_tail
    # One line end belongs to the way a stream is written.
    return packed > 0 and len(unpacking.unused_data.strip(b"\r\n")) > 0


def _samples(image: pikepdf.Object) -> int:
    """Return how many bytes the samples of a picture take; 0 where that is not known here."""
    wide, high = int(image.get("/Width", 0)), int(image.get("/Height", 0))
    if bool(image.get("/ImageMask", False)):
        return (wide + 7) // 8 * high
    bits = int(image.get("/BitsPerComponent", 8))
    return (wide * components(image.get("/ColorSpace")) * bits + 7) // 8 * high


def components(space: Any) -> int:  # noqa: ANN401 - a name or an array
    """Return how many samples a colour takes in a colour space; 0 where that is not known."""
    import pikepdf

    if isinstance(space, pikepdf.Name):
        return _COMPONENTS.get(str(space), 0)
    if not isinstance(space, pikepdf.Array) or not len(space):
        return 0
    name = str(space[0])
    what = space[1] if len(space) > 1 else None
    if name == "/ICCBased" and isinstance(what, pikepdf.Stream):
        count: Any = what.get("/N")
        return count if isinstance(count, int) else 0
    if name == "/DeviceN" and isinstance(what, pikepdf.Array):
        return len(what)
    return _COMPONENTS.get(name, 0)


def _cut_photograph(
    image: pikepdf.Object, names: list[str], decoded: Callable[[pikepdf.Object], bytes]
) -> None:
    import pikepdf

    if not all(name in _LOSSLESS for name in names[:-1]):
        return
    raw = bytes(image.read_raw_bytes())
    if len(names) > 1:
        # qpdf decodes what stands before the picture's own filter only where it is all there is.
        holder = pikepdf.Pdf.new()
        inner = holder.make_stream(raw)
        inner.Filter = pikepdf.Array([pikepdf.Name(name) for name in names[:-1]])
        raw = decoded(inner)
    last = names[-1]
    bare = jpeg_without_notes(raw) if last == "/DCTDecode" else jpeg2000_without_notes(raw)
    if len(names) > 1 or bare != bytes(image.read_raw_bytes()):
        parameters = image.get("/DecodeParms")
        if isinstance(parameters, pikepdf.Array):
            parameters = parameters[-1]
        own = parameters if isinstance(parameters, pikepdf.Dictionary) else None
        image.write(bare, filter=pikepdf.Name(last), decode_parms=own)


_BOXES = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c"})


def jpeg2000_without_notes(raw: bytes) -> bytes:
    """Return a JPEG 2000 without the boxes and comments of its metadata; unchanged if it is odd."""
    if raw[:4] == b"\xff\x4f\xff\x51":
        return _codestream_without_comments(raw)
    if raw[4:8] != b"jP  ":
        return raw
    kept: list[bytes] = []
    at = 0
    while at + 8 <= len(raw):
        size, kind = int.from_bytes(raw[at : at + 4]), raw[at + 4 : at + 8]
        head = 16 if size == 1 else 8
        if size == 1:
            size = int.from_bytes(raw[at + 8 : at + 16])
        size = size or len(raw) - at
        if size < head:
            return raw
        if kind == b"jp2c":
            body = _codestream_without_comments(raw[at + head : at + size])
            kept.append((len(body) + 8).to_bytes(4) + kind + body)
        elif kind in _BOXES:
            kept.append(raw[at : at + size])
        at += size
    return b"".join(kept)


def _codestream_without_comments(raw: bytes) -> bytes:
    """Take the comments out of the main header."""
    kept, at = [raw[:2]], 2
    while raw[at : at + 1] == b"\xff" and raw[at + 1 : at + 2] != b"\x90":
        size = 2 + int.from_bytes(raw[at + 2 : at + 4])
        if size < 4 or at + size > len(raw):
            return raw
        if raw[at + 1] != 0x64:
            kept.append(raw[at : at + size])
        at += size
    end = raw.rfind(b"\xff\xd9")
    return b"".join((*kept, raw[at : end + 2] if end >= at else raw[at:]))


def bare_map(raw: bytes) -> bytes:
    """Return a character map or a colour function without comments and telling strings."""
    if b"%" in raw:
        raw = _COMMENT.sub(b"", raw)
    raw = _STRING.sub(lambda one: b"()" if _TELLING.search(one[0]) else one[0], raw)
    return _LONG_TARGET.sub(_untold, raw)


def _untold(target: re.Match[bytes]) -> bytes:
    """Leave no number that one glyph alone is said to stand for: nobody could mask it."""
    digits = b"".join(target[1].split())
    said = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    return b"<FFFD>" if _TELLING.search(said) else target[0]


def bare_font(program: bytes) -> bytes:
    """Return a font program whose names hold no number that could be a person's.

    The letters are not touched: names stand in a table of their own, or before the first glyph.
    """
    if program[:4] in _SFNT:
        for at in range(12, 12 + 16 * int.from_bytes(program[4:6]), 16):
            if program[at : at + 4] == b"name":
                start = int.from_bytes(program[at + 8 : at + 12])
                return _untelling(
                    program, start, start + int.from_bytes(program[at + 12 : at + 16])
                )
        return program
    if program[:2] == b"%!":
        end = program.find(b"eexec")
        return _untelling(program, 0, end if end >= 0 else len(program))
    return _untelling(program, 0, _CFF_NAMES)


def _untelling(program: bytes, start: int, end: int) -> bytes:
    """Write noughts over the numbers in a part of a program; its length stays."""
    part = _NUMBERS.sub(lambda found: _DIGIT.sub(b"0", found[0]), program[start:end])
    return program[:start] + part + program[start + len(part) :]


def without_profile(space: pikepdf.Array, decoded: Callable[[pikepdf.Object], bytes]) -> None:
    """Take the profile of a colour space away where its description could be about a person."""
    import pikepdf

    if len(space) != 2 or space[0] != pikepdf.Name.ICCBased:
        return
    device = _DEVICES.get(int(space[1].get("/N", 0)))
    if device and _TELLING.search(decoded(space[1])):
        del space[1]
        space[0] = pikepdf.Name(device)


def plain_name(name: Any) -> Any:  # noqa: ANN401 - pikepdf.Name
    """Return a font's name, or another where it holds a number that could be a person's."""
    import pikepdf

    return pikepdf.Name.Font if _TELLING_NAME.search(str(name)) else name


def is_telling(name: str) -> bool:
    """Say whether a name in a file holds a number that could be a person's, or an address."""
    return bool(_TELLING_NAME.search(name))
