"""The Luhn checksum (ISO/IEC 7812-1) of bank cards and IMEI.

From the right, every second digit is doubled, nine is taken from two-digit products, and the sum
must be a multiple of ten. Every single wrong digit is noticed, and every swap of two neighbours
but 09 and 90.

>>> check_digit("622202999900000000")
'4'
>>> passes("6222029999000000004")
True
"""

from __future__ import annotations

_PLAIN = bytes.maketrans(b"0123456789", bytes(range(10)))
_DOUBLED = bytes.maketrans(b"0123456789", bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))


def _total(digits: bytes) -> int:
    """Add the digits, doubling the second from the right and every second one on."""
    return sum(digits[::-2].translate(_PLAIN)) + sum(digits[-2::-2].translate(_DOUBLED))


def check_digit(body: str) -> str:
    """Compute the digit to put behind `body`."""
    return str(-_total(body.encode() + b"0") % 10)


def passes(digits: str) -> bool:
    """Say whether ASCII digits, the check digit last, add up."""
    return _total(digits.encode()) % 10 == 0
