"""Whether a row is a minor's.

A computed age decides where there is one: an adult of a school's roster stays what he is. Where
there is none, the words of the table decide: its title, its headings, a cell such as 孤儿.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.aggregate.ages import MAJORITY, age, born, born_in_id
from deident.aggregate.headings import (
    Sign,
    child_in_cell,
    is_childrens_class,
    is_childrens_school,
    of_adults,
    of_children,
)
from deident.model import Role
from deident.recognizers.later import later
from deident.recognizers.person_surnames import SURNAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.aggregate.rows import Row
    from deident.detect import Found

    _Cells = list[tuple[str, Sign]]

LABEL = "未成年人"
"""What every finding of a minor's row is labelled with: one question for all of them."""

GROWN = Sign.ADULT | Sign.TEACHER
"""A column that lists of children seldom have."""

WITH_BIRTH = frozenset({"CN_RESIDENT_ID", "CN_DISABILITY_ID"})
WHO = frozenset(
    {"PERSON", "CN_RESIDENT_ID", "CN_DISABILITY_ID", "CN_STUDENT_ID", "BIRTH_DATE", "CN_MOBILE",
     "CN_HOME_ADDRESS", "CN_BANK_CARD", "CN_BANK_ACCOUNT", "CN_SOCIAL_SECURITY", "CN_PASSPORT"}
)  # fmt: skip
"""What says of a row or a sentence that it is about somebody."""

_LIKE_A_NAME = later(
    rf"[男女]|{SURNAME}[ \u3000]*[一-龥·]{{0,8}}[一-龥*＊×某]"
    r"(?<![楼段库房路区园厂站校局处室科程桥])"
)


def is_minors(row: Row, table: Sign, caption: str, majority: str) -> bool:
    """Tell whether a row is a minor's. `majority` is the day (YYYYMMDD) after whose births one is.

    An age below eighteen in anybody's column is enough; only the person's own makes an adult.
    """
    cells = row.cells
    adult = False
    for young, own in _ages(row, cells, majority):
        if young:
            return True
        adult |= own
    return not adult and _by_words(row, cells, table, caption)


def is_adults(row: Row, majority: str) -> bool:
    """Tell whether a row shows an age, its person's own, and nobody's below eighteen.

    A number that fails its check shows a birth all the same.
    """
    if any(young for young, _ in _ages(row, row.cells, majority)):
        return False
    if any(child_in_cell(text) for text, _ in row.cells):
        return False
    own = row.without(Sign.OTHER)
    return any(True for _ in _ages(own, own.cells, majority))


def _ages(row: Row, cells: _Cells, majority: str) -> Iterator[tuple[bool, bool]]:
    """Yield for each age that the row shows whether it is a minor's and whether it is his own."""
    for one, heading in row.found:
        kind = one.finding.entity_type
        if kind in WITH_BIRTH or (kind == "CN_STUDENT_ID" and len(one.value) >= 18):
            day = born_in_id(one.value.lstrip("GJLgjl"))
            if day and (one.finding.evidence.label or _lists_somebody(row, cells)):
                proved = one.finding.evidence.checked is not False
                yield day > majority, proved and not heading & Sign.OTHER
        elif kind == "BIRTH_DATE" and (day := born(one.value)):
            yield day > majority, not heading & Sign.OTHER
    for text, heading in cells:
        if heading & Sign.AGE and (years := age(text)) is not None:
            yield years < MAJORITY, not heading & Sign.OTHER
        elif heading & Sign.BIRTH and (day := born(text)):
            yield day > majority, not heading & Sign.OTHER


def _by_words(row: Row, cells: _Cells, table: Sign, caption: str) -> bool:
    if not names_somebody(row):
        return False
    if any(child_in_cell(text) for text, heading in cells if not heading & GROWN):
        return True
    if _are_grown(table, cells) or of_adults(caption):
        return False
    if table & Sign.PUPIL:
        # 监护人 stands in lists of disabled adults too.
        return not table & Sign.KIND or of_children(caption) or bool(table & Sign.SCHOOL)
    if of_children(caption):
        return True
    schools = (text for text, heading in cells if heading & Sign.SCHOOL)
    return bool(table & Sign.NAME) and any(map(is_childrens_school, schools))


def _are_grown(table: Sign, cells: _Cells) -> bool:
    """Tell whether a table lists adults; 指导教师 beside 学生姓名 guides who is listed."""
    if not table & Sign.PUPILS_NAME or table & Sign.ADULT:
        return bool(table & GROWN)
    if not table & Sign.TEACHER:
        return False
    return not any(is_childrens_school(text) or is_childrens_class(text) for text, _ in cells)


def names_somebody(row: Row) -> bool:
    """Tell whether a row lists a person, not a price, a school or an office."""
    # 审核人：赵主任 stands below a table, in whatever column its writer found.
    named = any(
        heading & Sign.NAME and text.strip("*＊ ") and "：" not in text and ":" not in text
        for text, heading in row.cells
    )
    found = (one.finding for one, _ in row.found if one.finding.evidence.role is not Role.OFFICE)
    return named or any(finding.entity_type in WHO for finding in found)


def _lists_somebody(row: Row, cells: _Cells) -> bool:
    """Tell whether a number without a label may be a person's, not a permit's beside a building."""
    named = any(_LIKE_A_NAME.fullmatch(text.strip()) for text, _ in cells)
    return named or (
        names_somebody(row)
        and any(
            one.finding.evidence.label or one.finding.entity_type == "PERSON"
            for one, _ in row.found
        )
    )


def is_young(found: Found, majority: str) -> bool:
    """Tell whether a resident ID or a birth date is a minor's."""
    kind = found.finding.entity_type
    if kind in WITH_BIRTH:
        # Most are adults', whatever else is wrong with them.
        return found.value[6:14] > majority and born_in_id(found.value) > majority
    return kind == "BIRTH_DATE" and born(found.value) > majority
