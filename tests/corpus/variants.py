"""The catalogue of variants and the slots of a frame that take them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tests.corpus.variants_bank import BANK_LABELS, BANK_VARIANTS
from tests.corpus.variants_id import ID_LABELS, ID_VARIANTS
from tests.corpus.variants_phone import HOME_LABELS, PHONE_LABELS, PHONE_VARIANTS
from tests.corpus.variants_plate import PLATE_LABELS, PLATE_VARIANTS

if TYPE_CHECKING:
    from tests.corpus.variant import Variant

VARIANTS: dict[str, Variant] = {
    variant.name: variant
    for variant in (*ID_VARIANTS, *PHONE_VARIANTS, *BANK_VARIANTS, *PLATE_VARIANTS)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place for a value: its family, who may stand there, and the labels to write before it.

    `plain` is what stands there when nothing special was asked for.
    """

    family: str
    homes: tuple[str, ...]
    plain: str
    labels: tuple[str, ...] = ()


SLOTS: dict[str, Slot] = {
    "ID": Slot(
        family="RESIDENT_ID", homes=("any", "own"), plain="id_plain", labels=tuple(ID_LABELS)
    ),
    "id": Slot(family="RESIDENT_ID", homes=("any",), plain="id_plain"),
    "idbare": Slot(family="RESIDENT_ID", homes=("bare",), plain="id_unlabelled"),
    "TEL": Slot(
        family="PHONE", homes=("any", "own"), plain="mobile_plain", labels=tuple(PHONE_LABELS)
    ),
    "tel": Slot(family="PHONE", homes=("any",), plain="mobile_plain"),
    "telbare": Slot(family="PHONE", homes=("bare",), plain="mobile_bare"),
    "HOME": Slot(
        family="PHONE", homes=("home",), plain="landline_hyphen", labels=tuple(HOME_LABELS)
    ),
    "home": Slot(family="PHONE", homes=("home",), plain="landline_hyphen"),
    "BANK": Slot(family="BANK", homes=("any", "own"), plain="card_19", labels=tuple(BANK_LABELS)),
    "bank": Slot(family="BANK", homes=("any",), plain="card_19"),
    "bankbare": Slot(family="BANK", homes=("bare",), plain="card_unlabelled"),
    "PLATE": Slot(
        family="PLATE", homes=("any", "own"), plain="plate_digits", labels=tuple(PLATE_LABELS)
    ),
    "plate": Slot(family="PLATE", homes=("any",), plain="plate_digits"),
    "platebare": Slot(family="PLATE", homes=("bare",), plain="plate_unlabelled"),
}


@cache
def guests(slot: str) -> tuple[Variant, ...]:
    """Name the variants that may stand in a slot; a slot named as a variant takes only that."""
    if slot in VARIANTS:
        return (VARIANTS[slot],)
    if slot not in SLOTS:
        return ()
    host = SLOTS[slot]
    return tuple(
        variant
        for variant in VARIANTS.values()
        if variant.family == host.family and variant.home in host.homes
    )
