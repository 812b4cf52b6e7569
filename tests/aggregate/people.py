"""Invented people for rosters: a real province, a county that does not exist."""

from __future__ import annotations

from random import Random

from deident.identifiers import resident_id

_SURNAMES, _GIVEN = "王李张刘陈杨赵黄周吴", "明红军华建文丽芳强敏"


def number(rng: Random, first_year: int, last_year: int) -> str:
    """Make a resident ID of somebody born in one of the years."""
    day = f"{rng.randint(first_year, last_year)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    body = f"149999{day}{rng.randint(0, 999):03}"
    return body + resident_id.check_character(body)


def name(rng: Random) -> str:
    """Make a name of three characters."""
    return rng.choice(_SURNAMES) + "".join(rng.choices(_GIVEN, k=2))


def mobile(rng: Random) -> str:
    """Make a mobile number with an invented tail."""
    return f"139{rng.randint(0, 9999):04}{rng.randint(0, 9999):04}"


def dice(seed: int | str) -> Random:
    """Return the same chances each time."""
    return Random(seed)  # noqa: S311 - invented people, not secrets
