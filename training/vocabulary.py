"""Words to make sentences of: jieba's dictionary (MIT) by part of speech, JioNLP's, and our own."""

from __future__ import annotations

import bisect
import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from deident.recognizers.person_surnames import COMPOUND, RISKY, SINGLE

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Mapping

    from training.jionlp import Dictionaries

HERE = Path(__file__).parent
_WORDS_BY_HAND = {
    "kin": (
        "父亲 母亲 丈夫 妻子 儿子 女儿 哥哥 弟弟 姐姐 妹妹 爷爷 奶奶 孙子 孙女 外孙 叔叔 "
        "舅舅 侄子 儿媳 女婿 岳父 公公 婆婆 之子 之女 长子 次子 长女 次女 配偶 前妻 前夫 "
        "同事 邻居 朋友"
    ),
    "title": (
        "局长 副局长 县长 副县长 市长 副市长 区长 镇长 乡长 书记 副书记 主任 副主任 科长 "
        "副科长 处长 院长 副院长 校长 所长 队长 大队长 支队长 厅长 部长 主席 副主席 总工程师 "
        "一级主任科员 四级调研员 秘书长 会长 理事长 董事长 总经理 经理 站长 馆长 政委 教导员 "
        "审判员 检察长 党组书记 党组成员 县委书记 常委 组织部长 宣传部长 办公室主任 "
        "党支部书记 村委会主任 社区主任 负责人"
    ),
    "office": (
        "公安局 派出所 民政局 财政局 教育局 教体局 人社局 住建局 交通运输局 自然资源局 "
        "水利局 农业农村局 卫健局 卫生健康局 市场监管局 应急管理局 审计局 司法局 统计局 "
        "信访局 医保局 林业局 生态环境分局 发展改革局 工信局 商务局 文旅局 "
        "行政审批服务管理局 乡村振兴局 退役军人事务局 税务局 城管局 综合执法队 人民法院 "
        "人民检察院 人民政府 政府办公室 县委办公室 纪委监委 组织部 宣传部 统战部 政法委 "
        "镇政府 村委会 居委会 街道办事处 管委会 消防救援大队 交警大队 县医院 中医院 疾控中心 "
        "供电公司 残联 妇联 团县委 总工会 工商联 科协 红十字会 气象局 烟草专卖局"
    ),
    "business": (
        "商贸 建筑 科技 农业 运输 物业 房地产 餐饮 食品 医药 化工 机械 电子 服饰 广告 环保 "
        "能源 物流 种植 养殖"
    ),
    "firm": (
        "有限公司 有限责任公司 集团 厂 加工厂 超市 商店 便利店 饭店 药店 诊所 专业合作社 "
        "家庭农场 经营部 门市部 小卖部 理发店 餐馆 酒店 银行 农村信用社 幼儿园 中学 小学 "
        "煤矿 加油站"
    ),
    "village": (
        "村 庄村 家村 家庄 家沟 家湾 家坪 家岭 家寨 家屯 家窑 家洼 家坡 家店 家堡 社区 沟村 "
        "庄 屯 河村 塘村 桥村 岭村 坝村 楼村 集村 营村 嘴村 坨村 岔村"
    ),
    "region": "县 市 区 镇 乡 街道 自治县 县 县 镇 乡 省",
    "road": "路 街 大道 巷 大街 东路 西路 南街 北街",
}  # fmt: skip
_CLASSES = ((300, 3), (30, 2), (3, 1))
# Nouns with these ends stand for persons, and before their names.
_PERSONS_END = frozenset("人者员户民农工师生手商友匠兵客童嫂婶叔伯姨婆娘长")
_LONGEST_ROLE = 4
# So end words of three characters that begin with a surname, and no names.
_THINGS_END = frozenset(
    "岩县镇乡渡校粉盾队鸡派牌剑寺桥车病法党酒茶菜糖油机器型率量员者药材会厂店社院局站区市村族国语币"
)
_BUILT, _RARELY = 3, 3
_RISKY = RISKY.union("成文白任万方古毛石江金安马宁丁龙武钟向于东方欧阳上官")
# Surnames that are words, beside those that the dictionary marks as such.
_TRAPS_BY_HAND = {
    "c": "但和况",
    "d": "曾尚都全均边常时方可相暂连齐单高尤莫",
    "p": "向从于由和连同经对随",
    "v": "管查包居养言谈费支练束封涉索祝贺任应解来计修印盖付拜赖过",
    "n": "钟路水车牛羊马金石花林井官党房门柴云雷龙钱米国和",
    "q": "余米万元段项章席时年张封位班支盘",
    "a": "高白黄乐容满古安平易全强明丰冷焦单方",
    "f": "东南左初后",
    "country": "罗黎韩白印马古德阿巴俄秦鲁晋冀苏皖赣闽滇宁单",
}


class Bag:
    """Words to draw from by weight."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.words = tuple(weights)
        self._sums = tuple(itertools.accumulate(weights.values()))

    def draw(self, chance: random.Random) -> str:
        """Return one word."""
        return self.words[bisect.bisect(self._sums, chance.random() * self._sums[-1])]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Bags by part of speech, bags for names, and the words that the model may look up."""

    words: Mapping[str, Bag]
    surnames: Bag
    rare_surnames: Bag
    risky_surnames: Bag
    given_one: Bag
    given_first: Bag
    given_second: Bag
    given_whole: Bag
    given_listed: Bag
    characters: Bag
    roles: Bag
    foreign: Bag
    traps: Mapping[str, Bag]
    by_hand: Mapping[str, tuple[str, ...]]
    phrases: tuple[str, ...]
    regions: tuple[str, ...]
    villages: tuple[str, ...]
    sentences: tuple[str, ...]
    lexicon: Mapping[str, int]


def _tempered(words: Mapping[str, int], power: float) -> Bag:
    return Bag({word: count**power for word, count in words.items()})


def _family(name: str) -> int:
    return 2 if name[:2] in COMPOUND else 1


def _common(word: str, count: int, kind: str) -> bool:
    """Tell a word of the language from the names of persons that the dictionary holds."""
    if not 2 <= len(word) <= 3 or not all("一" <= c <= "鿿" for c in word):
        return False
    return not kind.startswith("nr") or (len(word) == 2 and count >= 400)


def read(dictionary: Path, weights: Path, more: Dictionaries) -> Vocabulary:
    """Read jieba's dictionary, a table of surnames with their shares, and JioNLP's dictionaries."""
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    listed: Counter[str] = Counter()
    lexicon: dict[str, int] = {}
    characters: Counter[str] = Counter()
    foreign: Counter[str] = Counter()
    places = more.places
    for line in dictionary.read_text(encoding="utf-8").splitlines():
        word, number, kind = line.split(" ")
        count = int(number)
        if kind.startswith("nr") and (word in more.words or word in places or _built(word)):
            # A word that only begins with a surname.
            kind = "ns" if word in places else "n"
        if kind == "nr" and len(word) >= 2 and word[0] in SINGLE:
            given = word[_family(word) :]
            if len(given) in (1, 2):
                listed[given] += 1
        elif kind == "nrt" and len(word) > 2:
            foreign[word] = count
        elif all("一" <= c <= "鿿" for c in word) and not kind.startswith("nr"):
            by_kind[kind][word] = count
            characters.update(dict.fromkeys(word, 1))
        if _common(word, count, kind):
            lexicon[word] = next((rank for least, rank in _CLASSES if count >= least), 0)
    parts = _given()
    phrases = (HERE / "phrases.txt").read_text(encoding="utf-8").split()
    _add(lexicon, phrases, 3)
    _add(lexicon, places, 2)
    _add(lexicon, more.words, 1)
    by_kind["ns"].update(dict.fromkeys(places - by_kind["ns"].keys(), _RARELY))
    by_kind["n"].update(dict.fromkeys(more.words - set().union(*by_kind.values()), _RARELY))
    return Vocabulary(
        words={kind: _tempered(words, 0.6) for kind, words in by_kind.items()},
        surnames=_surnames(weights, 0.8),
        rare_surnames=_surnames(weights, 0.25),
        risky_surnames=_surnames(weights, 0.7, _RISKY),
        given_one=parts["one"],
        given_first=parts["first"],
        given_second=parts["second"],
        given_whole=parts["whole"],
        given_listed=_tempered(listed, 1.0),
        characters=_tempered(characters, 0.5),
        roles=_tempered(_roles(by_kind["n"]), 0.6),
        foreign=_tempered(foreign, 0.5),
        traps=_traps(by_kind),
        by_hand={key: tuple(words.split()) for key, words in _WORDS_BY_HAND.items()},
        phrases=tuple(phrases),
        regions=more.regions,
        villages=more.villages,
        sentences=more.sentences,
        lexicon={word: rank for word, rank in lexicon.items() if rank},
    )


def _built(word: str) -> bool:
    """Tell whether a word of three characters ends as things, peoples and places do."""
    return len(word) == _BUILT and word[-1] in _THINGS_END


def _add(lexicon: dict[str, int], words: Iterable[str], rank: int) -> None:
    for word in words:
        if len(word) in {2, 3}:
            lexicon[word] = max(lexicon.get(word, 0), rank)


def _traps(by_kind: Mapping[str, Mapping[str, int]]) -> dict[str, Bag]:
    """Return the surnames that are words of the language by what they are there."""
    traps = {
        kind: {word: count for word, count in words.items() if word in SINGLE}
        for kind, words in by_kind.items()
    }
    for kind, words in _TRAPS_BY_HAND.items():
        traps[kind] = {**traps.get(kind, {}), **dict.fromkeys(words, 1000)}
    return {kind: _tempered(traps[kind], 0.3) for kind in _TRAPS_BY_HAND}


def _roles(nouns: Mapping[str, int]) -> dict[str, int]:
    """Return the nouns that stand for a person by what he is or does."""
    return {
        noun: count
        for noun, count in nouns.items()
        if 1 < len(noun) <= _LONGEST_ROLE and noun[-1] in _PERSONS_END
    }


def _given() -> dict[str, Bag]:
    """Read the characters of given names; the further down a list, the rarer."""
    bags = {}
    for line in (HERE / "given.txt").read_text(encoding="utf-8").splitlines():
        key, mark, listed = line.partition(": ")
        if mark and not line.startswith("#"):
            parts = listed.split() if key == "whole" else list(listed)
            bags[key] = Bag(
                {part: (place + 25) ** -0.8 for place, part in enumerate(dict.fromkeys(parts))}
            )
    return bags


def _surnames(table: Path, power: float, among: frozenset[str] = SINGLE | COMPOUND) -> Bag:
    shares = {}
    for line in table.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) >= 3 and cells[1] in ("single", "compound"):
            share = cells[2] or "0.004"
            shares[cells[0]] = max(float(share), 0.004) ** power
    for more in _missing(shares):
        shares[more] = 0.1**power
    return Bag({name: share for name, share in shares.items() if name in among})


def _missing(known: Iterable[str]) -> list[str]:
    return sorted((SINGLE | COMPOUND) - set(known))
