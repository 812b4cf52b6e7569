"""Patterns that are compiled when they are first used.

Compiling all patterns takes longer than reading twenty clean files with those that such files need.
An office's own patterns are not put off: what is wrong with them must be said when they are read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

import regex

if TYPE_CHECKING:
    from collections.abc import Callable

_USED = ("match", "search", "fullmatch", "finditer", "sub", "groupindex")


def later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what stands for `re.compile(pattern, flags)` and compiles it at its first use.

    >>> word = later("[a-z]+")
    >>> word.pattern, word.search("1 and 2").group()
    ('[a-z]+', 'and')
    """
    return cast("re.Pattern[str]", _Later(re.compile, pattern, flags))


def regex_later(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    """Return what stands for `regex.compile(pattern, flags)` and compiles it at its first use."""
    return cast("regex.Pattern[str]", _Later(regex.compile, pattern, flags))


class _Later:
    """A pattern in waiting. Once compiled its methods are attributes here, and cost no more."""

    def __init__(self, compiler: Callable[..., Any], pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._made_of = (compiler, pattern, flags)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a pattern has
        if name.startswith("__") or name == "_made_of":
            raise AttributeError(name)
        compiler, pattern, flags = self._made_of
        compiled = compiler(pattern, flags)
        self.__dict__.update({used: getattr(compiled, used) for used in _USED})
        return getattr(compiled, name)

    def __reduce__(self) -> tuple[type[_Later], tuple[Callable[..., Any], str, int]]:
        # Methods of a compiled pattern do not travel to another process.
        return _Later, self._made_of

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Later) and self._made_of == other._made_of

    def __hash__(self) -> int:
        return hash(self._made_of)
