"""Drawings: every word in them, and their shapes reported."""

from __future__ import annotations

import pytest
from fixtures import web
from lxml import etree
from tests.formats.pages import says

from deident.errors import UnreadableError
from deident.formats import Limits
from deident.formats.web.svg import SvgHandler
from deident.model import Mask, MaskPlan, Place, Source, Span

HANDLER = SvgHandler(Limits())
VALUE = "149999190001019999"
EVERY_PLACE = {**web.SVG_PLACES, **web.SVG_SPREAD}


def _source(drawing: bytes) -> Source:
    return Source(name="a.svg", data=drawing, media_type="image/svg+xml")


def _drawing(body: str) -> Source:
    return _source(f'<svg xmlns="http://www.w3.org/2000/svg">{body}</svg>'.encode())


@pytest.mark.parametrize("place", list(EVERY_PLACE))
def test_masked_drawings_are_well_formed_and_say_nothing(place: str) -> None:
    """Another reader finds the value before, and not afterwards."""
    source = _source(EVERY_PLACE[place](VALUE))
    encoding = "gb18030" if place == "gb18030" else "utf-8"
    assert says(bytes(source.data).decode(encoding), VALUE)
    segments = [s for p in HANDLER.read(source).pages for s in p.segments]
    masks = [Mask(Place(s.id, Span(0, len(s.text))), "*" * len(s.text)) for s in segments]
    masked = bytes(HANDLER.apply(source, MaskPlan(masks=masks)).data)
    assert not says(masked.decode(encoding), VALUE)
    etree.fromstring(masked)
    assert HANDLER.apply(source, MaskPlan()).data == source.data


def test_a_number_of_single_texts_is_one_number() -> None:
    """As programs write it that place every glyph."""
    source = _source(web.SVG_SPREAD["one text to a digit"](VALUE))
    segments = [s for p in HANDLER.read(source).pages for s in p.segments]
    assert "".join(s.text for s in segments) == VALUE
    assert [s.follows for s in segments[1:]] == [s.id for s in segments[:-1]]


def test_pictures_in_a_drawing_go_through_the_line() -> None:
    """A scan pasted into a drawing."""
    address = web.carrying(b"\x89PNG\r\n\x1a\n", "image/png")
    source = _drawing(f"<image href='{address}'/><text>1</text>")
    [embedded] = HANDLER.read(source).embedded
    plan = MaskPlan(replacements={embedded.id: Source(name="x", data=b"new")})
    assert b"data:image/png;base64,bmV3" in bytes(HANDLER.apply(source, plan).data)


def test_a_drawing_without_words_may_draw_them() -> None:
    """Nobody here reads shapes; eleven strokes may be a telephone number."""
    drawn = _drawing("<path d='" + "M0 0h1v1z" * 11 + "'/>")
    assert [part.code for part in HANDLER.read(drawn).unread] == ["DRAWN_CONTENT"]
    glyphs = _drawing("<defs><path id='g'/></defs>" + "<use href='#g'/>" * 11)
    assert [part.code for part in HANDLER.read(glyphs).unread] == ["DRAWN_CONTENT"]
    icon = _drawing("<path d='M0 0h1v1z'/><rect width='1' height='1'/>")
    assert not tuple(HANDLER.read(icon).unread)


@pytest.mark.parametrize("name", list(web.SVG_HOSTILE))
def test_declarations_of_its_own_are_refused(name: str) -> None:
    """No entity is ever looked at."""
    with pytest.raises(UnreadableError) as refused:
        HANDLER.read(_source(web.SVG_HOSTILE[name]))
    assert refused.value.reason in {"DOCTYPE", "MALFORMED", "EMPTY"}
