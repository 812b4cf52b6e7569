"""What the destinations of RTF are: text a reader sees, text nobody sees, or no text at all.

Source: Rich Text Format Specification 1.9.1, and what Word, WPS and LibreOffice write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from deident.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping


class Part(NamedTuple):
    """A destination: what its text is, and which removable it goes with.

    `flow` says that its text is read in paragraphs of its own; otherwise it flows on in the text
    around it. `packed` content is no text.
    """

    name: str = ""
    kind: Kind = Kind.BODY
    flow: bool = True
    removable: str = ""
    packed: bool = False


def _hidden(name: str, removable: str = "", kind: Kind = Kind.METADATA) -> Part:
    return Part(name, kind, removable=removable)


_HEADERS = ("header", "headerl", "headerr", "headerf")
_FOOTERS = ("footer", "footerl", "footerr", "footerf")
_COMMENTS = ("annotation", "atnid", "atnauthor", "atntime", "atndate", "atnref", "atnparent")
_PROPERTIES = (
    "title", "subject", "author", "manager", "company", "operator", "category", "keywords",
    "comment", "doccomm", "hlinkbase", "propname", "staticval", "linkval", "creatim", "revtim",
    "printim", "buptim",
)  # fmt: skip

PARTS: Mapping[str, Part] = {
    **dict.fromkeys(_HEADERS, Part("page header", Kind.HEADER)),
    **dict.fromkeys(_FOOTERS, Part("page footer", Kind.HEADER)),
    "footnote": Part("footnote", Kind.NOTE),
    **dict.fromkeys(("ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn"), Part("notes")),
    **dict.fromkeys(_COMMENTS, _hidden("comments", "comments", Kind.COMMENT)),
    **dict.fromkeys(("atrfstart", "atrfend"), _hidden("comments", "comments", Kind.COMMENT)),
    "info": _hidden("properties", "document-properties"),
    **dict.fromkeys(_PROPERTIES, _hidden("properties")),
    "userprops": _hidden("properties", "document-properties"),
    "generator": _hidden("properties", "document-properties"),
    "template": _hidden("properties", "document-properties"),
    "docvar": _hidden("variables", "document-variables"),
    "mailmerge": _hidden("mail merge", "mail-merge"),
    "protusertbl": _hidden("properties", "document-properties"),
    "rsidtbl": _hidden("properties", "revision-numbers"),
    "revtbl": _hidden("authors", "tracked-changes", Kind.TRACKED),
    "oldpprops": _hidden("tracked changes", "tracked-changes", Kind.TRACKED),
    "datastore": Part("data", Kind.METADATA, removable="custom-xml", packed=True),
    "themedata": Part("theme", Kind.METADATA, removable="custom-xml", packed=True),
    "colorschememapping": Part("theme", Kind.METADATA, removable="custom-xml", packed=True),
    "nonshppict": _hidden("second pictures", "second-pictures", Kind.HIDDEN),
    **dict.fromkeys(
        ("objdata", "objalias"),
        Part("object", Kind.METADATA, removable="embedded-objects", packed=True),
    ),
    **dict.fromkeys(
        ("objclass", "objname", "objsect"), _hidden("object", "embedded-objects", Kind.HIDDEN)
    ),
    "bkmkstart": _hidden("bookmark"),
    "bkmkend": _hidden("bookmark"),
    "fldinst": _hidden("field"),
    "fldtype": _hidden("field"),
    "datafield": Part("field", Kind.METADATA, removable="field-data", packed=True),
    "formfield": _hidden("form field"),
    "ffname": _hidden("form field"),
    "ffdeftext": _hidden("form field"),
    "ffhelptext": _hidden("form field"),
    "ffstattext": _hidden("form field"),
    "fffformat": _hidden("form field"),
    "ffentrymcr": _hidden("form field"),
    "ffexitmcr": _hidden("form field"),
    "ffl": _hidden("form field"),
    "shptxt": Part("text box"),
    "shpinst": _hidden("shape"),
    "shprslt": Part("text box"),
    "sn": Part("shape", Kind.METADATA, flow=False),
    "sv": Part("shape", Kind.METADATA, flow=False),
    "picprop": _hidden("shape"),
    "blipuid": _hidden("picture"),
    "listtext": Part("list number", Kind.HIDDEN),
    "pntext": Part("list number", Kind.HIDDEN),
    "pntxta": Part("list number", Kind.HIDDEN),
    "pntxtb": Part("list number", Kind.HIDDEN),
    "fonttbl": _hidden("fonts"),
    "panose": _hidden("typeface"),
    "fontemb": Part("fonts", Kind.METADATA, removable="embedded-fonts", packed=True),
    "fontfile": _hidden("fonts"),
    "colortbl": _hidden("colours"),
    "stylesheet": _hidden("styles"),
    "filetbl": _hidden("files"),
    "xe": _hidden("index"),
    "tc": _hidden("contents"),
    "txe": _hidden("index"),
    "rxe": _hidden("index"),
    "passwordhash": _hidden("protection"),
    "background": Part("background"),
    "nextfile": _hidden("files"),
    "ud": _hidden("second writing", kind=Kind.HIDDEN),
    "nesttableprops": Part(flow=False),
    "nonesttables": _hidden("second writing", kind=Kind.HIDDEN),
}
"""Destinations by control word; what has a star and is not named here is read as unknown."""

FLOWING = frozenset(
    {"field", "fldrslt", "shp", "shpgrp", "shppict", "object", "result", "upr", "mmath", "moMath"}
)
"""Groups whose text flows on in the text around them."""

UNKNOWN = _hidden("unknown part", kind=Kind.HIDDEN)

CHARACTERS: Mapping[str, str] = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "lquote": "‘",
    "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": "\u2003",
    "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c",
    "zwbo": "\u200b", "zwnbo": "\ufeff", "ltrmark": "\u200e", "rtlmark": "\u200f",
}  # fmt: skip
SYMBOLS: Mapping[str, str] = {
    "~": "\u00a0", "-": "\u00ad", "_": "\u2011", "\\": "\\", "{": "{", "}": "}",
}  # fmt: skip

CHARSETS: Mapping[int, str] = {
    0: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk",
    136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp437",
}  # fmt: skip
PAGES: Mapping[int, str] = {936: "gbk", 54936: "gb18030", 950: "cp950", 932: "cp932",
                            949: "cp949", 65001: "utf-8", 10000: "mac-roman"}  # fmt: skip
TWO_BYTES = frozenset({"gbk", "gb18030", "cp950", "cp932", "cp949", "johab"})
