"""Every code the program can utter has words, in both languages."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import deident
from deident import errors, messages
from deident.cli.options.help import HELP
from deident.model import Locator
from deident.policy import ENTITY_TYPES
from deident.policy.rules import COLUMNS
from deident.recognizers.packs import built_in
from deident.wordings import CODES

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(deident.__file__).parent
CODE = re.compile(r"[A-Z][A-Z_]{1,}[A-Z]")
# Who takes a code, and as which positional argument.
POSITIONS = {"UnreadableError": 1, "Doubt": 0, "Unread": 0, "Reason": 0, "_refusal": 0, "Told": 0}


def codes() -> Iterator[str]:
    """Yield every literal code in the source."""
    for module in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from _of_call(node)
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "code":
                yield from _constants([node.value])


def _of_call(node: ast.Call) -> Iterator[str]:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    keywords = [k.value for k in node.keywords if k.arg in {"code", "reason", "because"}]
    position = POSITIONS.get(name)
    given = [] if position is None else node.args[position : position + 1]
    yield from _constants([*keywords, *given])
    if name == "_because":
        yield from _constants(node.args[1:2])


def _constants(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        for part in ast.walk(node):
            if (
                isinstance(part, ast.Constant)
                and isinstance(part.value, str)
                and CODE.fullmatch(part.value)
            ):
                yield part.value


def test_every_code_in_the_source_is_worded() -> None:
    """A reader must never meet a bare code."""
    found = set(codes())
    assert {"ENCODING", "BOMB", "OCR_UNSURE", "VALUE_LEFT", "RULING_MUST_KEEP", "TOO_DEEP"} <= found
    assert found - set(CODES) == set()


def test_every_class_of_error_and_every_evidence_is_worded() -> None:
    """They carry their codes as attributes, not as arguments."""
    classes = [c for c in vars(errors).values() if isinstance(c, type)]
    carried = {c.code for c in classes if issubclass(c, errors.DeidentError)}
    evidence = {column.upper() for column in COLUMNS}
    assert carried | evidence | {"CRASHED", "TIMEOUT"} <= set(CODES)


def test_every_entity_type_has_a_title_in_both_languages() -> None:
    """Reports speak of 公民身份号码, not of CN_RESIDENT_ID."""
    for kind in ENTITY_TYPES | {pack.entity_type for pack in built_in()}:
        for lang in messages.LANGUAGES:
            assert messages.title(kind, lang) != kind


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_words_can_be_filled_whatever_is_given(lang: str) -> None:
    """A param that is missing leaves a dash, never an exception while reporting one."""
    for code in CODES:
        said = messages.word(code, (), lang)
        assert said
        assert "{" not in said
        assert messages.word(code, ("CN_MOBILE", 3, 2), lang, limit=1 << 30)


def test_an_unknown_code_is_named() -> None:
    """Silence would be worse than a code."""
    assert "NEW_CODE" in messages.word("NEW_CODE")


def test_chinese_words_are_chinese_and_english_ones_are_not() -> None:
    """The two columns are easily swapped."""
    for chinese, english in (*CODES.values(), *HELP.values()):
        assert re.search("[一-龥]", chinese)
        assert not re.search("[一-龥]", english)


def test_a_place_is_told_in_words() -> None:
    """第3行, not row=3."""
    place = Locator(part="comment", page=2, line=4)
    assert messages.place(place) == "注释，第2页第4行"
    assert messages.place(place, "en") == "comment, page 2, line 4"
    assert messages.place(Locator()) == ""
