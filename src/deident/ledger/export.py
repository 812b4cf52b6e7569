"""The 台账 as people keep it: one line for each document, and what is due."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deident.ledger.cases import Case, State, cases
from deident.ledger.entries import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deident.ledger.entries import Entry

COLUMNS = (
    "信息名称", "内容摘要", "公开属性", "责任单位", "拟公开方式", "公开范围", "公开时间",
    "处理结果", "依据和理由", "审核人", "下次审查日期",
)  # fmt: skip
_STATES = {
    State.SUBMITTED: "审核中",
    State.SIGNED: "待放行",
    State.RETURNED: "已退回",
    State.CLEARED: "已放行",
    State.PUBLISHED: "已公开",
    State.WITHDRAWN: "已撤回",
    State.WITHHELD: "不主动公开",
}


def lines(entries: Iterable[Entry]) -> Iterator[tuple[str, ...]]:
    """Yield the 台账's lines, in the order of submission."""
    for case in cases(entries):
        about = case.submission.act.about
        yield (
            case.submission.act.name,
            about["summary"],
            about["disclosure"],
            about["unit"],
            "、".join(about["channels"]),
            about["scope"],
            "、".join(entry.time[:10] for entry in case.of(Kind.PUBLISH)),
            _outcome(case),
            _grounds(case),
            "、".join(_people(case)),
            about["next_review"],
        )


def _outcome(case: Case) -> str:
    counts = case.submission.act.counts
    masked = sum(sum(counts.get(action, {}).values()) for action in ("MASK", "ASK"))
    state = _STATES[case.state]
    return f"{state}（遮盖 {masked} 处）" if masked else state


def _grounds(case: Case) -> str:
    acts = (case.submission.act, *(entry.act for entry in case.since))
    said = (text for act in acts for text in (act.basis, act.reason) if text)
    return "；".join(dict.fromkeys(said))


def _people(case: Case) -> Iterator[str]:
    yield f"{case.submission.act.reviewer}（送审）"
    for entry in case.signatures:
        yield f"{entry.act.reviewer}（{entry.act.about['stage']}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something that must be done by a date: `what` is a code, `stage` the one that waits."""

    item: int
    name: str = field(repr=False)
    what: str
    date: str
    stage: str = ""


_REVIEWED = frozenset({State.PUBLISHED, State.CLEARED, State.WITHHELD})


def due(entries: Iterable[Entry], until: str) -> list[Due]:
    """Return what is due up to a date: signatures, clearances that end, reviews of what is out."""
    found = [one for case in cases(entries) for one in _of(case) if one.date <= until]
    return sorted(found, key=lambda one: (one.date, one.item))


def _of(case: Case) -> Iterator[Due]:
    act = case.submission.act
    item, name = case.submission.seq, act.name
    if case.state is State.SUBMITTED:
        days = int(act.about["sign_days"])
        since = dt.date.fromisoformat(case.last.time[:10])
        date = (since + dt.timedelta(days)).isoformat()
        yield Due(item=item, name=name, what="SIGN", date=date, stage=case.open_stage())
    if case.state in _REVIEWED:
        yield Due(item=item, name=name, what="REVIEW", date=act.about["next_review"])
    if case.state in {State.CLEARED, State.PUBLISHED}:
        yield Due(item=item, name=name, what="EXPIRES", date=act.about["valid_until"])
