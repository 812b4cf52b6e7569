"""The 核对表: how its sheets and columns are called, for whoever writes it and whoever reads it.

One row for each question of each file. The answers stand in `ANSWERS`; every other cell is as it
was written, or the sheet is refused. `DOCUMENTS` is a hidden sheet that says which bytes these are.
"""

from __future__ import annotations

SHEET = "核对表"
NUMBER, FILE, QUESTION, TYPE, LABEL = "序号", "文件", "问题编号", "类型", "标签"
COUNT, PLACES, MASKED = "处数", "位置", "遮盖后"
ACTION, REASON, BASIS, REVIEWER = "处置", "理由", "依据", "审核人"
COLUMNS = (
    NUMBER, FILE, QUESTION, TYPE, LABEL, COUNT, PLACES, MASKED, ACTION, REASON, BASIS, REVIEWER,
)  # fmt: skip
BECAUSE, CONTEXT = "为何询问", "前后文（已遮盖）"
"""Columns that help to answer and are not read back."""
WRITTEN = (*COLUMNS[: COLUMNS.index(ACTION)], BECAUSE, CONTEXT, *COLUMNS[COLUMNS.index(ACTION) :])
"""The columns in the order in which the sheet has them."""
ANSWERS = (ACTION, REASON, BASIS, REVIEWER)
MASK, KEEP = "遮盖", "公开"
"""What may stand in the column 处置; an empty cell leaves the question open."""

DOCUMENTS = "文件指纹"
DIGEST = "指纹"
"""The hidden sheet's columns are FILE and DIGEST, the keyed digest of the file's bytes."""
DOCUMENT_COLUMNS = (FILE, DIGEST)
