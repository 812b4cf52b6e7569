"""The other types: fewer documents, one value each, beside its label."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tests.corpus import frames, numbers, words
from tests.corpus.compose import Draft
from tests.corpus.frames import SLOT
from tests.corpus.model import Item
from tests.corpus.numbers import digits
from tests.corpus.variant import Piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EACH = 60
_VIN = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"


def _foreigner(rng: Random) -> str:
    """Draw the number of a 2023 permanent residence card: 9, province, country, birth, check."""
    day = numbers.birth(rng, 1955, 1998)
    body = f"9{rng.choice(('11', '31', '44'))}840{day:%Y%m%d}{rng.randint(1, 999):03d}"
    return body + numbers.id_check(body)


def _vin(rng: Random) -> str:
    """Draw a vehicle identification number with its check digit."""
    values = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True))
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    body = "L" + "".join(rng.choice(_VIN) for _ in range(10)) + digits(rng, 6)
    total = sum(int(values.get(c, c)) * w for c, w in zip(body, weights, strict=True))
    return body[:8] + "0123456789X"[total % 11] + body[9:]


def _email(rng: Random) -> str:
    """Invent a private mailbox."""
    user = rng.choice(("zhang", "li.wei", "wang_fang", "qq", "xiaoyu")) + digits(rng, 4)
    return f"{user}@{rng.choice(('mail.example', 'post.example.com', 'home.example.net'))}"


def _hong_kong(rng: Random) -> str:
    """Draw a Hong Kong identity card number."""
    letter, body = rng.choice("ABCDEGHKPRYZ"), digits(rng, 6)
    spelled = (36, ord(letter) - 55, *map(int, body))
    total = sum(value * weight for value, weight in zip(spelled, range(9, 1, -1), strict=True))
    check = "0123456789A"[-total % 11]
    return f"{letter}{body}({check})"


def _flat(rng: Random) -> str:
    """Write a flat."""
    floors = f"{rng.randint(1, 18)}号楼{rng.randint(1, 4)}单元"
    return f"{rng.choice(('', '滨河小区', '县委家属院'))}{floors}{rng.randint(101, 1802)}室"


def _born(rng: Random, pattern: str) -> str:
    """Write a birth date."""
    day = numbers.birth(rng)
    return pattern.format(y=day.year, m=day.month, d=day.day)


_VALUES: dict[str, tuple[str, Callable[[Random], str]]] = {
    "passport": (
        "CN_PASSPORT",
        lambda r: _one_of(r, "E" + digits(r, 8), "EA" + digits(r, 7), "G" + digits(r, 8)),
    ),
    "hk_pass": (
        "CN_TRAVEL_PERMIT",
        lambda r: _one_of(r, "C" + digits(r, 8), "CB" + digits(r, 7), "W" + digits(r, 8)),
    ),
    "home_pass": (
        "CN_TRAVEL_PERMIT",
        lambda r: r.choice("HM") + digits(r, r.choice((8, 10))),
    ),
    "taiwan_pass": ("CN_TRAVEL_PERMIT", lambda r: digits(r, 8)),
    "tw_pass": ("CN_TRAVEL_PERMIT", lambda r: r.choice("LT") + digits(r, 8)),
    "hk_id": ("CN_TRAVEL_PERMIT", _hong_kong),
    "foreigner": ("CN_FOREIGNER_ID", _foreigner),
    "foreigner_old": (
        "CN_FOREIGNER_ID",
        lambda r: r.choice(("USA", "FRA", "KOR", "JPN")) + digits(r, 12),
    ),
    "officer": ("CN_MILITARY_ID", lambda r: f"{r.choice('军参海空')}字第{digits(r, 7)}号"),
    "soldier": ("CN_MILITARY_ID", lambda r: f"{r.choice('军海空士')}字第{digits(r, 8)}号"),
    "veteran": (
        "CN_MILITARY_ID",
        lambda r: f"{r.choice('晋陕浙冀')}军{r.choice('AB')}{digits(r, 6)}",
    ),
    "social": ("CN_SOCIAL_SECURITY", lambda r: r.choice("ABCDEFG") + digits(r, 8)),
    "medical": ("CN_SOCIAL_SECURITY", lambda r: "14" + digits(r, r.choice((8, 10, 14)))),
    "exam": ("CN_STUDENT_ID", lambda r: str(r.randint(20, 25)) + digits(r, r.choice((8, 10, 12)))),
    "studentno": ("CN_STUDENT_ID", lambda r: str(r.randint(2015, 2025)) + digits(r, 6)),
    "vin": ("CN_VIN", _vin),
    "email": ("EMAIL_ADDRESS", _email),
    "qq": ("CN_QQ", lambda r: numbers.serial(r, r.randint(6, 10))),
    "wechat": (
        "CN_WECHAT",
        lambda r: r.choice(("wxid_", "lao-wang", "Xiaoli", "zhgq")) + digits(r, 5),
    ),
    "dwelling": ("CN_HOME_ADDRESS", lambda r: f"{r.randint(1, 9)}组{r.randint(1, 200)}号"),
    "flat": ("CN_HOME_ADDRESS", _flat),
    "birthcn": ("BIRTH_DATE", lambda r: _born(r, "{y}年{m}月{d}日")),
    "birthnum": (
        "BIRTH_DATE",
        lambda r: _born(r, r.choice(("{y}-{m:02d}-{d:02d}", "{y}.{m}.{d}"))),
    ),
    "owned": (
        "PROPERTY_STATUS",
        lambda r: _one_of(
            r, f"{r.randint(2000, 90000)}元", f"{r.randint(1, 80)}.{r.randint(1, 9)}万元"
        ),
    ),
    "person": ("PERSON", words.name),
    "schoolname": (
        "MINOR",
        lambda r: words.town(r) + r.choice(("中心小学", "初级中学", "幼儿园")),
    ),
    "classname": ("MINOR", lambda r: f"{r.choice('一二三四五六')}年级（{r.randint(1, 6)}）班"),
}


def _one_of(rng: Random, *options: str) -> str:
    """Choose one of the written options."""
    return rng.choice(options)


def _document(seed: int, place: int, number: int) -> Item:
    """Write one document of one kind."""
    rng = Random(f"{seed}:other:{place}:{number}")
    registers = tuple(dict.fromkeys(frame.register for frame in frames.load("other")))
    here = [frame for frame in frames.load("other") if frame.register == registers[place]]
    frame = here[number % len(here)]
    draft, at = Draft(), 0
    for match in SLOT.finditer(frame.text):
        slot = match.group(1)
        draft.add(Piece(frame.text[at : match.start()]))
        at = match.end()
        if slot in _VALUES:
            entity_type, write = _VALUES[slot]
            draft.add(Piece(write(rng), entity_type, f"other_{slot}"))
        else:
            draft.add(Piece(words.NEUTRAL[slot](rng)))
    draft.add(Piece(frame.text[at:]))
    return Item(
        id=f"other-{registers[place]}-{number:03d}",
        register=registers[place],
        text=draft.text,
        labels=draft.labels,
        kind="positive",
        templates=(frame.id,),
    )


def other_types(seed: int = 20240) -> Iterator[Item]:
    """Yield labelled documents of every type outside the four families."""
    count = len(dict.fromkeys(frame.register for frame in frames.load("other")))
    return (_document(seed, place, n) for place in range(count) for n in range(EACH))
