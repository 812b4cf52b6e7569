"""Older documents become Office Open XML and go through the line; protected ones are refused."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import openpyxl
import pptx
import pytest
from fixtures import old_documents
from fixtures.documents import PLACES, p, r, row, shape, table, word
from fixtures.old_documents import OPEN, PROTECTED, binary_workbook, opendocument
from fixtures.packages import Part

from deident.api import Deidentifier
from deident.errors import UnreadableError
from deident.formats import Limits, soffice
from deident.formats.legacy.handler import CONVERTED, LegacyHandler, kind_of
from deident.formats.legacy.kinds import KINDS, is_locked_file, legacy_kind
from deident.model import Mask, MaskPlan, Place, Source, Span, Status

if TYPE_CHECKING:
    from deident.pipeline import Review

needs_office = pytest.mark.skipif(not soffice.is_installed(), reason="LibreOffice is missing")
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="plays a program with sh")
VALUE = "149999190001019999"
MOBILE = "13800001234"


@cache
def deidentifier() -> Deidentifier:
    """Prepare once."""
    return Deidentifier()


def reviewed(name: str, content: bytes) -> Review:
    """Send an older document down the line."""
    return deidentifier().review(content, name=name)


@cache
def old(kind: str) -> bytes:
    """Make an old document with a telephone number in it, by way of LibreOffice."""
    held = io.BytesIO()
    if kind == "xlsb":
        return binary_workbook(f"联系电话{MOBILE}")
    if kind in ("doc", "odt", "uot"):
        return made(word(p(f"申请人张某，联系电话{MOBILE}。") + p("现予公示。")).bytes(), kind)
    if kind in ("xls", "ods"):
        book = openpyxl.Workbook()
        assert book.active is not None
        book.active.append(["村名", "联系电话"])
        book.active.append(["东街村", MOBILE])
        book.save(held)
    else:
        deck = pptx.Presentation()
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = f"联系电话{MOBILE}"
        deck.save(held)
    return made(held.getvalue(), kind)


def made(content: bytes, kind: str) -> bytes:
    """Turn a document into an old one."""
    filters = {
        "doc": (".docx", "doc:MS Word 97"),
        "odt": (".docx", "odt:writer8"),
        "uot": (".docx", "uot:UOF text"),
        "xls": (".xlsx", "xls:MS Excel 97"),
        "ods": (".xlsx", "ods:calc8"),
        "ppt": (".pptx", "ppt:MS PowerPoint 97"),
        "odp": (".pptx", "odp:impress8"),
    }
    suffix, target = filters[kind]
    return soffice.convert(content, suffix, target, limit=1 << 26)


def streams(content: bytes) -> bytes:
    """Return everything a package holds."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["doc", "odt", "uot", "xls", "xlsb", "ods", "ppt", "odp"])
def test_an_old_document_comes_out_new_and_masked(kind: str) -> None:
    """The value is gone, the rest stays, the name says what it is now."""
    done = reviewed(f"公示.{kind}", old(kind))
    new = KINDS[kind_of(done.source)].becomes
    content = bytes(done.masked.data)
    assert done.masked.name == f"公示.{kind}.{new}"
    assert MOBILE.encode() not in streams(content)
    assert b"138****1234" in streams(content)
    assert done.inner[CONVERTED].findings
    assert done.clearance.status is Status.CLEARED, done.clearance.reasons
    opened = {"docx": docx.Document, "xlsx": openpyxl.load_workbook, "pptx": pptx.Presentation}
    opened[new](io.BytesIO(content))


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.wps", "a.et", "a.dps", "a.txt", "a"])
def test_the_name_does_not_decide(name: str) -> None:
    """Kingsoft's classic formats are the old containers under other names."""
    kind = {"a.et": "xls", "a.dps": "ppt"}.get(name, "doc")
    done = reviewed(name, old(kind))
    assert done.masked.name.startswith(f"{name}.")
    assert MOBILE.encode() not in streams(bytes(done.masked.data))


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("place", ["tracked deletion", "hidden text"])
def test_conversion_is_not_cleaning_so_the_line_cleans(place: str) -> None:
    """What was deleted or hidden survives the conversion, and not the line."""
    handler = LegacyHandler(Limits())
    source = Source(name="a.doc", data=made(PLACES[place](VALUE).bytes(), "doc"))
    assert VALUE.encode() in streams(bytes(handler.converted(source).data))
    assert VALUE.encode() not in streams(bytes(reviewed("a.doc", bytes(source.data)).masked.data))


@needs_office
@pytest.mark.slow
def test_a_form_keeps_its_labels() -> None:
    """A table is a table after the conversion too."""
    form = table(row("姓名", "张某"), row("身份证号", VALUE), row("家庭住址", "东街村三组"))
    done = reviewed("a.doc", made(word(form).bytes(), "doc"))
    assert VALUE.encode() not in streams(bytes(done.masked.data))
    document = docx.Document(io.BytesIO(bytes(done.masked.data)))
    assert document.tables[0].cell(0, 0).text == "姓名"


@needs_office
@pytest.mark.slow
def test_files_that_a_document_points_to_are_not_fetched(tmp_path: Path) -> None:
    """A document from outside must not bring home what lies on our disks."""
    secret = tmp_path / "secret.odt"
    secret.write_bytes(opendocument("<text:p>TOPSECRET</text:p>"))
    body = (
        '<text:section text:name="S"><text:section-source xlink:type="simple" '
        f'xlink:href="{secret.as_uri()}" text:filter-name="writer8"/><text:p>旧</text:p>'
        "</text:section>"
    )
    source = Source(name="a.odt", data=opendocument(body))
    assert b"TOPSECRET" not in streams(bytes(LegacyHandler(Limits()).converted(source).data))


@needs_office
@pytest.mark.slow
def test_a_document_is_converted_once() -> None:
    """Reading, masking and showing share one conversion."""
    handler = LegacyHandler(Limits())
    source = Source(name="a.doc", data=old("doc"))
    assert handler.converted(source) is handler.converted(source)
    other = Source(name="a.doc", data=old("doc"))
    assert handler.converted(other) is not handler.converted(source)


def metafile(kind: str) -> bytes:
    """Draw a telephone number as a metafile, by way of LibreOffice."""
    body = (
        '<draw:page draw:name="x"><draw:frame svg:x="1cm" svg:y="1cm" svg:width="14cm" '
        f'svg:height="2cm"><draw:text-box><text:p>联系电话：{MOBILE}</text:p></draw:text-box>'
        "</draw:frame></draw:page>"
    )
    given = opendocument(body, "presentation")
    return soffice.convert(given, ".odp", f"{kind}:impress_{kind}_Export", limit=1 << 26)


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["emf", "wmf"])
def test_a_metafile_in_a_document_is_drawn_read_and_masked(kind: str) -> None:
    """Its drawing takes its place; no drawing order with the number is left."""
    content = metafile(kind)
    inside = (
        "<a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed='rId9'/></pic:blipFill>"
        "</pic:pic></a:graphicData></a:graphic>"
    )
    name = f"word/media/image1.{kind}"
    picture = Part(
        name=name, content_type=f"image/x-{kind}", content=content, relation="image", id="rId9"
    )
    done = reviewed("a.docx", word(p("正文") + shape(inside), picture).bytes())
    read = done.inner[name].inner[CONVERTED]
    assert {finding.entity_type for finding in read.findings} == {"CN_MOBILE"}
    with zipfile.ZipFile(io.BytesIO(bytes(done.masked.data))) as archive:
        assert archive.read(name).startswith(b"\x89PNG")
        assert f'"/{name}" ContentType="image/png"' in archive.read("[Content_Types].xml").decode()
    # OCR may doubt a line of a drawing; nothing else may stay open.
    assert {reason.code for reason in done.clearance.reasons} <= {"OCR_UNSURE"}


@pytest.mark.parametrize("kind", list(OPEN))
def test_a_container_is_what_its_streams_say(kind: str) -> None:
    """Whatever it is called."""
    assert legacy_kind(Source(name="a.pdf", data=OPEN[kind])) == kind


@pytest.mark.parametrize("lock", list(PROTECTED))
def test_what_is_locked_is_refused_before_any_program_starts(
    lock: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The advice is to save it without a password."""
    monkeypatch.setenv("DEIDENT_SOFFICE", "/nowhere/soffice")
    with pytest.raises(UnreadableError) as refused:
        LegacyHandler(Limits()).read(Source(name="a.doc", data=PROTECTED[lock]))
    assert refused.value.reason == "ENCRYPTED"


def test_a_locked_opendocument_is_refused() -> None:
    """Its manifest says so."""
    with pytest.raises(UnreadableError) as refused:
        kind_of(Source(name="a.odt", data=opendocument("", is_locked=True)))
    assert refused.value.reason == "ENCRYPTED"


def test_files_wrapped_by_a_protecting_program_are_known() -> None:
    """They look like noise otherwise."""
    assert is_locked_file(b"%TSD-Header-###%" + bytes(40))
    assert is_locked_file(b"b\x14#e" + bytes(20) + b"E-SafeNet")
    assert not is_locked_file("关于E-Safe的通知".encode())


def test_without_libreoffice_the_package_to_install_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is skipped in silence."""
    monkeypatch.setenv("DEIDENT_SOFFICE", "/nowhere/soffice")
    with pytest.raises(UnreadableError) as refused:
        LegacyHandler(Limits()).read(Source(name="a.doc", data=OPEN["application/msword"]))
    assert refused.value.reason == "MISSING_OFFICE"
    assert "libreoffice-writer-nogui" in str(refused.value.params["install"])


def test_a_conversion_nobody_read_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is as unmasked as the original."""
    handler = LegacyHandler(Limits())
    source = Source(name="a.doc", data=OPEN["application/msword"])
    new = Source(name="a.doc.docx", data=b"PK\x03\x04")
    monkeypatch.setattr(handler, "converted", lambda _: new)
    with pytest.raises(UnreadableError):
        handler.apply(source, MaskPlan())
    with pytest.raises(ValueError, match="segment"):
        handler.apply(source, MaskPlan(masks=[Mask(Place("p1.1", Span(0, 1)), "*")]))
    plan = MaskPlan(replacements={CONVERTED: new})
    assert handler.apply(source, plan) == new


def played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> LegacyHandler:
    """Put a program in LibreOffice's place; `$out` is where its output belongs."""
    program = tmp_path / "soffice"
    take = (
        'while [ $# -gt 0 ]; do [ "$1" = --outdir ] && out=$2; shift; done; '
        'out="$out/document.docx"\n'
    )
    program.write_text(f"#!/bin/sh\n{take}{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("DEIDENT_SOFFICE", str(program))
    return LegacyHandler(Limits(member_bytes=1 << 20), seconds=1.0)


WORD = Source(name="a.doc", data=OPEN["application/msword"])


@posix_only
@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("exit 0", "NOT_CONVERTED"),
        ("exit 1", "NOT_CONVERTED"),
        (': > "$out"', "NOT_CONVERTED"),
        ("kill -9 $$", "NOT_CONVERTED"),
        ("sleep 60", "TIMEOUT"),
        ('yes > "$out"', "TOO_LARGE"),
        ('head -c 2000000 /dev/zero > "$out"', "TOO_LARGE"),
    ],
)
def test_a_program_that_fails_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, reason: str
) -> None:
    """Late, endless, silent or dead: always the same kind of error, and soon."""
    handler = played(tmp_path, monkeypatch, script)
    began = time.monotonic()
    with pytest.raises(UnreadableError) as refused:
        handler.read(WORD)
    assert refused.value.reason == reason
    assert time.monotonic() - began < 10


@posix_only
def test_children_of_a_late_program_die_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice's first process is only a script."""
    mark = tmp_path / "mark"
    script = f"(while :; do date > {mark}; sleep 0.1; done) &\nwait"
    handler = played(tmp_path, monkeypatch, script)
    with pytest.raises(UnreadableError):
        handler.read(WORD)
    time.sleep(0.3)
    before = mark.stat().st_mtime_ns
    time.sleep(0.5)
    assert mark.stat().st_mtime_ns == before


@posix_only
def test_nothing_of_the_surroundings_goes_in_and_nothing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No proxy, no key, nobody's home; the folder is ours alone and gone afterwards."""
    monkeypatch.setenv("https_proxy", "http://proxy.example:1")
    monkeypatch.setenv("DEIDENT_KEY", "x")
    seen = tmp_path / "seen"
    script = f'env > {seen}; pwd >> {seen}; stat -c %a . >> {seen}; printf PK > "$out"'
    new = played(tmp_path, monkeypatch, script).converted(WORD)
    assert (new.name, new.data) == ("a.doc.docx", b"PK")
    said = seen.read_text(encoding="utf-8")
    *_, folder, mode = said.splitlines()
    assert "proxy" not in said
    assert "DEIDENT" not in said
    assert f"HOME={os.path.expanduser('~')}\n" not in said  # noqa: PTH111 as it is in the environment
    assert mode == "700"
    assert not Path(folder).exists()


@posix_only
def test_what_a_killed_process_left_is_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds the document; the folders of living processes stay."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead = subprocess.Popen(["true"])
    dead.wait()
    left = tmp_path / f"deident-office-{dead.pid}-x"
    ours = tmp_path / f"deident-office-{os.getpid()}-x"
    for folder in (left, ours):
        folder.mkdir()
        (folder / "document.doc").write_bytes(b"x")
        os.utime(folder, (0, 0))
    soffice.purge()
    assert not left.exists()
    assert ours.exists()


@posix_only
@pytest.mark.skipif(not soffice.cage(), reason="this system lets nobody be shut in")
def test_there_is_no_network_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a loopback that is down."""
    seen = tmp_path / "seen"
    handler = played(tmp_path, monkeypatch, f'cat /proc/net/dev > {seen}; printf PK > "$out"')
    handler.converted(WORD)
    devices = [line for line in seen.read_text().splitlines() if ":" in line]
    assert [line.split(":")[0].strip() for line in devices] == ["lo"]


def test_very_large_documents_are_not_tried() -> None:
    """The limit of a part is the limit of what is converted."""
    with pytest.raises(UnreadableError) as refused:
        LegacyHandler(Limits(member_bytes=100)).read(WORD)
    assert refused.value.reason == "TOO_LARGE"


def test_runs_written_by_hand_open(tmp_path: Path) -> None:
    """The fixtures themselves are sound: olefile reads what was put in."""
    import olefile

    content = old_documents.container({"甲": b"1", "B": b"2" * 5000})
    (tmp_path / "x").write_bytes(content)
    with olefile.OleFileIO(str(tmp_path / "x")) as opened:
        assert opened.openstream("B").read() == b"2" * 5000
    assert r("x") in str(word(p("x")).parts[0].content)
