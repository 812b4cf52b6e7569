"""How old somebody was on the day of a document.

The rule: who was not yet eighteen on the document's own day is a minor in it. That day is the
latest date in its text, table titles included (2024年5月1日, 〔2024〕, 2024年度), as far as it has
been read; where there is none, today. Nobody's birth date is a document's day, nor is a date in
figures in the line of a resident ID (a row of a list), the year of an old certificate,（1996）字第,
or a day in the future. A year alone counts from 1 January: whoever was a minor on some day of it is
not missed.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deident.recognizers.needles import Needles

if TYPE_CHECKING:
    from collections.abc import Collection

MAJORITY = 18

_MONTH, _DAY = "1[0-2]|0?[1-9]", "[12][0-9]|3[01]|0?[1-9]"
_SAID = re.compile(
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})\s{0,2}(?:"
    rf"年\s{{0,2}}(?P<month>{_MONTH})\s{{0,2}}月(?:\s{{0,2}}(?P<day>{_DAY})\s{{0,2}}日)?"
    rf"|[./-](?P<m>{_MONTH})[./-](?P<d>{_DAY})(?![0-9])"
    r"|年|[〕﹞\]】)）])"
)
_YEARS = Needles(("1", "9"), ("2", "0"), shared=True)
_BORN = re.compile(
    r"\s*((?:19|20)[0-9]{2})(?:\s{0,2}[年./-]?\s{0,2}(1[0-2]|0?[1-9])(?:\s{0,2}[月./-]?\s{0,2}([12][0-9]|3[01]|0?[1-9])(?![0-9]))?)?"
)
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])?(?![0-9])")
_AGE = re.compile(r"\s*([0-9]{1,3})\s*(?:周?岁(?:零?[0-9]{1,2}个?月)?|个月)?\s*")
# Nobody published a list on the web before.
_FIRST_YEAR = 2000
_CERTIFICATE = re.compile("字?第|字")
_ID = re.compile(
    "(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx*]|(?<![0-9])[1-9][0-9]{14}(?![0-9])"
)
_SEPARATES = frozenset(" \t\u3000,，|｜│/、;；\n")
_BORN_BEFORE = re.compile(r"(?:出生[^，,。；\n]{0,6}|生于|生日[：:]?)\s*$")
_BORN_BEHIND = re.compile(r"\s*[日号]?\s*(?:出生|生(?![效产成活])|\))")


_IN_WORDS = re.compile(r"\s*[一二][〇零九][〇零一二三四五六七八九]{2}年")
_WORDS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_TENS = re.compile("([一二三])?十([一二三四五六七八九])?")


def _in_figures(text: str) -> str:
    """Return a date in Chinese numerals in figures."""
    tens = _TENS.sub(lambda found: f"{found[1] or '一'}{found[2] or '零'}", text)
    return tens.translate(_WORDS)


def _date(year: str, month: str | None, day: str | None) -> dt.date | None:
    try:
        return dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None


def _in_a_row(found: re.Match[str]) -> bool:
    """Tell whether a date stands apart in a line that holds a resident ID: one of a list's rows."""
    text = found.string
    before, behind = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    if not (_SEPARATES.issuperset(before) and _SEPARATES.issuperset(behind)):
        return False
    low = text.rfind("\n", 0, found.start()) + 1
    high = text.find("\n", found.end())
    return _ID.search(text, low, len(text) if high < 0 else high) is not None


def _is_of_a_document(found: re.Match[str]) -> bool:
    """Tell whether a date may be a document's: no birth date, no row's and no certificate's."""
    before = found.string[max(0, found.start() - 12) : found.start()]
    if "生" in before and _BORN_BEFORE.search(before):
        return False
    if _BORN_BEHIND.match(found.string, found.end()) or _in_a_row(found):
        return False
    certificate = found[0][-1] in "〕﹞]】)）" and _CERTIFICATE.match(found.string, found.end())
    return not certificate


@dataclass(slots=True)
class DocumentDay:
    """The day of a document, as far as it has been read."""

    today: dt.date
    said: dt.date | None = None

    def look(self, text: str, births: Collection[int] = ()) -> None:
        """Take in a text outside the tables. Birth dates, which begin at `births`, do not count."""
        if "20" not in text:
            return
        for found in _YEARS.matches(_SAID, text):
            later = None if found.start() in births else self._later(found)
            if later is not None and _is_of_a_document(found):
                self.said = later

    def _later(self, found: re.Match[str]) -> dt.date | None:
        """Return a date of the past that is later than the latest so far."""
        latest = self.said
        if int(found["year"]) < (_FIRST_YEAR if latest is None else latest.year):
            return None
        said = _date(found["year"], found["month"] or found["m"], found["day"] or found["d"])
        if said is None or said > self.today or (latest is not None and said <= latest):
            return None
        return said

    @property
    def day(self) -> dt.date:
        """The day that decides."""
        return self.said or self.today

    @property
    def majority(self) -> str:
        """Who was born after this day (YYYYMMDD) is a minor."""
        day = self.day
        return f"{day.year - MAJORITY:04}{day.month:02}{day.day:02}"


def born_in_id(number: str) -> str:
    """Return the birth day (YYYYMMDD) inside a resident number, masked or not, if it shows."""
    born = number[6:14]
    if len(number) >= 18 and born.isdecimal() and born[:2] in {"19", "20"}:
        return born if "01" <= born[4:6] <= "12" and "01" <= born[6:8] <= "31" else ""
    return ""


def born(text: str) -> str:
    """Return the birth day (YYYYMMDD) that a cell shows, or "".

    A missing month or day is the last one: the youngest that the person can be.

    >>> born("2012年3月7日"), born("2012.03"), born("20120307"), born("张某")
    ('20120307', '20120331', '20120307', '')
    >>> born("二〇一七年一月二十二日")
    '20170122'
    """
    if _IN_WORDS.match(text):
        text = _in_figures(text)
    found = _COMPACT.match(text.strip()) or _BORN.match(text)
    if found is None:
        return ""
    year, month, day = found.groups()
    return f"{year}{int(month or 12):02}{int(day or 31):02}"


def age(text: str) -> int | None:
    """Return the age that a cell shows, in years.

    >>> age("13"), age("13周岁"), age("8个月"), age("139"), age("不详")
    (13, 13, 0, None, None)
    """
    found = _AGE.fullmatch(text)
    if found is None or int(found[1]) > 120:
        return None
    return int(found[1]) // 12 if "个月" in text and "岁" not in text else int(found[1])
