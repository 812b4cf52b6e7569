"""Short names for the elements of office documents, whichever of their two name spaces they use."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml import etree

_OFF = frozenset({"0", "false", "off"})
_PREFIXES = {
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/presentationml/2006/main": "p",
    "http://purl.oclc.org/ooxml/presentationml/main": "p",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties": "ep",
    "http://purl.oclc.org/ooxml/officeDocument/extendedProperties": "ep",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "http://www.w3.org/2000/svg": "svg",
}


@lru_cache(maxsize=8192)
def short(tag: str) -> str:
    """Return a name with its usual prefix; an unknown name space becomes "?".

    >>> short("{http://purl.oclc.org/ooxml/wordprocessingml/main}p")
    'w:p'
    """
    space, _, name = tag.rpartition("}")
    if not space:
        return name
    return f"{_PREFIXES.get(space[1:], '?')}:{name}"


@lru_cache(maxsize=8192)
def local(tag: str) -> str:
    """Return a name without its name space."""
    return tag.rpartition("}")[2]


def value_of(node: etree._Element) -> str:
    """Return an element's attribute `val`, in whichever name space it stands."""
    return next((value for name, value in node.attrib.items() if local(name) == "val"), "")


def is_on(node: etree._Element) -> bool:
    """Say whether a switch such as `w:vanish` is on."""
    return value_of(node).lower() not in _OFF


def is_hidden_run(run: etree._Element, hidden_styles: Collection[str]) -> bool:
    """Say whether a run's own properties, or its styles, hide it."""
    for mark in run.iterfind("{*}rPr/{*}vanish"):
        return is_on(mark)
    if not hidden_styles:
        return False
    # Hiding twice shows again: this is how Word adds the styles of a paragraph and a run.
    own = any(value_of(found) in hidden_styles for found in run.iterfind("{*}rPr/{*}rStyle"))
    return own != any(
        value_of(found) in hidden_styles
        for paragraph in run.iterancestors("{*}p")
        for found in paragraph.iterfind("{*}pPr/{*}pStyle")
    )


def styles_that_hide(root: etree._Element) -> frozenset[str]:
    """Return the ids of the styles that hide their text, by themselves or by what they build on."""
    own: dict[str, bool] = {}
    parents: dict[str, str] = {}
    for style in root.iterchildren("{*}style"):
        name = next((value for key, value in style.attrib.items() if local(key) == "styleId"), "")
        for mark in style.iterfind("{*}rPr/{*}vanish"):
            own[name] = is_on(mark)
        for found in style.iterfind("{*}basedOn"):
            parents[name] = value_of(found)
    return frozenset(name for name in {*own, *parents} if _hides(name, own, parents))


def _hides(name: str, own: dict[str, bool], parents: dict[str, str]) -> bool:
    for _ in range(len(parents) + 1):
        if name in own:
            return own[name]
        name = parents.get(name, "")
    return False
