"""One value of every entity type goes everywhere; none of it may come out anywhere.

Not the value, not an unkeyed digest of it, not a digest from which the hidden digits of a masked
telephone could be found by trying all ten thousand.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import logging
import os
import pickle
import re
import subprocess
import sys
from dataclasses import fields, is_dataclass
from itertools import chain
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import pytest
from fixtures.pictures import font
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo
from tests.canaries import (
    CANARIES,
    INSIDE,
    MOBILE,
    SECRETS,
    SENTENCES,
    TABLE,
    documents,
    look,
    no_completion_fits,
    of_every_kind,
    seen_in,
    streams,
    unpacked,
)

from deident import errors, keys
from deident.api import Deidentifier
from deident.cli import refusals
from deident.cli.commands.demo import workbook
from deident.cli.files import judging, work
from deident.cli.files.tasks import Task
from deident.cli.settings import Settings
from deident.errors import ExitCode
from deident.formats import Limits
from deident.formats.registry import handler_for
from deident.judged import Judged
from deident.model import Action, Mask, Place, Ruling, Source, Span
from deident.recognizers.packs import built_in
from deident.recognizers.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the canaries in every format, a key and files that cannot be read."""
    folder = tmp_path_factory.mktemp("canary")
    originals = folder / "in"
    originals.mkdir()
    for name, raw in documents():
        (originals / name).write_bytes(raw)
    (originals / "nul.txt").write_bytes(SENTENCES.encode() + b"\0\xff\xfe\xfd")
    (originals / "cut.xlsx").write_bytes(workbook(TABLE)[:-40])
    (originals / "cut.csv").write_bytes(b'"' + ",".join(TABLE[1]).encode() + b"\xff\xff")
    (originals / "scan.pdf").write_bytes(b"%PDF-1.7\n" + SENTENCES.encode())
    (folder / "kinds").mkdir()
    for name, raw in of_every_kind():
        (folder / "kinds" / name).write_bytes(raw)
    (folder / "temporary").mkdir()
    keys.create(folder / "office.key")
    return folder


def run(office: Path, *words: str) -> tuple[int, bytes]:
    """Run the command; return its exit code and everything it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "deident", *words],
        cwd=office, env=surroundings(office), capture_output=True, check=False, timeout=300,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def surroundings(office: Path) -> dict[str, str]:
    """Return the environment of a process that keeps whatever it keeps in the office's folder."""
    own = {name: str(office / "temporary") for name in ("TMPDIR", "TEMP", "TMP")}
    own |= {name: str(office / "kept") for name in ("XDG_CACHE_HOME", "LOCALAPPDATA")}
    return {**os.environ, **own, "DEIDENT_KEY_FILE": str(office / "office.key")}


def test_there_is_a_canary_for_every_type_that_is_found() -> None:
    """A new pack brings its canary along."""
    found = {pack.entity_type for pack in built_in() if not pack.look_alike}
    assert {entity_type for entity_type, *_ in CANARIES} == found


def test_every_canary_sings() -> None:
    """A canary that nothing finds would prove nothing."""
    review = Deidentifier().review(SENTENCES.encode(), name="notice.txt")
    found = {d.finding.entity_type for d in review.decisions if d.action is not Action.KEEP}
    assert found >= {entity_type for entity_type, *_ in CANARIES}


COMMANDS = (
    pytest.param(("scan", "in"), marks=pytest.mark.slow),
    ("scan", "in", "-v", "--lang", "en"),
    ("scan", "in", "-f", "json"),
    ("scan", "in", "-f", "jsonl", "--hash-names"),
    ("scan", "in", "-f", "sarif", "--no-cache"),
    ("scan", "in", "-f", "html", "--hash-names"),
    ("hook", "in", "-v"),
    pytest.param(("hook", "in", "-f", "jsonl"), marks=pytest.mark.slow),
    ("packs", "test"),
    ("policy", "show"),
    ("doctor",),
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_prints_a_value(office: Path, words: tuple[str, ...]) -> None:
    """Whatever it prints, on whichever stream."""
    _, said = run(office, *words)
    look(said)
    no_completion_fits(said)


@pytest.mark.parametrize("form", [
    "text", "sarif", "html", "xlsx",
    *(pytest.param(form, marks=pytest.mark.slow) for form in ("json", "junit")),
])  # fmt: skip
def test_masked_copies_their_report_and_their_notice_hold_no_value(office: Path, form: str) -> None:
    """The copies keep what must be kept, and nothing else of it."""
    copies = office / f"out-{form}"
    exit_code, said = run(
        office, "mask", "in", "--to", copies.name, "-f", form, "-o", f"{form}.txt"
    )
    assert exit_code == ExitCode.UNREADABLE
    written = b"\n".join(streams(office / f"{form}.txt"))
    # The pictures in a page are those of the copies, which are looked at below.
    written = re.sub(b"base64,[0-9A-Za-z+/=]+", b"", written)
    notice = (copies / "处理说明.md").read_bytes()
    look(said + written + notice)
    no_completion_fits(said + written + notice)
    assert {path.name for path in copies.iterdir()} == {
        "处理说明.md",
        *(name for name, _ in documents()),
    }
    for path in copies.iterdir():
        for raw in streams(path):
            for codec in ("utf-8", "gb18030", "utf-16-le"):
                text = raw.decode(codec, "ignore")
                assert not [secret for secret in SECRETS if secret in text], path.name


def test_a_value_in_a_packed_copy_would_be_seen() -> None:
    """What looks at the copies looks into them; otherwise their silence proves nothing."""
    for name, raw in of_every_kind():
        opened = b"\n".join(unpacked(raw))
        assert any(seen_in(opened)) or name in {"picture.png", "letter.rtf"}, name


@pytest.mark.parametrize("form", ["html", pytest.param("xlsx", marks=pytest.mark.slow)])
def test_copies_of_every_kind_and_their_reports_hold_no_value(office: Path, form: str) -> None:
    """As of plain text: the copies, what is packed in them, the report and the notice."""
    copies = office / f"kinds-{form}"
    _, said = run(office, "mask", "kinds", "--to", copies.name, "-f", form, "-v", "-o", "report")
    written = b"\n".join(streams(office / "report"))
    written = re.sub(b"base64,[0-9A-Za-z+/=]+", b"", written)
    look(said + written + (copies / "处理说明.md").read_bytes())
    assert {path.name for path in copies.iterdir()} == {
        "处理说明.md", *(name for name, _ in of_every_kind()),
    }  # fmt: skip
    for path in copies.iterdir():
        for raw in streams(path):
            assert [*seen_in(raw)] == [], path.name


def test_a_worker_s_answers_and_its_copies_hold_no_value(office: Path) -> None:
    """A publishing system logs whatever it is answered."""
    asked = "".join(
        json.dumps({"id": str(at), "path": str(path), "name": f"{INSIDE}{path.suffix}"}) + "\n"
        for at, path in enumerate(sorted((office / "kinds").iterdir()))
    )
    done = subprocess.run(
        [sys.executable, "-m", "deident", "hook", "--stdio", "--to", "answered"],
        cwd=office, env=surroundings(office), input=(asked + "not json " + INSIDE + "\n").encode(),
        capture_output=True, check=False, timeout=300,
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["verdict"] for answer in answers] == ["blocked"] * len(answers)
    assert len(answers) == len([*of_every_kind()]) + 1
    # The copy's name is the sender's own, and is what the sender asked for.
    for answer in answers:
        answer.pop("masked_path", None)
    look(json.dumps(answers, ensure_ascii=False).encode() + done.stderr)
    for path in (office / "answered").rglob("*.*"):
        for raw in streams(path):
            assert [*seen_in(raw)] == [], path.suffix


@pytest.mark.parametrize("form", ["jsonl", pytest.param("sarif", marks=pytest.mark.slow)])
def test_a_report_and_what_is_left_on_the_disk_hold_no_value(office: Path, form: str) -> None:
    """Members, attachments, keys, elements and properties are places, never told by their names.

    Temporary files go; what is remembered of a document holds no value; nobody else keeps any.

    A file of another program's making would be a library that keeps a diary of its own.
    """
    exit_code, said = run(office, "scan", "kinds", "-f", form, "-v", "--context", "8")
    assert exit_code == ExitCode.FINDINGS
    assert b"CN_MOBILE" in said
    look(said)
    kept = [path for path in (office / "kept").rglob("*") if path.is_file()]
    assert kept
    assert {path.parent.name for path in kept} == {"deident"}
    for path in kept:
        look(path.read_bytes())
    assert list((office / "temporary").iterdir()) == []


@pytest.mark.slow
def test_a_masked_picture_its_report_and_its_notice_hold_no_value(office: Path) -> None:
    """What was read in a picture is a value like any other; its metadata goes too."""
    page = Image.new("RGB", (1400, 90 * (len(CANARIES) + 1)), "white")
    face = font(44)
    for number, (_, label, value, _) in enumerate(CANARIES):
        ImageDraw.Draw(page).text((60, 40 + 90 * number), f"{label}：{value}", "black", face)
    (office / "pictures").mkdir()
    notes = PngInfo()
    notes.add_text("Comment", SENTENCES)
    page.save(office / "pictures" / "page.png", pnginfo=notes)
    for form in ("text", "json"):
        copies = office / f"pictures-{form}"
        exit_code, said = run(office, "mask", "pictures", "--to", copies.name, "-f", form, "-v")
        assert exit_code in {ExitCode.FINDINGS, ExitCode.UNREADABLE}
        assert MOBILE[-4:].encode() in said
        look(said + (copies / "处理说明.md").read_bytes())
        no_completion_fits(said)
        raw = (copies / "page.png").read_bytes()
        assert not [secret for secret in SECRETS if secret.encode() in raw]


def test_a_digest_of_the_input_would_be_found() -> None:
    """The search finds what it looks for; otherwise its silence proves nothing."""
    for leak in (
        hashlib.sha256(MOBILE.encode()).hexdigest(),
        hashlib.blake2b(f"CN_MOBILE\0{MOBILE}".encode(), digest_size=10).hexdigest(),
        base64.b64encode(hashlib.sha1(SENTENCES.encode()).digest()).decode(),  # noqa: S324 - the leak itself
        hashlib.md5(MOBILE.encode()).hexdigest()[:16],  # noqa: S324 - likewise
    ):
        with pytest.raises(AssertionError):
            no_completion_fits(json.dumps({"digest": leak}).encode())


@pytest.fixture
def everything_logged() -> Iterator[io.StringIO]:
    """Whatever any library logs at any level."""
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    named = [logging.getLogger(name) for name in ("presidio-analyzer", "presidio-anonymizer")]
    levels = [logger.level for logger in named]
    for logger in named:
        logger.setLevel(logging.DEBUG)
    yield heard
    root.removeHandler(handler)
    root.setLevel(before)
    for logger, level in zip(named, levels, strict=True):
        logger.setLevel(level)


def test_no_logger_hears_a_value(everything_logged: io.StringIO) -> None:
    """Presidio's print text at debug; they are kept from it."""
    deidentifier = Deidentifier()
    for name, raw in chain(documents(), of_every_kind()):
        deidentifier.review(raw, name=name)
    deidentifier.mask_text(SENTENCES)
    look(everything_logged.getvalue().encode())


def parts_of(value: object, seen: set[int]) -> Iterator[object]:
    """Yield a value and everything in it that can be printed by itself."""
    if id(value) in seen:
        return
    seen.add(id(value))
    yield value
    if is_dataclass(value):
        for part in fields(value):
            inner = getattr(value, part.name, None)
            if not isinstance(inner, str | bytes | PurePath):
                yield from parts_of(inner, seen)
    elif isinstance(value, list | tuple):
        for inner in value:
            if not isinstance(inner, str | bytes):
                yield from parts_of(inner, seen)


def printable_values() -> Iterable[object]:
    """Return one of everything that walks the line."""
    deidentifier = Deidentifier()
    line = deidentifier.line()
    for name, raw in chain(documents(), of_every_kind()):
        source = Source(name=f"{MOBILE}{name}", data=raw)
        document = handler_for(source, Limits()).read(source)
        pages = list(document.pages)
        segments = [segment for page in pages for segment in page.segments]
        reading = read(segments)
        yield from (source, document, pages, reading, reading.shadow)
        yield deidentifier.detector.page(segments)
        judged = Judged(document, line)
        yield from (judged, judged.decisions, list(judged.decisions), list(judged.steps()))
        review = deidentifier.review(raw, name=name)
        yield from (review, review.questions, review.findings, review.counts, review.clearance)
        task = Task(name=f"{MOBILE}.txt", path=Path(f"{MOBILE}.txt"), raw=raw)
        yield from (task, judging.report(task, judging.judged(source, line), line))
    yield from (deidentifier, line, deidentifier.mask_text(SENTENCES))
    yield Mask(Place("s", Span(0, 3)), SECRETS[0])
    yield Ruling(
        fingerprint="f", entity_type="PERSON", action=Action.KEEP, reason=SECRETS[0],
        legal_basis="b", reviewer="r",
    )  # fmt: skip


def test_nothing_that_can_be_printed_prints_a_value() -> None:
    """A value in a debugger, a log line or an assertion is a value out of doors."""
    seen: set[int] = set()
    # Kept until the end, so that no identity is used twice.
    kept = list(printable_values())
    printed = {
        text for value in kept for part in parts_of(value, seen) for text in (repr(part), str(part))
    }
    assert len(printed) > len(CANARIES)
    look("\n".join(printed).encode("utf-8", "replace"))


def settings() -> Settings:
    """Return what a worker gets."""
    return Settings(
        policy="default", scene="default", packs=(), tighten={}, style="", ocr="auto",
        key=keys.Key(b"k" * 32),
    )  # fmt: skip


def test_a_failure_in_the_middle_tells_its_place_and_no_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exception that quotes the document is answered with its class and its line."""

    def quoting(*_: Any) -> None:  # noqa: ANN401 - whatever the line is given
        raise ValueError(SENTENCES)

    monkeypatch.setattr(work, "review_source", quoting)
    file = tmp_path / "a.txt"
    file.write_text(SENTENCES, encoding="utf-8")
    task = Task(name="a.txt", path=file, target=tmp_path / "b.txt", part=tmp_path / "p")
    report = work.deal(task, deidentifier=settings().deidentifier(), settings=settings())
    assert report.exit_code is ExitCode.INTERNAL
    assert report.refusal is not None
    assert report.refusal.named["kind"] == "ValueError"
    look(repr(report).encode() + pickle.dumps(report))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_exception_is_worded_with_text(lang: str) -> None:
    """Neither ours nor anybody's."""
    every = [
        UnicodeDecodeError("utf-8", SENTENCES.encode(), 0, 1, SENTENCES),
        ValueError(SENTENCES), KeyError(MOBILE), OSError(5, SENTENCES), RecursionError(SENTENCES),
        MemoryError(SENTENCES), AssertionError(SENTENCES),
        errors.RecognizerTimeoutError("cn-mobile"), errors.MissingEngineError("rapidocr", "pip"),
        errors.UnreadableError("text", "ENCODING", "why"),
    ]  # fmt: skip
    for problem in every:
        look(refusals.worded(problem, lang)[1].encode())
