"""Radicals that stand for the characters they look like.

Some fonts draw 小 and the radical ⼩ with one glyph, and Chromium writes the radical's code point
into the document: 赵小山 is then read as 赵⼩⼭, and that is nobody's name. They look the same,
so they are read as the characters that people write.
"""

from __future__ import annotations

from unicodedata import normalize

# The supplement has no compatibility mapping in Unicode; these are the ones that look the same.
_SUPPLEMENT = (
    "⺝月⺟母⺠民⺫罒⺬示⺮竹⺼月⻁虎⻄西⻅见⻆角⻇角⻉贝⻋车⻌辶⻍辶⻎辶⻑長⻒长⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食"
    "⻟食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱亀⻲亀⻳龟"
)
RADICALS: dict[int, str] = {
    **{code: normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
    **{ord(one): other for one, other in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)},
}
"""For `str.translate`: each is one character, as long as what it stands for."""
