"""An office in an empty folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.ledger.office import Office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Return an office with a clerk and three reviewers."""
    made = Office(tmp_path)
    yield made
    made.ledger.close()
