"""What a document says of itself: may it be published, and is it classified?

A mark stands alone: on its own line, in brackets, in a header, as GB/T 9704 has it. Talk *about*
秘密 or 此件不公开 within a sentence is no mark, however often it comes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from deident.model import Kind, Reason
from deident.recognizers.shadow import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deident.model import Page, Segment

PUBLIC, ON_REQUEST, CLOSED = "主动公开", "依申请公开", "不予公开"
ATTRIBUTES = (PUBLIC, ON_REQUEST, CLOSED)
"""The three attributes, in the words that 公开属性 is declared in."""

_BLANK = r"[\s\u3000]*"
_OPEN, _CLOSE = r"[\s（(【\[〔﹝「“\"]*", r"[\s）)】\]〕﹞」”\"。．.]*"


def _spaced(*words: str) -> str:
    """Allow blanks between the characters: marks are often set wide."""
    return "|".join(_BLANK.join(word) for word in words)


_SAID = {
    PUBLIC: _spaced("公开发布", "主动公开", "予以公开", "全文公开", "删减后公开", "可以公开"),
    ON_REQUEST: _spaced("依申请公开", "依申请予以公开"),
    CLOSED: _spaced("不公开", "不予公开", "不宜公开", "免予公开", "不予发布", "不公开发布"),
}
_HEADS = _spaced("此件", "本件", "此文件", "本文件", "此文", "此页")
_NAMES = _spaced(
    "公开属性", "公开方式", "公开类别", "公开形式", "信息公开选项", "公开选项", "政府信息公开属性",
    "信息公开属性", "公开类型",
)  # fmt: skip
_DISCLOSURES = tuple(
    (
        attribute,
        re.compile(
            f"{_OPEN}(?:(?:{_HEADS}){_BLANK}|(?:{_NAMES}){_BLANK}:?{_BLANK})(?:{words}){_CLOSE}"
        ),
    )
    for attribute, words in _SAID.items()
)
_LEVELS = _spaced("绝密", "机密", "秘密")
_LASTING = _spaced("长期", "永久")
_TERM = rf"(?:[0-9]{{1,3}}{_BLANK}(?:年|个月|天|日)|{_LASTING}|[0-9]{{4}}年.{{0,12}})"
_STAR = r"[★☆✭✩⭐*]"
# Some readers of scans see another character where the star is.
_BLURRED = r"[★☆✭✩⭐*大女食太六kK文]"
_MARK = re.compile(
    rf"{_OPEN}(?:{_spaced('密级')}{_BLANK}:{_BLANK})?(?:{_LEVELS}){_BLANK}"
    rf"(?:{_STAR}{_BLANK}{_TERM}?|{_BLURRED}?{_BLANK}{_TERM}){_CLOSE}"
)
_NAMED_MARK = re.compile(rf"{_OPEN}{_spaced('密级')}{_BLANK}:{_BLANK}(?:{_LEVELS}){_CLOSE}")
_BARE_MARK = re.compile(rf"{_OPEN}(?:{_LEVELS}){_CLOSE}")
_WARNINGS = _spaced(
    "内部资料", "内部文件", "内部材料", "内部使用", "内部参阅", "内部刊物", "不得外传", "禁止外传",
    "严禁外传", "请勿外传", "工作秘密", "注意保密", "注意保存", "仅供内部使用", "仅供内部参考",
)  # fmt: skip
_INTERNAL = re.compile(rf"[\s（(【\[★☆*]*(?:{_WARNINGS}|[\s，,、。·！!）)】\]★☆*])+")
_YEAR = rf"[〔﹝\[【(（〈]{_BLANK}(?:19|20)[0-9]{{2}}{_BLANK}[〕﹞\]】)）〉]"
# Behind the word 文号 it is an entry of a list, a form or a record of some document.
_NUMBER = re.compile(
    rf"{_OPEN}(?!(?:发{_BLANK}文{_BLANK}字|文){_BLANK}号)[一-龥]{{1,16}}{_BLANK}"
    rf"{_YEAR}{_BLANK}第?[0-9]{{1,5}}{_BLANK}号{_CLOSE}"
)
_DATE = "[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日"
_PRINTED = re.compile(rf"[^。；;]{{2,40}}{_DATE}{_BLANK}印{_BLANK}发{_CLOSE}")
_SIGNER = re.compile(rf"\s*(?:{_spaced('签发人', '签发', '会签人')})")
# One search tells that a page says nothing of itself.
_ANY = re.compile(r"此|本[文件\s]|公\s*开|密|内\s*部|外\s*传|印\s*发|号")
_LONGEST = 60
_TOP_LINES = 4
_HEAD_ROWS = 3


class Verdict(NamedTuple):
    """What the labels come to: the attribute that holds, what blocks, and what is asked."""

    attribute: str
    blocks: tuple[Reason, ...]
    asks: tuple[Reason, ...]


@dataclass(slots=True)
class Markings:
    """What the pages seen so far say of the document. It holds no text."""

    attributes: set[str] = field(default_factory=set)
    classified: bool = False
    internal: bool = False
    official: bool = False
    _lines: int = 0

    def look(self, page: Page) -> None:
        """Take in one page."""
        if not _ANY.search("\n".join(segment.text for segment in page.segments)):
            self._lines += len(page.segments)
            return
        for segment in page.segments:
            if segment.kind is not Kind.FILE_NAME:
                self._read(segment, page)

    def _read(self, segment: Segment, page: Page) -> None:
        text = segment.text
        # Nearly every cell is one line, and says nothing; many lines are folded at once.
        several = "\n" in text
        for line in fold(text).text.split("\n") if several else (text,):
            if not line or line.isspace():
                continue
            self._lines += 1
            if len(line) <= _LONGEST and _ANY.search(line):
                self._weigh(line if several else fold(line).text, segment, page)

    def _weigh(self, line: str, segment: Segment, page: Page) -> None:
        line = line.replace("：", ":")
        for attribute, pattern in _DISCLOSURES:
            if pattern.fullmatch(line):
                self.attributes.add(attribute)
        if _is_mark(line, top=self._lines <= _TOP_LINES or segment.kind is Kind.HEADER):
            # Far down in a table it is the subject of the table: a person looks.
            deep = segment.cell is not None and segment.cell.row >= _HEAD_ROWS
            self.classified |= not deep
            self.internal |= deep
        self.internal |= bool(_INTERNAL.fullmatch(line))
        if not self.official and (_NUMBER.fullmatch(line) or _PRINTED.fullmatch(line)):
            self.official = _is_its_own(segment, page)


def _is_its_own(segment: Segment, page: Page) -> bool:
    """Say whether a number is the document's own, and not one that a table or a record lists.

    Under a heading, behind a key or beside the title of a document it is one of many.
    """
    cell = segment.cell
    if segment.labels.column or segment.labels.row:
        return False
    if cell is None:
        return True
    beside = (
        one.text
        for one in page.segments
        if one is not segment
        and one.cell is not None
        and (one.cell.table, one.cell.row) == (cell.table, cell.row)
    )
    return cell.row < _HEAD_ROWS and not any(
        text.strip() and not _SIGNER.match(text) for text in beside
    )


def _is_mark(line: str, *, top: bool) -> bool:
    return bool(
        _MARK.fullmatch(line) or _NAMED_MARK.fullmatch(line) or (top and _BARE_MARK.fullmatch(line))
    )


def read(pages: Iterable[Page]) -> Markings:
    """Return what all pages say."""
    seen = Markings()
    for page in pages:
        seen.look(page)
    return seen


def verdict(seen: Markings, *, declared: str = "", demand: str = "official") -> Verdict:
    """Judge what a document says of itself, with what was declared for it.

    `demand` is the scene's word: "none" never asks, "official" demands a label of official
    documents, "all" also asks once about everything else whose attribute nobody declared. Only
    主动公开 passes; an official document without a label, or with two, is blocked whatever was
    declared.
    """
    blocks = tuple(_blocks(seen, declared, demand))
    attribute = min(seen.attributes) if len(seen.attributes) == 1 else declared
    asks = []
    if seen.internal:
        asks.append(Reason(code="INTERNAL_MARK"))
    if demand == "all" and not attribute and not blocks:
        asks.append(Reason(code="DISCLOSURE_UNDECLARED"))
    return Verdict(attribute, blocks, tuple(asks))


def _blocks(seen: Markings, declared: str, demand: str) -> Iterator[Reason]:
    if len(seen.attributes) > 1:
        yield Reason(code="DISCLOSURE_TWO")
    elif seen.attributes and seen.attributes != {PUBLIC}:
        yield Reason(code="DISCLOSURE_NOT_PUBLIC", params=(min(seen.attributes),))
    elif not seen.attributes and seen.official and demand != "none":
        yield Reason(code="DISCLOSURE_MISSING")
    if declared and declared != PUBLIC and seen.attributes <= {PUBLIC}:
        yield Reason(code="DISCLOSURE_NOT_PUBLIC", params=(declared,))
