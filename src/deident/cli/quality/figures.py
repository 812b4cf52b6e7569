"""Word what was measured in labelled documents: a table by type and tag, and remarks below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.report.terminal import aligned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.cli.quality.measuring import Score

_HEADS = {
    "zh": ("类型 / 标签", "数量", "召回率", "准确率", "F1", "完全遮盖率"),
    "en": ("type / tag", "values", "recall", "precision", "F1", "coverage"),
}


def report(score: Score, lang: str = "en", *, failures: bool = False) -> str:
    """Render each type with its tags below it, and what is counted beside them."""
    return "\n".join((*aligned([_HEADS[lang], *_rows(score)]), *_remarks(score, lang, failures)))


def _rows(score: Score) -> Iterator[tuple[str, ...]]:
    for (kind, tag), count in sorted(score.counts.items()):
        f1 = f"{count.f1:.3f}" if count.values and count.predicted else "–"
        yield (
            f"  {tag}" if tag else kind, str(count.values), str(count.recall),
            str(count.precision), f1, str(count.coverage),
        )  # fmt: skip


def _remarks(score: Score, lang: str, failures: bool) -> Iterator[str]:
    zh = lang == "zh"
    yield f"文档 {score.documents} 份" if zh else f"{score.documents} documents"
    if score.minors_elsewhere.total:
        share = score.minors_elsewhere
        yield f"其他行被误作未成年人 {share}" if zh else f"other rows taken for minors {share}"
    for kind, number in sorted(score.questions.items()):
        yield f"{kind} {number} 处待确认" if zh else f"{kind}: {number} questions"
    if failures:
        for sort, ids in sorted(score.failures.items()):
            yield f"{sort}: {len(ids)}: {' '.join(dict.fromkeys(ids))}"
