"""Parts that several numbers share: the province at the front, the day in the middle.

The two-digit codes are those of GB/T 2260. 83 is carried by residence permits of people from
Taiwan, 71 by nothing that is issued, and 91 (abroad) only by old records of foreigners: it is
left out.

>>> "14" in PROVINCES, "91" in PROVINCES
(True, False)
>>> calendar_day("20000229"), calendar_day("19000229")
(datetime.date(2000, 2, 29), None)
"""

from __future__ import annotations

import datetime as dt

PROVINCES = frozenset(
    (
        *("11", "12", "13", "14", "15", "21", "22", "23"),
        *("31", "32", "33", "34", "35", "36", "37"),
        *("41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54"),
        *("61", "62", "63", "64", "65", "71", "81", "82", "83"),
    )
)

_CHINA = dt.timezone(dt.timedelta(hours=8))
_CERTAINLY_PAST = dt.date(2025, 1, 1)


def calendar_day(digits: str) -> dt.date | None:
    """Read YYYYMMDD, or return None where no such day is in the calendar.

    `digits` must be eight ASCII digits. None and not an exception, because the exception of the
    standard library quotes the digits.
    """
    try:
        return dt.date.fromisoformat(digits)
    except ValueError:
        return None


def can_be_birth(day: dt.date, latest: dt.date | None = None) -> bool:
    """Say whether a living or recorded person can be born that day: 1900 to `latest`.

    Without `latest` it is the end of this year. The clock is asked only about days that it could
    decide, so a machine whose clock is wrong does not lose people born long ago.
    """
    if latest is not None:
        return day.year >= 1900 and day <= latest
    if day < _CERTAINLY_PAST:
        return day.year >= 1900
    return day.year <= dt.datetime.now(_CHINA).year
