"""Which handler answers for a document. Kinds are told by content; the name only breaks ties."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from deident.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from deident.formats import FormatHandler, Limits
    from deident.model import Source
    from deident.ocr import OcrEngine

PLAIN, MARKDOWN = "text/plain", "text/markdown"
DELIMITED = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
IMAGE = "image/*"

_OLE2 = b"\xd0\xcf\x11\xe0"
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"GIF8", "image/gif"),
)
_KNOWN_BINARY = (
    (b"%PDF", "PDF"),
    (_OLE2, "OLE2"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7Z"),
    (b"\x1f\x8b", "GZIP"),
    (b"{\\rtf", "RTF"),
)
_OFFICE = (("xl/workbook.", XLSX), ("word/document", DOCX), ("ppt/presentation", PPTX))
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_DELIMITED_NAMES = frozenset({".csv", ".tsv", ".tab"})
_MARKDOWN_NAMES = frozenset({".md", ".markdown"})
_JSON_NAMES = frozenset({".json", ".jsonl", ".js", ".geojson"})
# Read as plain text these would hide numbers: markup parts them, transfer encodings and escapes
# turn them into other characters. Until a handler reads them they are refused.
_UNREAD_NAMES = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".mht", ".mhtml", ".shtml"), "HTML"),
    **dict.fromkeys((".eml", ".msg"), "EML"),
    **dict.fromkeys((".xml", ".svg", ".rels"), "XML"),
    ".rtf": "RTF",
}
_UNREAD_TEXT = (
    (
        re.compile(rb"\s*<(?:!doctype|html|head|body|div|p|table|span|meta)\b", re.IGNORECASE),
        "HTML",
    ),
    (re.compile(rb"\s*<(?:\?xml|svg)\b", re.IGNORECASE), "XML"),
    (
        re.compile(
            rb"(?:[A-Za-z-]{2,40}:[^\r\n]*\r?\n)+?(?:MIME-Version|Content-Type):", re.IGNORECASE
        ),
        "EML",
    ),
)
_JSON_ESCAPE = re.compile(rb"\\\\?u00[23][0-9a-fA-F]")
_BOM = b"\xef\xbb\xbf"
_HEAD = 4096


def _suffix(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def media_type(source: Source) -> str:
    """Tell what a document is by its first bytes; what nobody reads is an error, not a skip."""
    head = bytes(source.data[:16])
    if head.startswith(_ZIP):
        return _zip_kind(source)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(_OLE2) and _is_locked(source):
        raise UnreadableError("the file", "ENCRYPTED", "it is protected by a password")
    for magic, kind in _KNOWN_BINARY:
        if head.startswith(magic):
            raise UnreadableError(
                "the file", "UNSUPPORTED_KIND", f"{kind} is not read yet", kind=kind
            )
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return "image/bmp"
    suffix = _suffix(source.name)
    if unread := _unread_text(source, suffix):
        raise UnreadableError(
            "the file", "UNSUPPORTED_KIND", f"{unread} is not read yet", kind=unread
        )
    if suffix in _DELIMITED_NAMES:
        return DELIMITED
    return MARKDOWN if suffix in _MARKDOWN_NAMES else PLAIN


def _unread_text(source: Source, suffix: str) -> str:
    """Name the kind of a text whose characters are not what a reader sees, or return ""."""
    if suffix in _UNREAD_NAMES:
        return _UNREAD_NAMES[suffix]
    head = bytes(source.data[:_HEAD]).removeprefix(_BOM)
    for pattern, kind in _UNREAD_TEXT:
        if pattern.match(head):
            return kind
    return "JSON" if suffix in _JSON_NAMES and _JSON_ESCAPE.search(source.data) else ""


def _is_locked(source: Source) -> bool:
    """Say whether an old container only wraps a newer document under a password."""
    return source.data.find("EncryptedPackage".encode("utf-16-le")) >= 0


def _zip_kind(source: Source) -> str:
    try:
        with zipfile.ZipFile(BytesIO(source.data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as broken:
        raise UnreadableError("the file", "TRUNCATED", "a damaged zip archive") from broken
    for prefix, known in _OFFICE:
        if any(name.lower().startswith(prefix) for name in names):
            return known
    kind = "OFD" if "OFD.xml" in names else "ZIP"
    raise UnreadableError("the file", "UNSUPPORTED_KIND", f"{kind} is not read yet", kind=kind)


def handler_for(
    source: Source, limits: Limits, engine: Callable[[], OcrEngine] | None = None
) -> FormatHandler:
    """Return the handler for a document. `engine` is asked for only when a picture must be read."""
    kind = source.media_type or media_type(source)
    if kind.startswith("image/"):
        from deident.formats.image import ImageHandler
        from deident.ocr.registry import engine as installed

        return ImageHandler(engine or installed, limits)
    if kind == XLSX:
        from deident.formats.xlsx import XlsxHandler

        return XlsxHandler(limits)
    if ".wordprocessingml." in kind or kind.startswith("application/vnd.ms-word."):
        from deident.formats.docx import DocxHandler

        return DocxHandler(limits)
    if ".presentationml." in kind or kind.startswith("application/vnd.ms-powerpoint."):
        from deident.formats.pptx import PptxHandler

        return PptxHandler(limits)
    if kind == DELIMITED:
        from deident.formats.delimited import DelimitedHandler

        return DelimitedHandler(limits)
    from deident.formats.text import PlainTextHandler

    return PlainTextHandler(limits)
