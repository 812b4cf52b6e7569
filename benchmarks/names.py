"""python -m benchmarks.names FILE…: our tagger beside jieba and jiojio, where they are installed.

A FILE holds one sentence to a line, every name in square brackets; a line without brackets holds
none. Prints recall, precision and speed of whoever is there.
"""

from __future__ import annotations

import re
import sys
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from deident.recognizers import tagger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Spans = set[tuple[int, int]]
    Tags = Callable[[str], Spans]

_NAME = re.compile(r"\[([^\]]+)\]")


def sentences(lines: Iterable[str]) -> Iterator[tuple[str, Spans]]:
    """Yield each sentence without its brackets, and the spans that stood in them."""
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        text, spans, at = "", set(), 0
        for name in _NAME.finditer(line):
            text += line[at : name.start()]
            spans.add((len(text), len(text) + len(name[1])))
            text += name[1]
            at = name.end()
        yield text + line[at:], spans


def _spans(words: Iterable[tuple[str, str]]) -> Spans:
    found, at = set(), 0
    for word, kind in words:
        if kind == "nr" and len(word) > 1:
            found.add((at, at + len(word)))
        at += len(word)
    return found


def _ours(text: str) -> Spans:
    return {(name.start, name.end) for name in tagger.names(text)}


def _jieba() -> Tags:
    cut = import_module("jieba.posseg").cut
    return lambda text: _spans((pair.word, pair.flag) for pair in cut(text))


def _jiojio() -> Tags:
    model = import_module("jiojio")
    model.init(pos=True)
    return lambda text: _spans(model.cut(text))


def main(files: list[str]) -> int:
    """Compare whoever is installed."""
    lines = [line for file in files for line in Path(file).read_text(encoding="utf-8").splitlines()]
    items = list(sentences(lines))
    size = sum(len(text.encode()) for text, _ in items) / 1e6
    makers: dict[str, Callable[[], Tags]] = {"ours": lambda: _ours}
    makers |= {n: m for n, m in (("jieba", _jieba), ("jiojio", _jiojio)) if find_spec(n)}
    for name, make in makers.items():
        tags = make()
        tags("预热")
        began = time.perf_counter()
        found = [tags(text) for text, _ in items]
        seconds = time.perf_counter() - began
        right = sum(len(own & spans) for own, (_, spans) in zip(found, items, strict=True))
        claimed, there = sum(map(len, found)), sum(len(spans) for _, spans in items)
        print(
            f"{name}: recall {right / max(1, there):.3f} precision {right / max(1, claimed):.3f} "
            f"false {(claimed - right) / size:.0f} per MB, {size / seconds:.3f} MB/s"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
