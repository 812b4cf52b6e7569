"""Windows metafiles (EMF, WMF) laid on a page of their own size, so that they can be drawn.

A metafile is a list of drawing orders; nobody here reads them. LibreOffice draws it, and the
drawing is published in its place.
"""

from __future__ import annotations

import base64
import struct

from deident.errors import UnreadableError

EMF, WMF = "image/x-emf", "image/x-wmf"
_EMF_MARK, _EMF_MARK_AT, _EMF_HEAD = b" EMF", 40, 44
_PLACEABLE = b"\xd7\xcd\xc6\x9a"
_WMF_HEAD = 22
_CM_PER_INCH = 2.54
# LibreOffice draws 96 points to the inch of a page; 220 are wanted, so the page is enlarged.
_LARGER = 220 / 96
_LONGEST_CM = 100.0
_SHORTEST_CM = 0.1
_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("style", "style"),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
        ("fo", "xsl-fo-compatible"),
    )
)
# Where there is no list of styles, though empty, LibreOffice does not read the page's size.
_DRAWING = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.2" '
    'office:mimetype="application/vnd.oasis.opendocument.graphics"><office:styles/>'
    "<office:automatic-styles>"
    '<style:page-layout style:name="a"><style:page-layout-properties fo:page-width="{width}cm" '
    'fo:page-height="{height}cm" fo:margin-top="0cm" fo:margin-bottom="0cm" fo:margin-left="0cm" '
    'fo:margin-right="0cm"/></style:page-layout><style:style style:name="c" '
    'style:family="drawing-page"/></office:automatic-styles><office:master-styles>'
    '<style:master-page style:name="b" style:page-layout-name="a" draw:style-name="c"/>'
    '</office:master-styles><office:body><office:drawing><draw:page draw:style-name="c" '
    'draw:master-page-name="b">'
    '<draw:frame svg:x="0cm" svg:y="0cm" svg:width="{width}cm" svg:height="{height}cm"><draw:image>'
    "<office:binary-data>{content}</office:binary-data></draw:image></draw:frame></draw:page>"
    "</office:drawing></office:body></office:document>"
)


def metafile_kind(head: bytes) -> str:
    """Return the media type of a metafile by its first bytes; "" where it is none.

    >>> metafile_kind(bytes.fromhex("d7cdc69a") + bytes(18)), metafile_kind(b"PK")
    ('image/x-wmf', '')
    """
    if head[_EMF_MARK_AT:_EMF_HEAD] == _EMF_MARK:
        return EMF
    return WMF if head.startswith(_PLACEABLE) and len(head) >= _WMF_HEAD else ""


def as_drawing(content: bytes) -> bytes:
    """Return a metafile on a page of its size, as a flat OpenDocument drawing.

    Raises `UnreadableError` (MALFORMED) where it has no size.
    """
    width, height = _size(content)
    if not (width > _SHORTEST_CM and height > _SHORTEST_CM):
        raise UnreadableError("the picture", "MALFORMED", "it has no size")
    larger = min(_LARGER, _LONGEST_CM / max(width, height))
    return _DRAWING.format(
        spaces=_SPACES,
        width=round(width * larger, 3),
        height=round(height * larger, 3),
        content=base64.b64encode(content).decode(),
    ).encode()


def _size(content: bytes) -> tuple[float, float]:
    """Return width and height in centimetres ([MS-EMF] 2.3.4.2, [MS-WMF] 2.3.2.3)."""
    if metafile_kind(content[:_EMF_HEAD]) == EMF:
        left, top, right, bottom = struct.unpack_from("<4i", content, 24)
        return (right - left) / 1000, (bottom - top) / 1000
    left, top, right, bottom, per_inch = struct.unpack_from("<4hH", content, 6)
    unit = _CM_PER_INCH / (per_inch or 1)
    return abs(right - left) * unit, abs(bottom - top) * unit
