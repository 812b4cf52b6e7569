"""What a variant is: one way of writing one kind of number, and where it may stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

FAMILY_OF = {
    "CN_RESIDENT_ID": "RESIDENT_ID",
    "CN_DISABILITY_ID": "RESIDENT_ID",
    "CN_MOBILE": "PHONE",
    "CN_LANDLINE": "PHONE",
    "CN_BANK_CARD": "BANK",
    "CN_BANK_ACCOUNT": "BANK",
    "CN_VEHICLE_PLATE": "PLATE",
}
FAMILIES = ("RESIDENT_ID", "PHONE", "BANK", "PLATE")

FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_ZERO_WIDTH = "\u200b\u200b\u200c\u200d\ufeff\u00ad"


class Piece(NamedTuple):
    """A run of text; a label where it has an entity type."""

    text: str
    entity_type: str = ""
    variant: str = ""


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One way of writing.

    `home` says where it may stand: "any" after any label of its family, "own" only after one of
    `labels`, "bare" in a frame that names no label, "frame" in the frames that name the variant.
    A variant that is not `demanded` may be covered or kept: the standard calls it public by form.
    """

    name: str
    entity_type: str
    title: str
    make: Callable[[Random], Pieces]
    home: str = "any"
    labels: tuple[str, ...] = ()
    quota: int = 54
    demanded: bool = True

    @property
    def family(self) -> str:
        """The family the score is kept for; other types are their own family."""
        return FAMILY_OF.get(self.entity_type, self.entity_type)


def single(name: str, entity_type: str, spell: Callable[[Random], str]) -> Callable[..., Pieces]:
    """Make a variant's text one labelled piece."""
    return lambda rng: (Piece(spell(rng), entity_type, name),)


def sprinkle(rng: Random, text: str) -> str:
    """Put zero-width characters inside a number."""
    spots = sorted(rng.sample(range(1, len(text)), rng.randint(1, 4)), reverse=True)
    for spot in spots:
        text = text[:spot] + rng.choice(_ZERO_WIDTH) + text[spot:]
    return text


def misread(rng: Random, text: str) -> str:
    """Write one digit as the letter that OCR takes it for."""
    letters = {"0": "O", "1": "lI", "2": "Z", "5": "S", "6": "G", "8": "B", "9": "q"}
    # Not in the first three: a mobile would no longer begin like one.
    spots = [at for at in range(3, len(text)) if text[at] in letters]
    if not spots:
        return text
    at = rng.choice(spots)
    return text[:at] + rng.choice(letters[text[at]]) + text[at + 1 :]


def circled(text: str) -> str:
    """Write digits as circled digits."""
    return "".join(
        chr(0x24EA) if c == "0" else chr(0x245F + int(c)) if c.isdecimal() else c for c in text
    )


def mathematical(rng: Random, text: str) -> str:
    """Write digits as one of the mathematical alphabets."""
    zero = rng.choice((0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6))
    return "".join(chr(zero + int(c)) if c.isdecimal() else c for c in text)


def grouped(text: str, sizes: tuple[int, ...], mark: str) -> str:
    """Cut a number into groups; what is left over is the last group."""
    groups, at = [], 0
    for size in sizes:
        groups.append(text[at : at + size])
        at += size
    groups.append(text[at:])
    return mark.join(group for group in groups if group)
