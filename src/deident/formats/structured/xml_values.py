"""XML that is no format of its own: texts, attributes, comments, CDATA, processing instructions.

Its well-formedness is proved by expat before anything is read; a document type is refused. The
masks are written into the characters that are there: references, quotes and CDATA stay what they
were. An element that repeats is the row of a table, and the names of what stands in it head the
columns.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.errors import UnreadableError
from deident.formats.markup import Scanner, malformed
from deident.formats.structured.handler import StructuredHandler
from deident.formats.structured.items import decoded
from deident.formats.structured.xml_reading import items

if TYPE_CHECKING:
    from deident.formats import Limits
    from deident.formats.encoding import Decoded
    from deident.model import Source

_MEDIA_TYPES = frozenset({"application/xml", "text/xml"})
_DECLARATION = re.compile(r"<\?xml\s[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_UTF8 = frozenset({"", "utf-8", "utf8"})
_UTF16 = frozenset({"", "utf-16", "utf-16le", "utf-16be", "utf16"})
_CHINESE = frozenset(
    {"gb2312", "gbk", "gb18030", "gb_2312-80", "csgb2312", "euc-cn", "x-gbk", "cp936"}
    | {"windows-936"}
)
# ASCII means the same in these.
_LATIN = re.compile(
    r"(?:us-)?ascii|iso-?8859-[0-9]{1,2}|latin-?[0-9]|windows-125[0-9]|big5|shift_jis|euc-[jkt][pr]"
)
_OFFICE = re.compile(r"<\?mso-application\s|<pkg:package\s|<w:wordDocument\s")
_CHUNK = 1 << 20
_HEAD = 4096


class XmlHandler(StructuredHandler):
    """Any XML."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits, _MEDIA_TYPES, items)

    def _opened(self, source: Source) -> tuple[Decoded, str]:
        declared = _declared(source)
        origin = decoded(source, self._limits, declared)
        text = origin.text()
        _check_declaration(declared.lower(), origin, text)
        _prove(text)
        if _OFFICE.search(text[:_HEAD]):
            # Its words are parted by runs, which only a handler of its own could join.
            raise UnreadableError("the file", "OFFICE_XML", "Office XML is not read")
        return origin, text


def _declared(source: Source) -> str:
    head = bytes(source.data[:_HEAD]).replace(b"\0", b"").decode("latin-1")
    found = _DECLARATION.search(head)
    return found[1] if found else ""


def _check_declaration(declared: str, origin: Decoded, text: str) -> None:
    """Refuse a declaration that would make another program read other characters."""
    if origin.codec.startswith("utf-16"):
        fits = declared in _UTF16
    elif origin.codec == "utf-8":
        fits = declared in _UTF8 or (text.isascii() and bool(_LATIN.fullmatch(declared)))
    else:
        fits = declared in _CHINESE or bool(origin.bom)
    if not fits:
        raise UnreadableError("the file", "ENCODING", "it declares an encoding it is not in")


def _prove(text: str) -> None:
    """Refuse what no reader of XML accepts, and every document type."""
    scanner = Scanner("the file")
    try:
        for at in range(0, len(text), _CHUNK):
            scanner.tape.take(scanner.feed(text[at : at + _CHUNK].encode()))
    except UnicodeEncodeError:
        raise malformed("the file") from None
    scanner.feed(b"", last=True)
