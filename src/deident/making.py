"""How values are made: fast, for tables of a million rows, and silent when printed.

Standard library only.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

V = TypeVar("V")


def unprinted(self: object) -> str:
    """Stand as `__repr__` where a value holds a document's text: the type is all that is shown."""
    return f"<{type(self).__name__}>"


_MAKERS: dict[type, Callable[..., Any]] = {}


def quickly_made(cls: type[V]) -> type[V]:
    """Make the objects of a frozen, slotted dataclass in half the time.

    A table of a million rows is thirty million of them. The constructor that `dataclass` writes
    goes through `object.__setattr__` once for each field. This one writes the fields while the
    object belongs to a twin that is not frozen, and freezes it then.
    """
    own = fields(cls)  # type: ignore[arg-type]  # only dataclasses are given
    names = tuple(one.name for one in own)
    parameters = [
        one.name if one.default is MISSING else f"{one.name}=_defaults[{number}]"
        for number, one in enumerate(own)
    ]
    keywords = ["*"] if any(one.kw_only for one in own) else []
    written = [f"    self.{name} = {name}" for name in names] + ["    self.__class__ = _frozen"]
    if hasattr(cls, "__post_init__"):
        written.append("    self.__post_init__()")
    lines = (
        f"def __init__(self, {', '.join([*keywords, *parameters])}):",
        "    _set(self, '__class__', _twin)",
        *written,
        f"def made({', '.join(parameters)}):",
        "    self = _twin()",
        *written,
        "    return self",
    )
    space: dict[str, Any] = {
        "_set": object.__setattr__,
        "_twin": type(cls.__name__, (), {"__slots__": names}),
        "_frozen": cls,
        "_defaults": [one.default for one in own],
    }
    exec("\n".join(lines), space)  # noqa: S102 - written here, from the names of fields
    init = space["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__annotations__ = dict(cls.__init__.__annotations__)
    cls.__init__ = init  # type: ignore[method-assign]  # the same parameters
    _MAKERS[cls] = space["made"]
    return cls


def maker(cls: type[V]) -> Callable[..., V]:
    """Return a constructor that takes the fields in their order, for where millions are made."""
    return _MAKERS[cls]
