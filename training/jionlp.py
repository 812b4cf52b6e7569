"""What is taken from the dictionaries of JioNLP 1.5.31 (Apache-2.0): words, places, explanations.

jieba's dictionary counts thousands of words as names of persons because they begin with a surname:
阿富汗, 荆棘, 钱财. Another dictionary that explains them shows that they are words.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_AT = "jionlp/dictionary/"
# How an entry on a person is explained: years of life, a profession, another name of his.
_OF_A_PERSON = re.compile(
    "[（(]约?前?[0-9]{2,4}|[0-9]{3,4}[—-]|人名|字[一-龥]{1,3}[，,。]|原名|本名|"
    "(?:文学|书法|画|诗|词|作|小说|戏曲|剧作|音乐|歌唱|舞蹈|政治|军事|思想|革命|科学|数学|物理|化学|史学|哲学|教育|外交|医学|"
    "天文学|法学|经济学|活动|演奏|作曲|表演艺术|散文|理论|旅行|探险|企业|实业|银行)家[，。]|"
    "诗人|演员|导演|将领|大臣|名将|皇帝|国王|总统|首相|书记|运动员|教练|棋手|宰相|烈士|僧人|学者|名医"
)
_TAIL = re.compile("(?:省|市|县|区|自治州|自治县|自治区|地区|盟|旗|林区|特区|新区|矿区)$")
_SENTENCE = re.compile("[^。；;\n]{4,80}[。；;]?")
_MARKS = re.compile(r"[0-9]{1,2}[.．] ?|[～〓﹐﹑｜┃?？'\"]|见|亦作|犹言?|亦称|同|参见|典出|谓")
_CHINESE = re.compile("[一-龥]+")
_SHORT = 2


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """Words that are no names, places great and small, and sentences that explain words."""

    words: frozenset[str]
    regions: tuple[str, ...]
    villages: tuple[str, ...]
    sentences: tuple[str, ...]

    @property
    def places(self) -> frozenset[str]:
        """Return regions with and without the word for what they are."""
        stems = (_TAIL.sub("", region) for region in self.regions)
        return frozenset(self.regions).union(stem for stem in stems if len(stem) >= _SHORT)


def read(wheel: Path) -> Dictionaries:
    """Read the dictionaries out of JioNLP's wheel."""
    with zipfile.ZipFile(wheel) as own:
        explained = dict(_explained(own))
        phrases = {line.split("\t")[0] for line in _lines(own, "pinyin_phrase.zip")}
        feelings = {line.split("\t")[0] for line in _lines(own, "sentiment_words.zip")}
        regions, villages = _places(own)
        regions += [
            name
            for line in own.read(f"{_AT}world_location.txt").decode().splitlines()
            for name in re.split("[\t/]", line)
            if _CHINESE.fullmatch(name)
        ]
    words = {
        word
        for word, meaning in explained.items()
        if _CHINESE.fullmatch(word) and not _OF_A_PERSON.search(meaning)
    }
    words |= {word for word in phrases | feelings if _CHINESE.fullmatch(word)}
    return Dictionaries(
        words=frozenset(words),
        regions=tuple(dict.fromkeys(regions)),
        villages=tuple(dict.fromkeys(villages)),
        sentences=tuple(_sentences(explained)),
    )


def _lines(own: zipfile.ZipFile, name: str) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(own.read(_AT + name))) as inner:
        for member in inner.namelist():
            yield from inner.read(member).decode().splitlines()


def _explained(own: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    for line in _lines(own, "chinese_word_dictionary.zip"):
        word, _, meaning = line.partition("\t")
        yield word, meaning


def _places(own: zipfile.ZipFile) -> tuple[list[str], list[str]]:
    """Return provinces, cities and counties, and townships and every seventh village."""
    regions, villages = [], []
    for number, line in enumerate(_lines(own, "china_location.zip")):
        name = line.strip().split("\t")[0]
        if not _CHINESE.fullmatch(name):
            continue
        depth = len(line) - len(line.lstrip("\t"))
        if depth < 3:
            regions.append(name)
        elif depth == 3 or number % 7 == 0:
            villages.append(name)
    return regions, villages


def _sentences(explained: dict[str, str]) -> Iterator[str]:
    """Yield what explains words, but not what explains persons."""
    for meaning in explained.values():
        if _OF_A_PERSON.search(meaning):
            continue
        for sentence in _SENTENCE.findall(_MARKS.sub("", meaning)):
            if len(_CHINESE.findall(sentence)) and "《" not in sentence and "·" not in sentence:
                yield sentence.strip()


def counts(wheel: Path) -> dict[str, int]:
    """Return how often words occur in JioNLP's own collection of texts."""
    with zipfile.ZipFile(wheel) as own:
        return dict(json.loads(line) for line in _lines(own, "word_distribution.zip"))
