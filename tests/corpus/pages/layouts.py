"""The pages: what an office prints, laid out as it prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.corpus.pages.bookform import two_columns, vertical
from tests.corpus.pages.forms import application, identity_cards
from tests.corpus.pages.rosters import public_list, subsidy_table
from tests.corpus.pages.texts import decision, letter, notice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from tests.corpus.pages.truth import Sheet

LAYOUTS: Mapping[str, Callable[[Random, int], Sheet]] = {
    "table": subsidy_table,
    "decision": decision,
    "form": application,
    "columns": two_columns,
    "notice": notice,
    "cards": identity_cards,
    "list": public_list,
    "letter": letter,
    "vertical": vertical,
}
"""Each draws one page at a resolution in dots per inch."""
