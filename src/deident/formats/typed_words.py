"""What the words of a header ask of the cells below them, one cell to a line."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from deident.formats.chains import HAN
from deident.formats.tables import is_header_like, is_header_word
from deident.formats.typed_lines import BLANK

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_WORD = 16
_LONGEST_LINE = 40
LONGEST_CELL = 60
"""Longer lines are sentences."""

_NOTHING = "无|空|暂无|[/／\\\\—\\-－]{1,4}"
_DIGITS = (
    r"(?=(?:[^0-9０-９*]*[0-9０-９*]){7})"  # noqa: RUF001 full-width
    r"[0-9０-９A-Za-zＸ×*＊ \-—－+()（）/、;；转]{7,44}"  # noqa: RUF001 full-width
)
_NAME = rf"[{HAN}](?:[ \u3000·•]{{0,2}}[{HAN}*＊某×]){{1,11}}(?:[（(][^（()）]{{1,4}}[)）])?"
_DATE = "(?=[^0-9]{0,2}[0-9])[0-9年月日.\\-/:：— 至今]{4,24}"
_AMOUNT = "[￥¥]?-?[0-9][0-9,.]*[ ]?[一-龥/%㎡²]{0,8}"
NUMBERS, _NAMES, _DATES, _AMOUNTS = (
    re.compile(f"{cells}|{_NOTHING}") for cells in (_DIGITS, _NAME, _DATE, _AMOUNT)
)
# What stands under a word that ends so; the first that fits counts.
_SAID = (
    (re.compile("身份证|身份证?号码?$|证件号码?$"), NUMBERS),
    (re.compile("(?:电话|手机|座机)(?:号码?)?$|联系方式$"), NUMBERS),
    (re.compile("(?:账号|帐号|账户|帐户|卡号|一卡通|存折)(?:号码?)?$"), NUMBERS),
    (re.compile("^(?:序号|编号|名次|排名)$"), re.compile("[0-9]{1,6}[.、．]?")),
    (re.compile("性别$"), re.compile("[男女]性?")),
    (
        re.compile("(?:姓名|名字|户主|户名|[请系事责款]人|监护人|家长|考生)$"),
        _NAMES,
    ),
    (re.compile("(?:日期|时间|年月|生日)$"), _DATES),
    (
        re.compile(
            "(?:金额|面积|补贴|补助|补助金|标准|总额|成绩|[得总]?分数?|年龄|人[数口]|数量|亩数)$"
        ),
        _AMOUNTS,
    ),
)
NUMBERING = frozenset({"序号", "编号"})
"""What heads the numbers of the rows."""

REMARKS = frozenset({"备注", "说明", "签字", "签名", "签章", "领取人签字", "领款人签字"})
"""Columns in which most rows have nothing."""

PERSONAL = frozenset({NUMBERS, _NAMES})
"""What is asked of the cells that tell of a person."""

_NAMES_NOTHING = re.compile("[。！？；：:;!?]")


def is_word_alone(line: str) -> bool:
    """Say whether a header word stands on this line, and nothing else."""
    return len(line) <= _LONGEST_LINE and _is_word(line.strip(BLANK))


@lru_cache(4096)
def _is_word(text: str) -> bool:
    return len(text) <= _LONGEST_WORD and text[-1:] not in "：:" and is_header_word(text)


def may_head(text: str) -> bool:
    """Say whether a line can be the word over a column, known or not."""
    return (
        len(text) <= _LONGEST_WORD
        and text[-1:] not in "：:"
        and is_header_like(text)
        and not text.isdecimal()
    )


def tells(header: Sequence[str]) -> bool:
    """Say whether the words ask enough of the cells that no list of words would do."""
    said = [asks(word) for word in header]
    return len(said) - said.count(None) > 1 and any(kind not in (None, _NAMES) for kind in said)


def fit_all(header: Sequence[str], texts: Sequence[str]) -> bool:
    """Say whether every text can be a cell under its word."""
    return all(fits(word, text) for word, text in zip(header, texts, strict=True))


def fits(word: str, text: str) -> bool:
    """Say whether a text can be a cell under a word: any short one, where the word asks nothing."""
    said = asks(word)
    if said is not None:
        return said.fullmatch(text) is not None
    return len(text) <= LONGEST_CELL and _NAMES_NOTHING.search(text) is None


@lru_cache(256)
def asks(word: str) -> re.Pattern[str] | None:
    """Return what a cell under a word looks like; None where anything may stand there."""
    bare = re.sub("[（(【][^）)】]*[)）】]$", "", word)
    return next((cells for ending, cells in _SAID if ending.search(bare)), None)
