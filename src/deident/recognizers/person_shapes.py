"""What a name looks like: whole, spaced, of a minority, in Latin letters, or masked already."""

from __future__ import annotations

from deident.recognizers import tagger
from deident.recognizers.later import later
from deident.recognizers.person_minority import BUILT
from deident.recognizers.person_surnames import COMPOUND, RARE, RISKY, SINGLE
from deident.recognizers.person_words import WORDS
from deident.recognizers.vocabulary import trie

HAN = "一-龥"
_ONE = "".join(sorted(SINGLE | RARE))
_TWO = trie(sorted(COMPOUND))
# Characters that end a sentence's word rather than somebody's name.
_NOT = "的了们这那你我他她它吗呢吧啊是不没很什么些每各其此被把且或及与着就在于对由和为有"
# … but 于和平, 张有才, 李为民, 王永和.
_YET = (
    "和(?=平|[，,。；;、 （(0-9\\n]|$)|有(?=[才福德财余贵根田生成志明发仁义信望亮])|"
    "为(?=[民国东军华])"
)
GIVEN = f"(?:(?![{_NOT}])[{HAN}]|{_YET})"
"""A character of somebody's given name."""

_G = GIVEN

TRANSLITERATED = frozenset(
    "阿卜杜拉买提古丽艾尼江尔热孜汗合木吐逊麦姆伊布拉希力提依木江帕提曼古苏莱肉尼亚孜祖农玉努斯卡德娜米热"
    "达吉扎西卓玛次仁央宗顿珠旺堆罗桑格桑平措多吉才让仁青尼玛索朗普布巴桑德吉白玛边巴拉姆曲珍其米特木勒图"
    "拜艾克丁洪姆札旦增坚参洛丹曲措贡嘎宗次旺姆加央金达杰东珠完么太角本华旦尖措公保南杰昂毛旺秀依玛木萨妮莎帕夏茹仙阿娜汗沙吾提托合塔西铁乌甫布热比娅阿孜古里再努吐鲁洪哈斯麦迪尼"
    "巴特尔那顺乌云其格斯琴高娃额尔敦呼和布和朝鲁苏日娜库尔班哈力克沙塔依加娜别克赛叶努尔马合萨丁穆罕默"
)
"""What names of minorities are mostly written with."""

WHOLE = f"(?:{_TWO}(?:{_G}){{1,2}}|[{_ONE}](?:{_G}){{1,2}})"
"""A surname and one or two characters."""

# What a form asks for next, its characters as far apart as those of the name before it.
_ASKED_NEXT = "|".join(f"{word[0]} {{0,4}}{word[1]}" for word in sorted(WORDS["asked next"]))


def _spaced(gap: int) -> str:
    """Return the pattern of a name whose characters stand so many blanks apart.

    One character more, just as far apart, would belong to it: then it is no name.
    """
    blanks = f" {{{gap}}}"
    two = "|".join(f"{name[0]}{blanks}{name[1]}" for name in sorted(COMPOUND))
    own = f"(?:(?:{two})|[{_ONE}]){blanks}{_G}(?:{blanks}(?![男女](?![{HAN}])){_G})?"
    more = f"[{HAN}]|{blanks}[{HAN}](?![{HAN}])"
    return f"{own}(?:(?= {{1,4}}(?:{_ASKED_NEXT}|[男女](?![{HAN}])))|(?!{more}))"


SPACED = (
    f"(?:(?=[{_ONE}{''.join(sorted({name[0] for name in COMPOUND}))}] )"
    f"(?:{'|'.join(map(_spaced, range(1, 5)))})|{_TWO} {{1,4}}{_G}{{1,2}}(?![{HAN}]))"
)
"""A name with blanks inside: 张  三, 王 建 国, 欧 阳 锋."""

_T = f"[{''.join(sorted(TRANSLITERATED))}]"
# Beside a dot more characters are believed than alone.
_BESIDE_A_DOT = frozenset(
    "塞哉伽赞瓦敦洁明不音则都来生司义肯居地白胡凯皮海佐普森杰冬安龙朵麻牙恰昆兰"
)
# 和 joins two names more often than it stands in one (呼和, 布和).
_D = f"(?:[{''.join(sorted((TRANSLITERATED | _BESIDE_A_DOT) - {'和'}))}]|(?<=[呼布苏孟])和)"
ONE_DOTTED = _D
"""A character of a name with a dot in it."""

DOTTED = f"(?:{_D}{{2,8}}(?:[.。·]{_D}{{2,9}}){{1,3}})"
"""A name with a dot in it, in the characters that such names are written in; wrong dots occur."""

RIGHTLY_DOTTED = f"(?:{_D}{{2,8}}(?:·{_D}{{2,9}}){{1,3}})"
"""The same with the right dot, the only one that tells it from the end of a sentence."""

ANY_DOTTED = f"(?:{DOTTED}|[{HAN}]{{1,8}}(?:·{_G}[{HAN}]{{0,9}}){{1,3}})"
"""A name with a dot in it, beside a label."""

JOINED = f"(?:{_T}{{3,6}})"
"""A name of a minority written without a dot, beside a label or a role only."""

LATIN = r"[A-Z][A-Za-z'’\-]+(?:[ ·,][A-Z][A-Za-z'’.\-]*){0,4}"
"""A foreigner's name, beside a label only."""

_SAFE = "".join(sorted(SINGLE - RISKY))
MASKED = (
    f"(?:{_TWO}|[{_SAFE}])某{{1,3}}[甲乙丙丁戊己]?"
    f"|(?<![{HAN}])(?:{_TWO}|[{_ONE}])(?:[×*]{{1,3}}|[xX]{{2,3}})(?![A-Za-z0-9*])"
    f"|(?<![{HAN}])[{_ONE}][×*○●]{{1,2}}[{HAN}](?![{HAN}])"
)
"""A name that shows a surname and little else."""

POLITE = f"[{_SAFE}](?:先生|女士|小姐|某先生|某女士)"
"""A surname and a form of address: it is masked already."""

NAME = f"(?:{DOTTED}|{BUILT}|{SPACED}|{WHOLE})"
"""Any of those in full."""

_SHAPES = later(NAME)
_WHOLE = later(WHOLE)
# Where nothing else stands beside it, any surname will do.
_HIDDEN = later(
    f"{MASKED}|{POLITE}|(?:{_TWO}|[{_ONE}])某{{1,3}}[甲乙丙丁戊己]?|[{_ONE}](?:先生|女士|小姐)"
)
LEADERS = WORDS["leaders"]
"""Names in every document that tell nothing of anybody in it, and two brands."""


def is_name(value: str) -> bool:
    """Tell whether a value is shaped like a name from its first character to its last."""
    return _SHAPES.fullmatch(value) is not None


def is_plain(value: str) -> bool:
    """Tell whether a value is a surname and one or two characters and nothing else."""
    return _WHOLE.fullmatch(value) is not None


def masked_shape(value: str) -> str:
    """Return # for what a masked name shows and * for the rest, or "" for a name in full.

    >>> masked_shape("张某某"), masked_shape("王女士"), masked_shape("李*四"), masked_shape("李四")
    ('#**', '#**', '#*#', '')
    """
    if not _HIDDEN.fullmatch(value):
        return ""
    family = 2 if value[:2] in COMPOUND and len(value) > 2 else 1
    if value[family:] in {"先生", "女士", "小姐"}:
        return "#" * family + "**"
    hidden = frozenset("某×*○●xX甲乙丙丁戊己")
    return "#" * family + "".join("*" if c in hidden else "#" for c in value[family:])


_WORDS = WORDS["ordinary"]
# 居住证, 储蓄卡, 门诊号: nobody is called so.
_PAPERS = frozenset("证卡号")


# 伍, 陆 and 万 are surnames; 伍仟元 is nobody's name.
_SUM = frozenset("零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整")


# Surnames that behind a figure are its unit: 21时许, 3万元, 500元 打卡.
_UNITS = frozenset("时万元年")
_FIGURES = frozenset("零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟")


def is_unit(text: str, start: int) -> bool:
    """Tell whether what looks like a surname is the unit of a figure before it: 21时许.

    >>> is_unit("500元 打卡", 3), is_unit("户主 元 打", 3)
    (True, False)
    """
    if text[start] not in _UNITS:
        return False
    before = text[max(0, start - 2) : start].rstrip()[-1:]
    return before.isdecimal() or (text[start] == "元" and before in _FIGURES)


def is_ordinary(value: str) -> bool:
    """Tell whether what looks like a name is a word, by our list or by the dictionary."""
    return is_word(value) or tagger.is_common(value.replace(" ", ""))


def is_word(value: str) -> bool:
    """Tell whether what looks like a name is a word that offices use all day."""
    tight = value.replace(" ", "")
    return tight in _WORDS or tight[-1:] in _PAPERS or _SUM.issuperset(tight)
