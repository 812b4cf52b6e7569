"""A pattern in waiting behaves as the pattern it stands for."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys

import pytest
import regex

from deident.recognizers import packs
from deident.recognizers.later import later, regex_later


def test_it_matches_as_the_compiled_one_does() -> None:
    """Flags and groups included, at its first use and at its second."""
    waiting, compiled = (
        later("(?P<word>A+)", re.IGNORECASE),
        re.compile("(?P<word>A+)", re.IGNORECASE),
    )
    for text in ("xaay", "b", "AAA"):
        ours, theirs = waiting.search(text), compiled.search(text)
        assert (ours and ours.span()) == (theirs and theirs.span())
    assert waiting.groupindex == compiled.groupindex
    assert waiting.sub("-", "xaay") == "x-y"


def test_what_is_wrong_is_said_at_its_first_use() -> None:
    """A broken pattern is not broken in silence."""
    with pytest.raises(regex.error):
        regex_later("(").search("text")


def test_it_travels_to_another_process() -> None:
    """Used or not, it is pickled by what it is made of."""
    waiting = later("a+")
    assert waiting.match("aa")
    again = pickle.loads(pickle.dumps(waiting))  # noqa: S301 - made one line above
    assert again == waiting
    assert again.match("aa")


def test_every_built_in_pattern_compiles() -> None:
    """They are put off until they are used; here all of them are."""
    for pack in packs.built_in():
        for pattern in (*(rule.compiled for rule in pack.rules), pack.value, pack.loose):
            assert pattern is None or pattern.search("") is None or pattern.search("")


def test_nothing_big_is_compiled_by_the_import() -> None:
    """Start-up pays for none of the patterns that most files never need."""
    code = (
        "from deident.api import Deidentifier; Deidentifier();"
        "from deident.recognizers import somebody, health, address_grammar as grammar, packs;"
        "waiting = (somebody._SOMEBODY, health._SAYS_ILL, grammar._PIECE,"
        " next(p for p in packs.built_in() if p.rules).rules[0].compiled);"
        "assert not any('search' in one.__dict__ for one in waiting)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
