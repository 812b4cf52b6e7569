"""Every format handler under contract: one module in `places` for each family of formats."""

from __future__ import annotations

import importlib
from pathlib import Path

from tests.contracts.entry import SENTINEL, Entry

__all__ = ["ENTRIES", "SENTINEL", "Entry"]

_MODULES = sorted((Path(__file__).parent / "places").glob("*.py"))
ENTRIES: tuple[Entry, ...] = tuple(
    entry
    for module in _MODULES
    for entry in importlib.import_module(f"tests.contracts.places.{module.stem}").ENTRIES
)
