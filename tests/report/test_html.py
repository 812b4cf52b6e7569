"""The page: one file that holds it all, asks for nothing, and can be read without JavaScript."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from lxml import html as markup
from tests.report.cases import CLEAN, EVERY, FULL, REFUSED, STEERING, SUMMARY

from deident.cli.batch.previews import Previews
from deident.report.html import HtmlReport, Picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from deident.report.values import FileReport

WHEN = dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC)
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsXJ1WgAAAABJRU5ErkJggg=="
)


def shown(_: FileReport) -> tuple[Picture, ...]:
    """Return one small page."""
    return (Picture(1, 3, "image/png", DOT),)


def page(
    *reports: FileReport,
    lang: str = "zh",
    pictures: Callable[[FileReport], Iterable[Picture]] = shown,
) -> str:
    """Return the page about these files."""
    out = io.StringIO()
    report = HtmlReport(out, when=WHEN, lang=lang, pictures=pictures)
    for one in reports:
        report.file(one)
    report.close(SUMMARY)
    return out.getvalue()


def test_nothing_is_asked_for_and_only_its_own_style_and_script_run() -> None:
    """Offline, and no value of a document can become markup that does something."""
    text = page(*EVERY)
    assert not re.search(r"https?:|//[a-z]|@import|url\(", text.replace("data:image", ""))
    tree = markup.fromstring(text)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; img-src data:;")
    for tag in ("style", "script"):
        (inside,) = tree.xpath(f"//{tag}/text()")
        seal = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{seal}'" in policy
    assert not tree.xpath("//@style")
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")
    assert not tree.xpath("//a | //link | //iframe | //form | //object | //embed")


def test_every_document_has_its_verdict_its_questions_and_its_findings() -> None:
    """In the order in which they were read."""
    tree = markup.fromstring(page(*EVERY))
    articles = tree.xpath("//article")
    assert len(articles) == len(EVERY)
    first = articles[0]
    assert first.xpath(".//h2/text()") == [FULL.name]
    assert first.xpath("string(.//span[@class='badge'])") == "已遮盖，待您确认"
    rows = first.xpath(".//tr[@data-type]")
    assert [row.get("data-action") for row in rows] == ["MASK", "MASK", "ASK"]
    assert "138****0000" in rows[0].text_content()
    assert "PERSON:姓名" in first.text_content()
    assert first.xpath(".//th[@class='group']/text()") == ["第1页"]
    assert "经人工放行（2 处）" in first.text_content()
    assert len(first.xpath(".//figure/img")) == 1


def test_a_name_that_is_markup_is_text() -> None:
    """Names, params and masked forms are escaped, and cannot steer."""
    text = page(STEERING, REFUSED)
    assert "\x1b" not in text
    assert "PDF &lt;b&gt;" in text
    assert markup.fromstring(text).xpath("//h2/text()")[1] == "公示/\\x1b[2J]]><&\"'\\udcff.txt"


def test_it_speaks_english_when_told_to() -> None:
    """Units are counted, and what was left out is said."""
    text = page(*EVERY, lang="en")
    assert '<html lang="en">' in text
    assert "Questions for you (1)" in text
    assert "links 3" in text
    assert "民政局" in text


def test_a_copy_that_cannot_be_drawn_has_no_picture(tmp_path: Path) -> None:
    """The page is made all the same."""
    (tmp_path / FULL.written).write_bytes(b"%PDF-1.7 nothing")
    assert list(Previews(tmp_path)(FULL)) == []
    assert list(Previews(tmp_path)(CLEAN)) == []


def test_a_masked_picture_is_shown_smaller(tmp_path: Path) -> None:
    """What is shown is the copy itself."""
    from PIL import Image

    Image.new("RGB", (3000, 1500), "white").save(tmp_path / "a.png")
    (tmp_path / "a.png").rename(tmp_path / FULL.written)
    (one,) = Previews(tmp_path)(FULL)
    with Image.open(io.BytesIO(one.data)) as small:
        assert small.size == (1200, 600)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs chromium")
def test_a_browser_shows_it_and_its_filters_work(tmp_path: Path) -> None:
    """The script runs under the page's own policy: the filter bar appears, with every type."""
    file = tmp_path / "r.html"
    file.write_text(page(*EVERY), "utf-8", errors="backslashreplace")
    done = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
         f"--user-data-dir={tmp_path / 'profile'}", file.as_uri()],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    tree = markup.fromstring(done.stdout.decode())
    (bar,) = tree.xpath("//section[@class='filters']")
    assert bar.get("hidden") is None
    assert bar.xpath(".//select[@name='type']/option/@value") == ["", "CN_MOBILE", "PERSON"]
    assert len(bar.xpath(".//select[@name='file']/option")) == len(EVERY) + 1
    assert b"Refused" not in done.stderr
