"""Every code in Chinese and in English: what happened, and what to do now.

A template names its params by place ({0}) or by name ({kind}); params never hold document text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.wordings.commands import COMMANDS
from deident.wordings.outcomes import OUTCOMES
from deident.wordings.refusals import REFUSALS
from deident.wordings.reviews import REVIEWS
from deident.wordings.unread import UNREAD

if TYPE_CHECKING:
    from collections.abc import Mapping

CODES: Mapping[str, tuple[str, str]] = {**REFUSALS, **UNREAD, **OUTCOMES, **COMMANDS, **REVIEWS}
