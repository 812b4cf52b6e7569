"""What a picture shows besides lines of text: codes, plates, cards and faces.

Each of them is a `Sight`. What it says goes through the line like any other text, and the policy
answers; only the paint is different, because the whole thing is painted and never a part of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deident.model import Quad

CODE = "code"
LINE = "line read again"
PLATE = "vehicle plate"
BANK_CARD = "bank card"
DOOR_PLATE = "door plate"
VIN_PLATE = "chassis number"
IDENTITY_CARD = "identity card"
PORTRAIT = "portrait"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One thing in a picture, in the coordinates of the page turned upright.

    `text` is what it says and `label` the word that would stand beside it on a form; the first of
    `quads` is where it says it. `painted` is True where the thing is painted whatever it says:
    a form whose places are known, a plate that nobody could read. `value` is what the whole thing
    is about, where that is known: whoever hides it hides every place of the thing.
    """

    kind: str
    quads: tuple[Quad, ...]
    text: str = field(default="", repr=False)
    label: str = ""
    painted: bool = False
    value: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Refuse what is nowhere, and what would be neither painted nor judged."""
        if not self.quads:
            raise ValueError("a sight has a place")
        if not self.text and not self.painted:
            raise ValueError("a sight without text is painted")
