"""Other checks before publication: misspelt words (错别字), sensitive words, an office's own.

A check notices; it masks nothing. What it notices is grouped and keeps the document from being
cleared, as a question for a person. The words themselves are never told, for they may be names:
a notice says which line of the list it is about.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple, Protocol

from deident.errors import PolicyError
from deident.model import Params, Reason
from deident.recognizers.shadow import fold
from deident.recognizers.vocabulary import trie

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from deident.model import Page


class Notice(NamedTuple):
    """What a check noticed, and where. Equal code and params are one question."""

    code: str
    params: Params
    where: str


class Check(Protocol):
    """Looks at the pages of a document. It holds nothing of them, and may be shared."""

    @property
    def digest(self) -> str:
        """A digest of everything the check's answers depend on beside the document."""

    def look(self, page: Page) -> Iterator[Notice]:
        """Yield what is noticed on one page, in the order of the page."""


class WordList:
    """Notices the words of a list, the longest where several begin at one place.

    One word to a line; behind `=>` what it should be; # begins a comment. A word that should be
    itself is fine, and shields what is within it: 登陆 => 登录, but 登陆作战 => 登陆作战. A word
    that is broken over two segments is not seen.
    """

    def __init__(self, lines: Iterable[str], where: str) -> None:
        """Read the list; `where` names it in an error."""
        self._said: dict[str, tuple[int, str]] = {}
        for number, line in enumerate(lines, start=1):
            word, arrow, instead = line.partition("#")[0].partition("=>")
            word, instead = fold(word.strip()).text, instead.strip()
            if word:
                self._said.setdefault(word, (number, instead))
            elif arrow:
                raise PolicyError(f"{where}, line {number}: => without a word before it")
        if not self._said:
            raise PolicyError(f"{where}: there is no word in it")
        self._words = re.compile(trie(self._said))

    @property
    def digest(self) -> str:
        """A digest of the words, their lines and what they should be."""
        return hashlib.sha256(repr(sorted(self._said.items())).encode()).hexdigest()

    def look(self, page: Page) -> Iterator[Notice]:
        """Yield a notice for every word; what is taken out of the copy anyway is passed over."""
        for segment in page.segments:
            if segment.removable:
                continue
            for match in self._words.finditer(fold(segment.text).text):
                number, instead = self._said[match.group()]
                if fold(instead).text != match.group():
                    code = "WORD_INSTEAD" if instead else "WORD_LISTED"
                    yield Notice(code, (number, *([instead] if instead else [])), segment.id)


class Noticed:
    """What the checks noticed in one document so far: how often, and where first."""

    def __init__(self, checks: Iterable[Check] = ()) -> None:
        self._checks = tuple(checks)
        self._seen: dict[tuple[str, Params], tuple[str, int]] = {}

    def look(self, page: Page) -> None:
        """Take in one page."""
        for check in self._checks:
            for code, params, where in check.look(page):
                first, count = self._seen.get((code, params), (where, 0))
                self._seen[code, params] = first, count + 1

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """One reason for each group; how often it occurs comes first among its params."""
        return tuple(
            Reason(code=code, where=where, params=(count, *params))
            for (code, params), (where, count) in self._seen.items()
        )


def configured(files: Mapping[str, Path]) -> tuple[Check, ...]:
    """Return the checks that a configuration asks for, by the file of each."""
    return tuple(_MAKERS[name](file) for name, file in files.items())


def _word_list(file: Path) -> WordList:
    try:
        return WordList(file.read_text(encoding="utf-8-sig").splitlines(), file.name)
    except (OSError, UnicodeDecodeError):
        raise PolicyError(f"{file.name}: the list of words cannot be read as UTF-8") from None


_MAKERS = {"words": _word_list}
"""By the name of its table in the configuration, [checks.NAME]."""
