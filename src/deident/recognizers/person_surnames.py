"""Surnames: which characters may begin a name, and which of them hardly begin anything else.

Source: Faker (MIT) and JioNLP (Apache-2.0), with some that both miss.
"""

from deident.recognizers.person_words import WORDS

SINGLE = frozenset(
    "王李张刘陈杨黄吴赵周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁余叶蒋杜苏魏程"
    "吕丁沈任姚卢钟傅姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷"
    "鞠黎史龙贺陶毛顾郝龚邵钱万严洪赖武莫覃孔汤向常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟"
    "殷申詹欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴成涂苗霍谷曲盛"
    "冉翁骆蓝路游辛靳管柴蒙鲍华喻祁房蒲滕屈饶解牟艾尤时阳穆农司卓古吉简缪车连项芦麦褚娄戚窦党宫"
    "岑景费卜冷晏卫席柏米宗应全桂瞿佟臧苟闵卞姬边邬和师隋仇栾刁商沙寇巫荣桑"
    "郎丛甄仲敖虞巩明佘池查苑麻迟邝官封谈匡乐惠荆储冀南班胥郁原栗楚燕鄢劳谌楼冼奚皮盘粟蔺伊位厉"
    "满闻仝区海花郜阚帅强屠廉朴权盖禹练豆丰井卿国巴平支漆狄祖云初宣容晋相索"
    "计门敬薄鹿伏戈扈晁普来浦芮邸都阙邰乌亓修杭母羊裘赫辜阿雍况宿那鲜印逯隆茹诸战慕危玉银亢公嵇"
    "哈湛宾利勾戎茅于呼居揭但干冶尉斯元檀束衣信展阴昝幸智奉植富衡由尧闭闫习"
    "寿巢昌竺逄郦东弓步水濮荀蔚贝郗鄂钮从凤别咸宓山庾扶毋沃滑糜经蒯言訾谯贡贲邴郏隗鱼乜仉仰伯佴"
    "肖付代钭肇撒拜妥冮岐缑郇佀撖郄眭厍羿苌銮"
)
"""Surnames of one character, common and rare."""

TRADITIONAL = frozenset(
    "陳黃張劉吳趙孫馬鄭謝許鄧馮韓葉蔣蘇盧呂鍾譚陸賈鄒閻龍賀顧龔錢萬嚴賴羅楊寧歐連龐"
)
"""Surnames as they are written in Hong Kong and Taiwan."""

RARE = (
    frozenset(
        "雒麴暨腾衷畅暴綦操忽矫粘睢骞泮慈敏郤蔄呙闰寸缐奎尕绪喇贠迮庹洛扆弥颉禚揣豹笪镡铎帖剡闾盍羌丌"
        "汝忻虢牧宰剧续延药笃幺芈郐郸郧鄯邾鄞莘逖俎偰啜妫宦庚旷楮沐沂淦爨琚琴璩瓮甯畲砀稽穰綮耆虺酆钊"
        "锺候蹇藏僪苻菅汲韶兀睦遆郅郈郓弋仵恽炅殳俟颛奕兹蓟"
    )
    | TRADITIONAL
)
"""More, believed beside labels and in rows only: the tagger does not know them."""

OF_LABELS = frozenset(
    "要降员铁庆院才双种第底线折拓召刑者火达黑锁虎户过接妙勇资孝义青次补问悦昂脱随仓纳淡苍浩逢释枚"
    "泉使苦军贵法淑清源爱祥科稀红绍维美芳荷西起超进远里闪渊桥裕镇泰"
    "库把斗占光多考星旺善秘钦怀厥矗"
    "么字零磨望遇老买税赏树果回凡香朵拓"
)
"""Surnames that are words of every sentence: believed behind the label of one person only."""

PLAIN = frozenset(
    "王李张刘陈杨吴赵徐朱郭何罗郑梁宋许邓冯韩曹彭萧蔡潘董袁蒋杜魏吕丁沈姚卢钟傅姜崔谭廖范汪贾韦"
    "邱侯邹孟秦阎薛尹鞠黎史陶顾郝龚邵严莫孔康樊葛邢易乔伍倪聂鲁翟殷詹耿俞尚"
    "阮柯凌裴涂霍盛冉翁骆靳鲍喻祁蒲滕饶牟艾尤穆缪褚娄戚窦岑卜晏瞿佟臧闵卞姬邬栾刁寇郎甄仲敖虞佘"
    "匡惠储冀胥郁楚鄢奚蔺伊郜阚廉禹狄晋薄戈扈晁芮阙邰裘雍逯茹慕亢嵇湛茅昝衡"
    "闫巢竺逄郦弓濮荀郗鄂宓庾毋沃糜蒯訾谯贡贲邴郏隗乜仉佴郄眭厍羿苌銮"
)
"""Those that open few other words: 王, 李, 赵; not 高, 时, 成."""

COMPOUND = WORDS["compound"]
"""Surnames of two characters."""

SURNAME = f"(?:{'|'.join(COMPOUND)}|[{''.join(sorted(SINGLE | RARE))}])"
"""A pattern of any surname, the rare ones too."""

RISKY = frozenset(
    "和都向来时但那由从别包查解高易周应全支过单才能于成项容索相段符位到有任安双后代便化白因曾区"
    "要必须对展组者些信计门利束公关国平方文明经常党农施车连通普印权丰满原冷商华师季班"
)
"""Surnames that are words of every sentence: much must speak for a name here."""
