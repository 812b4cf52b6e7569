"""What `mask` says last: what is to be done next, for every way it can end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deident.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Here

HEAD = "某县人民政府文件\n某政发〔2026〕3号\n"
PAPERS = {
    "干净.txt": "今天开会。\n",
    "泄露.txt": "联系人手机13800004719。\n",
    "依申请.txt": f"{HEAD}正文。\n（此件依申请公开）\n",
    "未标注.txt": f"{HEAD}正文。\n",
    "内部.txt": "内部资料\n会议记录。\n",
    "密件.txt": f"秘密★10年\n{HEAD}手机13800004719。\n",
    "要问.txt": "事项 47190004719000471900 。\n",
    "坏.docx": "PK\x03\x04",
}
DONE, LABEL, ANSWER, MEND, RETRY, STOPPED = (
    "看一遍，再提交发布", "先认定公开属性", "逐组确认", "先不要发布", "没有写出任何副本",
    "密级标志",
)  # fmt: skip


def ending(here: Here, tmp_path: Path, *names: str) -> tuple[int, str]:
    """Mask some papers and return the exit code and the last words."""
    for name in names:
        (tmp_path / name).write_text(PAPERS[name], encoding="utf-8")
    code, _, said = here("mask", *names, "--to", "out", "-j", "1")
    return code, said[said.index("下一步") :]


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("干净.txt", 0, DONE), ("泄露.txt", 0, DONE), ("依申请.txt", 1, LABEL),
        ("未标注.txt", 1, LABEL), ("内部.txt", 1, ANSWER), ("要问.txt", 1, ANSWER),
        ("坏.docx", 3, RETRY), ("密件.txt", 6, STOPPED),
    ],
)  # fmt: skip
def test_the_last_line_is_the_next_step(
    here: Here, tmp_path: Path, name: str, code: int, said: str
) -> None:
    """One way to end, one step, and no other."""
    ended, words = ending(here, tmp_path, name)
    assert ended == code
    assert said in words
    assert not [one for one in (DONE, LABEL, ANSWER, MEND, RETRY, STOPPED) if one in words.replace(
        said, "")]  # fmt: skip


def test_several_steps_stand_one_below_the_other_the_gravest_first(
    here: Here, tmp_path: Path
) -> None:
    """A folder holds all of it at once; the classified file has no name in the 处理说明."""
    code, words = ending(here, tmp_path, *PAPERS)
    assert code == ExitCode.CLASSIFIED
    places = [words.index(one) for one in (STOPPED, MEND, LABEL, ANSWER)]
    assert places == sorted(places)
    assert DONE not in words
    page = (tmp_path / "out" / "处理说明.md").read_text(encoding="utf-8")
    assert "密件" not in page
    assert "1 个文件带密级标志" in page
    assert "公开属性是“依申请公开”" in page


def test_where_nothing_was_looked_at_nothing_is_called_done(here: Here, tmp_path: Path) -> None:
    """An ignore file that names everything is more likely a mistake."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("今天开会。\n", encoding="utf-8")
    (tmp_path / "in" / ".deidentignore").write_text("*.txt\n", encoding="utf-8")
    _, _, said = here("mask", "in", "--to", "out")
    assert "没有文件需要处理" in said
    assert DONE not in said
