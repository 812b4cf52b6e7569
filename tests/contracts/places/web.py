"""Places of web pages and drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fixtures import web, web_computed
from tests.contracts.entry import Entry, Plant, broken, noise

from deident.formats.web.html import HtmlHandler
from deident.formats.web.svg import SvgHandler
from deident.model import Source

if TYPE_CHECKING:
    from collections.abc import Callable

_HTML, _SVG = "text/html", "image/svg+xml"


def _page(build: Callable[[str], bytes]) -> Plant:
    return lambda value: Source(name="a.html", data=build(value), media_type=_HTML)


def _drawing(build: Callable[[str], bytes]) -> Plant:
    return lambda value: Source(name="a.svg", data=build(value), media_type=_SVG)


HTML = Entry(
    name="html",
    handler=HtmlHandler,
    places={
        name: _page(build) for name, build in (*web.PLACES.items(), *web_computed.PLACES.items())
    },
    hostile={
        "empty": broken(b"", _HTML),
        "only a mark": broken(b"\xef\xbb\xbf", _HTML),
        "encrypted": broken(noise(4096), _HTML),
        "binary": broken(b"<p>abc\0\0\0\1def</p>", _HTML),
        "big5": broken(
            "<p>這個問題我們已經討論過很多次了，但是還沒有一個結論。</p>".encode("big5"), _HTML
        ),
        "truncated utf-16": broken("<p>公民身份号码".encode("utf-16")[:-1], _HTML),
    },
)

SVG = Entry(
    name="svg",
    handler=SvgHandler,
    places={name: _drawing(build) for name, build in web.SVG_PLACES.items()},
    hostile={name: broken(data, _SVG) for name, data in web.SVG_HOSTILE.items()},
)

ENTRIES = (HTML, SVG)
