"""采购、招投标: whom to call and who won is the notice; a bidder's private papers are not."""

from tests.scenes.paper import Paper, credit_code, resident

_ID = resident("19850101")
_USCC = credit_code(33)

PAPERS = (
    Paper(
        name="采购公告",
        text=(
            "虚构县人民医院设备采购项目公开招标公告\n\n项目编号：XGX-2025-017\n\n"
            "采购人：虚构县人民医院，地址：虚构县人民路99号，"
            "采购人联系电话：13800001234。\n"
            "采购代理机构：虚构招标代理有限公司，代理机构联系电话：0359-5620001。\n"
            "项目联系人：郑王冯，项目联系人电话：13900005678。\n"
        ),
        gone=(),
        stays=(
            "13800001234",
            "13900005678",
            "0359-5620001",
            "人民路99号",
            "郑王冯",
            "XGX-2025-017",
        ),
    ),
    Paper(
        name="中标结果公告",
        text=(
            "中标供应商：虚构建筑工程有限公司，统一社会信用代码：" + _USCC + "，"
            "地址：虚构县解放路9号，中标金额：1200000元。\n"
            "项目负责人：赵钱孙，身份证号码：" + _ID + "。\n"
            "投标保证金退还账户（单位账户）见招标文件。\n"
        ),
        gone=(_ID,),
        stays=(_USCC, "1200000元", "解放路9号", "赵钱孙"),
    ),
    Paper(
        name="投标人员一览表",
        rows=(
            ("姓名", "身份证号码", "本人电话", "社会保障号"),
            ("赵钱孙", _ID, "13800001234", _ID),
        ),
        gone=("赵钱孙", _ID, "13800001234"),
        stays=("姓名", "身份证号码"),
        asked=frozenset({"PERSON"}),
    ),
)
