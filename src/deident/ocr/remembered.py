"""Lines that were read already: the frames of an animation show most of them again and again.

What is remembered is the very pixels of a line and what one recogniser made of them, for as long as
one picture is read. It holds text of the document and is forgotten with it.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from deident.making import unprinted
from deident.ocr.ensemble import first_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from deident.ocr import OcrEngine, RgbImage


class Recognised(NamedTuple):
    """What a recogniser says of lines, in their order; None where it gave up."""

    txts: Sequence[str] | None
    scores: Sequence[float]
    word_results: Sequence[Any]

    def __repr__(self) -> str:
        return unprinted(self)


@dataclass(slots=True)
class Memory:
    """What recognisers made of lines; nothing is kept until somebody asks for it."""

    _known: dict[tuple[Any, bytes], tuple[str, float, Any]] = field(
        default_factory=dict, repr=False
    )
    _open: int = 0

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep what is read until the end of the block."""
        self._open += 1
        try:
            yield
        finally:
            self._open -= 1
            if not self._open:
                self._known.clear()

    def read(self, recognise: Callable[[Any], Any], crops: Sequence[RgbImage]) -> Recognised:
        """Ask a recogniser about the lines it has not read yet."""
        if not self._open:
            return _said(recognise(crops))
        names = [(recognise, _digest(crop)) for crop in crops]
        new = {
            name: crop for name, crop in zip(names, crops, strict=True) if name not in self._known
        }
        if new:
            said = _said(recognise(list(new.values())))
            if said.txts is None:
                return said
            read = zip(said.txts, said.scores, said.word_results, strict=True)
            self._known.update(zip(new, read, strict=True))
        return Recognised(*zip(*(self._known[name] for name in names), strict=True))


def kept(engine: OcrEngine) -> AbstractContextManager[None]:
    """Let an engine remember lines until the end of a block, if it can."""
    memory = getattr(first_of(engine), "memory", None)
    return memory.kept() if isinstance(memory, Memory) else nullcontext()


def _said(answer: Any) -> Recognised:  # noqa: ANN401 (rapidocr ships no types)
    return Recognised(answer.txts, answer.scores, answer.word_results)


def _digest(crop: RgbImage) -> bytes:
    # It stays in memory: a digest of the input gives hidden digits away.
    return hashlib.sha256(repr(crop.shape).encode() + crop.tobytes()).digest()
