"""The names a content stream uses, and the ones it uses after something was painted over."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

_PREFIX = "/Masked"


class Resources:
    """A resource dictionary that is copied before it changes: pages and forms share them."""

    def __init__(self, dictionary: pikepdf.Object) -> None:
        self._dictionary = dictionary
        self._added: dict[str, pikepdf.Object] = {}
        self._used: set[str] = set()

    def get(self, category: str, name: str) -> pikepdf.Object | None:
        """Look a name up."""
        names = self._dictionary.get(category)
        return None if names is None else names.get(name)

    def uses(self, name: str) -> None:
        """Remember that a picture or form is drawn as it was."""
        self._used.add(name)

    def add(self, thing: pikepdf.Object) -> pikepdf.Name:
        """Name a new picture or form."""
        import pikepdf

        taken = self._dictionary.get("/XObject", pikepdf.Dictionary())
        number = len(self._added)
        while (name := f"{_PREFIX}{number}") in taken or name in self._added:
            number += 1
        self._added[name] = thing
        return pikepdf.Name(name)

    def written(self) -> pikepdf.Dictionary:
        """Return the dictionary with what is new and without pictures and forms no longer drawn.

        The old form would stay in the file, and be drawn by nobody, but read by everybody.
        """
        import pikepdf

        copy = pikepdf.Dictionary(dict(self._dictionary.items()))
        drawn = self._dictionary.get("/XObject", pikepdf.Dictionary())
        kept = {name: thing for name, thing in drawn.items() if name in self._used} | self._added
        if kept:
            copy.XObject = pikepdf.Dictionary(kept)
        elif "/XObject" in copy:
            del copy.XObject
        return copy
