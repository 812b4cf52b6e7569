"""How an office reviews: its stages, deadlines and channels, from `[review]` in deident.toml."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from deident.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_DAYS = 3660


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Stages in their order, the days each may take, how long a clearance holds, the channels."""

    stages: tuple[str, ...] = ("初审", "复审", "终审")
    sign_days: int = 5
    valid_days: int = 365
    channels: tuple[str, ...] = ("政府网站", "政务新媒体", "政府公报", "公开栏")

    @classmethod
    def of(cls, raw: Mapping[str, object]) -> Rules:
        """Check a table of settings; what is not given is as above."""
        names = [one.name for one in fields(cls)]
        for name in raw:
            if name not in names:
                near = difflib.get_close_matches(name, names, n=1)
                hint = f"; did you mean {near[0]!r}?" if near else ""
                raise PolicyError(f"review: unknown key {name!r}{hint}")
        default = cls()
        return cls(
            stages=_words(raw, "stages", default.stages),
            channels=_words(raw, "channels", default.channels),
            sign_days=_days(raw, "sign_days", default.sign_days),
            valid_days=_days(raw, "valid_days", default.valid_days),
        )


def _words(raw: Mapping[str, object], name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    words = raw.get(name, default)
    if not isinstance(words, (list, tuple)) or not words or len(set(words)) != len(words):
        raise PolicyError(f"review.{name} is a list of different names")
    if not all(isinstance(word, str) and word.strip() for word in words):
        raise PolicyError(f"review.{name} is a list of names")
    return tuple(words)


def _days(raw: Mapping[str, object], name: str, default: int) -> int:
    days = raw.get(name, default)
    if not isinstance(days, int) or isinstance(days, bool) or not 0 < days <= _MOST_DAYS:
        raise PolicyError(f"review.{name} is a number of days, at most {_MOST_DAYS}")
    return days
