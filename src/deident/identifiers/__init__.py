"""The numbers that deident knows, one module each, standard library only.

Every module offers `compact(number)` (the number without what carries no meaning),
`validate(number)` (the compact number, or a `ValidationError` that names the wrong part and never
the number), `is_valid(number)`, and functions for what the number says. Where a mistyped number is
still somebody's, `is_plausible(number)` leaves the check character out.

`CHECKS` is the catalogue: what a pack may name under `check`. A module is imported when its check
is first asked for.

>>> CHECKS["resident_id"]("11019919491231002X")
True
>>> "fortune" in CHECKS
False
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Final

Check = Callable[[str], bool]

_NAMES = (
    "bank_account",
    "bank_card",
    "cnaps",
    "disability_id",
    "email",
    "foreigner_id",
    "hong_kong_id",
    "hotline",
    "iccid",
    "imei",
    "isbn",
    "landline",
    "macau_id",
    "military_id",
    "mobile",
    "organisation_code",
    "parcel",
    "passport",
    "project_code",
    "real_estate_unit",
    "resident_id",
    "resident_id_15",
    "student_id",
    "taiwan_id",
    "travel_permit",
    "uscc",
    "vehicle_plate",
    "vin",
)


@cache
def _check(name: str) -> Check:
    """Import the module and return its `is_valid`."""
    check: Check = import_module(f"{__name__}.{name}").is_valid
    return check


class _Catalogue(Mapping[str, Check]):
    """Names and checks, imported one by one."""

    def __getitem__(self, name: str) -> Check:
        if name not in _NAMES:
            raise KeyError(name)
        return _check(name)

    def __iter__(self) -> Iterator[str]:
        return iter(_NAMES)

    def __len__(self) -> int:
        return len(_NAMES)


CHECKS: Final[Mapping[str, Check]] = _Catalogue()
