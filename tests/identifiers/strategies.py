"""Invented numbers of every kind: real provinces, counties that do not exist (99)."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from deident.identifiers import luhn, mod_11_2, organisation_code, uscc, vin
from deident.identifiers.landline import AREA_CODES
from deident.identifiers.mobile import _SEGMENTS
from deident.identifiers.parts import PROVINCES
from deident.identifiers.vehicle_plate import PROVINCE_CHARACTERS

SERIAL = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"

provinces = st.sampled_from(sorted(PROVINCES))
counties = st.builds("{}{:02d}99".format, provinces, st.integers(1, 99))
days = st.dates(dt.date(1900, 1, 1), dt.date(2024, 12, 31))


def digits(size: int) -> st.SearchStrategy[str]:
    """Draw that many digits."""
    return st.text("0123456789", min_size=size, max_size=size)


def _checked(body: str) -> str:
    return body + mod_11_2.check_character(body)


def _luhn(body: str) -> str:
    return body + luhn.check_digit(body)


def _uscc(kind: str, county: str, middle: str) -> str:
    body = f"{kind}{county}{middle}{organisation_code.check_character(middle)}"
    return body + uscc.check_character(body)


def _vin(head: str, tail: str) -> str:
    check = vin.check_character(f"L{head}0{tail}")
    return f"L{head}{check}{tail}"


resident_ids = st.builds(
    lambda county, day, order: _checked(f"{county}{day:%Y%m%d}{order}"), counties, days, digits(3)
)
old_resident_ids = st.builds(
    lambda county, day, order: f"{county}{day:%y%m%d}{order}",
    counties,
    st.dates(dt.date(1901, 1, 1), dt.date(1999, 12, 31)),
    digits(3),
)
foreigner_ids = st.builds(
    lambda province, nation, day, order: _checked(f"9{province}{nation}{day:%Y%m%d}{order}"),
    provinces,
    digits(3),
    days,
    digits(3),
).filter(lambda number: not uscc.is_valid(number))
mobiles = st.builds("{}{}99{}".format, st.sampled_from(sorted(_SEGMENTS)), digits(4), digits(2))
landlines = st.builds(
    "{}{}{}".format, st.sampled_from(sorted(AREA_CODES)), st.sampled_from("2345678"), digits(6)
)
bank_cards = st.builds(
    lambda size, body: _luhn(f"622299{body}"[: size - 1]), st.integers(16, 19), digits(12)
)
bank_accounts = st.integers(8, 25).flatmap(digits)
plates = st.builds(
    "{}{}{}".format,
    st.sampled_from(PROVINCE_CHARACTERS),
    st.sampled_from(LETTERS),
    st.one_of(
        st.builds("{}99{}9".format, *[st.sampled_from(SERIAL)] * 2),
        st.builds("{}{}9999".format, st.sampled_from("ABCDEFGHJK"), st.sampled_from(SERIAL)),
        st.builds("9999{}{}".format, digits(1), st.sampled_from("ABCDEFGHJK")),
        st.builds("999{}警".format, st.sampled_from(SERIAL)),
    ),
)
usccs = st.builds(
    _uscc,
    st.sampled_from(("11", "12", "51", "91", "92", "93")),
    counties,
    st.builds("MA{}".format, st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=6, max_size=6)),
)
organisation_codes = st.builds(
    lambda body: body + organisation_code.check_character(body),
    st.text(SERIAL, min_size=8, max_size=8),
)
vins = st.builds(
    _vin,
    st.text(SERIAL.replace("Q", ""), min_size=7, max_size=7),
    st.builds(str.__add__, st.text(SERIAL.replace("Q", ""), min_size=4, max_size=4), digits(4)),
)
imeis = st.builds(lambda body: _luhn(f"86{body}"), digits(12))
iccids = st.builds("8986{}".format, digits(16))
passports = st.builds(str.__add__, st.sampled_from(("E9", "EA", "G9", "DE", "KJ", "MA")), digits(7))
permits = st.builds(str.__add__, st.sampled_from(("C9", "CA", "H9", "M9", "W9", "L9")), digits(7))
parcels = st.builds("{}{}JC{}".format, counties, digits(6), digits(5))
units = st.builds("{}F{}".format, parcels, digits(8))
disability_ids = st.builds(
    "{}{}{}".format, resident_ids, st.sampled_from("1234567"), st.sampled_from("1234")
)
student_ids = st.builds("G{}".format, resident_ids)
