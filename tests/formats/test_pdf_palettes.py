"""A palette is a string in which anything could stand: colours stay in it, words do not."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from fixtures.pdfs_by_hand import Sheet
from pikepdf import Array, Dictionary, Name, String
from tests.formats.pdf_words import in_streams

from deident.formats import Limits
from deident.formats.pdf.hidden import beside
from deident.formats.pdf.palettes import is_rounded, round_palette
from deident.formats.pdf.prepare import prepare
from deident.formats.pdf.proof import unseen
from deident.formats.pdf.samples import components
from deident.formats.pdf.verify import Comparison
from deident.model import Source

VALUE = "149999190001019999"
COLOURS = bytes((0, 0, 0, 255, 255, 255, 200, 16, 46, 1, 100, 253))
RGB = Array([Name.DeviceRGB])
"""A base may be an array of one name."""


def painted(colours: Any, last: int, base: Any = Name.DeviceRGB) -> bytes:  # noqa: ANN401
    """Draw a picture of the first four colours."""
    made = Sheet()
    made.page(b"q 90 0 0 90 9 9 cm /I Do Q", {"F": made.helvetica()})
    image = made.pdf.make_stream(bytes(range(4)) * 16)
    image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, 8, 8
    if isinstance(colours, bytes):
        colours = made.pdf.make_stream(colours)
    image.ColorSpace, image.BitsPerComponent = Array([Name.Indexed, base, last, colours]), 8
    made.pdf.pages[0].obj.Resources.XObject = Dictionary(I=image)
    return made.written()


def copied(data: bytes) -> bytes:
    """Prepare bytes."""
    return prepare(Source(name="a.pdf", data=data), Limits()).data


@pytest.mark.parametrize("base", [Name.DeviceRGB, RGB], ids=["name", "array"])
@pytest.mark.parametrize("colours", [String(COLOURS), COLOURS], ids=["string", "stream"])
def test_a_palette_keeps_its_colours_and_holds_nothing_back(colours: object, base: object) -> None:
    """The copy looks as the original does, holds no more, and is its own copy."""
    data = painted(colours, 3, base)
    fresh = copied(data)
    assert unseen(fresh) == ()
    assert copied(fresh) == fresh
    with Comparison(data, fresh) as comparison:
        assert comparison.page(0, []) == ()


@pytest.mark.parametrize("last", [3, 9], ids=["behind the last colour", "as colours"])
@pytest.mark.parametrize("packed", [False, True], ids=["string", "stream"])
def test_a_value_does_not_survive_in_a_palette(last: int, packed: bool) -> None:
    """Neither where no colour is read any more nor as colours that no sample names."""
    held = COLOURS + VALUE.encode()
    data = painted(held if packed else String(held), last)
    fresh = copied(data)
    with pikepdf.open(io.BytesIO(fresh)) as pdf:
        assert VALUE not in "".join(map(repr, pdf.objects))
    assert not in_streams(fresh, VALUE)


def test_what_a_palette_of_the_original_says_is_still_read() -> None:
    """Nobody who asks about the original is told less than it holds."""
    with pikepdf.open(io.BytesIO(painted(String(COLOURS + VALUE.encode()), 9))) as pdf:
        assert any(VALUE in one.text for one in beside(pdf).said)


def test_a_palette_of_unknown_colours_keeps_the_gate_shut() -> None:
    """Nobody knows where its colours end."""
    fresh = copied(painted(String(COLOURS), 3, Array([Name.Odd, Name.DeviceRGB])))
    assert [one.where for one in unseen(fresh)] == ["other-objects"]


@pytest.mark.parametrize(
    "base",
    [Array([Name.ICCBased, 3]), Array([Name.DeviceN, 3]), Array([Name.ICCBased]), 3, Array([])],
    ids=repr,
)
def test_a_broken_palette_is_left_alone(base: object) -> None:
    """It is no reason to fail."""
    space = Array([Name.Indexed, base, 3, String(COLOURS)])
    assert components(base) == 0
    round_palette(space, components, lambda stream: stream.read_bytes())
    assert bytes(space[3]) == COLOURS
    assert not is_rounded(space, components)


def test_no_shade_moves_far_and_none_is_a_figure() -> None:
    """An eye sees no difference; a number cannot be written in shades."""
    shades = bytes(range(256))
    space = Array([Name.Indexed, Name.DeviceGray, 255, String(shades)])
    assert not is_rounded(space, components)
    round_palette(space, components, lambda stream: stream.read_bytes())
    rounded = bytes(space[3])
    assert is_rounded(space, components)
    assert max(abs(was - now) for was, now in zip(shades, rounded, strict=True)) <= 7
    assert not set(rounded) & set(b"0123456789@")
    assert {rounded[0], rounded[255]} == {0, 255}
