"""python -m benchmarks.web: how long web pages of one megabyte take, from reading to proof.

Prints seconds of processor time, the fastest of several runs after a first one: a page that an
editor pasted from Word, the same as plain paragraphs, and a roster in which every cell is
somebody's name, number or telephone.
"""

from __future__ import annotations

from random import Random

from benchmarks.texts import HEADERS, filler, rows, text
from benchmarks.timing import interleaved
from deident.api import Deidentifier

SIZE = 1_000_000
_HEAD = (
    '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>通知公告</title>'
    '<link rel="stylesheet" href="/css/site.css"><script>var siteId = "1", lang = "zh";</script>'
    '</head><body><div class="nav"><a href="/">首页</a> <a href="/zwgk/">政务公开</a></div>'
)
_TAIL = "</body></html>"
_WORD = (
    '<p style="text-indent:2em;line-height:28pt" class="MsoNormal">'
    '<span style="font-family:仿宋_GB2312;font-size:16pt">'
)


def _sentences(rng: Random, apart: int) -> str:
    """Return a few lines, one in so many with a value."""
    return text(300, 150, rng.randrange(1 << 30)) if rng.randrange(apart) == 0 else filler(rng, 300)


def article(*, pasted: bool, apart: int = 20, size: int = SIZE) -> bytes:
    """Return an article of about so many bytes; one paragraph in `apart` has values."""
    rng = Random(1)
    before, after = (_WORD, "</span></p>\n") if pasted else ("<p>", "</p>\n")
    parts = [_HEAD]
    written = 0
    while written < size:
        for line in _sentences(rng, apart).splitlines():
            parts.append(f"{before}{line}{after}")
            written += len(parts[-1].encode())
    return "".join((*parts, _TAIL)).encode()


def roster(size: int = SIZE) -> bytes:
    """Return a table of about so many bytes in which every row is a person."""
    parts = [_HEAD, "<table>", _row(HEADERS, "th")]
    written = 0
    for cells in rows(size):
        parts.append(_row(cells, "td"))
        written += len(parts[-1].encode())
        if written >= size:
            break
    return "".join((*parts, "</table>", _TAIL)).encode()


def _row(cells: tuple[str, ...], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>\n"


def main() -> None:
    """Run from the command line."""
    deidentifier = Deidentifier(scene="subsidy")
    pages = {
        "article, pasted from Word": article(pasted=True),
        "article, plain paragraphs": article(pasted=False),
        "article, plain, nothing personal": article(pasted=False, apart=1 << 40),
        "roster": roster(),
    }
    timed = interleaved(
        {
            name: lambda page=page: deidentifier.review(page, name="a.html")  # type: ignore[misc]
            for name, page in pages.items()
        },
        runs=3,
    )
    for name, seconds in timed.items():
        print(f"{name}: {len(pages[name]) / 1e6:.2f} MB, {seconds.best:.2f} s")


if __name__ == "__main__":
    main()
