"""The report that a reviewer opens in a browser, without a network: one file that holds it all.

Per document the verdict, the questions by group and the findings by place, with masked forms; where
a masked copy exists, pictures of its pages. Without JavaScript all of it can be read; with it, it
can be filtered. The page allows itself nothing but its own style, its own script and its pictures.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from html import escape
from importlib import resources
from itertools import groupby
from typing import IO, TYPE_CHECKING, NamedTuple

from deident import __version__, messages
from deident.making import unprinted
from deident.model import Locator
from deident.report.html_words import COLOURS, WORDS
from deident.report.terminal import (
    LEFT_OUT,
    STATUS,
    masked_forms,
    printable,
    some_forms,
    told,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from deident.report.values import Asked, FileReport, Listed, Summary, Told, Unit

MOST_ROWS = 2_000


class Picture(NamedTuple):
    """A page of a masked copy: its number, how many there are, and what to show."""

    page: int
    pages: int
    media_type: str
    data: bytes

    def __repr__(self) -> str:
        return unprinted(self)


class HtmlReport:
    """Holds the documents' parts until the end, because the sums stand at the beginning."""

    def __init__(
        self,
        out: IO[str],
        *,
        when: dt.datetime,
        lang: str = "zh",
        pictures: Callable[[FileReport], Iterable[Picture]] = lambda _: (),
    ) -> None:
        self._out = out
        self._when = when
        self._lang = lang
        self._words = WORDS[lang]
        self._pictures = pictures
        self._documents: list[str] = []
        self._notes: dict[tuple[object, ...], Told] = {}
        self._policy = ""

    def file(self, report: FileReport) -> None:
        """Write one document's part."""
        self._documents.append("\n".join(self._document(report)))
        self._notes |= {(one.code, one.params): one for one in report.notes}
        versions = report.versions
        self._policy = self._policy or " / ".join(
            filter(None, (versions.get("policy"), versions.get("scene")))
        )

    def close(self, summary: Summary) -> None:
        """Write the page."""
        style, script = _asset("report.css"), _asset("report.js")
        words = self._words
        said = (
            words["made"].format(f"{self._when:%Y-%m-%d %H:%M}"),
            words["policy"].format(self._policy) if self._policy else "",
            f"deident {__version__}",
        )
        self._out.write(
            _HEAD.format(
                lang="zh-CN" if self._lang == "zh" else "en", policy=_policy(style, script),
                title=escape(words["title"]), style=style,
                said=escape("　".join(filter(None, said))),
            )
        )  # fmt: skip
        self._out.writelines(f"{line}\n" for line in self._sums(summary))
        self._out.writelines(f"{document}\n" for document in self._documents)
        self._out.writelines(
            f"{line}\n" for line in self._told(words["notes"], self._notes.values())
        )
        self._out.write(f"<footer>{escape(words['footer'])}</footer></main>\n")
        self._out.write(f"<script>{script}</script>\n</body></html>\n")

    def _sums(self, summary: Summary) -> Iterator[str]:
        words = self._words
        cards = (
            ("files", summary.files, False),
            ("masked", summary.masked, False),
            ("questions", summary.questions, summary.questions > 0),
            ("incomplete", summary.incomplete, summary.incomplete > 0),
        )
        yield '<div class="cards">'
        for name, count, bad in cards:
            shown = f"<b>{count}</b><span>{escape(words[name])}</span>"
            yield f"<div{_BAD * bad}>{shown}</div>"
        yield "</div>"
        if left_out := {key: count for key, count in summary.left_out.items() if count}:
            index = messages.LANGUAGES.index(self._lang)
            parts = (f"{LEFT_OUT[key][index]} {count}" for key, count in left_out.items())
            yield f'<p class="none">{escape(words["left_out"] + "；".join(parts))}</p>'
        yield from self._units(summary.units)
        yield _FILTERS.format(**{name: escape(words[name]) for name in _FILTER_WORDS})

    def _units(self, units: Iterable[Unit]) -> Iterator[str]:
        units = [unit for unit in units if unit.masked or unit.asked or unit.incomplete]
        if not units:
            return
        words = self._words
        yield f"<section><h2>{escape(words['units'])}</h2><table><thead><tr>"
        yield _cells("th", (words["unit"], words["files"], words["incomplete"], words["type"],
                            words["MASK"], words["ASK"]), numbers=(1, 2, 4, 5))  # fmt: skip
        yield "</tr></thead><tbody>"
        for unit in units:
            for number, kind in enumerate(sorted({*unit.masked, *unit.asked}) or [""]):
                about = (printable(unit.name) or "—", unit.files, unit.incomplete)
                counts = (unit.masked.get(kind, 0), unit.asked.get(kind, 0))
                row = (*(("", "", "") if number else about), self._title(kind) or "—", *counts)
                yield f"<tr>{_cells('td', row, numbers=(1, 2, 4, 5))}</tr>"
        yield "</tbody></table></section>"

    def _document(self, report: FileReport) -> Iterator[str]:
        words, number = self._words, len(self._documents) + 1
        state = STATUS[report.status][messages.LANGUAGES.index(self._lang)]
        yield f'<article id="file-{number}" class="{COLOURS[report.status]}"><div class="head">'
        yield f"<h2>{escape(printable(report.name))}</h2>"
        yield f'<span class="badge">{escape(state)}</span></div>'
        facts = [words["counts"].format(report.count("MASK"), len(report.questions),
                                        report.count("ASK"))]  # fmt: skip
        facts += [words["disclosure"].format(report.disclosure)] if report.disclosure else []
        facts += [words["written"].format(printable(report.written))] if report.written else []
        yield f'<p class="facts">{escape("　".join(facts))}</p>'
        refusal = () if report.refusal is None else (report.refusal,)
        stops = (*refusal, *report.labels, *report.left, *report.unread)
        yield from self._told(words["stops"], stops, "stop")
        yield from self._questions(report)
        yield from self._findings(report)
        yield from self._suppressed(report.suppressed)
        yield from self._pages(report)
        yield "</article>"

    def _told(self, heading: str, some: Iterable[Told], kind: str = "") -> Iterator[str]:
        if lines := [f"<li>{escape(told(one, self._lang))}</li>" for one in some]:
            yield f'<h3>{escape(heading)}</h3><ul class="{kind}">'
            yield from lines
            yield "</ul>"

    def _questions(self, report: FileReport) -> Iterator[str]:
        words = self._words
        forms = masked_forms(report)
        rows = [
            (number, self._kind(one), some_forms(forms.get(one.key, ()), self._lang) or "—",
             self._why(report.of_question(one.key)), one.count, self._where(one), one.key)
            for number, one in enumerate(report.questions, start=1)
        ]  # fmt: skip
        if rows:
            head = (words["number"], words["type"], words["masked_form"], words["because"],
                    words["count"], words["places"], words["key"])  # fmt: skip
            yield f"<h3>{escape(words['asked'].format(len(rows)))}</h3>"
            yield from _table(head, rows, numbers=(0, 4))

    def _kind(self, one: Asked) -> str:
        label = self._words["of_label"].format(one.label) if one.label else ""
        return self._title(one.entity_type) + label

    def _why(self, found: Sequence[Listed]) -> str:
        """Say why it is asked, and what stands around the first of them."""
        if not found:
            return "—"
        because = messages.word(found[0].because, (), self._lang) if found[0].because else "—"
        return f"{because}　{found[0].context}" if found[0].context else because

    def _where(self, one: Asked) -> str:
        places = "、".join(messages.place(place, self._lang) for place in one.places)
        return places + " …" * (one.count > len(one.places))

    def _findings(self, report: FileReport) -> Iterator[str]:
        if not report.listed:
            return
        words = self._words
        shown = report.listed[:MOST_ROWS]
        hidden = report.count("MASK") + report.count("ASK") - len(shown)
        head = (words["place"], words["type"], words["action"], words["masked_form"],
                words["because"])  # fmt: skip
        yield f"<details{' open' * (len(shown) <= _OPEN)}>"
        yield f"<summary>{escape(words['found'].format(len(report.listed)))}</summary>"
        yield f"<table><thead><tr>{_cells('th', head)}</tr></thead>"
        for group, some in groupby(shown, key=_group):
            yield "<tbody>"
            if heading := messages.place(group, self._lang):
                yield f'<tr><th class="group" colspan="5">{escape(heading)}</th></tr>'
            yield from map(self._finding, some)
            yield "</tbody>"
        yield "</table>"
        if hidden > 0:
            yield f'<p class="none">{escape(words["hidden"].format(hidden))}</p>'
        yield "</details>"

    def _finding(self, one: Listed) -> str:
        title, word = self._title(one.entity_type), self._words[one.action]
        because = messages.word(one.because, (), self._lang) if one.because else ""
        because += self._words["of_label"].format(one.label) if one.label else ""
        kind = escape(one.entity_type)
        return (
            f'<tr data-type="{kind}" data-title="{escape(title)}" data-action="{one.action}">'
            f"<td>{escape(self._inside(one.where))}</td><td>{escape(title)}</td>"
            f'<td class="{one.action.lower()}">{escape(word)}</td>'
            f'<td class="form">{escape(printable(one.masked))}{_context(one)}</td>'
            f"<td>{escape(because)}</td></tr>"
        )

    def _inside(self, where: Locator) -> str:
        """Say where something stands below what its group's heading says already."""
        inside = replace(where, part="", page=0, sheet=0)
        return messages.place(inside, self._lang) or "—"

    def _suppressed(self, some: Iterable[Listed]) -> Iterator[str]:
        words = self._words
        rows = [
            (messages.place(one.where, self._lang), self._title(one.entity_type),
             words.get(one.because, one.because))
            for one in some
        ]  # fmt: skip
        if rows:
            yield f"<details><summary>{escape(words['suppressed'].format(len(rows)))}</summary>"
            yield from _table((words["place"], words["type"], words["because"]), rows[:MOST_ROWS])
            yield "</details>"

    def _pages(self, report: FileReport) -> Iterator[str]:
        figures = []
        for one in self._pictures(report):
            said = escape(self._words["page"].format(one.page, one.pages))
            source = f"data:{one.media_type};base64,{base64.b64encode(one.data).decode()}"
            figures.append(
                f'<figure><img src="{source}" alt="{said}"><figcaption>{said}</figcaption></figure>'
            )
        if figures:
            yield f"<h3>{escape(self._words['pages'])}</h3>"
            yield f'<div class="pages">{"".join(figures)}</div>'

    def _title(self, kind: str) -> str:
        return messages.title(kind, self._lang)


_OPEN = 200
_BAD, _NUMBER = ' class="bad"', ' class="number"'


def _context(one: Listed) -> str:
    said = escape(printable(one.context))
    return f'<div class="context">{said}</div>' if said else ""


def _group(one: Listed) -> Locator:
    return Locator(part=one.where.part, page=one.where.page, sheet=one.where.sheet)


def _table(
    head: Iterable[object], rows: Iterable[Iterable[object]], *, numbers: tuple[int, ...] = ()
) -> Iterator[str]:
    yield f"<table><thead><tr>{_cells('th', head, numbers=numbers)}</tr></thead><tbody>"
    yield from (f"<tr>{_cells('td', row, numbers=numbers)}</tr>" for row in rows)
    yield "</tbody></table>"


def _cells(tag: str, cells: Iterable[object], *, numbers: tuple[int, ...] = ()) -> str:
    return "".join(
        f"<{tag}{_NUMBER * (at in numbers)}>{escape(printable(str(cell)))}</{tag}>"
        for at, cell in enumerate(cells)
    )


def _asset(name: str) -> str:
    return resources.files("deident.report").joinpath("assets", name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    """Return a policy under which the page can load nothing and run nothing but itself."""
    seals = (
        base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in (style, script)
    )
    return (
        "default-src 'none'; img-src data:; style-src 'sha256-{}'; script-src 'sha256-{}'; "
        "base-uri 'none'; form-action 'none'"
    ).format(*seals)


_HEAD = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer"><title>{title}</title>
<style>{style}</style></head>
<body><header class="top"><div><h1>{title}</h1><p>{said}</p></div></header><main>
"""
_FILTER_WORDS = ("file", "type", "action", "all", "MASK", "ASK")
_FILTERS = """<section class="filters" hidden>
<label>{file} <select name="file"><option value="">{all}</option></select></label>
<label>{type} <select name="type"><option value="">{all}</option></select></label>
<label>{action} <select name="action"><option value="">{all}</option>
<option value="MASK">{MASK}</option><option value="ASK">{ASK}</option></select></label>
</section>"""
