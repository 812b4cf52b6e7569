"""Layers that are switched off: their content is deleted, so that no switch can show it again."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf

_SHOWN_TEXT = {"Tj": None, "TJ": None, "'": "T*", '"': "T*"}
_PAINTING = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"})
_DRAWING = frozenset({"Do", "sh", "INLINE IMAGE"})
_DEEPEST = 16


class Layers:
    """Which optional content of a document is not shown when it is opened."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._off = _switched_off(pdf)

    def __bool__(self) -> bool:
        return bool(self._off)

    def hides(self, membership: pikepdf.Object | None, depth: int = 0) -> bool:
        """Say whether what belongs to this group, or to these groups, is not shown."""
        import pikepdf

        if not self._off or not isinstance(membership, pikepdf.Dictionary) or depth > _DEEPEST:
            return False
        if str(membership.get("/Type")) != "/OCMD":
            return membership.objgen in self._off
        named = membership.get("/OCGs", ())
        groups = [named] if isinstance(named, pikepdf.Dictionary) else list(named or ())
        off = [self.hides(group, depth + 1) for group in groups]
        if not off:
            return False
        visible = {
            "/AllOn": not any(off),
            "/AnyOff": any(off),
            "/AllOff": all(off),
        }.get(str(membership.get("/P", "/AnyOn")), not all(off))
        return not visible

    def without_hidden(
        self, content: bytes, resources: pikepdf.Object, pdf: pikepdf.Pdf
    ) -> tuple[bytes, bool]:
        """Return a content stream without what hidden layers draw, and whether anything went."""
        import pikepdf

        properties = resources.get("/Properties", pikepdf.Dictionary())
        drawn = resources.get("/XObject", pikepdf.Dictionary())
        names = {name for name, one in properties.items() if self.hides(one)}
        pictures = {name for name, one in drawn.items() if self.hides(one.get("/OC"))}
        if not names and not pictures:
            return content, False
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = list(pikepdf.parse_content_stream(pdf.make_stream(content)))
        return pikepdf.unparse_content_stream(_shown(parsed, names, pictures)), True


def _switched_off(pdf: pikepdf.Pdf) -> frozenset[tuple[int, int]]:
    import pikepdf

    properties = pdf.Root.get("/OCProperties")
    if properties is None:
        return frozenset()
    default = properties.get("/D", pikepdf.Dictionary())
    groups = {group.objgen for group in properties.get("/OCGs", ())}
    on = {group.objgen for group in default.get("/ON", ())}
    off = {group.objgen for group in default.get("/OFF", ())}
    if str(default.get("/BaseState", "/ON")) == "/OFF":
        off |= groups - on
    return frozenset(off)


def _shown(instructions: list[Any], hidden: set[str], pictures: set[str]) -> list[Any]:
    """Drop what is painted between the marks of hidden layers; the graphics state goes on."""
    kept: list[Any] = []
    marks: list[bool] = []
    for one in instructions:
        operator = str(one.operator)
        if operator in {"BMC", "BDC"}:
            marks.append(operator == "BDC" and str(one.operands[-1]) in hidden)
        elif operator == "EMC" and marks:
            marks.pop()
        if any(marks):
            kept += _unpainted(one, operator)
        elif operator != "Do" or str(one.operands[0]) not in pictures:
            kept.append(one)
    return kept


def _unpainted(one: Any, operator: str) -> list[Any]:  # noqa: ANN401 - what pikepdf parses
    import pikepdf

    if operator in _PAINTING:
        return [([], pikepdf.Operator("n"))]
    if operator in _DRAWING:
        return []
    if operator in _SHOWN_TEXT:
        next_line = _SHOWN_TEXT[operator]
        return [([], pikepdf.Operator(next_line))] if next_line else []
    return [one]
