"""Words that a person's name follows: labels with a colon, and roles without one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from deident.recognizers import person_shapes as shapes
from deident.recognizers.person_words import WORDS
from deident.recognizers.vocabulary import trie

if TYPE_CHECKING:
    from collections.abc import Iterator

LABELS = WORDS["labels"]
ROLES = WORDS["roles"]

_SEPARATOR = r"[ ]*(?:[、，,；;/|]|和|与|及|以及)[ ]*|[ ]{1,6}|[ ]*(?:\r?\n|\x1e)+[ ]*"
_NUMBERING = r"(?:[（(]?[0-9一二三四五六七八九十]{1,3}[)）、.．][ ]*)?"
_REMARK = r"(?:[ ]?[（(][^（()）\n]{1,20}[)）])?(?:同志|同学|先生|女士)?(?:[ ]?[0-9.,]{1,9}元)?"
_ANY_NAME = (
    f"(?:{shapes.POLITE}|{shapes.MASKED}|{shapes.ANY_DOTTED}|{shapes.WHOLE}|{shapes.SPACED}|"
    f"{shapes.JOINED}|"
    f"{shapes.LATIN})"
)
_COLON = re.compile(rf"(?:[：:]|[】\]][ ]*[：:]?)[ ]*[【\[]?(?:\r?\n[ ]*)?{_NUMBERING}")
_BRACKETED = re.compile(r"[（(][^（()）\n：:]{1,16}[)）]$")
_LABELS = frozenset(LABELS)
_LENGTHS = sorted({len(word) for word in LABELS}, reverse=True)
_OFFICE_BEFORE = frozenset("政府机关单位企业公司")
_LONGEST = 30
_NAME = re.compile(_ANY_NAME)
_END = re.compile(
    r"(?:同志|同学|先生|女士|等)?(?=[【】\[\] \n\r\x1e，,。；;、：:（()）“”\"/|0-9\t]|$|男|女|"
    r"身份证|性别|电话|联系|住|系|于[0-9]|和|与|及)"
)
_JOINT = re.compile(f"{_REMARK}(?:{_SEPARATOR}){_NUMBERING}")
_NEXT_LABEL = re.compile("[ ]*[：:]")
_ROLE = re.compile(f"(?P<label>{trie(sorted(set(ROLES)))})[ ]?")
_CLEAR = re.compile(
    rf"{shapes.WHOLE}(?=[，,。；;、（()）\n\x1e]|$)|"
    rf"{shapes.SPACED}(?=[，,。；;、（()）\n\x1e]|$)|{shapes.JOINED}(?=[，,。；;、（()）\n\x1e]|$)|{shapes.DOTTED}|{shapes.MASKED}"
)
_SPACED = re.compile(rf"(?:^|(?<![{shapes.HAN}])){shapes.SPACED}$")
_SEXED = re.compile(r"[男女](?=[，,。；;）) 、]|$)")
_COMMAS = "，,（( "
_MOST = 400
_WIDEST = 8


class Named(NamedTuple):
    """A place where a name stands by its label."""

    start: int
    end: int
    label: str


def after_labels(text: str) -> Iterator[Named]:
    """Yield the names behind labels with a colon, lists to their end."""
    for colon in _COLON.finditer(text):
        word = _label_before(text, colon.start())
        at = colon.end()
        if not word:
            continue
        for _ in range(_MOST):
            name = _NAME.match(text, at)
            if name is None or not _END.match(text, name.end()) or shapes.is_word(name.group()):
                break
            if at != colon.end() and _NEXT_LABEL.match(text, name.end()):
                break
            yield Named(*name.span(), word)
            joint = _JOINT.match(text, name.end())
            if joint is None:
                break
            at = joint.end()


def _label_before(text: str, colon: int) -> str:
    """Return the label that ends before a colon, blanks and a remark in brackets left out."""
    stem = text[max(0, colon - _LONGEST) : colon]
    stem = _BRACKETED.sub("", stem[stem.rfind("\n") + 1 :].rstrip()).replace(" ", "")
    for length in _LENGTHS:
        if stem[-length:] in _LABELS and len(stem) >= length:
            return "" if stem[-length - 1 : -length] in _OFFICE_BEFORE else stem[-length:]
    return ""


def role_ends(text: str) -> dict[int, str]:
    """Return where a name may begin behind a role without a colon, and the role."""
    return {role.end(): role["label"] for role in _ROLE.finditer(text)}


def clear_name(text: str, at: int) -> tuple[int, int] | None:
    """Return a name that begins here and whose end no other word can blur."""
    found = _CLEAR.match(text, at)
    return found.span() if found else None


def spaced_before(text: str, end: int) -> tuple[int, int] | None:
    """Return a name with blanks inside that ends here."""
    low = max(0, end - _WIDEST)
    found = _SPACED.search(text[low:end])
    return (low + found.start(), end) if found else None


def sexes(text: str) -> Iterator[int]:
    """Yield where something ends that a sex follows: …，男，or …（女）."""
    for mark in _SEXED.finditer(text):
        low = max(0, mark.start() - 3)
        before = text[low : mark.start()]
        end = len(before.rstrip(_COMMAS))
        if end < len(before):
            yield low + end
