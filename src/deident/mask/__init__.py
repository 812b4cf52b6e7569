"""Decisions become a mask plan. No file is opened here.

`writing` writes over one value, `operators` carries that through Presidio's operators (imported
only when something is masked, because Presidio takes a second to load), `plan` lays the
replacements over the places of a page. `packing` keeps decisions and masks in little room.
"""

from deident.mask.packing import DECISIONS, STEPS
from deident.mask.plan import column_masks, plan, replacement, settle
from deident.mask.pseudonyms import Pseudonyms

__all__ = ["DECISIONS", "STEPS", "Pseudonyms", "column_masks", "plan", "replacement", "settle"]
