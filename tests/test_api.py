"""What a publishing system calls."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

import deident
from deident.errors import UnreadableError

_SNIPPETS = st.sampled_from(
    [
        "手机13800001234",
        "，",
        "。\n",
        "家庭电话：0359-5620000",
        "监督电话0359-5620000",
        "\ufeff",
        "\0",
        "\ud800",
        "姓名\t电话\n张某\t13800001234\n李某\t13900001234\n",
        "车牌晋M99K01",
        "文号〔2022〕41号",
        "\u3000",
        "\r\n",
    ]
)


@given(st.lists(st.one_of(_SNIPPETS, st.text(max_size=20)), max_size=12).map("".join))
def test_text_outside_the_findings_is_untouched(text: str) -> None:
    """Whatever is pasted in, offsets point into it and the rest comes back as it was."""
    masked = deident.mask_text(text)
    spans = sorted(
        (p.span.start, p.span.end)
        for d in masked.decisions
        if d.action is not deident.Action.KEEP
        for p in d.finding.places
    )
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start])
        at = end
    kept.append(text[at:])
    rest = masked.text
    for piece in kept:
        assert piece in rest
        rest = rest[rest.index(piece) + len(piece) :]


def test_scan_says_where_and_why() -> None:
    """Offsets are code points; the finding holds no text."""
    text = "😀手机13800001234"
    (finding,) = deident.scan_text(text)
    assert text[finding.start : finding.end] == "13800001234"
    assert finding.evidence.label == "手机"
    assert "13800001234" not in repr(finding)


def test_office_lines_and_hotlines_are_no_findings() -> None:
    """They must be published."""
    assert deident.scan_text("监督电话0359-5620000，或拨打12345。") == []


def test_a_pasted_table_is_read_as_a_table() -> None:
    """Its header types the column."""
    masked = deident.mask_text("姓名\t存折号\n张某\t990000012\n李某\t990000013\n")
    assert "990000012" not in masked.text
    assert "990000013" not in masked.text


def test_one_deidentifier_serves_many_threads() -> None:
    """Prepared once, shared between threads."""
    prepared = deident.Deidentifier()
    seen: list[str] = []

    def work() -> None:
        seen.extend(prepared.mask_text(f"手机1380000{n:04d}").text for n in range(50))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == sorted([f"手机138****{n:04d}" for n in range(50)] * 4)


def test_a_missing_file_is_named_with_what_to_do() -> None:
    """Not an empty review."""
    with pytest.raises(UnreadableError, match="no such file"):
        deident.review("不存在.txt")


@pytest.mark.parametrize("name", deident.__all__)
def test_every_public_name_is_there(name: str) -> None:
    """Lazy imports find what they promise."""
    assert getattr(deident, name) is not None
