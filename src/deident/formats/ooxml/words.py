"""Which attributes and loose texts of an office document are words, and which are structure.

What is left out is short and fixed: numbers of at most six digits (ten where they measure), words
of the schema, identifiers and names of fonts. Everything else is read.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote

_SHORT = 6
_LONGEST_MEASURE = 10
_FREE = frozenset(
    {
        "alt",
        "author",
        "caption",
        "category",
        "cmd",
        "codename",
        "command",
        "comment",
        "connectstring",
    }
    | {"connectionstring", "descr", "description", "display", "displaytext", "doclocation"}
    | {"element", "email", "err", "helptext", "href", "initials", "instr", "keywords"}
    | {"lastvalue", "link", "manager", "mappedname", "name", "ourname", "place", "providerid"}
    | {"query", "signinginstructions", "src", "string", "suggestedsigner", "suggestedsigner2"}
    | {"suggestedsigneremail", "target", "text", "title", "tooltip", "udl", "url", "user"}
    | {"userid", "username", "value", "xpath", "anchor", "ed", "tag"}
)
# Elements whose attribute `val` is a person's own words.
_FREE_VALUES = frozenset(
    {"alias", "tag", "docVar", "tblCaption", "tblDescription", "default", "name", "statusText"}
    | {
        "helpText",
        "listEntry",
        "description",
        "attr",
        "query",
        "udl",
        "connectString",
    }
    | {"mappedName", "addressFieldName", "mailSubject", "category", "title", "calcOnExit"}
    | {"entryMacro", "exitMacro", "docPart", "lvlText", "separator", "prefix", "suffix", "srcName"}
)
_FONTS = frozenset(
    {"typeface", "script", "panose", "font-family", "font", "face", "ascii", "hansi", "eastasia"}
    | {"cs", "hint", "lang", "altname"}
)
_FONT_ELEMENTS = frozenset({"font", "altName", "latin", "ea", "cs", "sym", "rFonts", "buFont"})
_NAMES_OF_STYLES = frozenset({"lsdException", "theme", "clrScheme", "fontScheme", "fmtScheme"})
_MEASURES = frozenset(
    {
        "x",
        "y",
        "cx",
        "cy",
        "id",
        "w",
        "h",
        "l",
        "t",
        "r",
        "b",
        "pos",
        "rot",
        "ang",
        "dir",
        "sz",
        "val",
    }
    | {"relativeheight", "spid", "idx", "axid", "crossax", "crossaxid", "distt", "distb", "distl"}
    | {"distr", "off", "ext", "posoffset", "fmla", "pctwidth", "pctheight", "rad", "dist", "numid"}
    | {"abstractnumid", "nsid", "tmpl", "order", "cryptspincount", "spincount", "left", "top"}
    | {"right", "bottom", "max", "min", "wr", "hr", "stang", "swang", "v", "uniqueid", "creationid"}
    | {"sldid", "fd", "fov", "z", "start", "end", "tm", "dur", "delay", "modelid", "fontsize"}
)
_HEX = re.compile(
    "rsid.*|paraid|textid|anchorid|editid|durableid|paraidparent|usb[0-3]|csb[01]|panose1?"
)
_HASHES = frozenset({"hash", "salt", "hashvalue", "saltvalue", "fontkey"})
_HEX_ELEMENTS = frozenset({"nsid", "tmpl", "rsid", "rsidRoot", "docId", "panose1"})
_HEX_VALUE = re.compile("[0-9A-Fa-f]{8}|[0-9A-Fa-f]{20}")
# Which parts of a table's style hold in a row or cell, as Word writes them in every table.
_BITS = re.compile("[01]{12}")
_HASH_VALUE = re.compile("(?![^A-Za-z]+$)[A-Za-z0-9+/]{20,88}={0,2}")
_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]{1,3})?")
# A star stands for a digit that is masked: the copy must be read as the original was.
_TELLING = re.compile(r"[0-9*](?:[ \-]?[0-9*]){6,}|@|%[0-9A-Fa-f]{2}")
_IDENTIFIER = re.compile(r"\{?[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\}?")
_SCHEMA = re.compile(r"(?:https?://(?:schemas|purl|www\.w3)\.[^ @]*|urn:schemas[a-z.:-]*)")
_TOKENS = re.compile(r"[A-Za-z][A-Za-z0-9_.:/#-]*|[-0-9.,:;%#]*")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,18}(?:Z|[-+][0-9:]{5})?")
# When something was done; the date in a form's control may be anybody's birthday.
_DATES = frozenset({"date", "dateUtc", "dateutc", "dt", "created", "modified", "lastPrinted"})
_Z_INDEX = re.compile(r"z-index:-?[0-9]{1,10}")
_LENGTH = r"-?[0-9]{0,5}(?:\.[0-9]{1,16})?(?:in|pt|cm|mm|px|pc)"
_STYLE_LENGTH = re.compile(f"(?<=:){_LENGTH}(?=;|$)")
_LENGTHS = re.compile(f"{_LENGTH}(?:,{_LENGTH}){{0,3}}")
_PATHS = frozenset(
    {"path", "points", "o:connectlocs", "adj", "d", "viewbox", "transform", "formulas"}
)
# A path is points and lengths; no length is as long as a telephone.
_NO_PATH = re.compile(r"[^-0-9A-Za-z@,. ()]|(?<![0-9.])[0-9]{11,}")
_ADDRESSES = frozenset({"target", "href", "src", "url", "link"})
_PACKED = re.compile(r"[A-Za-z0-9+/=\s]{300}")
_QUIET_TEXT = frozenset({"align", "Template", "AppVersion", "ModelId"})


def is_plain_target(target: str) -> bool:
    """Say whether a pointer inside a package is named as programs name parts."""
    return target.isascii() and not _TELLING.search(target)


def is_number(text: str) -> bool:
    """Say whether a text is a number as programs write them."""
    return bool(_NUMBER.fullmatch(text))


def _is_long(number: str, *names: str) -> bool:
    if "e" in number.lower():
        return True
    digits = sum(character.isdigit() for character in number.partition(".")[0])
    return digits > (_SHORT if _MEASURES.isdisjoint(names) else _LONGEST_MEASURE)


def is_free(element: str, name: str, value: str) -> bool:
    """Say whether an attribute's name promises words, so that any text may stand in it."""
    promise = _promise(element, name.lower())
    return not value.isascii() if promise is None else promise


@lru_cache(maxsize=8192)
def _promise(element: str, lowered: str) -> bool | None:
    """Say whether a name promises words; None where only the value tells."""
    if lowered in _FONTS or element in _FONT_ELEMENTS or element in _NAMES_OF_STYLES:
        return False
    if lowered == "anchor":
        return element == "hyperlink"
    if lowered == "val":
        return True if element in _FREE_VALUES else None
    return lowered in _FREE


def attribute_tells(element: str, name: str, value: str) -> bool:
    """Say whether an attribute (local names) may hold words or numbers of a person's choosing."""
    if len(value) > _REPEATED:
        return _tells(element, name, value)
    return _known_to_tell(element, name, value)


def _tells(element: str, name: str, value: str) -> bool:
    if len(value) <= _SHORT and value.isascii() and not is_free(element, name, value):
        return False
    lowered = name.lower()
    if not value.strip() or _SCHEMA.fullmatch(value) or _IDENTIFIER.fullmatch(value):
        return False
    if (element in _HEX_ELEMENTS or _HEX.fullmatch(lowered)) and _HEX_VALUE.fullmatch(value):
        return False
    if element == "cnfStyle" and _BITS.fullmatch(value):
        return False
    if lowered in _HASHES and _HASH_VALUE.fullmatch(value):
        return False
    if is_number(value):
        return _is_long(value, lowered, element.lower())
    if is_free(element, name, value):
        return True
    if not value.isascii():
        # 宋体 is the name of a font; 宋体 and a telephone is not.
        font = lowered in _FONTS or element in _FONT_ELEMENTS
        return not font or bool(_TELLING.search(value))
    if lowered == "style":
        value = _STYLE_LENGTH.sub("", _Z_INDEX.sub("", value))
    elif (lowered == "inset" and _LENGTHS.fullmatch(value)) or (
        lowered in _PATHS and not _NO_PATH.search(value)
    ):
        return False
    return bool(_TELLING.search(value)) and not (lowered in _DATES and _MOMENT.fullmatch(value))


# The same styles stand in every document of a program.
_REPEATED = 48
_known_to_tell = lru_cache(maxsize=1 << 14)(_tells)


def text_tells(element: str, text: str) -> bool:
    """Say whether the text of an element that is no paragraph says something."""
    plain = text.strip()
    if element in _QUIET_TEXT and plain.isascii() and not _TELLING.search(plain):
        return False
    if not plain or _IDENTIFIER.fullmatch(plain):
        return False
    if is_number(plain):
        return _is_long(plain, element.lower())
    if plain in ("true", "false"):
        return False
    return not (element in _DATES and _MOMENT.fullmatch(plain))


def is_packed(text: str) -> bool:
    """Say whether a text is long base64: another file may be inside."""
    return len(text) >= 300 and bool(_PACKED.search(text))


def shown(name: str, raw: str) -> str:
    """Return a stored text as its reader sees it: addresses without their escapes."""
    if "%" not in raw or name.lower() not in _ADDRESSES:
        return raw
    try:
        return unquote(raw, errors="strict")
    except UnicodeDecodeError:
        return raw


def stored(name: str, raw: str, text: str) -> str:
    """Return a masked text as it may be stored where `raw` stood."""
    if raw != shown(name, raw):
        return quote(text, safe="/:?#[]@!$&'()*+,;=%")
    return text
