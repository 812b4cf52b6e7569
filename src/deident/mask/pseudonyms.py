"""Pseudonyms: stand-ins that are stable in one document and mean nothing in the next."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deident.keys import Key

_WORDS = {
    "PERSON": "人员",
    "MINOR": "未成年人",
    "CN_RESIDENT_ID": "证件",
    "CN_PASSPORT": "证件",
    "CN_TRAVEL_PERMIT": "证件",
    "CN_FOREIGNER_ID": "证件",
    "CN_MOBILE": "电话",
    "CN_LANDLINE": "电话",
    "CN_BANK_CARD": "账户",
    "CN_BANK_ACCOUNT": "账户",
    "CN_VEHICLE_PLATE": "车辆",
    "CN_HOME_ADDRESS": "住址",
    "EMAIL_ADDRESS": "邮箱",
}
_OTHER = "代称"
_STAND_IN = re.compile(f"(?:{'|'.join({*_WORDS.values(), _OTHER})})[0-9]{{4,6}}")


def is_stand_in(text: str) -> bool:
    """Tell whether a text reads like one of our stand-ins; no kind of value does."""
    return _STAND_IN.fullmatch(text) is not None


class Pseudonyms:
    """The stand-ins of one document, numbered in the order in which the values first occur.

    Values are remembered only as fingerprints. Two people never share a stand-in, and one person
    keeps it however the number is spelt, because equal values have equal fingerprints.
    """

    __slots__ = ("_key", "_numbers")

    def __init__(self, key: Key) -> None:
        self._key = key
        self._numbers: defaultdict[str, dict[str, int]] = defaultdict(dict)

    def of(self, entity_type: str, compact: str, fingerprint: str = "") -> str:
        """Return the stand-in of a value; the same one every time.

        >>> from deident.keys import Key
        >>> Pseudonyms(Key.ephemeral()).of("PERSON", "甲某")
        '人员0001'
        """
        word = _WORDS.get(entity_type, _OTHER)
        known = self._numbers[word]
        identity = fingerprint or self._key.fingerprint(entity_type, compact)
        number = known.setdefault(f"{entity_type}:{identity}", len(known) + 1)
        return f"{word}{number:04d}"
