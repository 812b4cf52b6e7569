"""What holds for every number, whatever it is."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.identifiers import strategies

from deident.errors import ValidationError
from deident.identifiers import CHECKS

if TYPE_CHECKING:
    from types import ModuleType

_VALID: dict[str, st.SearchStrategy[str]] = {
    "bank_account": strategies.bank_accounts,
    "bank_card": strategies.bank_cards,
    "disability_id": strategies.disability_ids,
    "foreigner_id": strategies.foreigner_ids,
    "iccid": strategies.iccids,
    "imei": strategies.imeis,
    "landline": strategies.landlines,
    "mobile": strategies.mobiles,
    "organisation_code": strategies.organisation_codes,
    "parcel": strategies.parcels,
    "passport": strategies.passports,
    "real_estate_unit": strategies.units,
    "resident_id": strategies.resident_ids,
    "resident_id_15": strategies.old_resident_ids,
    "student_id": strategies.student_ids,
    "travel_permit": strategies.permits,
    "uscc": strategies.usccs,
    "vehicle_plate": strategies.plates,
    "vin": strategies.vins,
}
# Behind a hyphen or a space may stand the extension of a fixed line.
_SEPARABLE = sorted(set(_VALID) - {"landline"})
_SEPARATORS = st.sampled_from((" ", "-", "\u3000", "\u200b", "—", "\u00a0", "\n", ""))

every_number = pytest.mark.parametrize("name", sorted(CHECKS))
every_known = pytest.mark.parametrize("name", sorted(_VALID))


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"deident.identifiers.{name}")


def _written(number: str, separators: list[str]) -> str:
    return "".join(a + b for a, b in zip(number, separators, strict=True))


def _full_width(number: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() else c for c in number)


_SCRIBBLES = st.one_of(
    st.text(max_size=30), st.text("0123456789Xx×EGJL- 转+()@.晋WJ号字第", max_size=30)
)


@every_number
@given(text=_SCRIBBLES)
def test_compact_twice_is_compact_once(name: str, text: str) -> None:
    """There is one compact form."""
    compact = _module(name).compact
    assert compact(compact(text)) == compact(text)


@every_number
@given(text=_SCRIBBLES)
def test_is_valid_is_validate_without_the_reason(name: str, text: str) -> None:
    """Both answer alike, and nothing but ValidationError comes out."""
    module = _module(name)
    try:
        answer = module.validate(text)
    except ValidationError:
        assert not module.is_valid(text)
    else:
        assert answer == module.compact(text)
        assert module.is_valid(text)


@every_number
@given(
    text=st.builds(
        str.__add__, st.text("0123456789", min_size=7, max_size=28), st.sampled_from(("", "!"))
    )
)
def test_an_error_never_quotes_the_number(name: str, text: str) -> None:
    """Errors reach logs; numbers do not."""
    module = _module(name)
    assume(not module.is_valid(text))
    with pytest.raises(ValidationError) as caught:
        module.validate(text)
    assert text not in str(caught.value)
    assert caught.value.__context__ is None


@every_known
@given(data=st.data())
def test_an_invented_number_is_valid(name: str, data: st.DataObject) -> None:
    """Validate gives back what it was given, when that is compact."""
    number = data.draw(_VALID[name])
    assert _module(name).validate(number) == number


@every_known
@given(data=st.data())
def test_width_and_case_never_matter(name: str, data: st.DataObject) -> None:
    """Full-width and small letters are the same number."""
    number = data.draw(_VALID[name])
    assert _module(name).compact(_full_width(number.lower())) == number


@pytest.mark.parametrize("name", _SEPARABLE)
@given(data=st.data())
def test_separators_never_matter(name: str, data: st.DataObject) -> None:
    """Spaces, hyphens and characters without width may stand anywhere."""
    number = data.draw(_VALID[name])
    size = len(number)
    written = _written(number, data.draw(st.lists(_SEPARATORS, min_size=size, max_size=size)))
    assert _module(name).validate(written) == number


@every_known
@given(data=st.data())
def test_digits_of_other_scripts_are_no_digits(name: str, data: st.DataObject) -> None:
    """An Arabic-Indic digit is decimal for Python, not for a Chinese office."""
    number = data.draw(_VALID[name])
    arabic = "".join(chr(0x660 + int(c)) if c in "0123456789" else c for c in number)
    assume(arabic != number)
    assert not _module(name).is_valid(arabic)


@every_number
def test_every_module_is_a_specification(name: str) -> None:
    """The docstring holds the grammar and an example that runs."""
    module: Any = _module(name)
    assert ">>> " in module.__doc__
    assert len(module.__doc__.splitlines()) > 5


def test_the_catalogue_knows_every_module_and_nothing_else() -> None:
    """A pack can name each, and a wrong name is a KeyError."""
    assert all(CHECKS[name] is _module(name).is_valid for name in CHECKS)
    assert len(CHECKS) == 28
    with pytest.raises(KeyError):
        CHECKS["luhn"]
