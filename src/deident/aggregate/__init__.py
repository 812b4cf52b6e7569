"""Rows and documents: values that belong to one person, and what they tell together.

A number that is masked by itself may be given away by the cells beside it; a name that may stay in
one list may not stay in a list of children. `Together` looks at the rows of one document, before
its findings are decided and after; `Complementary` at masked forms across documents.
"""

from deident.aggregate.asking import RECOGNIZER, asks
from deident.aggregate.complementary import Complementary, Form, Pair
from deident.aggregate.hidden_whole import never_kept
from deident.aggregate.schooling import Understood
from deident.aggregate.together import Together

__all__ = [
    "RECOGNIZER",
    "Complementary",
    "Form",
    "Pair",
    "Together",
    "Understood",
    "asks",
    "never_kept",
]
