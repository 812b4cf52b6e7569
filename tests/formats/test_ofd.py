"""OFD from end to end: nothing of a value is left, by a reader that shares no code with ours."""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest
from fixtures import ofd_documents, ofd_places, ofds

from deident.api import Deidentifier
from deident.formats.ofd.handler import OfdHandler
from deident.keys import Key
from deident.model import Source, Status
from deident.pipeline import Review, review

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.judged import Line

VALUE = ofd_documents.PERSON_ID
HIDDEN = 13
"""What the mask hides of a resident number: all but the first two and the last three."""
_WINDOW = 7
TRAPS = {**ofd_places.PLACES, "signed": ofd_places.signed}


@cache
def line() -> Line:
    """The line of the built-in policy, with an OFD's handler."""
    made = Deidentifier(key=Key(bytes(range(32)))).line()
    handler, others = OfdHandler(made.limits), made.handler_for
    return replace(
        made,
        handler_for=lambda s: handler if s.media_type == "application/ofd" else others(s),
    )


def reviewed(ofd: ofds.Ofd) -> Review:
    """Mask a document."""
    return review(Source(name="a.ofd", data=ofd.bytes(), media_type="application/ofd"), line())


def members(data: bytes) -> dict[str, bytes]:
    """Unpack a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def texts(data: bytes) -> Iterator[str]:
    """Yield everything a package could say, however it is written; places are ignored."""
    yield data.decode("latin-1")
    for name, content in members(data).items():
        yield name
        for encoding in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb18030"):
            said = html.unescape(content.decode(encoding, "ignore"))
            yield said
            yield re.sub(r"\s", "", re.sub(r"<[^>]*>", "", said))
            codes = re.findall(r"<(?:\w+:)?TextCode[^>]*>([^<]*)<", said)
            yield "".join(codes)


def pieces(value: str) -> list[str]:
    """Cut a value into all runs of seven characters: none of them may be left."""
    return [value[at : at + _WINDOW] for at in range(len(value) - _WINDOW + 1)]


def leaks(data: bytes, *values: str) -> list[str]:
    """Return what of the values still shows."""
    said = list(texts(data))
    return [piece for value in values for piece in pieces(value) if any(piece in t for t in said)]


@pytest.mark.parametrize("trap", TRAPS)
def test_no_trap_leaks(trap: str) -> None:
    """A number planted in any place is in no stream of the copy, in no encoding."""
    made = TRAPS[trap](VALUE)
    assert leaks(made.bytes(), VALUE) or trap in ("objects in no order", "broken over a line")
    result = reviewed(made)
    assert leaks(bytes(result.masked.data), VALUE) == []
    assert {reason.code for reason in result.clearance.reasons} <= {"QUESTION"}


@pytest.mark.parametrize("trap", TRAPS)
def test_what_must_stay_is_there(trap: str) -> None:
    """The visible text that is nobody's is in the copy."""
    made = TRAPS[trap](VALUE)
    before = "".join(texts(made.bytes()))
    after = "".join(texts(bytes(reviewed(made).masked.data)))
    for said in ("夏阳县人民政府文件", "正文", "公民身份号码", "姓名"):
        assert (said in before) == (said in after)


def test_shuffled_digits_are_all_gone() -> None:
    """Objects in no order hide a number from whoever reads the file in its order."""
    result = reviewed(ofd_places.PLACES["objects in no order"](VALUE))
    page = members(bytes(result.masked.data))["Doc_0/Pages/Page_0/Content.xml"].decode()
    codes = "".join(re.findall(r"<ofd:TextCode[^>]*>([^<]*)<", page))
    assert codes.count("*") == HIDDEN
    assert len(re.findall("[0-9]", codes)) == len(VALUE) - HIDDEN


def test_a_signed_decision_loses_its_signature_and_says_the_rest() -> None:
    """Numbers broken over lines go; a broken signature is never left."""
    result = reviewed(ofd_documents.decision())
    data = bytes(result.masked.data)
    # It carries a document number and no disclosure label.
    assert [reason.code for reason in result.clearance.reasons] == ["DISCLOSURE_MISSING"]
    assert leaks(data, VALUE, ofd_documents.MOBILE, ofd_documents.ACCOUNT) == []
    assert not [name for name in members(data) if "Sign" in name]
    root = members(data)["OFD.xml"].decode()
    assert "Signatures" not in root
    assert "王某某" not in root
    assert "低保审核决定" in root
    said = "".join(texts(data))
    for stays in (
        "夏阳县民政局文件",
        "夏民函〔2022〕41号",
        "2022年3月18日",
        "补助资金将发放至银行账号",
    ):
        assert stays in said


def test_every_pointer_of_a_masked_copy_leads_somewhere() -> None:
    """What is removed leaves no pointer behind."""
    for made in (ofd_documents.decision(), ofd_documents.invoice()):
        parts = members(bytes(reviewed(made).masked.data))
        for content in parts.values():
            for path in re.findall(
                rb">([\w/]+\.(?:xml|dat|esl|png))<|BaseLoc=\"([^\"]*)\"", content
            ):
                named = (path[0] or path[1]).decode()
                if "." in named:
                    assert any(name.endswith(named.lstrip("/")) for name in parts)


def test_a_roster_is_typed_by_its_headers_on_the_next_page_too() -> None:
    """The second page has no header of its own; nothing on it is a mere shape."""
    result = reviewed(ofd_documents.roster(pages=2, people=8))
    labels = {
        segment.text: segment.labels.column
        for page in result.document.pages
        for segment in page.segments
        if segment.locator.page == 2
    }
    assert labels["13800000009"] == "联系电话"
    assert {name for text, name in labels.items() if text.startswith("149999")} == {"身份证号"}
    digits = "".join(texts(bytes(result.masked.data)))
    assert not re.search("149999|1380000", digits)
    assert "低保对象公示名单" in digits
    assert "东街村" in digits


def test_one_digit_to_a_box_is_one_number() -> None:
    """The label stands beside the boxes."""
    result = reviewed(ofd_documents.boxes())
    assert result.clearance.status is Status.CLEARED
    codes = "".join(texts(bytes(result.masked.data)))
    assert "公民身份号码" in codes
    assert codes.count("*" * HIDDEN) >= 1


def test_an_invoice_keeps_no_second_copy_of_its_numbers() -> None:
    """Attachments and tags hold the same numbers again; they go, malformed ones too."""
    result = reviewed(ofd_documents.invoice())
    data = bytes(result.masked.data)
    assert result.clearance.status is Status.CLEARED
    assert leaks(data, VALUE, ofd_documents.MOBILE, ofd_documents.ACCOUNT) == []
    assert "合计：人民币壹佰元整" in "".join(texts(data))
    kinds = {removable.kind for removable in result.document.removables}
    assert kinds == {"attachments", "custom-tags", "document-properties"}
