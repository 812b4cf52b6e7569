"""Which handler answers for which kind of document. A handler is imported when it is needed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from deident.errors import UnreadableError
from deident.formats import kinds
from deident.formats.kinds import media_type, require
from deident.formats.legacy import kinds as legacy_kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from deident.formats import FormatHandler, Limits
    from deident.model import Source
    from deident.ocr import OcrEngine

__all__ = ["handler_for", "media_type"]

_LEGACY = "legacy.handler:LegacyHandler"
_ARCHIVE = "archive.handler:ArchiveHandler"
_HANDLERS: Mapping[str, str] = {
    kinds.PLAIN: "text:PlainTextHandler",
    kinds.MARKDOWN: "text:PlainTextHandler",
    kinds.DELIMITED: "delimited:DelimitedHandler",
    kinds.XLSX: "xlsx.handler:XlsxHandler",
    kinds.DOCX: "ooxml.docx:DocxHandler",
    kinds.PPTX: "ooxml.pptx:PptxHandler",
    kinds.PDF: "pdf.handler:PdfHandler",
    kinds.OFD: "ofd.handler:OfdHandler",
    kinds.RTF: "rtf.handler:RtfHandler",
    kinds.HTML: "web.html:HtmlHandler",
    kinds.SVG: "web.svg:SvgHandler",
    kinds.XML: "structured.xml_values:XmlHandler",
    kinds.JSON: "structured.json_values:JsonHandler",
    kinds.JSON_LINES: "structured.json_values:JsonHandler",
    kinds.YAML: "structured.yaml_values:YamlHandler",
    kinds.MAIL: "mail.handler:MailHandler",
    kinds.CARD: "structured.card_values:CardHandler",
    "image/*": "image.handler:ImageHandler",
    **dict.fromkeys((kinds.ZIP, kinds.SEVEN, kinds.RAR, kinds.GZIP, kinds.TAR), _ARCHIVE),
    **dict.fromkeys(legacy_kinds.KINDS, _LEGACY),
}
# These see pictures; an engine is made only when the first one comes.
_SEEING = frozenset({"image.handler:ImageHandler", "pdf.handler:PdfHandler"})
# What the extra `documents` installs.
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "pdf.handler:PdfHandler": ("pikepdf", "pypdfium2", "pypdf", "pdfminer"),
    _LEGACY: ("olefile",),
}
# Media types as mail, the web and callers write them.
_ALSO: Mapping[str, str] = {
    "application/xhtml+xml": kinds.HTML,
    "text/xml": kinds.XML,
    "text/rtf": kinds.RTF,
    "text/x-markdown": kinds.MARKDOWN,
    "text/x-vcard": kinds.CARD,
    "text/directory": kinds.CARD,
    "text/calendar": kinds.CARD,
    "text/yaml": kinds.YAML,
    "application/x-yaml": kinds.YAML,
    "text/tab-separated-values": kinds.DELIMITED,
    "multipart/related": kinds.MAIL,
    "application/x-rar-compressed": kinds.RAR,
    "application/x-zip-compressed": kinds.ZIP,
}


def handler_for(
    source: Source, limits: Limits, engine: Callable[[], OcrEngine] | None = None
) -> FormatHandler:
    """Return the handler for a document. `engine` is asked for only when a picture must be read."""
    kind = source.media_type or media_type(source)
    path = _HANDLERS.get(_family(kind))
    if path is None:
        raise UnreadableError("the file", "UNSUPPORTED_KIND", f"{kind} is not read", kind=kind)
    require(*_NEEDS.get(path, ()))
    module, _, name = path.partition(":")
    handler = getattr(import_module(f"deident.formats.{module}"), name)
    if path in _SEEING:
        from deident.ocr.registry import engine as installed

        return cast("FormatHandler", handler(engine or installed, limits))
    return cast("FormatHandler", handler(limits))


def _family(kind: str) -> str:
    kind = _ALSO.get(kind.lower(), kind)
    if kind in _HANDLERS:
        return kind
    if kind.startswith("image/"):
        return "image/*"
    if ".wordprocessingml." in kind or kind.startswith("application/vnd.ms-word."):
        return kinds.DOCX
    if ".spreadsheetml." in kind or kind.startswith("application/vnd.ms-excel."):
        return kinds.XLSX
    if ".presentationml." in kind or kind.startswith("application/vnd.ms-powerpoint."):
        return kinds.PPTX
    return kinds.PLAIN if kind.startswith("text/") else kind
