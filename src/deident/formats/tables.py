r"""Which words govern a cell: the header above it, the label to its left, the title over the table.

Any grid of cells can be labelled, wherever it comes from: a worksheet, a CSV file, a table in a
text. Rows stream through with a look-ahead of at most `LOOKAHEAD`:

    >>> grid = [("低保对象公示表",), ("姓 名", "联系\n电话"), ("张某", "13800000000")]
    >>> rows = (Row(number, dict(enumerate(cells)), None) for number, cells in enumerate(grid))
    >>> last = list(label_grid(rows))[-1]
    >>> last.of(1).column, last.of(1).caption
    ('联系电话', '低保对象公示表')

A header holds for all rows below it until another header comes: a label too many costs a question,
a label too few costs somebody's number. A header need not use words we know: short cells without
numbers above cells with numbers are a header too.
"""

from __future__ import annotations

import re
from collections import deque
from functools import partial
from itertools import islice, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from deident.making import unprinted
from deident.model import NO_LABELS, Labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

LOOKAHEAD = 30
"""How many rows are held back before the first of them is labelled."""

_LABEL_CHARACTERS = 60
_CAPTION_CHARACTERS = 300
_HEADER_CHARACTERS = 24
_HEADER_ROWS = 3
_SAMPLE_ROWS = 10

T = TypeVar("T")


class Row(NamedTuple, Generic[T]):
    """One row of a grid: its number (from 0), its filled cells by column, and whose row it is.

    Columns ascend and blank cells are left out. A merged cell is given in every row and column
    it covers. `origin` is handed back untouched.
    """

    number: int
    cells: Mapping[int, str]
    origin: T

    def __repr__(self) -> str:
        return unprinted(self)


class Labelled(NamedTuple, Generic[T]):
    """A row with the labels of its cells. `header` is True for a header or a title row."""

    row: Row[T]
    header: bool
    own: Mapping[int, Labels]
    shared: Mapping[int, Labels]
    otherwise: Labels

    def of(self, column: int) -> Labels:
        """Return the labels that govern the cell in this column."""
        if self.own and column in self.own:
            return self.own[column]
        return self.shared.get(column, self.otherwise)


_labelled = partial(tuple.__new__, Labelled)

_BLANKS = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff]+")
# A star stands for a digit that is masked: the copy must be read as the original was.
_LONG_NUMBER = re.compile(r"[0-9０-９*][0-9０-９* \-－—]{3,}[0-9０-９*]")  # noqa: RUF001 full-width
_NUMERIC = re.compile(r"[-+－¥￥$]?[0-9０-９*][0-9０-９*,，.．/年月日:：\- %％]*")  # noqa: RUF001 full-width
_PERIOD = re.compile("(?:[0-9]{4}年)?[0-9]{1,2}月份?|[0-9]{4}年度?")
_SENTENCE = re.compile("[。；！？!;]|[：:].")
_MAY_BE_SENTENCE = re.compile("[。；！？!;：:]")
# What a header cell ends in. The list helps; `_stands_out` does without it.
_HEAD = (
    "序号|编号|代码|号码|证号|账号|帐号|账户|帐户|卡号|存折|一卡通|户号|学号|工号|牌号|车牌|号牌|牌照|户口簿|字号|文号|"
    "身份证|证件|证件号|护照|姓名|名字|名称|户主|户名|性别|年龄|民族|籍贯|户籍|学历|学位|专业|学校|院校|班级|年级|"
    "政治面貌|婚姻状况|健康状况|出生年月|出生日期|生日|日期|时间|年月|年度|期限|年限|"
    "电话|手机|手机号|座机|电话号|联系方式|联系人|传真|邮箱|邮编|微信|微信号|QQ|QQ号|"
    "地址|住址|住所|所在地|居住地|户籍地|家庭住址|乡镇|镇街|街道|村居|行政村|自然村|村名|村组|组别|小区|楼栋|"
    "金额|总额|余额|单价|总价|标准|面积|亩数|数量|人数|户数|人口|人口数|补贴|补助|补助金|救助金|低保金|工资|收入|支出|"
    "银行|开户行|开户银行|单位|部门|职务|职称|岗位|职位|工种|成绩|得分|分数|总分|排名|名次|"
    "类别|类型|种类|性质|等级|级别|状态|情况|结果|原因|事由|事项|内容|项目|依据|意见|备注|说明|关系|与户主关系|"
    "权利人|相对人|坐落|单元号|案由|案号|报修人|缴费人|房号|故障|"
    "车主|机主|业主|货主|收件人|收货人|处罚|申请人|监护人|负责人|法定代表人|法人|经办人|当事人|领款人|代领人|受益人|投诉人|签名|签字|签章|指印|"
    "车型|车架号|发动机号|规格|型号|品牌|残疾类别|病种|诊断|"
    "name|phone|mobile|tel|telephone|email|e-mail|address|account|card|amount|date|birthday|"
    "gender|sex|age|remarks?|id|no\\.?|number|type|idcard|id card"
)
_WORD = re.compile(
    r"(?:.{0,14}?[^0-9])??(?:" + _HEAD + r")[0-9一二三四]?(?:[（(【\[][^)）】\]]{0,16}[)）】\]])?",
    re.IGNORECASE,
)
_MARKS = " \t\r\n\u3000：:*＊`_#"
# Most cells are told apart from header words by their last character: no pattern, no time.
_COUNTERS = frozenset("0123456789一二三四")
_LAST = frozenset(word.rstrip("\\.?")[-1].lower() for word in _HEAD.split("|")) | set(".k)）】]")

_ENDS = _LAST | _COUNTERS | {end.upper() for end in _LAST} | set(_MARKS) | {""}


def normalise(text: str) -> str:
    """Return a label without inner blanks, marks of emphasis and the closing colon."""
    return _BLANKS.sub("", text).strip("：:*＊`_#")[:_LABEL_CHARACTERS]


def is_header_word(text: str) -> bool:
    """Say whether a cell holds a word that heads columns or labels rows in official tables."""
    last = text[-1:]
    if last not in _ENDS or text.isdecimal():
        return False
    if last in _COUNTERS and text[-2:-1].lower() not in _LAST:
        return False
    if text.endswith("**") and not text.startswith("**"):
        return False  # a masked value, not a word in bold
    end = text[-6:].rstrip(_MARKS)[-2:].lower()
    if end[-1:] not in _LAST and not (end[-1:] in _COUNTERS and end[:1] in _LAST):
        return False
    return len(text) <= 2 * _HEADER_CHARACTERS and bool(_WORD.fullmatch(normalise(text)))


def is_header_like(text: str) -> bool:
    """Say whether a cell is short, no sentence, and holds no long number."""
    word = normalise(text) if len(text) <= 4 * _HEADER_CHARACTERS else text
    return (
        0 < len(word) <= _HEADER_CHARACTERS
        and not _LONG_NUMBER.search(word)
        and not _SENTENCE.search(word)
    )


def _is_number(text: str) -> bool:
    """Say whether a cell is an amount, a count or a date; 3月 and 2022年 head columns."""
    text = text.strip()
    return bool(_NUMERIC.fullmatch(text)) and not _PERIOD.fullmatch(text)


def looks_like_header(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Say whether a row of cells heads the rows below it."""
    rows = [_row(number, cells) for number, cells in enumerate((first, *below))]
    return _heads(rows[0].cells, rows[1:])


def label_grid(rows: Iterable[Row[T]]) -> Iterator[Labelled[T]]:
    """Yield every row, in order, with the labels of its cells."""
    source = iter(rows)
    ahead = deque(islice(source, LOOKAHEAD))
    labeller: _Labeller[T] = _Labeller()
    while ahead:
        labelled = labeller.take(ahead)
        for _ in labelled:
            ahead.popleft()
        yield from labelled
        ahead.extend(islice(source, len(labelled)))


def _row(number: int, cells: Sequence[str]) -> Row[None]:
    return Row(number, {at: text for at, text in enumerate(cells) if text.strip()}, None)


class _Labeller(Generic[T]):
    """What is known about the table so far: its titles, its header, its shared labels."""

    def __init__(self) -> None:
        self._titles: list[str] = []
        self._main = ""
        self._section = ""
        self._header: dict[int, str] = {}
        self._header_rows: frozenset[tuple[str, ...]] = frozenset()
        self._shared: Mapping[int, Labels] = {}
        self._otherwise = NO_LABELS
        self._fresh = True

    def take(self, ahead: deque[Row[T]]) -> list[Labelled[T]]:
        """Label the first row, or all rows of the header that begins there."""
        row = ahead[0]
        if not row.cells:
            self._fresh = True
            return [self._emit(row)]
        if self._repeats(row):
            return [self._emit(row, header=True)]
        worded = any(map(is_header_word, row.cells.values()))
        if (worded or self._fresh) and (count := self._header_at(ahead)):
            rows = list(islice(ahead, count + _SAMPLE_ROWS))
            return self._open(rows[:count], rows[count:])
        if _is_title(ahead):
            return [self._title(row)]
        self._close_titles()
        self._fresh = False
        return [self._emit(row, own=self._own(row) if worded or not self._header else _NONE)]

    def _emit(
        self, row: Row[T], *, header: bool = False, own: Mapping[int, Labels] | None = None
    ) -> Labelled[T]:
        if header:
            return Labelled(row, True, {}, {}, self._otherwise)
        return _labelled((row, False, own or _NONE, self._shared, self._otherwise))

    def _repeats(self, row: Row[T]) -> bool:
        return bool(self._header_rows) and tuple(row.cells.values()) in self._header_rows

    def _header_at(self, ahead: deque[Row[T]]) -> int:
        """Count the rows of the header that begins with the first row; 0 where none does."""
        rows = [row for row in islice(ahead, _HEADER_ROWS + _SAMPLE_ROWS) if row.cells]
        for count in range(min(_HEADER_ROWS, len(rows)), 0, -1):
            block, below = rows[:count], rows[count:]
            if [row.number for row in block] != [row.number for row in islice(ahead, count)]:
                continue
            if _is_header_block([row.cells for row in block], below, fresh=self._fresh):
                return count
        return 0

    def _open(self, block: list[Row[T]], below: list[Row[T]]) -> list[Labelled[T]]:
        self._main = " ".join(self._titles) or self._main
        self._titles, self._section = [], ""
        self._header = _stretched(_joined([row.cells for row in block]), below)
        self._header_rows = frozenset(tuple(row.cells.values()) for row in block)
        self._fresh = False
        self._share()
        return [self._emit(row, header=True) for row in block]

    def _title(self, row: Row[T]) -> Labelled[T]:
        labelled = Labelled(row, True, _NONE, self._shared, self._otherwise)
        text = " ".join(_BLANKS.sub(" ", text).strip() for text in _distinct(row.cells))
        if not self._header or not _LONG_NUMBER.search(text):
            self._titles.append(text[:_CAPTION_CHARACTERS])
            self._fresh = True
        return labelled

    def _close_titles(self) -> None:
        """Titles that no header follows name a section of the table that goes on."""
        if not self._titles:
            return
        title = " ".join(self._titles)
        if self._header:
            self._section = title
        else:
            self._main = title
        self._titles = []
        self._share()

    def _share(self) -> None:
        caption = " ".join(filter(None, (self._main, self._section)))[:_CAPTION_CHARACTERS]
        self._otherwise = Labels(caption=caption) if caption else NO_LABELS
        self._shared = MappingProxyType(
            {at: Labels(column=word, caption=caption) for at, word in self._header.items()}
        )

    def _own(self, row: Row[T]) -> Mapping[int, Labels]:
        """Give a cell the label to its left, where there is one."""
        own: dict[int, Labels] = {}
        known = beside = ""
        for at, text in row.cells.items():
            if is_header_word(text):
                known = beside = normalise(text)
                continue
            if label := (beside or known) if _LONG_NUMBER.search(text) else known:
                above = self._shared.get(at, self._otherwise)
                own[at] = Labels(column=above.column, row=label, caption=above.caption)
                if above.column:
                    known = ""  # 证件类型 身份证: what stands further on has a word of its own
            like = not self._header and is_header_like(text) and not _is_number(text)
            beside = normalise(text) if like else ""
        return own


_NONE: Mapping[int, Labels] = MappingProxyType({})


def _distinct(cells: Mapping[int, str]) -> list[str]:
    return list(dict.fromkeys(cells.values()))


def _is_title(ahead: deque[Row[T]]) -> bool:
    """Say whether one text alone, or a line of notes, stands over a wider table."""
    words = iter(ahead[0].cells.values())
    first = next(words)
    if not _MAY_BE_SENTENCE.search(first) and any(word != first for word in words):
        return False
    texts = _distinct(ahead[0].cells)
    if len(texts) == 1:
        told = not _is_number(texts[0])
    else:
        told = all(_SENTENCE.search(normalise(text)) for text in texts)
    return told and any(len(_distinct(row.cells)) > len(texts) for row in islice(ahead, 1, 6))


def _is_header_block(
    block: Sequence[Mapping[int, str]], below: Sequence[Row[T]], *, fresh: bool
) -> bool:
    if not all(_may_head(cells) for cells in block):
        return False
    if len(block) > 1:
        return (
            all(len(_distinct(cells)) > 1 for cells in block)
            and all(_stacked(top, bottom) for top, bottom in pairwise(block))
            and _heads(_bottom(block), below)
        )
    return _worded(block[0], below) or (fresh and _heads(block[0], below))


def _bottom(block: Sequence[Mapping[int, str]]) -> dict[int, str]:
    """Return the lowest word over each column."""
    return dict(sorted({at: text for cells in block for at, text in cells.items()}.items()))


def _may_head(cells: Mapping[int, str]) -> bool:
    return all(is_header_like(text) for text in cells.values())


def _heads(cells: Mapping[int, str], below: Sequence[Row[T]]) -> bool:
    return _may_head(cells) and (_worded(cells, below) or _stands_out(cells, below))


def _worded(cells: Mapping[int, str], below: Sequence[Row[T]]) -> bool:
    """Say whether most cells are header words, and this is not the first line of a form."""
    texts = _distinct(cells)
    words = sum(map(is_header_word, texts))
    if len(texts) == 1:
        return words == 1 and bool(below) and all(len(row.cells) == 1 for row in below)
    return words * 2 > len(texts) and not _is_form(cells, below)


def _is_form(cells: Mapping[int, str], below: Sequence[Row[T]]) -> bool:
    """Say whether the labels stand to the left of their values: a word under a word."""
    if not below:
        return False
    under = below[0].cells
    words = [at for at, text in cells.items() if is_header_word(text)]
    stacked = sum(at in under and is_header_word(under[at]) for at in words)
    return stacked * 2 > len(words) and under != cells


def _stands_out(cells: Mapping[int, str], below: Sequence[Row[T]]) -> bool:
    """Say whether words without numbers stand above a column of numbers."""
    if len(_distinct(cells)) < 2 or any(map(_is_number, cells.values())):
        return False
    if _is_form(cells, below) or _is_transposed(cells, below):
        return False
    sample = below[:_SAMPLE_ROWS]
    return any(_numbers_under(at, sample) for at in cells)


def _is_transposed(cells: Mapping[int, str], below: Sequence[Row[T]]) -> bool:
    """Say whether the labels stand in the first column."""
    first = min(cells)
    column = [cells[first], *(row.cells.get(first, "") for row in below[:_SAMPLE_ROWS])]
    words = sum(map(is_header_word, column))
    return words > 1 and words * 2 > len(column)


def _numbers_under(at: int, sample: Sequence[Row[T]]) -> bool:
    texts = [row.cells[at].strip("'\t =\"") for row in sample if at in row.cells]
    numbers = sum(bool(_NUMERIC.fullmatch(text) or _LONG_NUMBER.search(text)) for text in texts)
    return bool(texts) and numbers * 3 >= len(texts) * 2


def _stacked(top: Mapping[int, str], bottom: Mapping[int, str]) -> bool:
    """Say whether cells of the upper row span several of the lower row.

    A cell that spans one column must go on below it, as the same text or as a blank; else the
    upper row is a line of a form.
    """
    spans = 0
    columns = sorted(top.keys() | bottom.keys())
    for left, right in zip(columns, [*columns[1:], -1], strict=True):
        if left not in top or (left > 0 and top.get(left - 1) == top[left]):
            continue
        if right >= 0 and top.get(right, top[left]) == top[left] and right in bottom:
            spans += bottom[right] != top[left]
        elif bottom.get(left, top[left]) != top[left]:
            return False
    return spans > 0


def _joined(block: Sequence[Mapping[int, str]]) -> dict[int, str]:
    """Join the words over each column from the top down; an upper word covers blanks after it."""
    words: dict[int, list[str]] = {at: [] for at in sorted({at for row in block for at in row})}
    for depth, cells in enumerate(block):
        above = ""
        for at, heard in words.items():
            covered = any(at in lower for lower in block[depth + 1 :])
            above = cells.get(at, above if covered else "")
            word = normalise(above)
            if word and word not in heard[-1:]:
                heard.append(word)
    return {at: "/".join(heard) for at, heard in words.items() if heard}


def _stretched(header: dict[int, str], below: Sequence[Row[T]]) -> dict[int, str]:
    """Let a header without a right-hand neighbour head the numbers in the nameless column too.

    A number written in two cells stands under one header; so does a merged header in CSV.
    """
    filled = {at for row in below for at in row.cells}
    for at in sorted(filled - header.keys()):
        if at - 1 in header and _numbers_under(at, below[:_SAMPLE_ROWS]):
            header[at] = header[at - 1]
    return dict(sorted(header.items()))
