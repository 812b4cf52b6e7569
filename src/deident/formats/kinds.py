"""What a document is, told by its bytes. The name decides only between kinds of plain text.

A text that disguises its characters (markup, escapes, transfer encodings) must never be taken for
plain text: a number parted by tags would be found clean.
"""

from __future__ import annotations

import re
import zipfile
from importlib.util import find_spec
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from deident.errors import UnreadableError
from deident.formats.legacy import kinds as legacy_kinds
from deident.formats.legacy import metafiles as legacy_metafiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from deident.model import Source

PLAIN, MARKDOWN, DELIMITED = "text/plain", "text/markdown", "text/csv"
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
XLSX = _OPEN_XML + "spreadsheetml.sheet"
DOCX = _OPEN_XML + "wordprocessingml.document"
PPTX = _OPEN_XML + "presentationml.presentation"
PDF, OFD, RTF = "application/pdf", "application/ofd", "application/rtf"
HTML, SVG, XML = "text/html", "image/svg+xml", "application/xml"
JSON, JSON_LINES, YAML = "application/json", "application/x-ndjson", "application/yaml"
MAIL, CARD = "message/rfc822", "text/vcard"
ZIP, SEVEN, RAR = "application/zip", "application/x-7z-compressed", "application/vnd.rar"
GZIP, TAR = "application/gzip", "application/x-tar"

_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", SEVEN),
    (b"\x1f\x8b", GZIP),
    (b"{\\rtf", RTF),
)
# Told apart only to say what they are: nobody here reads them.
_UNREAD = (
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"MSCF\0\0\0\0", "CAB"),
    (b"\x7fELF", "ELF"),
    (b"SQLite format 3\0", "SQLite"),
)
_BZIP2 = re.compile(rb"BZh[1-9]1AY&SY")
_PROGRAM = b"MZ"
_OFFICE = (
    ("xl/workbook.", XLSX),
    ("word/document", DOCX),
    ("ppt/presentation", PPTX),
)
_NAMED: Mapping[str, str] = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), HTML),
    **dict.fromkeys((".eml", ".mht", ".mhtml"), MAIL),
    **dict.fromkeys((".csv", ".tsv", ".tab"), DELIMITED),
    **dict.fromkeys((".md", ".markdown"), MARKDOWN),
    **dict.fromkeys((".json", ".geojson"), JSON),
    **dict.fromkeys((".jsonl", ".ndjson"), JSON_LINES),
    **dict.fromkeys((".yaml", ".yml"), YAML),
    **dict.fromkeys((".xml", ".rels"), XML),
    ".svg": SVG,
    ".rtf": RTF,
}
_TEXTS = (
    (re.compile(rb"\s*BEGIN:V(?:CARD|CALENDAR)\s", re.IGNORECASE), CARD),
    (re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<svg\b", re.DOTALL), SVG),
    (re.compile(rb"\s*<\?xml[^>]*>\s*<(?:!doctype html|html)\b", re.IGNORECASE), HTML),
    (re.compile(rb"\s*<\?xml\b"), XML),
    (
        re.compile(
            rb"\s*<(?:!doctype|html|head|body|div|p|table|span|meta|style|script|font|center)\b",
            re.IGNORECASE,
        ),
        HTML,
    ),
    (
        re.compile(
            rb"(?:[A-Za-z-]{2,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+?"
            rb"(?:MIME-Version|Content-Type|Received|Return-Path|Message-ID):",
            re.IGNORECASE,
        ),
        MAIL,
    ),
    (re.compile(rb"\s*(?:\{\s*\"|\[\s*[\[{]\s*\")"), JSON),
)
_JSON_ESCAPE = re.compile(rb"\\\\?u00[23][0-9a-fA-F]")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_BOM = b"\xef\xbb\xbf"
_HEAD = 4096
_PDF_HEAD = 1024
_TAR_MARK = 257
# Which endings go with which kinds: what else carries one is called by a wrong name.
_EXPECTED: tuple[tuple[Iterable[str], Iterable[str]], ...] = (
    ((".docx", ".docm", ".dotx", ".dotm"), (DOCX,)),
    ((".xlsx", ".xlsm", ".xltx", ".xltm"), (XLSX,)),
    ((".pptx", ".pptm", ".ppsx", ".potx"), (PPTX,)),
    ((".doc", ".dot"), (legacy_kinds.DOC,)),
    ((".xls", ".xlt"), (legacy_kinds.XLS,)),
    ((".ppt", ".pps"), (legacy_kinds.PPT,)),
    ((".wps",), (legacy_kinds.DOC, legacy_kinds.WORKS, DOCX)),
    ((".et",), (legacy_kinds.XLS, XLSX)),
    ((".dps",), (legacy_kinds.PPT, PPTX)),
    ((".pdf",), (PDF,)),
    ((".ofd",), (OFD,)),
    ((".rtf",), (RTF,)),
    ((".zip",), (ZIP,)),
    ((".7z",), (SEVEN,)),
    ((".rar",), (RAR,)),
    ((".html", ".htm"), (HTML,)),
    ((".eml",), (MAIL,)),
    ((".png",), ("image/png",)),
    ((".jpg", ".jpeg"), ("image/jpeg",)),
    ((".gif",), ("image/gif",)),
    ((".bmp",), ("image/bmp",)),
    ((".tif", ".tiff"), ("image/tiff",)),
    ((".webp",), ("image/webp",)),
    ((".txt", ".csv", ".md"), (PLAIN, MARKDOWN, DELIMITED, CARD)),
)
_KINDS_OF = {ending: frozenset(kinds) for endings, kinds in _EXPECTED for ending in endings}


def suffix(name: str) -> str:
    """Return the ending of a name, in small letters, with its dot."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def media_type(source: Source) -> str:
    """Tell what a document is; what nobody here reads is an error, not a skip."""
    head = _readable(bytes(source.data[:_HEAD]))
    if head.startswith(_ZIP_MARKS):
        return _zip_kind(source)
    if head.startswith(legacy_kinds.OLE2):
        return _old_kind(source)
    if legacy_kinds.is_locked_file(head):
        raise legacy_kinds.locked()
    if binary := _binary(head, source):
        return binary
    if uof := legacy_kinds.uof_kind(head):
        return uof
    return _text_kind(head, source)


def misnamed(source: Source, kind: str) -> bool:
    """Say whether a document's ending promises another kind than its bytes are."""
    expected = _KINDS_OF.get(suffix(source.name))
    return expected is not None and kind not in expected


def _readable(head: bytes) -> bytes:
    """Return the first bytes as ASCII-compatible text, without a mark."""
    if encoding := _UTF16.get(head[:2]):
        return head[2:].decode(encoding, "replace").encode()
    return head.removeprefix(_BOM)


def _binary(head: bytes, source: Source) -> str:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    _refuse_unread(head)
    if metafile := legacy_metafiles.metafile_kind(head):
        return metafile
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if head[_TAR_MARK : _TAR_MARK + 5] == b"ustar":
        return TAR
    # Readers of PDF forgive bytes before the header.
    at = head[:_PDF_HEAD].find(b"%PDF-")
    return PDF if at == 0 or (at > 0 and source.data.rfind(b"%%EOF") > 0) else ""


def _refuse_unread(head: bytes) -> None:
    """Name a kind that is known and not read: "an unknown encoding" would help nobody."""
    known = next((kind for magic, kind in _UNREAD if head.startswith(magic)), "")
    if _BZIP2.match(head):
        known = "bzip2"
    elif head.startswith(_PROGRAM) and b"\0\0" in head:
        known = "EXE"
    if known:
        raise UnreadableError("the file", "UNSUPPORTED_KIND", f"{known} is not read", kind=known)


def _text_kind(head: bytes, source: Source) -> str:
    named = _NAMED.get(suffix(source.name), "")
    for pattern, kind in _TEXTS:
        if pattern.match(head) and not (named == SVG or (kind == JSON and named)):
            return kind
    # Escapes in a script or a log hide digits from whoever reads it as text.
    if suffix(source.name) == ".js" and _JSON_ESCAPE.search(source.data):
        raise UnreadableError("the file", "UNSUPPORTED_KIND", "scripts are not read", kind="JS")
    if not named and _CONTROL.search(head):
        _refuse_foreign(source)
    return named or PLAIN


def _refuse_foreign(source: Source) -> None:
    """Refuse what is no text either by the name it promised: an encoding would be no help."""
    ending = suffix(source.name)
    if not _KINDS_OF.get(ending, frozenset({PLAIN})) & {PLAIN, MARKDOWN, DELIMITED}:
        named = ending.removeprefix(".")
        raise UnreadableError("the file", "NOT_ITS_KIND", f"it is no {named} file", kind=named)


def require(*libraries: str) -> None:
    """Refuse a document whose kind needs a library that is not installed."""
    if any(find_spec(library) is None for library in libraries):
        install = "pip install 'deident[documents]'"
        why = f"a library is missing; run: {install}"
        raise UnreadableError("the file", "MISSING_LIBRARY", why, install=install)


def _old_kind(source: Source) -> str:
    require("olefile")
    kind = legacy_kinds.legacy_kind(source)
    if kind in legacy_kinds.KINDS:
        return kind
    if kind == legacy_kinds.MSG:
        raise UnreadableError("the file", "MSG_MESSAGE", "an Outlook message; save it as EML")
    name = {legacy_kinds.THUMBS: "Thumbs.db"}.get(kind, "OLE2")
    raise UnreadableError("the file", "UNSUPPORTED_KIND", f"{name} is not read", kind=name)


def _zip_kind(source: Source) -> str:
    try:
        with zipfile.ZipFile(BytesIO(source.data)) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError) as broken:
        raise UnreadableError("the file", "TRUNCATED", "a damaged zip archive") from broken
    if "ofd.xml" in names:
        return OFD
    if old := legacy_kinds.zip_kind(source):
        return old
    for prefix, known in _OFFICE:
        if "[content_types].xml" in names and any(name.startswith(prefix) for name in names):
            return known
    return ZIP
