"""机动车号牌."""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.identifiers import strategies

from deident.errors import (
    InvalidComponentError,
    InvalidFormatError,
    InvalidLengthError,
    ValidationError,
)
from deident.identifiers import vehicle_plate


@pytest.mark.parametrize(
    ("plate", "kind"),
    [
        ("晋M99990", "civil"),
        ("晋M·9A99B", "civil"),
        ("晋MAB999", "civil"),
        ("晋MD99990", "nev_small"),
        ("晋MFK9990", "nev_small"),
        ("晋MA99990", "nev_small"),
        ("晋M99990D", "nev_large"),
        ("晋M9999学", "coach"),
        ("晋M·K999学", "coach"),
        ("晋M9999警", "police"),
        ("晋O9999警", "police"),
        ("京9999警", "police"),
        ("粤Z999A港", "hk_mo"),
        ("粤Z999A澳", "hk_mo"),
        ("晋M9999挂", "trailer"),
        ("使999001", "embassy"),
        ("999001使", "embassy"),
        ("沪A9990领", "consulate"),
        ("999001领", "consulate"),
        ("晋X9990应急", "emergency"),
        ("WJ14-99901", "armed_police"),
        ("WJ晋9990X", "armed_police"),
        ("WJ14晋9990", "armed_police"),
        ("VA99901", "military"),
        ("民航A9990", "civil_aviation"),
        ("临晋M99990", "temporary"),
        ("晋M9990试", "temporary"),
        ("临时99990", "temporary"),
        ("晋14-99990", "tractor"),
        ("晋ｍ－９９９９０", "civil"),  # noqa: RUF001 - full-width is the subject
        ("晋 M 99990", "civil"),
    ],
)
def test_every_kind_of_plate_is_known(plate: str, kind: str) -> None:
    """As GA 36-2018 prints them and as people type them."""
    assert vehicle_plate.kind(plate) == kind
    assert kind in vehicle_plate.KINDS


@pytest.mark.parametrize(
    "text",
    [
        *("粤B2-20090059", "晋B1", "鲁A级", "云A-12", "晋MABCDE", "晋MABC12", "晋I99990"),
        *("国药准字H99990001", "粤A9990港", "晋M9999O", "晋M9999I", "京M999901"),
    ],
)
def test_lookalikes_are_no_plates(text: str) -> None:
    """Licences, grades, plots, product names."""
    assert not vehicle_plate.is_valid(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("晋M9999甲", InvalidFormatError),
        ("晋M99", InvalidLengthError),
        ("晋MABCDE", InvalidComponentError),
    ],
)
def test_the_wrong_part_is_named(text: str, reason: type[ValidationError]) -> None:
    """Characters, length, order."""
    with pytest.raises(reason):
        vehicle_plate.validate(text)


@given(strategies.plates)
def test_every_plate_has_one_kind(plate: str) -> None:
    """Invented plates of four kinds."""
    assert vehicle_plate.kind(plate) in {"civil", "nev_small", "nev_large", "police"}
