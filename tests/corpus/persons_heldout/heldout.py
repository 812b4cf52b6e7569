"""Documents that were written last: other phrasing, other layouts and other names than next door.

`python -m tests.corpus.persons_heldout.heldout` measures them. Who mends a recognizer looks at the
corpus next door, not at what fails here; a frame that somebody has tuned to is replaced.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from deident.api import Deidentifier
from deident.cli.quality.figures import report
from deident.cli.quality.labelled import Labelled, document
from deident.cli.quality.measuring import Score, finder, measure

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 90127
TIMES = 4
"""How often each frame is filled."""

_FRAMES = Path(__file__).parent / "frames.txt"
_CHOICE = re.compile(r"\{([^{}]*)\}")
_SLOT = re.compile(r"<([no])>")
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋"
    "蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万"
    "雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳"
    "邢骆岳齐梅庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位"
)
_COMPOUND = ("欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "令狐", "东方", "慕容", "司徒")
_FIRST = "志建文海永世春秀玉桂淑晓雨子梓思嘉若泽俊宇浩国庆立新兴德明红金银凤美丽爱佳一天正宏振福"
_LAST = "强伟军平华英兰芳珍霞梅莲香娥琴琪涵轩瑞林生成才义礼忠孝民山河川田宝财旺顺斌杰鹏飞龙虎"
_ONE = "伟强军平华英芳静敏丽娟艳涛超勇磊洋鑫斌波亮刚辉玲红梅琴倩颖雪莹璐岚菲蕾瑶琳"
_DOTTED = (
    "阿不力米提·艾尼瓦尔", "努尔古丽·吐尔逊江", "叶尔江·哈布力", "苏来曼・玉山", "帕丽旦•肉孜",
    "巴哈提·别克", "塞买提·阿吉", "娜孜拉·托合塔尔",
)  # fmt: skip
_PLAIN = (
    "多杰才旦", "洛桑益西", "白玛曲珍", "斯琴图雅", "布仁巴雅尔", "阿依努尔", "俄木尔坡",
    "吉克木果", "尼玛次仁", "仁青卓玛", "乌云毕力格", "萨仁高娃",
)  # fmt: skip


def _plain(rng: Random) -> str:
    if rng.random() < 0.05:
        return rng.choice(_COMPOUND) + rng.choice(_ONE)
    # The first of the list bear most of the names.
    surname = _SURNAMES[int(len(_SURNAMES) * rng.random() ** 2)]
    if rng.random() < 0.25:
        return surname + rng.choice(_ONE)
    return surname + rng.choice(_FIRST) + rng.choice(_LAST)


def _name(rng: Random) -> str:
    roll = rng.random()
    if roll < 0.04:
        return rng.choice(_DOTTED)
    if roll < 0.07:
        return rng.choice(_PLAIN)
    if roll < 0.11:
        return rng.choice(_SURNAMES[:60]) + rng.choice((" ", "　", "  ")) + rng.choice(_ONE)
    return _plain(rng)


def entries() -> Iterator[dict[str, Any]]:
    """Yield every document as a line of JSONL holds it."""
    scene, tag, number = "", "", 0
    for line in _FRAMES.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            scene, tag = line[2:].split(" | ")
            continue
        for turn in range(TIMES):
            yield _filled(line, scene, tag, f"{number}-{turn}")
        number += 1


def _filled(frame: str, scene: str, tag: str, name: str) -> dict[str, Any]:
    rng = Random(f"{SEED} {name}")
    while choice := _CHOICE.search(frame):
        chosen = rng.choice(choice.group(1).split("|"))
        frame = frame[: choice.start()] + chosen + frame[choice.end() :]
    frame = frame.replace("\\n", "\n")
    text, labels, at = "", [], 0
    for slot in _SLOT.finditer(frame):
        text += frame[at : slot.start()]
        drawn = _name(rng) if slot.group(1) == "n" else _plain(rng)
        if slot.group(1) == "n":
            labels.append([len(text), len(text) + len(drawn), "PERSON"])
        text += drawn
        at = slot.end()
    text += frame[at:]
    return {"id": name, "scene": scene, "tags": [tag], "text": text, "labels": labels}


def documents() -> Iterator[Labelled]:
    """Yield every document, ready to be measured."""
    return (document(entry) for entry in entries())


@cache
def _deidentifier(scene: str) -> Deidentifier:
    return Deidentifier(scene=scene)


def score() -> Score:
    """Measure."""
    return measure(documents(), finder(_deidentifier))


if __name__ == "__main__":
    sys.stdout.write(report(score()) + "\n")
