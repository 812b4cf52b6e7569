"""Presentations: PPTX, PPTM and POTX, read and masked in the XML of their parts.

Every part is read: slides, hidden or not, layouts, masters, notes, handouts, comments and their
authors, tables, diagrams, charts' words, tags, properties. Pictures are handed on. What is neither
understood nor known to hold no text is `Unread`. A part in which nothing is masked keeps its bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.formats.ooxml.handler import OfficeHandler
from deident.formats.ooxml.office import Profile
from deident.formats.ooxml.parts import Treatment
from deident.formats.ooxml.pptx_removals import REMOVALS
from deident.model import Kind

if TYPE_CHECKING:
    from deident.formats import Limits

_DECK = "application/vnd.openxmlformats-officedocument.presentationml."
_SHOW = "application/vnd.ms-powerpoint."
_WITH_MACROS = {
    _SHOW + "presentation.macroenabled.12": (_DECK + "presentation", ".pptx"),
    _SHOW + "slideshow.macroenabled.12": (_DECK + "slideshow", ".ppsx"),
    _SHOW + "template.macroenabled.12": (_DECK + "template", ".potx"),
}
_MEDIA_TYPES = frozenset(
    {_DECK + "presentation", _DECK + "slideshow", _DECK + "template", *_WITH_MACROS}
)
_TREATMENTS = (
    (
        r".*(?:presentation|slideshow|template)(?:\.macroenabled)?\.main\+xml",
        Treatment("tree", "presentation"),
    ),
    (r".*\.slide\+xml", Treatment("tree", "slide", Kind.BODY)),
    (r".*\.(?:slidelayout|slidemaster)\+xml", Treatment("tree", "slide master", Kind.HEADER)),
    (r".*\.(?:notesslide|notesmaster|handoutmaster)\+xml", Treatment("tree", "notes", Kind.NOTE)),
    (
        r".*\.(?:comments|commentauthors|authors)\+xml",
        Treatment("tree", "comments", Kind.COMMENT, "comments"),
    ),
    (
        r".*\.(?:changesinfo|revisioninfo)\+xml",
        Treatment("tree", "revisions", Kind.TRACKED, "revision-numbers"),
    ),
    (r".*\.tags\+xml", Treatment("tree", "tags", Kind.HIDDEN, "custom-xml")),
    (
        r".*\.(?:presprops|viewprops|tablestyles|slideupdateinfo)\+xml",
        Treatment("tree", "settings"),
    ),
)
_PROFILE = Profile(
    main="presentation",
    treatments=_TREATMENTS,
    removals=REMOVALS,
    readable=frozenset({"comments", "custom-xml", "document-properties", "revision-numbers"}),
    without_macros={
        _SHOW + f"{kind}.macroenabled.main+xml": _DECK + f"{kind}.main+xml"
        for kind in ("presentation", "slideshow", "template")
    },
)


class PptxHandler(OfficeHandler):
    """Presentations in Office Open XML."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits, _PROFILE, _MEDIA_TYPES, _WITH_MACROS)
