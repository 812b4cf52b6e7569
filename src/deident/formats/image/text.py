"""The text that travels with a picture unseen: EXIF, XMP, IPTC, comments, text chunks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from PIL import ExifTags, ImageFile, IptcImagePlugin

from deident.formats.image.leftovers import STRUCTURAL_TAGS
from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PIL import Image

_LONGEST = 1 << 20
_XP_TAGS = range(0x9C9B, 0x9CA0)
_USER_COMMENT = 0x9286
_NUMBER = re.compile("[0-9]{7}")
_IPTC = 0x0404
_WRITING = re.compile(r"[0-9A-Za-z\u3000-\u303f\u4e00-\u9fff\uff00-\uffef .,:;()/+-]{4,}")
_FOLDERS = (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo, ExifTags.IFD.Interop, ExifTags.IFD.IFD1)
_POINTERS = frozenset(int(folder) for folder in _FOLDERS)


class MetadataText(NamedTuple):
    """One field: which kind of metadata, in which frame, and what it says."""

    part: str
    frame: int
    text: str

    def __repr__(self) -> str:
        return unprinted(self)


def texts_of(image: Image.Image, frame: int) -> Iterator[MetadataText]:
    """Yield every field of one frame that can be read as text."""
    said = []
    for part, value in _fields(image):
        text = _text(value).strip("\0 \r\n\t")[:_LONGEST]
        if text:
            said.append(text)
            yield MetadataText(part, frame, text)
    # A broken directory hides fields without an error; numbers in the block are read all the same.
    block = image.info.get("exif")
    for text in _strings(block) if isinstance(block, bytes) else ():
        if _NUMBER.search(text) and not any(text in other for other in said):
            yield MetadataText("EXIF", frame, text)


def _fields(image: Image.Image) -> Iterator[tuple[str, object]]:
    yield from (("EXIF", value) for value in _exif(image))
    for key, value in image.info.items():
        if key in {"comment", "xmp", "XML:com.adobe.xmp", "Raw profile type exif"}:
            yield ("XMP" if "xmp" in str(key).lower() else "comment"), value
    for key, value in getattr(image, "text", {}).items():
        if key not in {"xmp", "XML:com.adobe.xmp"}:
            yield "text chunk", value
            # The keyword is free text as well.
            yield "text chunk", key
    tags = getattr(image, "tag_v2", None)
    if tags is not None:
        yield from (("TIFF tag", value) for value in tags.values() if isinstance(value, str))
    yield from (("IPTC", value) for value in _iptc(image))


def _exif(image: Image.Image) -> Iterator[object]:
    try:
        exif = image.getexif()
        folders: list[dict[int, object]] = [
            dict(exif),
            *(dict(exif.get_ifd(ifd)) for ifd in _FOLDERS),
        ]
    # Whatever Pillow raises on broken EXIF: what is written in it can be read all the same.
    except Exception:  # noqa: BLE001
        yield from _strings(image.info.get("exif"))
        return
    for folder in folders:
        for tag, value in folder.items():
            if tag in _POINTERS or tag in STRUCTURAL_TAGS or isinstance(value, int):
                continue
            if tag in _XP_TAGS and isinstance(value, bytes):
                yield value.decode("utf-16-le", "replace")
            elif tag == _USER_COMMENT and isinstance(value, bytes):
                yield _user_comment(value)
            else:
                yield value


def _user_comment(value: bytes) -> str:
    charset, comment = value[:8], value[8:]
    if charset.startswith(b"UNICODE"):
        return comment.decode("utf-16", "replace")
    return _text(comment)


def _iptc(image: Image.Image) -> Iterable[object]:
    if not isinstance(image, ImageFile.ImageFile):
        return ()
    try:
        records = IptcImagePlugin.getiptcinfo(image) or {}
    # As with EXIF.
    except Exception:  # noqa: BLE001
        resources = image.info.get("photoshop")
        return _strings(resources.get(_IPTC) if isinstance(resources, dict) else None)
    return [
        part
        for value in records.values()
        for part in (value if isinstance(value, list) else [value])
    ]


def _strings(block: object) -> Iterator[str]:
    """Yield every run of writing in a block whose structure is broken, in each likely encoding.

    Raises `TypeError` where the block itself is out of reach: then the picture is not read.
    """
    if not isinstance(block, bytes):
        raise TypeError("a block of metadata cannot be read")
    readings = (_decoded(block), *(block[at:].decode("utf-16-le", "ignore") for at in (0, 1)))
    for reading in readings:
        yield from _WRITING.findall(reading)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return _decoded(value)
    if isinstance(value, (tuple, list)):
        return " ".join(_text(part) for part in value)
    return str(value)


def _decoded(value: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return value.decode(encoding)
        except UnicodeDecodeError:
            continue
    return value.decode("latin-1")
