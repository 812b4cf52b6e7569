"""What the line needs and no document brings along: packs, policy, rulings, limits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deident.aggregate import Together
from deident.decide import NO_RULINGS, Rulings
from deident.formats import FormatHandler, Limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from deident.checks import Check
    from deident.detect import Detector
    from deident.model import Source
    from deident.policy import Policy, Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Everything the line needs and no document brings along."""

    handler_for: Callable[[Source], FormatHandler]
    detector: Detector
    policy: Policy
    scene: Scene
    rulings: Rulings = NO_RULINGS
    limits: Limits = field(default_factory=Limits)
    disclosure: str = ""
    today: dt.date | None = None
    """Who is a minor is reckoned on this day where a document gives none; None is the clock's."""
    checks: tuple[Check, ...] = ()
    """What else is looked for before publication, beside personal information."""

    def together(self) -> Together:
        """Return what looks at the rows of one document."""
        today = self.today or dt.datetime.now(dt.UTC).date()
        return Together(self.detector.key, today, self.detector.look_alikes)
