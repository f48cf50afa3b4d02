"""Persons and telephones that stand behind a unit's name: they go beside the task and are no part of the name."""

from __future__ import annotations

import re

from duban.papers.reading.tasks.units import is_named

# What a person's name begins with: most of those who bear one, the two-character ones first.
_SURNAMES = (
    r"(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|司徒|夏侯|端木|南宫|拓跋|呼延|[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗"
    r"凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆"
    r"高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘"
    r"景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡"
    r"国文寇广禄阙东殴殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴归海付肖闫佟代覃邸冶苟门覆兰税邝么阳桥仝战尧昂才])"
)
_TELEPHONE = r"[，,：:\s]*(?:(?:联系)?(?:电话|手机|方式)|[Tt][Ee][Ll])?[：:\s]*(?P<{}>\+?\d[\d\-—]{{5,}}\d(?:转\d+)?)"
# 文旅局（副局长 高飞）
_POST = r"[一-龥]{0,4}(?:局长|主任|书记|镇长|乡长|县长|市长|区长|部长|院长|校长|经理|主席|会长|队长|站长|所长|科长|股长|处长|委员|秘书长|司令|政委|董事长)(?:同志)?"
_BEHIND = re.compile(
    r"(?P<unit>.{3,}?)\s*(?:"
    rf"[（(](?:(?:联系|责任|负责)人[：:]?|{_POST}[：: \u3000]*)?(?P<person>[一-龥·]{{2,4}})(?:{_TELEPHONE.format('inside')})?[）)](?:{_TELEPHONE.format('behind')})?"
    rf"|(?:(?<=\S)[ \u3000]+|[：:]\s*)(?P<name>[一-龥·]{{2,3}})(?:{_TELEPHONE.format('after')})?"
    rf"|[（(]{_TELEPHONE.format('enclosed')}[）)]|{_TELEPHONE.format('alone')})"
)
# In brackets behind a name these say what kind of thing it is: 各镇（街道）, 县应急局（安委办）.
_KIND = re.compile(r".*(?:[位级头合办方场处站科股室队局委部会]|街道|园区|社区|乡镇|公安|武装|管理)")


def without_person(name: str) -> tuple[str, str]:
    """Give a unit without the person and the telephone that stand behind it, and these; the words as they are where none do."""
    match = _BEHIND.fullmatch(name)
    if match is None or not is_named(match["unit"]):
        return name, ""
    person = match["person"] or match["name"] or ""
    if person and (is_named(person) or _KIND.fullmatch(person) or not re.match(_SURNAMES, person)):
        return name, ""
    telephone = next((match[each] for each in ("inside", "behind", "after", "enclosed", "alone") if match[each]), "")
    return match["unit"], f"{person} {telephone}".strip()
