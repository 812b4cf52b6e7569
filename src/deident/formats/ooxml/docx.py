"""Text documents: DOCX, DOCM and DOTX, read and masked in the XML of their parts.

Every part is read: body, headers, notes, comments, deleted and hidden text, field codes, text boxes
twice where they are stored twice, charts' and diagrams' words, links, properties. Tables are read
with the words that govern their cells. Pictures are handed on. What is neither understood nor known
to hold no text is `Unread`. A part in which nothing is masked keeps its bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.formats.ooxml.docx_removals import REMOVALS
from deident.formats.ooxml.handler import OfficeHandler
from deident.formats.ooxml.office import Profile
from deident.formats.ooxml.parts import Treatment
from deident.model import Kind

if TYPE_CHECKING:
    from deident.formats import Limits

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_WITH_MACROS = {
    "application/vnd.ms-word.document.macroenabled.12": (_WORD + "document", ".docx"),
    "application/vnd.ms-word.template.macroenabledtemplate.12": (_WORD + "template", ".dotx"),
    "application/vnd.ms-word.template.macroenabled.12": (_WORD + "template", ".dotx"),
}
_MEDIA_TYPES = frozenset({_WORD + "document", _WORD + "template", *_WITH_MACROS})
_TREATMENTS = (
    (
        r".*(?:wordprocessingml|ms-word)\.document\.glossary\+xml",
        Treatment("tree", "glossary", Kind.HIDDEN, "glossary"),
    ),
    (
        r".*(?:document|template)(?:\.macroenabled\w*)?\.main\+xml",
        Treatment("tree", "document", Kind.BODY),
    ),
    (r".*\.header\+xml", Treatment("tree", "page header", Kind.HEADER)),
    (r".*\.footer\+xml", Treatment("tree", "page footer", Kind.HEADER)),
    (r".*\.(?:footnotes|endnotes)\+xml", Treatment("tree", "notes", Kind.NOTE)),
    (
        r".*\.(?:comments\w*|people|documenttasks)\+xml",
        Treatment("tree", "comments", Kind.COMMENT, "comments"),
    ),
    (r".*\.mailmergerecipientdata\+xml", Treatment("tree", "mail merge", removal="mail-merge")),
    (r".*\.styles(?:witheffects)?\+xml", Treatment("tree", "styles")),
    (r".*\.(?:settings|websettings|numbering|fonttable)\+xml", Treatment("tree", "settings")),
)
_PROFILE = Profile(
    main="document",
    treatments=_TREATMENTS,
    removals=REMOVALS,
    readable=frozenset(
        {"tracked-changes", "hidden-text", "comments", "custom-xml", "document-properties"}
        | {"document-variables", "glossary", "mail-merge", "revision-numbers"}
    ),
    without_macros={
        "application/vnd.ms-word.document.macroenabled.main+xml": _WORD + "document.main+xml",
        "application/vnd.ms-word.template.macroenabledtemplate.main+xml": (
            _WORD + "template.main+xml"
        ),
    },
)


class DocxHandler(OfficeHandler):
    """Text documents in Office Open XML."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits, _PROFILE, _MEDIA_TYPES, _WITH_MACROS)
