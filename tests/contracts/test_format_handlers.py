"""What every format handler owes: see design.md, "Formats"."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.contracts.handlers import ENTRIES, SENTINEL, Entry

from deident.errors import UnreadableError
from deident.formats import FormatHandler, Limits
from deident.formats.pieces import write_masks
from deident.model import PAGE_SEGMENTS, Mask, MaskPlan, Place, Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.model import Document, Segment

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")

every_place = pytest.mark.parametrize(
    ("entry", "place"),
    [
        pytest.param(entry, place, id=f"{entry.name}: {place}")
        for entry in ENTRIES
        for place in entry.places
    ],
)
every_hostile = pytest.mark.parametrize(
    ("entry", "hostile"),
    [
        pytest.param(entry, hostile, id=f"{entry.name}: {hostile}")
        for entry in ENTRIES
        for hostile in entry.hostile
    ],
)
every_plain = pytest.mark.parametrize(
    "entry", [pytest.param(entry, id=entry.name) for entry in ENTRIES if entry.plain]
)
# NUL is refused by every text format, and so are the marks of ISO 2022 and HZ.
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0\x1b~"), min_size=1)
# More of what cuts text up: delimiters, quotes, line ends, digits.
cut_up = st.text(st.sampled_from("甲姓名电话1\uff19 \t\r\n,;|\"'=-。\u3000"), min_size=1)


def walk(document: Document) -> list[Segment]:
    """Read all segments."""
    return [segment for page in document.pages for segment in page.segments]


def masks_over(segments: list[Segment], value: str) -> list[Mask]:
    """Cover every occurrence of a value, also one that is broken over a line."""
    return [
        Mask(Place(segment.id, Span(at, at + len(part))), "*" * len(part))
        for segment in segments
        for part in ((value,) if value in segment.text else (value[:9], value[9:]))
        for at in range(len(segment.text))
        if segment.text.startswith(part, at)
    ]


def streams(data: bytes) -> Iterator[bytes]:
    """Yield the bytes and, for an archive, what its members unpack to."""
    yield data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                yield member.filename.encode()
                yield from streams(archive.read(member))


def planted(entry: Entry, place: str) -> tuple[FormatHandler, Source]:
    """Make a document with the sentinel in one place."""
    return entry.handler(Limits()), entry.places[place](SENTINEL)


@every_place
def test_what_stands_in_any_place_is_read(entry: Entry, place: str) -> None:
    """There is no place where text can hide."""
    handler, source = planted(entry, place)
    joined = "".join(segment.text for segment in walk(handler.read(source)))
    assert joined.replace("\n", "").count(SENTINEL) == 1, "read once, and not twice"


@every_place
def test_what_is_masked_is_in_no_stream_of_the_output(entry: Entry, place: str) -> None:
    """Not in any encoding, not in any member of an archive."""
    handler, source = planted(entry, place)
    masks = masks_over(walk(handler.read(source)), SENTINEL)
    assert masks
    masked = handler.apply(source, MaskPlan(masks=iter(masks)))
    for stream in streams(bytes(masked.data)):
        for encoding in ENCODINGS:
            for part in (SENTINEL, SENTINEL[:9] + "\n", "\n" + SENTINEL[9:]):
                assert part.encode(encoding) not in stream


@every_place
def test_nothing_changes_outside_the_masks(entry: Entry, place: str) -> None:
    """The masked document reads the same but for the masks."""
    handler, source = planted(entry, place)
    before = walk(handler.read(source))
    masks = masks_over(before, SENTINEL)
    after = walk(handler.read(handler.apply(source, MaskPlan(masks=iter(masks)))))
    expected = [
        write_masks(segment.text, [mask for mask in masks if mask.place.segment_id == segment.id])
        for segment in before
    ]
    assert [segment.text for segment in after] == expected
    assert [segment.id for segment in after] == [segment.id for segment in before]


@every_place
def test_an_empty_plan_changes_no_text(entry: Entry, place: str) -> None:
    """Masking nothing is doing nothing."""
    handler, source = planted(entry, place)
    copy = handler.apply(source, MaskPlan())
    assert walk(handler.read(copy)) == walk(handler.read(source))
    if entry.plain:
        assert copy.data == source.data


@every_place
def test_pages_are_the_same_every_time(entry: Entry, place: str) -> None:
    """Detection, masking and proof each walk them."""
    handler, source = planted(entry, place)
    document = handler.read(source)
    assert walk(document) == walk(document)
    assert [page.number for page in document.pages] == list(
        range(1, 1 + sum(1 for _ in document.pages))
    )


@every_place
def test_segment_ids_are_unique_and_hold_no_text(entry: Entry, place: str) -> None:
    """A place must name one segment, and may be printed."""
    handler, source = planted(entry, place)
    ids = [segment.id for segment in walk(handler.read(source))]
    assert len(set(ids)) == len(ids)
    assert not any(SENTINEL in name for name in ids)


@every_place
def test_a_segment_follows_one_that_stands_before_it(entry: Entry, place: str) -> None:
    """`follows` never points forward or nowhere."""
    handler, source = planted(entry, place)
    seen = {""}
    for segment in walk(handler.read(source)):
        assert segment.follows in seen
        seen.add(segment.id)


@every_place
def test_a_mask_that_names_nothing_is_refused(entry: Entry, place: str) -> None:
    """A mask that cannot be written must not be forgotten."""
    handler, source = planted(entry, place)
    lost = Mask(Place("no such segment", Span(0, 1)), "*")
    with pytest.raises(ValueError, match="segment"):
        handler.apply(source, MaskPlan(masks=[lost]))


@every_place
def test_a_mask_beyond_its_segment_is_refused(entry: Entry, place: str) -> None:
    """Nor may it be cut to size in silence."""
    handler, source = planted(entry, place)
    segment = walk(handler.read(source))[0]
    beyond = Mask(Place(segment.id, Span(0, len(segment.text) + 1)), "*")
    with pytest.raises(ValueError, match="beyond"):
        handler.apply(source, MaskPlan(masks=[beyond]))


@every_place
def test_a_document_over_the_limit_is_refused(entry: Entry, place: str) -> None:
    """Limits are checked before anything is read."""
    source = entry.places[place](SENTINEL)
    handler = entry.handler(Limits(file_bytes=8))
    with pytest.raises(UnreadableError) as refused:
        walk(handler.read(source))
    assert refused.value.reason == "TOO_LARGE"


@every_place
def test_reading_the_masked_bytes_shows_everything_or_says_so(entry: Entry, place: str) -> None:
    """`unseen` answers for any document."""
    handler, source = planted(entry, place)
    assert isinstance(handler.unseen(source), tuple)


@every_hostile
def test_what_cannot_be_read_is_refused(entry: Entry, hostile: str) -> None:
    """Never an empty Document with nothing unread."""
    source = entry.hostile[hostile]
    handler = entry.handler(Limits())
    with pytest.raises(UnreadableError) as refused:
        walk(handler.read(source))
    assert refused.value.reason.isupper()


@every_hostile
def test_what_cannot_be_read_cannot_be_masked(entry: Entry, hostile: str) -> None:
    """Writing needs a full reading too."""
    handler = entry.handler(Limits())
    lost = Mask(Place("b9", Span(0, 1)), "*")
    with pytest.raises((UnreadableError, ValueError)):
        handler.apply(entry.hostile[hostile], MaskPlan(masks=[lost]))


def check_random_masks(entry: Entry, text: str, choices: st.DataObject) -> None:
    """Mask random spans: these change, and nothing else."""
    assert entry.plain
    handler, source = entry.handler(Limits(window_characters=8)), entry.plain(text)
    segments = walk(handler.read(source))
    masks = []
    for segment in segments:
        if choices.draw(st.booleans()):
            start = choices.draw(st.integers(0, len(segment.text) - 1))
            end = choices.draw(st.integers(start + 1, len(segment.text)))
            masks.append(Mask(Place(segment.id, Span(start, end)), "█" * (end - start)))
    masked = bytes(handler.apply(source, MaskPlan(masks=iter(masks))).data).decode()
    assert masked.count("█") - text.count("█") == sum(
        len(mask.replacement)
        - segments[[segment.id for segment in segments].index(mask.place.segment_id)]
        .text[mask.place.span.start : mask.place.span.end]
        .count("█")
        for mask in masks
    )
    assert len(masked) == len(text)
    assert all(now in (was, "█") for now, was in zip(masked, text, strict=True)), (
        "only masks may differ"
    )


@every_plain
@settings(max_examples=150, deadline=None)
@given(text=texts | cut_up)
def test_any_text_is_read_in_full(entry: Entry, text: str) -> None:
    """What no segment holds is blank, or a mark between cells."""
    assert entry.plain
    handler = entry.handler(Limits(window_characters=8))
    try:
        segments = walk(handler.read(entry.plain(text)))
    except UnreadableError as refused:
        assert refused.reason == "LINE_TOO_LONG"  # noqa: PT017 either is right
        return
    read = "".join(segment.text for segment in segments)
    left_out = set(text) - set(read)
    assert not {character for character in left_out if character.isalnum()}


@every_plain
@given(text=texts | cut_up)
def test_an_empty_plan_changes_no_byte(entry: Entry, text: str) -> None:
    """Any text at all."""
    assert entry.plain
    source = entry.plain(text)
    assert entry.handler(Limits()).apply(source, MaskPlan()).data == source.data


@every_plain
@settings(max_examples=200, deadline=None)
@given(text=texts | cut_up, choices=st.data())
def test_masks_change_exactly_their_spans(entry: Entry, text: str, choices: st.DataObject) -> None:
    """Whatever the text and wherever the masks."""
    try:
        check_random_masks(entry, text, choices)
    except UnreadableError as refused:
        assert refused.reason == "LINE_TOO_LONG"  # noqa: PT017 either is right


def test_pages_hold_no_more_than_they_may() -> None:
    """A long table streams in pages."""
    entry = next(entry for entry in ENTRIES if entry.name == "delimited")
    handler, source = planted(entry, "row far below")
    sizes = [len(page.segments) for page in handler.read(source).pages]
    assert max(sizes) == PAGE_SEGMENTS
    assert len(sizes) > 3
