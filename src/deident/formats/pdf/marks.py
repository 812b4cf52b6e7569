"""Marked content in content streams: replacement texts, alternate texts and comments taken out.

ActualText keeps the number that was masked, and pdfium even returns it as the text. So the
properties of every mark go, with the comments; the marks themselves stay where they are in balance.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf

_STRING = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)"
_PLAIN = rb"(?:[^<>()%]|" + _STRING + rb"|<[0-9A-Fa-f\s]*>)*"
_WITH_DICTIONARY = re.compile(rb"<<" + _PLAIN + rb">>\s*(BDC|DP)\b", re.DOTALL)
_WITH_NAME = re.compile(rb"(/[^\s/<>\[\](){}%]+)\s*/[^\s/<>\[\](){}%]+\s+(BDC|DP)\b")
_LEFT = re.compile(rb">>\s*(?:BDC|DP)\b")
_EMPTY = re.compile(rb"<<>>\s*(?:BDC|DP)\b")
_STRINGS = re.compile(_STRING, re.DOTALL)
_MARKS = (b"BDC", b"DP")


def unmarked(content: bytes, pdf: pikepdf.Pdf) -> bytes:
    """Return a content stream without the properties of its marks and without comments."""
    if any(mark in content for mark in _MARKS):
        content = _WITH_DICTIONARY.sub(rb"<<>> \1", content)
        content = _WITH_NAME.sub(rb"\1 <<>> \2", content)
        if len(_LEFT.findall(content)) != len(_EMPTY.findall(content)):
            return _rewritten(content, pdf)
    if b"%" in content and b"%" in _STRINGS.sub(b"", content):
        return _rewritten(content, pdf)
    return content


def balanced(content: bytes, pdf: pikepdf.Pdf) -> bytes:
    """Return a content stream in which every q has its Q, and no Q is left over."""
    import pikepdf

    kept: list[object] = []
    depth = 0
    for one in _parsed(content, pdf):
        operator = str(one.operator)
        depth += {"q": 1, "Q": -1}.get(operator, 0)
        if depth < 0:
            depth = 0
        else:
            kept.append(one)
    return pikepdf.unparse_content_stream(kept) + b"\nQ" * depth  # type: ignore[arg-type]


def _rewritten(content: bytes, pdf: pikepdf.Pdf) -> bytes:
    """Parse and write the stream again: slower, and certain."""
    import pikepdf

    kept: list[object] = []
    for one in _parsed(content, pdf):
        if str(one.operator) in {"BDC", "DP"}:
            kept.append(([one.operands[0], pikepdf.Dictionary()], one.operator))
        else:
            kept.append(one)
    return pikepdf.unparse_content_stream(kept)  # type: ignore[arg-type]


def _parsed(content: bytes, pdf: pikepdf.Pdf) -> list[Any]:
    import pikepdf

    with warnings.catch_warnings():
        # A broken end is cut off here as it is everywhere else.
        warnings.simplefilter("ignore")
        return list(pikepdf.parse_content_stream(pdf.make_stream(content)))
