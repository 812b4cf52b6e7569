"""Everything a page says, read by programs that share no code with the handlers."""

from __future__ import annotations

import base64
import html
import re
from html.parser import HTMLParser
from urllib.parse import unquote

_STEPS = 6


class _Reader(HTMLParser):
    """Collects texts and attributes with the standard library's parser."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.others: list[str] = []
        self.fields: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.others += [tag, *(part for pair in attrs for part in pair if part)]
        self.fields += [value for name, value in attrs if name == "value" and value]

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)


class _Elements(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [tag, *(f"{name}={value}" for name, value in attrs)]

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")


def _character(code: re.Match[str]) -> str:
    number = int(next(filter(None, code.groups())), 16)
    return chr(number) if number < 0x110000 else "?"


def _plainer(text: str) -> str:
    """Take off one layer of every writing."""
    text = unquote(html.unescape(text))
    text = re.sub(r"\\u\{?([0-9a-fA-F]{1,6})\}?|\\x([0-9a-fA-F]{2})", _character, text)
    return re.sub(r"\\([0-9a-fA-F]{1,6}) ?", _character, text)


def everything(page: str) -> list[str]:
    """Return the page's texts and attributes, and what is left when all writing is taken off."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    said = ["".join(reader.texts), "".join(reader.fields), *reader.others]
    for text in (page, *reader.others, *reader.texts):
        for _ in range(_STEPS):
            text = _plainer(text)
            said += (text, re.sub(r"<[^<>]*>", "", text))
    return said


def elements(page: str) -> list[str]:
    """Return tags, attributes and texts in order."""
    reader = _Elements()
    reader.feed(page)
    reader.close()
    return reader.found


def says(page: str, value: str) -> bool:
    """Say whether a value stands anywhere in a page, whatever parts its characters."""
    parts = [re.sub(r"[^0-9A-Za-z]", "", text) for text in everything(page)]
    return any(value in part for part in parts)


def unpacked(address: str) -> bytes:
    """Return what a `data:` address in base64 holds."""
    return base64.b64decode(unquote(address.partition(",")[2]))
