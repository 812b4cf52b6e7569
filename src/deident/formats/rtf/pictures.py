"""Pictures in RTF: hexadecimal or binary, written back as they came or as what they became."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from deident.formats.structured.items import Carried
from deident.formats.written import Edit
from deident.model import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats.rtf.state import Picture

BLIPS = frozenset(
    {"pngblip", "jpegblip", "dibitmap", "wbitmap", "emfblip", "wmetafile", "macpict", "pmmetafile"}
)
_PNG, _JPEG, _BITMAP = b"\x89PNG", b"\xff\xd8\xff", b"BM"
_DRAWN = frozenset({"emfblip", "wmetafile", "macpict", "pmmetafile", "wbitmap"})
_HEADER = 14
_OLD_HEADER = 12
_FIELDS = 3
_INDEXED = 8
_LINE = 128


def carried(name: str, picture: Picture, source: str) -> Carried | None:
    """Return a picture for the line; None where it is a drawing that nobody reads."""
    raw = _bytes(picture, source)
    if raw is None or not raw:
        return None
    if picture.kind == "dibitmap" and not raw.startswith((_PNG, _JPEG, _BITMAP)):
        raw = _bitmap(raw)
    if raw is None or (picture.kind in _DRAWN and not raw.startswith((_PNG, _JPEG))):
        return None
    original = raw

    def write(masked: Source) -> Iterator[Edit]:
        new = bytes(masked.data)
        if new != original:
            yield from _written(picture, source, new)

    return Carried(name, Source(name=name, data=original), write)


def _bytes(picture: Picture, source: str) -> bytes | None:
    if picture.binary is not None:
        start, end = picture.binary
        return source[start:end].encode("latin-1")
    try:
        # Blanks and line breaks may stand between any two digits.
        return bytes.fromhex("".join(source[picture.start : picture.end].split()))
    except ValueError:
        return None


def _bitmap(raw: bytes) -> bytes | None:
    """Give a device-independent bitmap the header that a file of its own has."""
    if len(raw) < 40:
        return None
    size, _, _, _, depth, compression = struct.unpack_from("<IiiHHI", raw)
    colours = struct.unpack_from("<I", raw, 32)[0]
    if not colours and depth <= _INDEXED:
        colours = 1 << depth
    masks = _OLD_HEADER if compression == _FIELDS and size == 40 else 0
    start = _HEADER + size + masks + 4 * colours
    return struct.pack("<2sIHHI", _BITMAP, _HEADER + len(raw), 0, 0, start) + raw


def _written(picture: Picture, source: str, new: bytes) -> Iterator[Edit]:
    kind = picture.kind
    if new.startswith(_PNG):
        kind = "pngblip"
    elif new.startswith(_JPEG):
        kind = "jpegblip"
    elif new.startswith(_BITMAP) and picture.kind == "dibitmap":
        new = new[_HEADER:]
    if kind != picture.kind and picture.kind:
        yield Edit(picture.kind_start, picture.kind_end, f"\\{kind} ")
    digits = new.hex()
    lines = "\n".join(digits[at : at + _LINE] for at in range(0, len(digits), _LINE))
    start = picture.start
    if picture.binary is not None:
        start = source.rindex("\\bin", 0, picture.binary[0])
    yield Edit(start, picture.end, f"\n{lines}")
