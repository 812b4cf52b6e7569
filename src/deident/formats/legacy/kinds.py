"""What an old container, an OpenDocument or a UOF file is, told by what it holds.

An OLE2 container may be a text, a workbook, a presentation, a message, a folder's thumbnails, or a
newer document under a password. Protection is noticed here, before any program tries to open it.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, NamedTuple

from deident.errors import UnreadableError
from deident.formats.legacy.metafiles import EMF, WMF

if TYPE_CHECKING:
    import mmap
    from collections.abc import Mapping

    import olefile

    from deident.model import Source

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOC, WORKS = "application/msword", "application/vnd.ms-works"
XLS, PPT = "application/vnd.ms-excel", "application/vnd.ms-powerpoint"
MSG, THUMBS = "application/vnd.ms-outlook", "application/x-thumbs-db"
_OASIS = "application/vnd.oasis.opendocument."
ODT, ODS, ODP = (_OASIS + kind for kind in ("text", "spreadsheet", "presentation"))
UOT, UOS, UOP = (f"application/vnd.uof.{kind}" for kind in ("text", "spreadsheet", "presentation"))
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
_BINARY_BOOK = "xl/workbook.bin"
_WHERE = "the file"


class Old(NamedTuple):
    """A kind that is converted: the suffix LibreOffice is given, and what it becomes."""

    suffix: str
    becomes: str


KINDS: Mapping[str, Old] = {
    DOC: Old(".doc", "docx"),
    WORKS: Old(".wps", "docx"),
    XLS: Old(".xls", "xlsx"),
    XLSB: Old(".xlsb", "xlsx"),
    PPT: Old(".ppt", "pptx"),
    ODT: Old(".odt", "docx"),
    ODT + "-template": Old(".ott", "docx"),
    ODS: Old(".ods", "xlsx"),
    ODS + "-template": Old(".ots", "xlsx"),
    ODP: Old(".odp", "pptx"),
    ODP + "-template": Old(".otp", "pptx"),
    UOT: Old(".uot", "docx"),
    UOS: Old(".uos", "xlsx"),
    UOP: Old(".uop", "pptx"),
    EMF: Old(".fodg", "png"),
    WMF: Old(".fodg", "png"),
}
_STREAMS = (
    ("__properties_version1.0", MSG),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("PowerPoint Document", PPT),
    ("PP97_DUALSTORAGE", PPT),
    ("CONTENTS", WORKS),
    ("Catalog", THUMBS),
)
_LOCKED = frozenset({"encryptedpackage", "encryptedsummary", "\x06dataspaces", "\tdrmcontent"})
# The headers that two programs common in offices put before a file they have locked (memory).
_FILE_LOCKS = (b"%TSD-Header-###%", b"E-SafeNet")
_LOCK_HEAD = 512
_ODF_HEAD = 128
_MANIFEST = 1 << 20
_UOF = re.compile(rb"""<(?:[^\s<>:]+:)?UOF\b[^>]{0,4000}?mimetype\s*=\s*["'](vnd\.uof\.\w+)["']""")
_UOF_HEAD = 4096


def legacy_kind(source: Source) -> str:
    """Return the media type of an old container by its streams; "" where nobody knows it.

    `MSG` and `THUMBS` are told apart too. Raises `UnreadableError`: ENCRYPTED where a password or a
    rights server locks it, TRUNCATED where the container is damaged.
    """
    try:
        with _opened(source.data) as container:
            tops = {entry[0].lower() for entry in container.listdir()}
            if tops & _LOCKED:
                raise locked()
            kind = next((kind for name, kind in _STREAMS if name.lower() in tops), "")
            if kind in (DOC, XLS, PPT):
                _refuse_locked(container, kind)
                _refuse_short(container)
            return kind
    except (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError) as broken:
        # olefile says what is wrong with the bytes it stumbled on; that stays here.
        raise UnreadableError(
            _WHERE, "TRUNCATED", "its container is damaged or cut off"
        ) from broken.__cause__


def _opened(content: bytes | mmap.mmap) -> olefile.OleFileIO[bytes]:
    import olefile

    # A file, never the bytes: short ones would be taken for a path.
    return olefile.OleFileIO(io.BytesIO(content))


def locked() -> UnreadableError:
    """Return the error for a document that only its password or its server opens."""
    return UnreadableError(
        _WHERE,
        "ENCRYPTED",
        "it is protected by a password or by rights management; save it without",
    )


def _refuse_locked(container: olefile.OleFileIO[bytes], kind: str) -> None:
    """Look for the mark of encryption where each program leaves it ([MS-DOC], -XLS, -PPT)."""
    if kind == DOC:
        head = container.openstream("WordDocument").read(12)
        is_locked = len(head) == 12 and bool(head[11] & 0x01)
    elif kind == PPT:
        # F3D1C4DF in the place of E391C05F.
        has_user = container.exists("Current User")
        head = container.openstream("Current User").read(16) if has_user else b""
        is_locked = head[12:16] == b"\xdf\xc4\xd1\xf3"
    else:
        name = "Workbook" if container.exists("Workbook") else "Book"
        is_locked = _has_file_pass(container.openstream(name).read(1 << 16))
    if is_locked:
        raise locked()


def _refuse_short(container: olefile.OleFileIO[bytes]) -> None:
    """Refuse a container that has less of a stream than it says."""
    for entry in container.listdir():
        if len(container.openstream(entry).read()) != container.get_size(entry):
            raise UnreadableError(_WHERE, "TRUNCATED", "its end is missing")


def _has_file_pass(stream: bytes) -> bool:
    """Say whether a workbook's first records name a password (FILEPASS, 0x002F)."""
    at = 0
    while at + 4 <= len(stream):
        kind = int.from_bytes(stream[at : at + 2], "little")
        if kind == 0x002F:
            return True
        if kind == 0x000A:
            return False
        at += 4 + int.from_bytes(stream[at + 2 : at + 4], "little")
    return False


def zip_kind(source: Source) -> str:
    """Return the media type of a binary workbook or an OpenDocument in a zip; "" otherwise.

    Raises `UnreadableError`: ENCRYPTED, TRUNCATED.
    """
    if kind := odf_kind(source):
        return kind
    with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
        return XLSB if _BINARY_BOOK in archive.namelist() else ""


def odf_kind(source: Source) -> str:
    """Return the media type that a zip says it is of, if it is OpenDocument; "" otherwise.

    Raises `UnreadableError` (ENCRYPTED) where its manifest speaks of encryption.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            names = set(archive.namelist())
            if "mimetype" not in names:
                return ""
            with archive.open("mimetype") as member:
                kind = member.read(_ODF_HEAD).decode("latin-1").strip()
            if not kind.startswith(_OASIS):
                return ""
            if "META-INF/manifest.xml" in names:
                with archive.open("META-INF/manifest.xml") as member:
                    manifest = member.read(_MANIFEST)
                if b"encryption-data" in manifest or "encrypted-package" in names:
                    raise locked()
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError) as broken:
        raise UnreadableError(_WHERE, "TRUNCATED", "a damaged zip archive") from broken
    return kind


def uof_kind(head: bytes) -> str:
    """Return the media type of a UOF document (GB/T 20916) by its first bytes; "" otherwise.

    >>> uof_kind(b'<?xml version="1.0"?><uof:UOF uof:mimetype="vnd.uof.text">')
    'application/vnd.uof.text'
    """
    found = _UOF.search(head[:_UOF_HEAD])
    return f"application/{found[1].decode()}" if found else ""


def is_locked_file(head: bytes) -> bool:
    """Say whether a program for protecting files has wrapped this one, whatever it is inside."""
    return any(mark in head[:_LOCK_HEAD] for mark in _FILE_LOCKS)
