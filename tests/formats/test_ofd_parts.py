"""The parts of an OFD: what leads to them, what falls, what is named, what is refused."""

from __future__ import annotations

import io
import time
import zipfile
from typing import TYPE_CHECKING

import pytest
from fixtures import ofd_places, ofds
from fixtures.hostile_ofds import HOSTILE
from fixtures.jbig2 import jbig2
from PIL import Image

from deident.errors import UnreadableError
from deident.formats import Limits
from deident.formats.ofd import jbig2 as ofd_jbig2
from deident.formats.ofd.handler import OfdHandler
from deident.formats.ofd.jbig2 import UndecodableError, to_png
from deident.model import Kind, Mask, MaskPlan, Place, Source, Span

if TYPE_CHECKING:
    from deident.model import Segment

HANDLER = OfdHandler(Limits())
PAGE = "Doc_0/Pages/Page_0/Content.xml"
VALUE = "149999190001019999"


def source(ofd: ofds.Ofd) -> Source:
    """Return the document."""
    return Source(name="a.ofd", data=ofd.bytes(), media_type="application/ofd")


def segments(made: Source) -> list[Segment]:
    """Read all segments."""
    return [segment for page in HANDLER.read(made).pages for segment in page.segments]


def members(made: Source) -> dict[str, bytes]:
    """Unpack a package."""
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def removing(made: Source, *kinds: str) -> Source:
    """Apply a plan that only removes."""
    return HANDLER.apply(made, MaskPlan(removals=dict.fromkeys(kinds, True)))


def everything(made: Source) -> Source:
    """Remove whatever may be removed."""
    return removing(made, *(removable.id for removable in HANDLER.read(made).removables))


def with_picture(name: str, kind: str, content: bytes) -> ofds.Ofd:
    """Make a page that shows one picture."""
    return ofds.Ofd(
        pages=[ofds.picture()],
        common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
        parts={"Doc_0/DocumentRes.xml": ofds.resources((name, kind)), f"Doc_0/Res/{name}": content},
    )


def scan(width: int = 203, height: int = 97) -> Image.Image:
    """Draw a black bar on white."""
    image = Image.new("1", (width, height), 1)
    image.paste(0, (20, 20, 60, 50))
    return image


def test_an_empty_plan_keeps_every_part_and_its_signature() -> None:
    """Nothing changed, so the signature still holds."""
    made = source(ofd_places.signed(VALUE))
    assert members(HANDLER.apply(made, MaskPlan())) == members(made)


@pytest.mark.parametrize("how", ["mask", "removal", "picture"])
def test_any_change_takes_the_signature(how: str) -> None:
    """A signature that no longer holds is worse than none."""
    ofd = ofd_places.signed(VALUE)
    shown = with_picture("a.png", "PNG", ofds.png())
    ofd.common, ofd.parts = shown.common, {**ofd.parts, **shown.parts, "Doc_0/x.xml": "<a/>"}
    made = source(ofd)
    document = HANDLER.read(made)
    first = segments(made)[0]
    plan = {
        "mask": MaskPlan(masks=[Mask(Place(first.id, Span(0, 1)), "*")]),
        "removal": MaskPlan(removals={"unreferenced-parts": True}),
        "picture": MaskPlan(
            replacements={
                name: Source(name="a.png", data=ofds.png(9)) for name, _ in document.embedded
            }
        ),
    }[how]
    parts = members(HANDLER.apply(made, plan))
    assert not [name for name in parts if "/Signs/" in name]
    assert b"Signatures" not in parts["OFD.xml"]


def test_parts_in_which_nothing_is_masked_keep_their_bytes() -> None:
    """Only the page with the mask is written anew."""
    made = source(ofds.Ofd(pages=[ofds.text(20, 60, "甲"), ofds.text(20, 60, "乙")]))
    first = segments(made)[0]
    done = members(HANDLER.apply(made, MaskPlan(masks=[Mask(Place(first.id, Span(0, 1)), "*")])))
    changed = {name for name, content in members(made).items() if done[name] != content}
    assert changed == {PAGE}


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("author", "document-properties"),
        ("custom data", "document-properties"),
        ("annotation text", "annotations"),
        ("invisible annotation", "annotations"),
        ("annotation parameter", "annotations"),
        ("annotation creator", "annotations"),
        ("attachment", "attachments"),
        ("custom tag", "custom-tags"),
        ("broken custom tag", "custom-tags"),
        ("extension", "extensions"),
        ("old version", "versions"),
        ("unreferenced part", "unreferenced-parts"),
        ("switched off", "hidden-text"),
        ("transparent", "hidden-text"),
    ],
)
def test_what_may_be_removed_says_so_and_goes(place: str, kind: str) -> None:
    """Its segment names its kind; removing this kind alone takes it out; the rest stays."""
    made = source(ofd_places.PLACES[place](VALUE))
    (planted,) = [segment for segment in segments(made) if VALUE in segment.text]
    assert planted.removable == kind
    assert kind in {removable.id for removable in HANDLER.read(made).removables}
    done = removing(made, kind)
    assert not [name for name, content in members(done).items() if VALUE.encode() in content]
    assert HANDLER.unseen(done) == ()
    stays = [segment.text for segment in segments(made) if not segment.removable]
    assert [segment.text for segment in segments(done) if not segment.removable] == stays


def test_a_stamp_and_a_watermark_stay() -> None:
    """They are what the page shows; their text is read and masked."""
    made = source(ofd_places.PLACES["stamp text"](VALUE))
    assert VALUE in "".join(segment.text for segment in segments(everything(made)))


def test_a_cover_goes_with_its_picture() -> None:
    """A thumbnail shows the page as it was."""
    ofd = ofds.Ofd(
        pages=[ofds.text(20, 60, "正文")],
        info="<ofd:Cover>Doc_0/cover.png</ofd:Cover>",
        parts={"Doc_0/cover.png": ofds.png()},
    )
    made = source(ofd)
    assert [inside.name for _, inside in HANDLER.read(made).embedded] == ["cover.png"]
    done = removing(made, "thumbnails")
    assert "Doc_0/cover.png" not in members(done)
    assert b"Cover" not in members(done)["OFD.xml"]


def test_a_part_that_also_stays_does_not_fall_with_what_is_removed() -> None:
    """An old version may share pages with the document of today."""
    ofd = ofd_places.PLACES["old version"](VALUE)
    root = ofd.root
    ofd.parts["Old/Document.xml"] = ofds.xml(
        "Document",
        f'<ofd:Pages><ofd:Page ID="1" BaseLoc="/{root}/Pages/Page_0/Content.xml"/></ofd:Pages>',
    )
    done = removing(source(ofd), "versions")
    assert PAGE in members(done)
    assert "Old/Document.xml" not in members(done)


def test_a_name_that_says_something_is_read_and_changed_everywhere() -> None:
    """The part is renamed, and whoever names it finds it again."""
    ofd = with_picture(f"张某{VALUE}.png", "PNG", ofds.png())
    made = source(ofd)
    (named,) = [segment for segment in segments(made) if segment.kind is Kind.FILE_NAME]
    at = named.text.index(VALUE)
    mask = Mask(Place(named.id, Span(at, at + len(VALUE))), "*" * len(VALUE))
    done = HANDLER.apply(made, MaskPlan(masks=[mask]))
    assert not [name for name in members(done) if VALUE in name]
    assert not any(VALUE.encode() in content for content in members(done).values())
    assert len(list(HANDLER.read(done).embedded)) == 1
    assert list(HANDLER.read(done).unread) == []


@pytest.mark.parametrize("header", ["", "sequential", "random"])
def test_a_jbig2_scan_is_read_as_png_and_written_as_png(header: str) -> None:
    """The same pixels; the list of resources says what it now is."""
    made = source(with_picture("scan.jb2", "JB2", jbig2(scan(), header=header)))
    document = HANDLER.read(made)
    assert list(document.unread) == []
    ((name, inside),) = document.embedded
    with Image.open(io.BytesIO(inside.data)) as opened:
        assert opened.convert("1").tobytes() == scan().tobytes()
    done = HANDLER.apply(made, MaskPlan(replacements={name: inside}))
    parts = members(done)
    assert parts["Doc_0/Res/scan.png"] == inside.data
    assert "Doc_0/Res/scan.jb2" not in parts
    assert b'Format="PNG"' in parts["Doc_0/DocumentRes.xml"]
    assert [source.data for _, source in HANDLER.read(done).embedded] == [inside.data]


@pytest.mark.parametrize("cut", [12, 30, 60, 100])
def test_a_damaged_jbig2_scan_is_unread(cut: int) -> None:
    """It is not passed over."""
    made = source(with_picture("scan.jb2", "JB2", jbig2(scan(), header="sequential")[:cut]))
    assert [unread.code for unread in HANDLER.read(made).unread]
    assert not list(HANDLER.read(made).embedded)


def test_a_huge_jbig2_scan_is_not_decoded() -> None:
    """Its size is known before its pixels are made."""
    with pytest.raises(UndecodableError):
        to_png(jbig2(scan()), 100)


def test_a_jbig2_scan_of_too_many_segments_is_not_half_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What stands behind the last segment that is counted would be shown by others."""
    monkeypatch.setattr(ofd_jbig2, "_MOST_SEGMENTS", 2)
    with pytest.raises(UndecodableError):
        to_png(jbig2(scan()), 1 << 24)


def test_a_picture_of_an_unknown_kind_is_unread() -> None:
    """And so is a film."""
    made = source(with_picture("a.bin", "PNG", b"\x01\x02\x03" * 30))
    assert [unread.code for unread in HANDLER.read(made).unread] == ["UNKNOWN_PART"]


def test_a_page_that_is_listed_and_missing_is_unread() -> None:
    """The others are read."""
    ofd = ofds.Ofd(pages=[ofds.text(20, 60, "甲"), ofds.text(20, 60, "乙")])
    pieces = {name: content for name, content in ofd.pieces().items() if name != PAGE}
    document = HANDLER.read(Source(name="a.ofd", data=ofds.zipped(pieces)))
    assert "乙" in [s.text for page in document.pages for s in page.segments]
    assert [unread.code for unread in document.unread] == ["MISSING_PART"]


def test_a_page_listed_a_hundred_thousand_times_is_read_once() -> None:
    """A loop of pages costs nothing."""
    ofd = ofds.Ofd(pages=[ofds.text(20, 60, "甲")])
    pieces = ofd.pieces()
    entry = b'<ofd:Page ID="1000" BaseLoc="Pages/Page_0/Content.xml"/>'
    document = pieces["Doc_0/Document.xml"].replace(entry, entry * 100_000)
    made = Source(name="a.ofd", data=ofds.zipped({**pieces, "Doc_0/Document.xml": document}))
    assert [segment.text for segment in segments(made)] == ["甲"]


@pytest.mark.parametrize("name", HOSTILE)
def test_each_hostile_document_is_refused_for_its_own_reason(name: str) -> None:
    """A person must know what to do about it."""
    data, reason = HOSTILE[name]
    with pytest.raises(UnreadableError) as refused:
        segments(Source(name="a.ofd", data=data))
    assert refused.value.reason == reason


def test_what_lies_beside_the_members_is_named_and_gone_from_the_copy() -> None:
    """A comment of the archive, bytes before it."""
    made = Source(name="a.ofd", data=ofds.Ofd(pages=[ofds.text(20, 60, "甲")]).bytes() + b"\0tail")
    assert [unread.code for unread in HANDLER.unseen(made)] == ["PACKAGE_TAIL"]
    assert HANDLER.unseen(HANDLER.apply(made, MaskPlan())) == ()


def test_signatures_and_binary_leftovers_that_stay_are_unseen() -> None:
    """Keeping them is the policy's business; nobody read them."""
    assert HANDLER.unseen(source(ofd_places.signed(VALUE)))[0].code == "UNKNOWN_PART"


def test_an_attachment_that_is_no_xml_is_handed_on() -> None:
    """A scan of the original says what is in it."""
    ofd = ofd_places.PLACES["attachment"](VALUE)
    ofd.parts["Doc_0/Attachs/original_invoice.xml"] = f"号码{VALUE}".encode()
    made = source(ofd)
    ((name, inside),) = HANDLER.read(made).embedded
    assert inside.data == f"号码{VALUE}".encode()
    kept = HANDLER.apply(made, MaskPlan(replacements={name: Source(name="a", data=b"*")}))
    assert members(kept)["Doc_0/Attachs/original_invoice.xml"] == b"*"
    assert "Doc_0/Attachs/original_invoice.xml" not in members(removing(made, "attachments"))


@pytest.mark.slow
def test_a_thousand_pages_take_ten_times_as_long_as_a_hundred() -> None:
    """Pages stream; nothing looks back over all of them."""
    page = "".join(
        ofds.apart(20, 40 + 8 * at, "经审核，该户符合条件，现予公示。" * 2) for at in range(28)
    )
    seconds = []
    for count in (50, 500):
        made = source(ofds.Ofd(pages=[page] * count))
        start = time.perf_counter()
        assert sum(1 for _ in HANDLER.read(made).pages) == count
        seconds.append(time.perf_counter() - start)
    assert seconds[1] < 16 * seconds[0]
