"""Where a long text may be cut into blocks, so that no value is cut in two unnoticed."""

from __future__ import annotations

import re

from deident.errors import UnreadableError

LONGEST_CUT = 4
"""A block may be so many times its size where it has no better end."""

_LINES_TRIED = 40
_ENDS = "。；！？;!?"
# A value may go on over these: no cut between two of them.
_RUN = (
    r"0-9A-Za-z０-９Ａ-Ｚａ-ｚ \t\u00a0\u3000\u00ad\u200b-\u200f\u2060\ufeff\-‐-―－−"  # noqa: RUF001
    r"*＊×·•.,_+/@()（）〇零一二三四五六七八九十幺两①-⑳\r"
)
_SAFE = re.compile(f"[^{_RUN}](?=.)|[{_RUN}](?=[^{_RUN}])", re.DOTALL)
_IN_RUN = re.compile(f"[{_RUN}]")


def cut(text: str, at: int, size: int, *, ended: bool) -> tuple[int, bool, bool]:
    """Find where the block that begins at `at` may end.

    Returns the end, whether a line ends there, and whether a value could go on behind it.
    """
    hard = min(at + size, len(text))
    if end := _cut_at_line(text, at, hard):
        return end, True, _goes_on(text, end)
    if end := max(text.rfind(mark, at + 1, hard) for mark in _ENDS) + 1:
        return end, False, True
    if end := _last_safe(text, at, hard):
        return end, False, True
    return _cut_beyond(text, hard, at + LONGEST_CUT * size, ended=ended)


def _cut_at_line(text: str, at: int, hard: int) -> int:
    """Prefer a line that ends a sentence, then one that ends no value, then any; 0 for none."""
    mark = "\n" if text.find("\n", at, hard) >= 0 else "\r"
    first = fallback = 0
    before = hard
    for _ in range(_LINES_TRIED):
        found = text.rfind(mark, at, before)
        if found < 0:
            break
        before = found
        if mark == "\r" and text[found + 1 : found + 2] in ("", "\n"):
            continue
        last = text[max(at, found - 2) : found].rstrip("\r")[-1:]
        if not last or last in _ENDS or last in "\n\r":
            return found + 1
        first = first or found + 1
        if not fallback and not _goes_on(text, found + 1):
            fallback = found + 1
    return fallback or first


def _goes_on(text: str, end: int) -> bool:
    """Say whether the line before `end` breaks off in what could be a number or a name."""
    before = text[max(0, end - 3) : end].rstrip("\r\n")[-1:]
    return bool(_IN_RUN.match(before) and _IN_RUN.match(text[end : end + 1]))


def _last_safe(text: str, at: int, hard: int) -> int:
    """Find the last place before `hard` that divides no run of digits, letters or spaces."""
    for end in range(min(hard, len(text) - 1), at, -1):
        if not (_IN_RUN.match(text[end - 1]) and _IN_RUN.match(text[end])):
            return end
    return 0


def _cut_beyond(text: str, hard: int, limit: int, *, ended: bool) -> tuple[int, bool, bool]:
    found = _SAFE.search(text, hard - 1, min(limit, len(text)))
    if found:
        end = found.end()
        return end, text[end - 1] == "\n", text[end - 1] != "\n"
    if ended and len(text) <= limit:
        return len(text), True, False
    raise UnreadableError("text", "LINE_TOO_LONG", "a line has no place where it may be divided")
