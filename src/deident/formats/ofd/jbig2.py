"""JBIG2 pictures, turned into PNG by way of a PDF of one page.

OFD stores scans as bare JBIG2, with or without the file's own header. No picture library reads
that, but every PDF reader does once the segments stand in a PDF's image.
"""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, NamedTuple

from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

MAGIC = b"\x97JB2\r\n\x1a\n"
_SEQUENTIAL, _PAGES_UNKNOWN = 1, 2
_PAGE, _END_OF_PAGE, _END_OF_FILE = 48, 49, 51
_UNKNOWN = 0xFFFFFFFF
_LAST_TYPE = 62
_MOST_SEGMENTS = 10_000


class UndecodableError(ValueError):
    """A picture that is not JBIG2, or not such as can be decoded here."""


class _Segment(NamedTuple):
    number: int
    kind: int
    head: bytes
    length: int

    def __repr__(self) -> str:
        return unprinted(self)


def is_jbig2(head: bytes) -> bool:
    """Say whether bytes are JBIG2: a file, or bare segments that begin with a page or a table."""
    if head.startswith(MAGIC):
        return True
    if len(head) < 11 or head[:3] != b"\0\0\0":
        return False
    try:
        first, _ = _segment(head, 0)
    except (UndecodableError, struct.error, IndexError):
        return False
    return first.number <= 1 and first.kind in (0, 16, 48, 52, 53) and first.length < 1 << 28


def to_png(data: bytes, most_pixels: int) -> bytes:
    """Return the picture as PNG; raise `UndecodableError` where that cannot be done."""
    try:
        segments = list(_segments(data))
    except (struct.error, IndexError):
        raise UndecodableError("cut off") from None
    pages = [body for segment, body in segments if segment.kind == _PAGE]
    if len(pages) != 1 or len(pages[0]) < 8:
        raise UndecodableError("not one page")
    width, height = struct.unpack(">II", pages[0][:8])
    if not 0 < width * height <= most_pixels or _UNKNOWN in (width, height):
        raise UndecodableError("too many pixels")
    stream = b"".join(
        segment.head + body
        for segment, body in segments
        if segment.kind not in (_END_OF_PAGE, _END_OF_FILE)
    )
    return _png(_decoded(_pdf(stream, width, height)), width, height)


def _segments(data: bytes) -> Iterator[tuple[_Segment, bytes]]:
    at, sequential = 0, True
    if data.startswith(MAGIC):
        flags = data[8]
        sequential = bool(flags & _SEQUENTIAL)
        at = 9 if flags & _PAGES_UNKNOWN else 13
    heads: list[_Segment] = []
    while at < len(data):
        segment, at = _segment(data, at)
        heads.append(segment)
        if len(heads) > _MOST_SEGMENTS:
            raise UndecodableError("too many segments")
        if sequential:
            end = len(data) if segment.length == _UNKNOWN else at + segment.length
            yield segment, data[at:end]
            at = end
        elif segment.kind == _END_OF_FILE:
            break
    if not sequential:
        for segment in heads:
            yield segment, data[at : at + segment.length]
            at += segment.length
    if at > len(data):
        raise UndecodableError("cut off")


def _segment(data: bytes, at: int) -> tuple[_Segment, int]:
    """Read a segment's header, written anew so that it belongs to page 1."""
    start = at
    number, flags = struct.unpack_from(">IB", data, at)
    if flags & 0x3F > _LAST_TYPE:
        raise UndecodableError("an unknown segment")
    at += 5
    count = data[at] >> 5
    if count == 7:
        count = struct.unpack_from(">I", data, at)[0] & 0x1FFFFFFF
        at += 4 + (count + 8) // 8
    else:
        at += 1
    if count > _MOST_SEGMENTS:
        raise UndecodableError("too many references")
    at += count * (1 if number <= 256 else 2 if number <= 65536 else 4)
    wide = bool(flags & 0x40)
    page = struct.unpack_from(">I" if wide else ">B", data, at)[0]
    before = data[start:at]
    at += 4 if wide else 1
    length = struct.unpack_from(">I", data, at)[0]
    owner = struct.pack(">I" if wide else ">B", 1 if page else 0)
    head = before + owner + struct.pack(">I", length)
    return _Segment(number, flags & 0x3F, head, length), at + 4


def _pdf(stream: bytes, width: int, height: int) -> bytes:
    try:
        import pikepdf
    except ImportError:
        raise UndecodableError("pikepdf is not installed") from None
    with pikepdf.new() as pdf:
        picture = pikepdf.Stream(pdf, stream)
        picture.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=width,
            Height=height,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=1,
            Filter=pikepdf.Name.JBIG2Decode,
        )
        pdf.add_blank_page(page_size=(width, height))
        page = pdf.pages[0]
        name = page.add_resource(picture, pikepdf.Name.XObject)
        page.Contents = pdf.make_stream(f"{width} 0 0 {height} 0 0 cm {name} Do".encode())
        held = io.BytesIO()
        pdf.save(held)
        return held.getvalue()


def _decoded(pdf: bytes) -> NDArray[np.uint8]:
    """Return the pixels of the one picture on the one page, 0 for black."""
    try:
        import pypdfium2
        from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

        from deident.formats.pdf.pdfium import LOCK
    except ImportError:
        raise UndecodableError("pypdfium2 is not installed") from None
    with LOCK:
        document = pypdfium2.PdfDocument(pdf)
        try:
            page = document[0]
            picture = next(page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]))
            pixels: NDArray[np.uint8] = picture.get_bitmap(render=False).to_numpy().copy()
        except (pypdfium2.PdfiumError, StopIteration):
            raise UndecodableError("it cannot be decoded") from None
        finally:
            document.close()
    return pixels


def _png(pixels: NDArray[np.uint8], width: int, height: int) -> bytes:
    """Write grey pixels as PNG, one bit each where two greys are enough."""
    import numpy as np

    grey = pixels.reshape(pixels.shape[0], pixels.shape[1], -1)[:, :, 0]
    if grey.shape != (height, width):
        raise UndecodableError("it decodes to another size")
    bits = np.packbits(grey > 127, axis=1)
    rows = np.zeros((height, bits.shape[1] + 1), np.uint8)
    rows[:, 1:] = bits
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", head),
            _chunk(b"IDAT", zlib.compress(rows.tobytes(), 6)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
