"""Word lists written as running text, so that a hundred words stay readable."""

from __future__ import annotations


def listed(words: str) -> tuple[str, ...]:
    """Split a text into its words."""
    return tuple(words.split())
