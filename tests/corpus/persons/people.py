"""Names of people who do not exist, of every make that Chinese registers know."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tests.corpus.persons.lexicon import WORDS

if TYPE_CHECKING:
    from random import Random

COMMON = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
OTHERS = (
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆"
    "郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
RARE = (
    "仉逄佘亓麴乜郄厍钭暨逯昝仝苌厉戎晏柴瞿阮牟苗隆冉宓臧訾荀"
    "羿蓝檀银次雒撒燕腾眭郗銮鹿衷仇展门过缑辜栾谯岳边艾查寇靳"
)
AMBIGUOUS = "高安金时于成和平明方向古党满解都路全包应项水平连全国强能年后计"
COMPOUND = WORDS["compound"]
_MALE = WORDS["male"]
_FEMALE = WORDS["female"]
_SINGLE = "军伟强芳敏静丽涛磊娜洋艳杰娟勇霞刚平辉玲燕彬鹏华飞英建国文明安康庆生春秋成林凯倩莹峰"
_MINORITY = WORDS["minority"]
_MINORITY_PLAIN = WORDS["minority_plain"]
_WRONG_DOTS = ".。•・‧"


class Name(NamedTuple):
    """A name as it is written, and what makes it easy or hard."""

    written: str
    make: str


def given(rng: Random) -> str:
    """Draw a given name of two characters."""
    return rng.choice(_MALE if rng.random() < 0.5 else _FEMALE)


def plain(rng: Random) -> str:
    """Draw an everyday name of two or three characters."""
    surname = rng.choice(COMMON if rng.random() < 0.7 else OTHERS)
    return surname + (rng.choice(_SINGLE) if rng.random() < 0.3 else given(rng))


def name(rng: Random) -> Name:
    """Draw a name; a third of them are of a make that simple rules stumble over."""
    roll = rng.random()
    if roll < 0.42:
        return Name(rng.choice(COMMON) + given(rng), "three")
    if roll < 0.56:
        return Name(rng.choice(COMMON + OTHERS) + rng.choice(_SINGLE), "two")
    if roll < 0.68:
        return Name(rng.choice(OTHERS) + given(rng), "three")
    if roll < 0.74:
        return Name(rng.choice(RARE) + given(rng), "rare")
    if roll < 0.80:
        return Name(rng.choice(AMBIGUOUS) + given(rng), "ambiguous")
    if roll < 0.86:
        tail = rng.choice(_SINGLE) if rng.random() < 0.3 else given(rng)
        return Name(rng.choice(COMPOUND) + tail, "compound")
    if roll < 0.91:
        return Name(_spaced(rng), "spaced")
    if roll < 0.97:
        return Name(_dotted(rng), "dotted")
    return Name(rng.choice(_MINORITY_PLAIN), "minority")


def _spaced(rng: Random) -> str:
    return rng.choice(COMMON) + rng.choice((" ", "  ", "　", "　　")) + rng.choice(_SINGLE)


def _dotted(rng: Random) -> str:
    written = rng.choice(_MINORITY)
    return written.replace("·", rng.choice(_WRONG_DOTS)) if rng.random() < 0.25 else written


def masked(rng: Random) -> str:
    """Draw a name that somebody has already hidden."""
    surname = rng.choice(COMMON)
    return surname + rng.choice(WORDS["masked"])


def official(rng: Random) -> str:
    """Draw the name of somebody who acts in office."""
    return plain(rng) if rng.random() < 0.85 else rng.choice(COMPOUND) + given(rng)
