"""Traditional characters that an engine reads for simplified ones in print that looks written.

PP-OCR knows both and takes 号 in a Kai face for 號. What labels, addresses and names are written
with is folded, one character for one, so that every box stays where it is.
"""

from __future__ import annotations

_PAIRS = (
    "號号話话電电證证碼码戶户賬账帳帐銀银機机車车聯联繫系鎮镇鄉乡縣县區区組组棟栋單单樓楼層层門门"
    "東东陽阳陰阴廣广領领說说張张陳陈楊杨趙赵黃黄吳吴孫孙馬马羅罗鄭郑謝谢韓韩馮冯許许鄧邓龍龙葉叶"
    "閻阎顧顾鄒邹賀贺賈贾賴赖嚴严錢钱龔龚湯汤範范譚谭陸陆蔣蒋蘇苏呂吕盧卢萬万劉刘"
    "國国華华軍军麗丽蘭兰鳳凤維维剛刚慶庆豐丰遠远書书偉伟傑杰強强長长愛爱紅红豔艳嬌娇寶宝貴贵榮荣"
    "潤润澤泽興兴順顺義义學学業业員员醫医療疗險险費费賠赔償偿補补貼贴發发給给錄录記记處处罰罚決决"
    "漢汉親亲屬属經经濟济過过還还這这來来時时間间開开關关於于與与為为請请幫帮麼么沒没對对從从個个"
    "鐵铁橋桥灣湾島岛寧宁濱滨溝沟莊庄裏里場场園园廠厂銘铭鵬鹏飛飞雲云瓊琼粵粤遼辽贛赣滬沪魯鲁"
    "郵邮編编繳缴納纳額额數数據据類类別别種种動动駕驾駛驶執执"
)
_FOLDED = str.maketrans(_PAIRS[0::2], _PAIRS[1::2])


def simplified(text: str) -> str:
    """Return a text of the same length in simplified characters."""
    return text if text.isascii() else text.translate(_FOLDED)
