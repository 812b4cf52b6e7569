"""Names of pictures, fonts and states that hold a number: reportlab names pictures by digests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from deident.formats.pdf.operators import parsed
from deident.formats.pdf.samples import is_telling

if TYPE_CHECKING:
    import pikepdf

_TELLING = re.compile(rb"/[^\s/<>\[\](){}%]*(?:[0-9]{7}|@|#)")


class Names:
    """Gives resources other names where theirs could be about a person, the same in all places."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._known: dict[str, str] = {}

    def plain(self, name: str) -> str:
        """Return a name itself, or the one that stands for it: a number in order of appearance."""
        if not is_telling(name):
            return name
        return self._known.setdefault(name, f"/Named{len(self._known) + 1}")

    def in_content(self, content: bytes) -> bytes:
        """Return a content stream that calls its resources by plain names."""
        import pikepdf

        if not _TELLING.search(content):
            return content
        before = parsed(content, self._pdf)
        if not any(_is_telling(operand) for one in before for operand in one.operands):
            return content
        written: list[Any] = [
            one
            if str(one.operator) == "INLINE IMAGE"
            else ([self._operand(operand) for operand in one.operands], one.operator)
            for one in before
        ]
        return pikepdf.unparse_content_stream(written)

    def in_resources(self, resources: pikepdf.Object) -> None:
        """Enter all resources under their plain names."""
        import pikepdf

        for entries in resources.values():
            if not isinstance(entries, pikepdf.Dictionary):
                continue
            for name in filter(is_telling, entries.keys()):
                if (plain := self.plain(name)) not in entries:
                    entries[plain] = entries[name]
                    del entries[name]

    def _operand(self, operand: Any) -> Any:  # noqa: ANN401 - a PDF object
        import pikepdf

        return pikepdf.Name(self.plain(str(operand))) if _is_telling(operand) else operand


def _is_telling(operand: Any) -> bool:  # noqa: ANN401 - a PDF object
    import pikepdf

    return isinstance(operand, pikepdf.Name) and is_telling(str(operand))
