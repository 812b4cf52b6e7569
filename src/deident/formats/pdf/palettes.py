"""The colours of a palette, rounded so that no text survives in them and no eye sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import pikepdf

_STEP = 3
_INDEXED = 4  # its name, the space of its colours, the last of them, the colours
_MOST = 256


def _rounded(shade: int) -> int:
    """Return the nearest of 82 shades, black and white among them; none is a figure in ASCII."""
    near = (shade + 1) // _STEP * _STEP
    if ord("0") <= near <= ord("9"):
        return 45 if near < 53 else 60
    return near


_ROUNDED = bytes(map(_rounded, range(256)))


def round_palette(
    space: pikepdf.Array,
    components: Callable[[Any], int],
    decoded: Callable[[pikepdf.Object], bytes],
) -> None:
    """Cut a palette behind its last colour and round its shades; an odd one stays what it was.

    What was written for colours reads otherwise afterwards: two of three bytes are other ones, and
    every figure is.
    """
    import pikepdf

    if not _is_indexed(space) or not (each := components(space[1])):
        return
    colours = space[3]
    if isinstance(colours, pikepdf.Stream):
        before = decoded(colours)
    elif isinstance(colours, pikepdf.String):
        before = bytes(colours)
    else:
        return
    # A string even where it was a stream: another palette may use more of that.
    space[3] = pikepdf.String(before[: _count(space) * each].translate(_ROUNDED))


def is_rounded(space: pikepdf.Array, components: Callable[[Any], int]) -> bool:
    """Say whether a colour space is a palette in a string that `round_palette` would not change."""
    import pikepdf

    if not _is_indexed(space) or not isinstance(space[3], pikepdf.String):
        return False
    colours = bytes(space[3])
    room = _count(space) * components(space[1])
    return len(colours) <= room and colours == colours.translate(_ROUNDED)


def _is_indexed(space: pikepdf.Array) -> bool:
    import pikepdf

    return (
        len(space) == _INDEXED and space[0] == pikepdf.Name.Indexed and 0 < _count(space) <= _MOST
    )


def _count(space: pikepdf.Array) -> int:
    """Return how many colours a palette says it has; 0 where it says no number."""
    last: Any = space[2]
    return last + 1 if isinstance(last, int) else 0
