"""A sequence that is packed when it grows, and goes to disk when it grows further.

A million rows give millions of findings. They hold no text, so they may wait in a file of ours;
only the pages that are being judged stay in memory as objects.
"""

from __future__ import annotations

import pickle
import tempfile
import weakref
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar, overload

T = TypeVar("T")

_IN_MEMORY = 20_000
_PACKED_BYTES = 64 << 20


class Packing(NamedTuple, Generic[T]):
    """How a batch becomes bytes and comes back."""

    pack: Callable[[Sequence[T]], bytes]
    unpack: Callable[[bytes], Sequence[T]]


def _pickled(batch: Sequence[T]) -> bytes:
    return pickle.dumps(batch, protocol=pickle.HIGHEST_PROTOCOL)


def _unpickled(packed: bytes) -> Sequence[T]:
    batch: Sequence[T] = pickle.loads(packed)  # noqa: S301 - our own unnamed file
    return batch


class Spool(Sequence[T], Generic[T]):
    """Items in batches: as they are up to a number of items, then packed, in memory or on disk."""

    def __init__(self, *, in_memory: int = _IN_MEMORY, packing: Packing[T] | None = None) -> None:
        self._limit = in_memory
        self._packing = packing or Packing[T](_pickled, _unpickled)
        self._held: dict[int, Sequence[T]] = {}
        self._room = in_memory
        self._counts: list[int] = []
        self._firsts: list[int] | None = []
        self._packed: dict[int, tuple[int, int]] = {}
        self._file = tempfile.SpooledTemporaryFile(max_size=_PACKED_BYTES, prefix="deident-")  # noqa: SIM115 - lives as long as we do
        weakref.finalize(self, self._file.close)

    def append(self, batch: Sequence[T]) -> None:
        """Add a batch; an empty one counts as a batch too."""
        self._counts.append(0)
        self.replace(len(self._counts) - 1, batch)

    def replace(self, number: int, batch: Sequence[T]) -> None:
        """Put a batch in the place of another."""
        self._room += len(self._held.pop(number, ())) - len(batch)
        self._packed.pop(number, None)
        self._counts[number] = len(batch)
        self._firsts = None
        self._held[number] = batch
        if self._room < 0:
            for waiting, held in self._held.items():
                self._write(waiting, held)
            self._held.clear()
            self._room = self._limit

    def _write(self, number: int, batch: Sequence[T]) -> None:
        packed = self._packing.pack(batch)
        self._packed[number] = (self._file.seek(0, 2), len(packed))
        self._file.write(packed)

    def batch(self, number: int) -> Sequence[T]:
        """Return one batch, counted from 0."""
        held = self._held.get(number)
        if held is not None:
            return held
        start, length = self._packed[number]
        self._file.seek(start)
        return self._packing.unpack(self._file.read(length))

    def batches(self) -> Iterator[Sequence[T]]:
        """Yield the batches in order."""
        return (self.batch(number) for number in range(len(self._counts)))

    def __len__(self) -> int:
        return sum(self._counts)

    def __iter__(self) -> Iterator[T]:
        for batch in self.batches():
            yield from batch

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        length = len(self)
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(length))]
        if index < 0:
            index += length
        if not 0 <= index < length:
            raise IndexError(index)
        if self._firsts is None:
            self._firsts = [0, *accumulate(self._counts)]
        # The last batch that begins here: those before it are empty.
        number = bisect_right(self._firsts, index) - 1
        return self.batch(number)[index - self._firsts[number]]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(other) == len(self) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # it grows
