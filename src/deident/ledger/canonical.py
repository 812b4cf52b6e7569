"""One writing for one value: JSON as in RFC 8785, without floats."""

from __future__ import annotations

import json

_LARGEST = 2**53 - 1


def dumps(value: object) -> str:
    r"""Write a value so that equal values are equal texts. Floats have no single writing here.

    >>> dumps({"b": [1, True, None], "a": "台账\n"})
    '{"a":"台账\\n","b":[1,true,null]}'
    """
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _ordered(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        # A lone surrogate has no UTF-8; it would be written and never read back.
        value.encode()
        return value
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise ValueError("an integer beyond 2^53 is not the same in every reader")
        return value
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("keys are texts")
        names = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return {name: _ordered(value[name]) for name in names}
    if isinstance(value, (list, tuple)):
        return [_ordered(one) for one in value]
    raise TypeError(f"{type(value).__name__} cannot be recorded")
