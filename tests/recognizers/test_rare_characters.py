"""Names that are written with characters few fonts have: 王㛃, 李𬀩."""

from __future__ import annotations

import pytest

from deident import mask_text, review


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("姓名：王㛃，性别：女", "姓名：王*，性别：女"),
        ("姓名：李𬀩，性别：男", "姓名：李*，性别：男"),
        ("申请人赵䶮飞，身份证号码见附件", "申请人赵**，身份证号码见附件"),
        # The character 李 has a second code, which old systems write.
        ("户主：\uf9e1建国，家庭人口3人", "户主：\uf9e1**，家庭人口3人"),
    ],
)
def test_rare_characters_are_characters(text: str, masked: str) -> None:
    """No character of a name stays because patterns do not know it."""
    assert mask_text(text).text == masked


def test_a_name_found_once_is_found_again() -> None:
    """Also far from its label, whatever plane its characters are on."""
    text = "姓名：李𬀩，性别：男。\n" + "各科室请认真贯彻执行。\n" * 50 + "李𬀩已于五月领取。"
    assert "𬀩" not in mask_text(text).text


def test_a_roster_of_rare_names() -> None:
    """Thousands of names are looked for by another way; it knows these characters too."""
    rows = [f"王{chr(0x3400 + at)}𬀩,1499991985030{at:05d}" for at in range(400)]
    table = "\n".join(["姓名,身份证号", *rows, "备注：王㐁𬀩已经核实。", ""])
    masked = review(table.encode(), name="a.csv").masked.data
    assert "𬀩" not in bytes(masked).decode()


@pytest.mark.parametrize("before", ["", "各科室请认真贯彻执行。" * 60])
def test_a_character_no_program_expects_breaks_nothing(before: str) -> None:
    """A value that begins with one is a value as every other."""
    text = before + "\t姓名\t电话\n张某\t13800001234\n李某\t13900001234\n\t0𖠀0"
    assert "13800001234" not in mask_text(text).text


def test_rare_names_in_tables_of_one_cell_to_a_line() -> None:
    """They fit under 姓名 as all others do, so the table is one."""
    text = "序号\n姓名\n身份证号\n1\n王㛃\n149999198503070011\n2\n李𬀩\n149999198503070038\n"
    masked = mask_text(text).text
    assert "㛃" not in masked
    assert "𬀩" not in masked


def test_a_rare_name_of_one_character_to_a_cell() -> None:
    """A form's boxes hold characters of every plane."""
    masked = review("姓名,王,建,𬀩\n性别,女,,\n".encode(), name="a.csv").masked.data
    assert "𬀩" not in bytes(masked).decode()
