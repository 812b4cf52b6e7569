"""A sequence that goes to disk when it grows.

A million rows give millions of findings. They hold no text, so they may wait in a file of ours;
only the pages that are being judged stay in memory.
"""

from __future__ import annotations

import pickle
import tempfile
import weakref
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import IO, Generic, TypeVar, overload

T = TypeVar("T")

_IN_MEMORY = 100_000


class Spool(Sequence[T], Generic[T]):
    """Items in batches, in memory up to a limit and then in an unnamed temporary file."""

    def __init__(self, *, in_memory: int = _IN_MEMORY) -> None:
        self._limit = in_memory
        self._held: list[Sequence[T]] = []
        self._firsts: list[int] = []
        self._offsets: list[int] = []
        self._file: IO[bytes] | None = None
        self._length = 0

    def append(self, batch: Sequence[T]) -> None:
        """Add a batch; an empty one counts as a batch too."""
        self._firsts.append(self._length)
        self._length += len(batch)
        if self._file is None and self._length <= self._limit:
            self._held.append(batch)
            return
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="deident-")  # noqa: SIM115 - lives as long as we do
            weakref.finalize(self, self._file.close)
            for held in self._held:
                self._write(held)
            self._held = []
        self._write(batch)

    def _write(self, batch: Sequence[T]) -> None:
        assert self._file is not None  # noqa: S101 - only append calls this
        self._offsets.append(self._file.seek(0, 2))
        pickle.dump(batch, self._file, protocol=pickle.HIGHEST_PROTOCOL)

    def batch(self, number: int) -> Sequence[T]:
        """Return one batch, counted from 0."""
        if self._file is None:
            return self._held[number]
        self._file.seek(self._offsets[number])
        loaded: Sequence[T] = pickle.load(self._file)  # noqa: S301 - our own unnamed file
        return loaded

    def batches(self) -> Iterator[Sequence[T]]:
        """Yield the batches in order."""
        return (self.batch(number) for number in range(len(self._firsts)))

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[T]:
        for batch in self.batches():
            yield from batch

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(self._length))]
        if index < 0:
            index += self._length
        if not 0 <= index < self._length:
            raise IndexError(index)
        number = bisect_right(self._firsts, index) - 1
        return self.batch(number)[index - self._firsts[number]]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(other) == len(self) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # it grows
