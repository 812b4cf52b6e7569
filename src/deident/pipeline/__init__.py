"""The line: Source → Document → Findings → Decisions → MaskPlan → Source' → Residue → Clearance.

A document is walked twice: once to find and decide, once to find wherever else a value stands that
must go. Pages stream; what is kept between the walks holds no text, except the set of values that
must be gone, in memory. Nothing points left, and nothing loops.

`parts` finds and decides in a document and in all that is embedded in it, `masking` writes the
copies and proves each, `clearance` says what that comes to, and `looking` is for those who do not
mask.
"""

from deident.pipeline.clearance import notes, versions
from deident.pipeline.looking import Inspected, inspect, labelled
from deident.pipeline.masking import Review, review

__all__ = ["Inspected", "Review", "inspect", "labelled", "notes", "review", "versions"]
