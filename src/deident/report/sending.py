"""How what a worker found gets to the process that writes the report, without wasting its time.

A table's report holds thousands of frozen values, and one process unpickles what all others send.
The way that `dataclass` gives them asks for the list of fields each time.
"""

from __future__ import annotations

import copyreg
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from deident.making import maker
from deident.model import Locator

if TYPE_CHECKING:
    from collections.abc import Callable

V = TypeVar("V")


def quickly_sent(cls: type[V]) -> type[V]:
    """Let the values of a frozen, slotted dataclass be pickled by a list of fields made once."""
    names = tuple(one.name for one in fields(cls))  # type: ignore[arg-type]  # a dataclass

    def state(self: V) -> list[object]:
        return [getattr(self, name) for name in names]

    def restore(self: V, values: list[object]) -> None:
        for name, value in zip(names, values, strict=True):
            object.__setattr__(self, name, value)

    cls.__getstate__ = state  # type: ignore[method-assign, assignment]  # what `slots` wrote
    cls.__setstate__ = restore  # type: ignore[attr-defined]
    return cls


_WHERE = tuple(one.name for one in fields(Locator))


def _made(*where: Any) -> Locator:  # noqa: ANN401 - the fields of a locator, in their order
    return maker(Locator)(*where)


def _sent(locator: Locator) -> tuple[Callable[..., Locator], tuple[Any, ...]]:
    return _made, tuple(getattr(locator, name) for name in _WHERE)


# A place is a value of the model, which knows nothing of processes.
copyreg.pickle(Locator, _sent)
