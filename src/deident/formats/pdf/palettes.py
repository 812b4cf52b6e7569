"""The colours of a palette: so coarse that no text survives in them, and finer than an eye sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import pikepdf

# Of 256 shades 86 are left, black and white among them: none moves by more than one.
_STEP = 3
_ROUNDED = bytes((shade + 1) // _STEP * _STEP for shade in range(256))
_INDEXED = 4  # its name, the space of its colours, the last of them, the colours


def round_palette(
    space: pikepdf.Array,
    components: Callable[[Any], int],
    decoded: Callable[[pikepdf.Object], bytes],
) -> None:
    """Cut a palette behind its last colour and round its shades; an odd one stays what it was.

    A letter or a figure that was written for a colour is another one afterwards.
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
    after = before[: (int(space[2]) + 1) * each].translate(_ROUNDED)
    if after == before:
        return
    if isinstance(colours, pikepdf.Stream):
        colours.write(after)
    else:
        space[3] = pikepdf.String(after)


def is_rounded(space: pikepdf.Array, components: Callable[[Any], int]) -> bool:
    """Say whether a colour space is a palette in a string in which no text can have survived."""
    import pikepdf

    if not _is_indexed(space) or not isinstance(space[3], pikepdf.String):
        return False
    colours = bytes(space[3])
    room = (int(space[2]) + 1) * components(space[1])
    return len(colours) <= room and colours == colours.translate(_ROUNDED)


def _is_indexed(space: pikepdf.Array) -> bool:
    import pikepdf

    return len(space) == _INDEXED and space[0] == pikepdf.Name.Indexed and isinstance(space[2], int)
