"""Labels in running text, and the values that follow them.

身份证号：… types what follows whatever its shape; a list after a label (电话：…、…) is typed to its
end. Types that have no shape of their own (a name, an address) are found in no other way yet.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from deident.errors import RecognizerTimeoutError
from deident.model import Role, Tier
from deident.recognizers.hits import LOOSE, NAMED, Hit, because, visible_shape
from deident.recognizers.packs import TIMEOUT_SECONDS, Pack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import regex

    from deident.recognizers.surroundings import Surroundings
    from deident.recognizers.vocabulary import Labelled, Vocabulary

_FILL = re.compile(
    r"[）)】\]\"'”’]?[ ]*(?:[（(](?![0-9+ ]*[）)])(?:(?![0-9]{4})[^（()）\n\x1e]){0,15}[）)])?"
    r"[ ]*(?:号码|号|编号)?[ ]*"
    r"(?:[：:=]|分别为|均为|为|是|系)*[：:= ]*(?:\r?\n[ ]*)?"
)
_OPENING = frozenset("“\"'《【（([")
_PUBLIC = re.compile("(?:专户|国库|零余额账户|对公账户)(?:账号|帐号)?[：:（( ]{0,2}$")
_CARD = "62"
_SAID = re.compile(r"[：:=为是 \n]")
_NEXT = re.compile(r"[ ]*(?:\r?\n)?[ ]*(?:[、,，/;；|]|和|及|或|与)[ ]*(?:\r?\n)?[ ]*|[ ]+")
# After a comma any number of this length goes on with the list; after a mere blank only a long one.
_LIST_VALUE, _BLANK_VALUE = 7, 11
_LISTED = re.compile(r"[“\"'《【（(\[]?(?:[0-9A-Za-z\-]{4,30}[ ]*(?:[、，,/;；|]|和|及)[ ]*){0,50}")


_EXAMPLE = re.compile(
    '示例|样例|范例|样表|表样|样本(?=[：:])|模板|举例|例如|格式[为如：]|如(?=[：:“"])'
)
_EXAMPLES_REACH = 36


def is_example(text: str, start: int) -> bool:
    """Tell whether what stands at a place is told of nobody: 示例：“张某某，身份证号1499…”."""
    low = max(0, start - _EXAMPLES_REACH)
    low = max(low, *(text.rfind(mark, low, start) + 1 for mark in "\n\x1e。”"))
    return _EXAMPLE.search(text, low, start) is not None


def adjoins(text: str, label_end: int, start: int) -> bool:
    """Tell whether only filling words, and earlier members of a list, part label and value."""
    fill = _FILL.match(text, label_end, start)
    return fill is not None and _LISTED.fullmatch(text, fill.end(), start) is not None


def owner(role: Role, checked: bool | None, text: str, start: int) -> Role:
    """Return whose value it is: no office is paid to a card that passes its check.

    One number in ten passes by chance: what is called a public account right before it is one,
    unless it begins as the cards of persons do (惠农专户：62…).
    """
    if not checked or role is not Role.OFFICE:
        return role
    if text.startswith(_CARD, start):
        return Role.UNKNOWN
    return role if _PUBLIC.search(text[max(0, start - 12) : start]) else Role.UNKNOWN


def named(pack: Pack, text: str, span: tuple[int, int], word: str, around: Surroundings) -> Hit:
    """Claim a span for the type its label names.

    A failed check beside a label is a number for a person to look at, where the pack says so.
    """
    start, end = span
    value = text[start:end]
    checked = pack.is_valid(value) if pack.check else None
    masked = visible_shape(value)
    doubtful = checked is False and pack.failed_check == "ask" and not masked
    tier, score = (Tier.SHAPE, 0.6) if doubtful else (Tier.LABEL, 0.95)
    role = around.role(pack, text, start, end)
    if pack.check == "bank_card":
        role = owner(role, checked, text, start)
    return Hit(NAMED, start, end, pack, score, because(tier, word, role, checked, masked))


def labelled(text: str, vocabulary: Vocabulary, around: Surroundings) -> Iterator[Hit]:
    """Yield what follows each label of a text."""
    keys = {key.end: key for key in vocabulary.keys_in(text)}
    words = (word for word in vocabulary.in_text(text) if word.end not in keys)
    for label in chain(keys.values(), words):
        fill = _FILL.match(text, label.end)
        position = fill.end() if fill else label.end
        said = any(pack.whole_cell for pack in label.sense.packs) and (
            label.end in keys
            or _SAID.search(text, label.end, position) is not None
            or text[position : position + 1].isdigit()
        )
        try:
            for hit in _following(text, label, position, said, around):
                # A header of two lines (年级/班级) is a label behind a label, not a value.
                if not (hit.pack.whole_cell and vocabulary.is_label(text[hit.start : hit.end])):
                    yield hit
        except TimeoutError as late:
            raise RecognizerTimeoutError(label.sense.packs[0].name) from late


def _at(pack: Pack, value: regex.Pattern[str], text: str, position: int) -> regex.Match[str] | None:
    """Match a value at a position, or behind one opening bracket or quotation mark."""
    match = _limited(value) if pack.office_pack else value.match
    found = match(text, position)
    if found is None and text[position : position + 1] in _OPENING:
        position += 1
        while text[position : position + 1] == " ":
            position += 1
        found = match(text, position)
    return found


def _limited(value: regex.Pattern[str]) -> Callable[[str, int], regex.Match[str] | None]:
    """Stop an office's pattern that does not end.

    A time limit costs more than a match does; on our own patterns hostile text is tried by tests.
    """
    return partial(value.match, timeout=TIMEOUT_SECONDS)


def _following(
    text: str,
    label: Labelled,
    position: int,
    said: bool,
    around: Surroundings,
) -> Iterator[Hit]:
    word = label.sense.word
    for pack in label.sense.packs:
        if pack.value is None or (pack.whole_cell and not said):
            continue
        found = _at(pack, pack.value, text, position)
        if found is None:
            continue
        yield named(pack, text, found.span(), word, around)
        while not pack.whole_cell and (gap := _NEXT.match(text, found.end())):
            found = _at(pack, pack.value, text, gap.end())
            least = _BLANK_VALUE if gap.group().isspace() else _LIST_VALUE
            if found is None or found.end() - found.start() < least:
                return
            yield named(pack, text, found.span(), word, around)
        return
    for pack in label.sense.packs:
        if pack.loose and (found := _at(pack, pack.loose, text, position)):
            yield Hit(LOOSE, *found.span(), pack, 0.4, because(Tier.SHAPE, word))
            return
