"""Sentences with names in them, and sentences without, made of templates and words."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.vocabulary import HERE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from training.vocabulary import Vocabulary

_SLOT = re.compile(r"\{([A-Za-z]+)\}")
_NUMBER = "一二三四五六七八九十"
# Parts of speech of what may stand in a clause; N is a noun or, in place of it, a person.
_CLAUSES = re.findall(
    "[^|]+",
    "N v n|N d v n|d v n|p n v n|p N v n|N p n v|v n uj n|N uj n v|m q n v|a uj n|n n v|v ul n"
    "|n c n v|N c N v|l|i|v v n|vn n v|n v vn|N v n c n|n f v n|t N v n|t n v|r v n|n N v n"
    "|n N uj n|v N v n|v N uj n|v N|p N uj n|N r v n|N t v|N m q n|N n|n b n|ad v n|p n f"
    "|n v N|N zg v|n v n n|nz n v|ns n v|nt v n|j v n|v n f n|d a|n d a|p n n",
)
_SMALL = {
    "uj": tuple("的"),
    "ul": tuple("了"),
    "zg": tuple("也还又都却"),
    "c": ("以及", "或者", "因为", *"和与及或而且并但因"),
    "p": (
        "按照",
        "通过",
        "根据",
        "关于",
        "对于",
        *"在对向由被把将以从为与跟给按经据于至到随同因用自",
    ),
}
# What follows a surname that is another word there, by what that word is.
_TRAPPED = {
    "c": "v n|d v n|p n v|n v|N v|a n|zg v|v ul n",
    "d": "v|v n|d v|a|v ul n|p n v|v m q n|l",
    "p": "n|n v|n n|ns n|n uj n|ns|l|t n",
    "v": "n|n n|ul n|m q n|v|a uj n|ns|n uj n|d v",
    "n": "n|v n|zg v|a|d a|f|v|n v|uj n|m q",
    "q": "n|v n|n n|uj n|v",
    "a": "n|uj n|v|v n|zg a",
    "f": "n|v|ns|n v",
    "country": "n|n v|country|country n",
}
_OF_A_COUNTRY: tuple[str, ...] = tuple(
    re.findall(
        "[一-龥]+",
        "警方 政坛 双方 两国 三国 总统 军方 政府 媒体 关系 边境 货币 友谊 经贸 合作 籍 语 方 军 剧 "
        "两省 交界 高速 商 企 菜 北 南 东 西 中",
    )
)
_TRAP_KINDS = tuple(_TRAPPED)
_JOINTS = ("，", "，", "，", "。", "；", "：", "、", "。\n", "“", "”", "（", "）", " ", "\n")


@dataclass(slots=True)
class Text:
    """A text that is being written, and the spans of its names."""

    pieces: list[str]
    names: list[tuple[int, int]]
    length: int = 0

    def add(self, words: str, *, name: bool = False) -> None:
        """Write some words."""
        if name:
            self.names.append((self.length, self.length + len(words)))
        self.pieces.append(words)
        self.length += len(words)

    @property
    def text(self) -> str:
        """What is written."""
        return "".join(self.pieces)


class Writer:
    """Writes texts; the same seed writes the same texts."""

    def __init__(self, words: Vocabulary, seed: int, templates: str = "templates.txt") -> None:
        self._words = words
        self._chance = random.Random(seed)
        lines = (HERE / templates).read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if line and not line.startswith("# ")]
        self._before, self._behind = _contexts()
        self._sentences = words.sentences
        self._with = [line for line in kept if "{P}" in line]
        self._without = [line for line in kept if "{P}" not in line]

    def write(self, characters: int) -> Text:
        """Write a text of about so many characters."""
        text = Text([], [])
        while text.length < characters:
            share = self._chance.random()
            if share < 0.2:
                self._template(text, self._chance.choice(self._with))
            elif share < 0.34:
                self._beside(text)
            elif share < 0.42:
                self._template(text, self._chance.choice(self._without))
            elif share < 0.6:
                self._clauses(text, 0.4)
            elif share < 0.72:
                self._clauses(text, 0.0)
            elif share < 0.79:
                self._trap(text)
            elif share < 0.88:
                text.add(self._chance.choice(self._sentences))
            elif share < 0.95:
                self._soup(text)
            else:
                self._list(text)
            text.add(self._chance.choice(("\n", "", "", "\n\x1e\n", " ")))
        return text

    def name(self) -> str:
        """Return somebody's name."""
        words, chance = self._words, self._chance
        family = self._family()
        if chance.random() < 0.004 and len(family) == 1:
            family += words.surnames.draw(chance)[0]
        return family + self._given()

    def _family(self) -> str:
        words, share = self._words, self._chance.random()
        if share < 0.68:
            return words.surnames.draw(self._chance)
        # Surnames that are other words as well are learned from many names, or they are never seen.
        return (words.risky_surnames if share < 0.8 else words.rare_surnames).draw(self._chance)

    def _given(self) -> str:
        words, chance = self._words, self._chance
        share = chance.random()
        if share < 0.2:
            return words.given_one.draw(chance)
        if share < 0.22:
            return words.characters.draw(chance)
        if share < 0.24:
            return words.given_one.draw(chance) * 2
        if share < 0.32:
            return words.given_whole.draw(chance)
        if share < 0.42:
            return words.given_listed.draw(chance)
        if share < 0.88:
            return words.given_first.draw(chance) + words.given_second.draw(chance)
        if share < 0.93:
            return words.given_first.draw(chance) + words.given_one.draw(chance)
        if share < 0.95:
            return words.characters.draw(chance) + words.characters.draw(chance)
        return words.characters.draw(chance) + words.given_second.draw(chance)

    def _pick(self, key: str) -> str:
        return self._chance.choice(self._words.by_hand[key])

    def _word(self, kind: str) -> str:
        own = _SMALL.get(kind)
        return self._chance.choice(own) if own else self._words.words[kind].draw(self._chance)

    def _any(self, count: int) -> str:
        return "".join(self._words.characters.draw(self._chance) for _ in range(count))

    def _region(self) -> str:
        share = self._chance.random()
        if share < 0.3:
            return self._word("ns")
        if share < 0.7:
            return self._chance.choice(self._words.regions)
        return self._any(self._chance.choice((1, 2, 2))) + self._pick("region")

    def _village(self) -> str:
        chance = self._chance
        if chance.random() < 0.4:
            return chance.choice(self._words.villages)
        head = self._words.surnames.draw(chance) if chance.random() < 0.6 else self._any(2)
        place = head + self._pick("village")
        if chance.random() < 0.3:
            place = self._any(2) + chance.choice("镇乡") + place
        return place + (chance.choice(_NUMBER) + "组" if chance.random() < 0.2 else "")

    def _firm(self) -> str:
        chance = self._chance
        head = self._region() if chance.random() < 0.6 else ""
        own = self.name() if chance.random() < 0.15 else self._any(chance.choice((2, 2, 3)))
        trade = self._pick("business") if chance.random() < 0.6 else ""
        return head + own + trade + self._pick("firm")

    def _masked(self) -> str:
        marks = ("某", "某某", "某甲", "XX", "××", "*", "**", "某乙")
        return self._words.surnames.draw(self._chance) + self._chance.choice(marks)

    def _noun(self) -> str:
        chance = self._chance
        kinds = ("n", "vn", "n", "nz", "phrase", "phrase", "n")
        kind = chance.choice(kinds)
        first = chance.choice(self._words.phrases) if kind == "phrase" else self._word(kind)
        return first + (self._word("n") if chance.random() < 0.4 else "")

    def _act(self) -> str:
        chance = self._chance
        verb = self._word("v")
        return verb + (self._noun() if chance.random() < 0.4 else "")

    def _date(self) -> str:
        chance = self._chance
        return f"{chance.randint(1950, 2026)}年{chance.randint(1, 12)}月{chance.randint(1, 28)}日"

    def _fill(self, slot: str) -> str:
        chance = self._chance
        number = str(chance.randint(1, 2000))
        made = {
            "V": self._village, "L": self._region, "O": self._firm, "W": self._noun, "A": self._act,
            "X": self._masked, "role": lambda: self._words.roles.draw(chance),
            "foreign": lambda: self._words.foreign.draw(chance), "kin": lambda: self._pick("kin"),
            "T": lambda: self._pick("title"),
            "U": lambda: (self._region() if chance.random() < 0.6 else "") + self._pick("office"),
            "R": lambda: self._any(2) + self._pick("road"),
            "N": lambda: number, "F": lambda: "0359-5620000", "I": lambda: "14019919900307002X",
            "D": self._date,
        }  # fmt: skip
        return made[slot]()

    def _template(self, text: Text, template: str) -> None:
        at = 0
        for slot in _SLOT.finditer(template):
            text.add(template[at : slot.start()])
            if slot.group(1) == "P":
                text.add(self.name(), name=True)
            else:
                text.add(self._fill(slot.group(1)))
            at = slot.end()
        text.add(template[at:])

    def _beside(self, text: Text) -> None:
        """Write names between two words that may stand beside one, and other words around."""
        chance = self._chance
        if chance.random() < 0.5:
            text.add(self._word(chance.choice(("n", "v", "d", "t", "ns"))))
        text.add(self._word_before())
        text.add(self.name(), name=True)
        while chance.random() < 0.12:
            text.add(chance.choice("、、和与及"))
            text.add(self.name(), name=True)
        text.add(self._word_behind())
        for kind in chance.choice(_CLAUSES).split():
            text.add(self._word("n" if kind == "N" else kind))
        text.add(chance.choice(_JOINTS))

    def _word_before(self) -> str:
        share = self._chance.random()
        if share < 0.5:
            return self._chance.choice(self._before)
        if share < 0.75:
            return self._words.roles.draw(self._chance)
        return self._word(self._chance.choice(("v", "v", "n", "ns", "t", "p"))) + (
            "的" if self._chance.random() < 0.25 else ""
        )

    def _word_behind(self) -> str:
        share = self._chance.random()
        if share < 0.55:
            return self._chance.choice(self._behind)
        if share < 0.85:
            return self._word("v")
        return self._word(self._chance.choice(("d", "n", "p", "t", "zg")))

    def _noun_of_a_clause(self) -> str:
        return (
            self._words.foreign.draw(self._chance)
            if self._chance.random() < 0.04
            else (self._word("n"))
        )

    def _clauses(self, text: Text, persons: float) -> None:
        chance = self._chance
        for _ in range(chance.randint(1, 5)):
            for kind in chance.choice(_CLAUSES).split():
                if kind == "N" and chance.random() < persons:
                    text.add(self.name(), name=True)
                else:
                    text.add(self._noun_of_a_clause() if kind == "N" else self._word(kind))
            text.add(chance.choice(_JOINTS))

    def _trap(self, text: Text) -> None:
        """Write surnames that are other words there, each between words as they may stand."""
        chance = self._chance
        for _ in range(chance.randint(1, 4)):
            kind = chance.choice(_TRAP_KINDS)
            if kind == "q":
                text.add(chance.choice((*_NUMBER, "几", "数", "两", "140", "20", "(二)", "第三")))
            elif chance.random() < 0.75:
                text.add(self._word(chance.choice(("n", "v", "t", "ns", "n", "vn"))))
            text.add(self._words.traps[kind].draw(chance))
            for behind in chance.choice(_TRAPPED[kind].split("|")).split():
                text.add(self._behind_a_trap(kind, behind))
            text.add(chance.choice(_JOINTS))

    def _behind_a_trap(self, kind: str, behind: str) -> str:
        if behind == "country":
            return self._words.traps["country"].draw(self._chance)
        if kind == "country" and behind == "n" and self._chance.random() < 0.6:
            return self._chance.choice(_OF_A_COUNTRY)
        return self._word("n" if behind == "N" else behind)

    def _soup(self, text: Text) -> None:
        chance = self._chance
        for _ in range(chance.randint(3, 15)):
            text.add(chance.choice(self._words.phrases))
            if chance.random() < 0.35:
                text.add(chance.choice(_JOINTS) if chance.random() < 0.6 else self._word("p"))
        text.add("。")

    def _list(self, text: Text) -> None:
        """Write a list of short words, or of persons, in the same dress."""
        chance = self._chance
        joint = chance.choice(("、", "、", " ", "  ", "，", "\n", "\t", "；"))
        persons = chance.random() < 0.5
        kind = chance.choice(("n", "ns", "vn", "v", "a", "nz", "phrase", "village", "firm"))
        for index in range(chance.randint(2, 12)):
            text.add(joint if index else "")
            if persons:
                text.add(self.name(), name=True)
            elif kind == "phrase":
                text.add(chance.choice(self._words.phrases))
            else:
                text.add(
                    self._fill({"village": "V", "firm": "O"}[kind])
                    if len(kind) > 3
                    else self._word(kind)
                )
        text.add(chance.choice(("。", "\n", "等。")))


def _contexts() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read what stands before names and what behind them."""
    lines = (HERE / "contexts.txt").read_text(encoding="utf-8").splitlines()
    lists = [line.partition(": ")[2] for line in lines if not line.startswith("#")]
    before, behind = (tuple(one.replace("\\n", "\n").split(" ")) for one in lists)
    return before, behind


def texts(words: Vocabulary, seed: int, count: int, characters: int) -> Iterator[Text]:
    """Write some texts."""
    writer = Writer(words, seed)
    for _ in range(count):
        yield writer.write(characters)
