"""A first look hides nothing: what a pattern finds in a text is found behind its needles too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deident.aggregate import ages, children_told
from deident.model import Evidence, Finding, Place, Span, Tier
from deident.recognizers import (
    address_asked,
    address_doors,
    address_owner,
    births,
    births_in_rows,
    excerpt,
    health,
    holdings,
    itinerary,
    packs,
    person_labels,
    persons,
    shadow,
)
from deident.recognizers.needles import SHORT, Exchange, Needles
from deident.recognizers.seeker import Seeker
from deident.recognizers.vocabulary import Vocabulary, trie

if TYPE_CHECKING:
    from collections.abc import Iterator

VOCABULARY = Vocabulary(packs.built_in())


class Look(NamedTuple):
    """A pattern and the needles that each of its matches begins with."""

    needles: Needles
    pattern: re.Pattern[str]


LOOKS = {
    "announces a home": Look(address_owner._MAY_CUE, address_owner._CUE),
    "a door": Look(address_doors._MAY_BE_FINE, address_doors._FINE),
    "a sex and a date": Look(births._SEXED, births._SEX),
    "a word of illness": Look(health._MAY_ANCHOR, health._ANCHOR),
    "a scene of movements": Look(itinerary._SCENES, itinerary._SCENE),
    "a day": Look(ages._YEARS, ages._SAID),
    "a word of childhood": Look(children_told._HINTS, children_told._MAYBE),
    "a colon": Look(person_labels._COLONS, person_labels._COLON),
    "a role": Look(person_labels._ROLES, person_labels._ROLE),
    "a sex": Look(person_labels._SEXES, person_labels._SEXED),
    "a masked name": Look(persons._SIGNS, persons._MAY_HIDE),
    "circled digits": Look(shadow._FANCY_PAIRS, shadow._FANCY_HINT),
    "Chinese numerals": Look(shadow._NUMERAL_PAIRS, shadow._NUMERAL_HINT),
    "the end of a label": Look(VOCABULARY._may_end, VOCABULARY._ends),
}
looks = pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())

_WORDS = """
住 籍 户 家 系 居 落 张三 李某某 王× 赵* 女士 先生 小姐 男 女 ，男， （女） 汉族， 身份证号
电话 ： : 】 〔2024〕 2024年5月1日 1990年3月7日 1990.03 二〇二〇年 日 生 出生 岁 13岁 7周岁
学生， 小学生。 某小学 三年级 未成年 （未成年， 儿童 幼儿 住址： 户籍地 家住 系某村
房屋坐落于 所在地： 联系地址: 地 址： 【住 址】 位置在 房号 门牌号： 楼号： 通讯地址 某县
某镇 某村 3组 12号 5元 3栋 2单元 301室 3-2-501 屯 社 队 患有 因病致贫 尿毒症 肢体二级残疾
残疾等级为一级 伤残三级 怀孕 3个月 住院 手术 癌 服药 生活不能自理 截肢 重病 多病 智障
活动轨迹 行动轨迹 行程轨迹 轨迹如下 主要轨迹 流调 流行病学 密接 密切接触者 确诊病例 无症状
病例1 感染者 行踪 患者李某， 阳性者 红码 黄码 中高风险区 中风险地区 高风险 隔离点 发热门诊 疫区
入境人员 核酸检测 同乘 同车 同航班 同时空 重伤二级 阳性 确诊为
肺炎 突发 脑梗 中风 糖尿病 高血压病史 感染 新冠 染上 水痘 收入 年收入
工资 存款 欠款 3万元 约12000元 五千元 名下 有 房产 两套 轿车 一辆 耕地 2亩 没有 无 车 房 牛
3头 羊 被害人 原告 患者 村民 申请人 主任 ①②③ 一三八〇〇一二 一二三 京A12345 晋 A1 粤B
ABC123 0359 62170000 。 ； ， 、 | （ ） 是 为 的 在 于 和
"""
_PIECES = (*_WORDS.split(), " ", "  ", "\n", "\x1e", "\U0001d7ce\U0001d7cf\U0001d7d0")
texts = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=60).map("".join)


def _long(text: str) -> str:
    """Go on with a text until it is long enough for needles to be used at all."""
    return text + "\n" + "各" * SHORT


def _spans(matches: Iterator[re.Match[str]]) -> list[tuple[int, int]]:
    return [match.span() for match in matches]


@looks
@given(text=texts, more=st.text(max_size=20))
@example(text="男", more="")
def test_needles_hide_no_match(look: Look, text: str, more: str) -> None:
    """Through its needles a pattern matches what it matches without them."""
    for whole in (_long(text + more), "各" * SHORT + text + more):
        found = _spans(look.needles.matches(look.pattern, whole))
        assert found == _spans(look.pattern.finditer(whole))


@given(text=texts)
def test_labels_that_ask_for_an_address_are_all_seen(text: str) -> None:
    """A label is found from the word that it ends in."""
    expected = _spans(address_asked._LABEL.finditer(text))
    assert _spans(address_asked._labels(text)) == expected


@given(text=texts)
def test_rows_with_a_date_are_all_seen(text: str) -> None:
    """A row is found from its date."""
    assert _spans(births_in_rows._rows(text)) == _spans(births_in_rows._IN_A_ROW.finditer(text))


@given(text=texts)
def test_sentences_without_a_sign_of_illness_say_none(text: str) -> None:
    """Each pattern's sign is in all that the pattern matches."""
    for sign, pattern in health._SAID_BY:
        assert sign.search(text) or not pattern.search(text), pattern.pattern


@given(text=texts)
def test_sentences_without_a_sign_of_a_child_tell_of_none(text: str) -> None:
    """The quick look at a sentence hides no child, and no school."""
    named = children_told._CHILD.search(text)
    assert children_told._may_name_child(text, 0, len(text)) or not named
    assert children_told._SCHOOL.search(text) or not children_told._AT_SCHOOL.search(text)


@given(text=texts)
def test_sentences_without_a_count_name_no_possession(text: str) -> None:
    """The quick look at a sentence hides no amount and no possession."""
    assert "元" in text or not holdings._MONEY.search(text)
    assert holdings._COUNTED.search(text) or not holdings._THINGS.search(text)


@given(text=texts)
def test_a_plate_is_sought_wherever_a_province_stands(text: str) -> None:
    """Needles in the search for plates hide none."""
    expected = re.compile(rf"[{excerpt.PROVINCES}][ ]?[A-Za-z0-9*]").finditer(_long(text))
    assert [*excerpt._plates(_long(text))] == _spans(expected)


@given(text=st.text(st.sampled_from("0Z9a一 \n😀"), max_size=40))
def test_a_code_is_sought_wherever_one_stands(text: str) -> None:
    """In a long text, too, each run of five digits and capitals is a code from end to end."""
    expected = re.compile("[0-9A-Z]{5,}").finditer(_long(text))
    assert [*excerpt._codes(_long(text))] == _spans(expected)


@given(text=st.text(st.sampled_from("0189*x一 \n\x1e😀"), max_size=60))
def test_a_number_is_sought_wherever_one_may_stand(text: str) -> None:
    """A long number that is broken or masked is seen in a long text, too."""
    for whole in (_long(text), "各" * SHORT + text):
        assert [*excerpt._numbers(whole)] == _spans(excerpt._NUMBER.finditer(whole))


@given(text=texts)
def test_folding_is_not_skipped(text: str) -> None:
    """A long text is folded as a short one is."""
    mixed = text.translate({ord("1"): "\uff11", ord(" "): "\u3000", ord("年"): "年\u200b"})
    assert shadow.fold(_long(mixed)).text == shadow.fold(mixed).text + "\n" + "各" * SHORT


@given(text=texts)
def test_the_last_label_is_the_last_match(text: str) -> None:
    """Labels are tried only where one begins; the last is the last that a pattern finds."""
    matches = [*re.compile(trie(VOCABULARY._senses)).finditer(text)]
    last = VOCABULARY._last_in(text, 0)
    assert (last and last.span()) == (matches[-1].span() if matches else None)


_FINDING = Finding(
    places=(Place("s", Span(0, 1)),), entity_type="PERSON", score=1.0, recognizer="person",
    evidence=Evidence(Tier.LABEL),
)  # fmt: skip


@given(
    text=texts, words=st.sets(st.sampled_from(["张三", "某小学", "京A12345", "ABC123", "李某某"]))
)
def test_known_words_are_found_in_either_case(text: str, words: set[str]) -> None:
    """A word is found where a pattern of all words, blind to case, finds it."""
    mixed = text.replace("ABC", "aBc").replace("京A", "京a")
    expected = re.finditer(trie(words), mixed, re.IGNORECASE) if words else ()
    found = Seeker(dict.fromkeys(words, _FINDING)).spans(mixed)
    assert [(start, end) for start, end, _ in found] == [match.span() for match in expected]


def test_a_needle_beyond_the_first_plane_is_seen() -> None:
    """Digits from the plane of mathematics count, and shift nothing that stands behind them."""
    text = _long("𠮷\U0001d7ce\U0001d7cf\U0001d7d0男，")
    assert _spans(shadow._FANCY_PAIRS.matches(shadow._FANCY_HINT, text)) == [(1, 4)]
    assert person_labels._SEXES.places(text) == [4]


@given(text=st.text(st.sampled_from("（—　\uff41张a1 𠮷\ud83d\ude00"), max_size=40))
@example(text="\ud83d\ude00（")
def test_an_exchange_is_a_translation(text: str) -> None:
    """It is only faster; halves of a pair that stand apart are two characters."""
    assert Exchange(shadow._TABLE)(text) == text.translate(shadow._TABLE)
