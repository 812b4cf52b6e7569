"""Places: homes, offices, sites, and names of places and units that begin like people."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tests.corpus.persons.lexicon import WORDS

if TYPE_CHECKING:
    from random import Random


PROVINCES = WORDS["provinces"]
CITIES = WORDS["cities"]
COUNTIES = WORDS["counties"]
TOWNS = WORDS["towns"]
VILLAGES = WORDS["villages"]
COMMUNITIES = WORDS["communities"]
ROADS = WORDS["roads"]
ESTATES = WORDS["estates"]
_NUMERALS = "一二三四五六七八九十"

PARTY = WORDS["party"]


class Home(NamedTuple):
    """A home address: what may stay (to the township) and what may not."""

    public: str
    private: str
    make: str


def _lead(rng: Random) -> str:
    """Draw the public part, from nothing at all to the whole row from province to township."""
    parts = (rng.choice(PROVINCES), rng.choice(CITIES), rng.choice(COUNTIES), rng.choice(TOWNS))
    return "".join(parts[rng.choice((0, 1, 2, 2, 2, 3, 3)) :])


def _group(rng: Random) -> str:
    number = rng.choice(_NUMERALS) if rng.random() < 0.5 else str(rng.randint(1, 14))
    return number + rng.choice(WORDS["group"])


def _room(rng: Random) -> str:
    building = f"{rng.randint(1, 32)}{rng.choice(WORDS['room'])}"
    unit = f"{rng.randint(1, 4)}{'-' if building.endswith('-') else '单元'}"
    room = f"{rng.randint(1, 18)}0{rng.randint(1, 4)}"
    end = "" if building.endswith("-") else rng.choice(("室", "", "户", "号"))
    return building + (unit if rng.random() < 0.75 or end == "" else "") + room + end


def _rural(rng: Random) -> Home:
    tail = _group(rng) if rng.random() < 0.8 else ""
    house = f"{rng.randint(1, 260)}号" if rng.random() < 0.6 or not tail else ""
    return Home(_lead(rng), rng.choice(VILLAGES) + tail + house, "rural")


def _urban(rng: Random) -> Home:
    road = f"{rng.choice(ROADS)}{rng.randint(1, 300)}号" if rng.random() < 0.6 else ""
    return Home(_lead(rng), road + rng.choice(ESTATES) + _room(rng), "urban")


def _community(rng: Random) -> Home:
    tail = (
        rng.choice(ESTATES) + _room(rng)
        if rng.random() < 0.6
        else f"{rng.randint(1, 9)}组{rng.randint(1, 99)}号"
    )
    return Home(_lead(rng), rng.choice(COMMUNITIES) + tail, "community")


def _street(rng: Random) -> Home:
    lane = f"{rng.randint(1, 40)}{rng.choice(('巷', '弄'))}" if rng.random() < 0.3 else ""
    sub = f"附{rng.randint(1, 9)}号" if rng.random() < 0.2 else ""
    return Home(_lead(rng), f"{rng.choice(ROADS)}{lane}{rng.randint(1, 300)}号{sub}", "street")


def _banner(rng: Random) -> Home:
    """Draw one of the areas whose divisions have other names."""
    public, private = rng.choice((
        ("内蒙古自治区云岭盟青山旗", "巴彦嘎查"), ("青海省金滩藏族自治州石泉县", "上卡岗村"),
        ("新疆维吾尔自治区河源地区清河县", "阿克塔木村"),
        ("四川省凉河彝族自治州平川县", "瓦吉姆村"),
        ("西藏自治区安多地区白水县", "旦前村"), ("云南省红云傣族自治州江北县", "曼岗寨"),
    ))  # fmt: skip
    return Home(public, f"{private}{_group(rng)}{rng.randint(1, 99)}号", "minority area")


def home(rng: Random) -> Home:
    """Draw a home address."""
    return rng.choice((_rural, _rural, _rural, _urban, _urban, _community, _street, _banner))(rng)


def village_home(rng: Random) -> str:
    """Draw village and group, as villagers write it among themselves."""
    house = f"{rng.randint(1, 260)}号" if rng.random() < 0.3 else ""
    return rng.choice(VILLAGES) + _group(rng) + house


def estate_home(rng: Random) -> str:
    """Draw estate, building and room without a road."""
    return rng.choice(ESTATES) + _room(rng)


def office_address(rng: Random) -> str:
    """Draw where an office is."""
    where = f"{rng.choice(COUNTIES)}{rng.choice(ROADS)}{rng.randint(1, 300)}号"
    return where + rng.choice(WORDS["office_address"])


def site(rng: Random) -> str:
    """Draw where something is built."""
    return rng.choice(COUNTIES) + rng.choice(TOWNS) + rng.choice((
        f"{rng.choice(VILLAGES)}村东500米",
        f"{rng.choice(VILLAGES)}三组至{rng.choice(VILLAGES)}五组段",
        f"{rng.choice(ROADS)}与{rng.choice(ROADS)}交叉口东南角", f"{rng.choice(VILLAGES)}K12+300处",
        f"工业园区{rng.randint(1, 40)}号地块", f"{rng.choice(ESTATES)}三期1-8号楼",
    ))  # fmt: skip


def unit(rng: Random) -> str:
    """Draw the name of an office."""
    lead = rng.choice((rng.choice(COUNTIES), "县", "市", ""))
    return lead + rng.choice(PARTY) if lead else rng.choice(COUNTIES) + rng.choice(PARTY)


def company(rng: Random) -> str:
    """Draw a company; half of them carry somebody's name."""
    core = rng.choice(WORDS["company"])
    kind = rng.choice(WORDS["company_1"])
    return rng.choice((rng.choice(COUNTIES), "", "")) + core + kind


def school(rng: Random) -> str:
    """Draw a school for children."""
    return rng.choice(WORDS["school"])


def grade(rng: Random) -> str:
    """Draw a class."""
    return (
        rng.choice(_NUMERALS[:6])
        + "年级"
        + rng.choice((f"{rng.randint(1, 8)}班", f"（{rng.randint(1, 8)}）班", ""))
    )
