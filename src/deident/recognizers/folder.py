"""Where our packs lie; asked by those, too, who have no need to read them."""

from __future__ import annotations

from pathlib import Path


def built_in_folder() -> Path:
    """Return where our packs lie: beside the package in a wheel, at the root of a checkout."""
    installed = Path(__file__).parent.parent / "packs"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "recognizers"
