"""Which kind of fact a clause speaks of when it gives points, and who made it: 省直部门通报批评, 配合单位不配合, 电话催办."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# A district of a city stands where a county does; an autonomous region is a province.
_COUNTY = "(?:县|(?<!自治)(?<!地)区|旗)"
# From the narrow to the wide; what is found is taken out before the next is looked for.
_AUTHORITIES = (
    (r"省(?:部?级|委、?省政府)?(?:及|\(含\))?以上", ("central", "ministry", "province")),
    (r"[市州](?:级|委、?[市州]政府)?(?:及|\(含\))?以上", ("central", "ministry", "province", "prefecture", "prefecture_principal")),
    (rf"{_COUNTY}级?(?:及|\(含\))?以上", ("central", "ministry", "province", "prefecture", "prefecture_principal", "county", "county_principal")),
    (r"省级(?:议事)?协调机构", ("province_coordinating",)), (r"[市州]级(?:议事)?协调机构", ("prefecture_coordinating",)),
    (r"[市州](?:政府)?督查室", ("prefecture_office",)), (rf"{_COUNTY}(?:政府)?督查室", ("county_office",)), (r"省[级直](?:部门|单位)", ("province_department",)),
    (r"国家各?部委|中央部委", ("ministry",)),
    (r"(?:[市州]委、?)?[市州](?:委|政府|级)?(?:的)?(?:党政)?主要领导", ("prefecture_principal",)), (rf"(?:{_COUNTY}委、?)?{_COUNTY}(?:委|政府|级)?(?:的)?(?:党政)?主要领导", ("county_principal",)),
    (r"(?:[市州]委书记(?:[、和或]|$))?(?<!副)[市州]长(?!级)|[市州]委书记", ("prefecture_principal",)), (rf"(?:{_COUNTY}委书记(?:[、和或]|$))?(?<!副){_COUNTY}长(?!级)|{_COUNTY}委书记", ("county_principal",)),
    (r"(?:[市州]委、?)?[市州](?:委|政府)?其他(?:党政)?领导|其他[市州]级?领导", ("prefecture",)), (rf"(?:{_COUNTY}委、?)?{_COUNTY}(?:委|政府)?其他(?:党政)?领导", ("county",)), (rf"其他{_COUNTY}级?领导", ("county",)),
    (r"党中央|国务院|中央媒体|国家(?:级|层面|(?=通报|表[扬彰]))|[国中]办(?=采用|刊发|刊登|转发|通报|表扬|批|、)", ("central",)), (r"省委|省政府|省级|(?<!其他)省领导|自治区(?:党委|政府)", ("province",)),
    (r"[市州]委|[市州]政府|[市州]级|[市州]领导", ("prefecture", "prefecture_principal")), (r"全[县区]", ("county", "county_principal", "county_office")),
    (rf"{_COUNTY}(?:委|政府|级|领导)", ("county", "county_principal")),
)  # fmt: skip
# What is no authority although it sounds like one: who the unit acts for, whose media or meeting it is.
_NOT = re.compile(
    r"[市州县区旗]级?(?:直属?)?(?:职能|行业|主管)*(?:部门|单位)|代表[市县区]政府|报[市县区]政府|向[市县区]政府|在我[市县区]"
)
# Whoever checks a report and does not accept it sends it back; not what comes after that (退回后仍不合格), nor what others send back (被上级退回).
_RETURNED = r"(?:(?<!上级)退回|复办|审[核查](?:未|不)(?:予|获|能)?通过|未(?:能)?通过审[核查])(?![^,，]{0,10}后)"
_REPORTED = re.compile("报|审核|反馈|材料|办理|办结|结果|质量|落实|整改|进展|事项|任务|重办|修改|^[^件]{0,12}$")
# 经催办后仍未办结 is more than being urged.
_NOT_AFTER = "(?![^,，。;；]{0,4}(?:后|仍|事项|件|不|未|单位))"
# 电话督办件 is a matter, whatever became of it.
_NOT_MATTER = "(?!件|事项|任务|问题|单)"
_KINDS: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    (r"配合单位.{0,12}不(?:积极)?(?:予)?配合|不积极配合", "uncooperative", {"role": "support"}),
    (r"约谈", "interview", {}),
    (r"批示.{0,8}(?:表扬|肯定)|肯定性?批示", "instruction", {"tone": "praise"}), (r"批示.{0,8}(?:批评|否定)|否定性?批示", "instruction", {"tone": "criticism"}),
    (r"通报表扬|表彰", "circular", {"tone": "praise"}), (r"通报批评", "circular", {"tone": "criticism"}),
    (r"(?:经验)?(?:推广)?现场会", "hosted_meeting", {}), (r"采用|刊发|刊登|刊载", "published", {}), (r"推广.{0,4}经验|经验.{0,6}推广", "promoted", {}),
    (r"谎报|瞒报|虚报|弄虚作假", "false_report", {}), (r"质量问题|质量不(?:高|合格)|(?:没有|无)实质(?:性)?内容", "poor_report", {}),
    (rf"(?:电话|口头).{{0,6}}(?:催办|督办){_NOT_MATTER}", "urged", {"channel": "phone"}), (rf"现场(?:催办|督办){_NOT_MATTER}", "urged", {"channel": "on_site"}),
    (rf"会议督办{_NOT_MATTER}", "urged", {"channel": "meeting"}), (rf"下发.{{0,12}}通知单|书面(?:催办|督办){_NOT_MATTER}", "urged", {"channel": "written"}),
    (rf"(?:被|受到|收到)[^,，。;；、扣减加]{{0,10}}催办(?:单(?!位)|函|通知书?)?{_NOT_AFTER}", "urged", {}),
    (r"(?:退回).{0,10}逾期", "late", {"what": "resubmission"}),
    (r"(?:逾期|超期)(?:仍?未)?(?:上?报|报送|反馈)|迟报|未(?:按时|按期|按时限)(?:上报|报送|反馈)", "late", {"what": "report"}),
    (r"未能?[于在][^,，。;；、扣减加]{0,16}?(?:之?前|内)(?:上报|报送|反馈|提交)", "late", {"what": "report"}),
    (r"(?:逾期|超期|未能?(?:按[期时]|按(?:规定|要求)?的?[时期]限|如期|在(?:规定|要求)的?(?:时间|[时期]限)内?))(?:仍?未)?(?:予以)?(?:办结|完成(?!报送|上报|反馈)|答复|办理(?!情况|结果)|整改(?!情况|结果|报告|方案)|销号)", "late", {"what": "result"}),
    (_RETURNED, "returned", {}),
    (r"未按时.{0,4}(?:接受|签收).{0,4}反馈", "late", {}),
    (r"(?:逾期|超时|超期|未(?:能)?(?:按[时期]|及时|按规定(?:时[间限])?|在规定(?:时[间限])内))(?:仍?未|不)?(?:签收|接收|认领)", "late", {"what": "acceptance"}),
)  # fmt: skip
# These mean something only together with who made them.
_ISSUED = frozenset(("circular", "instruction", "interview", "published", "hosted_meeting", "promoted"))

_FAILINGS = frozenset(("uncooperative", "interview", "false_report", "poor_report", "urged", "late", "returned"))

# 逾期的, and what was to be done before it.
_LATE = re.compile("[,，](?:逾期|超期|超时)的[,，]?(?=每|[扣减])")
_OWED = (
    ("result", re.compile("(?:内|前)[^,，。;；]{0,6}(?:办结|完成|答复|整改|销号)(?!情况|方案|报告)")),
    ("report", re.compile("(?:内|前)[^,，。;；]{0,14}(?:报送|上报|反馈|报告|提交)")),
)
_ONE_OF_SEVERAL = re.compile("人次|人|处|篇|条|份|例|起|张|个$")
# What alone names no happening.
_NO_HAPPENING = (
    "逾期",
    "超期",
    "超时",
    "延迟",
    "单项",
    "单次",
    "单件",
    "全年",
    "每年",
    "同时",
    "其中",
    "此外",
    "另外",
    "累计",
    # By whom and in which tone, the words do not say: what the library calls so is of any.
    "通报",
    "批示",
    "约谈",
    "刊发",
    "迟报",
)
# A class of matters, whatever became of them (一般事项、特别重要的任务), is none either.
_CLASS = re.compile(
    r"(?:对|属于?)?(?:一般|普通|常规|日常|专项|其[他它余]|比?较?重要|特别重要|重点|重大|紧急|特急|加急|急办|限时|[一二三四甲乙丙ABCⅠⅡⅢ][类级]|[红黄蓝绿橙]色?(?:等级|级别|级)|[红黄蓝绿橙]色)性?的?(?:督[办查])?(?:工作)?(?:事项|任务|工作|件|项目|工单)"
)
_HAPPENS = re.compile("[一-龥]{2,}[一二两1][个处次件项]")
# Matters of a class (属常委会议定事项), and how long or how often something was (超过10天): more of what was said before.
_MORE_OF = re.compile(
    r"(?:对)?属于?[^,，]{2,20}(?:事项|任务|工作|件|项目|工单)|(?:逾期|超期|超时)?(?:超过|满|达到?)\s*\d+\s*(?:个?工作日|天|日|小时|个月|次|件)(?:以上)?"
)
# How grave something was: more of what was said before (情节严重、造成不良影响的).
_BAD = "(?:特别|非常|十分|比?较|极其?|极为)?(?:严重|恶劣|不良|重大?|轻微?|突出|较?大|坏|负面)的?"
_GRAVE = re.compile(
    f"(?:(?:情节|后果|影响|性质|问题|程度){_BAD}|(?:造成|产生|导致|引发){_BAD}(?:社会|工作|负面)?(?:后果|影响|反响)|[,，、或且并及和])+"
)
# A paper of its own, beside which no report of how things go is named.
_PAPER = re.compile(
    "^(?!.*(?:进展|进度|(?<!紧急)(?<!突发)(?<!重大)(?<!应急)(?:情况|信息)|材料|结果|(?<!总结)(?<!分析)(?<!自查)(?<!整改)(?<![内时])报告|报表)).*(?:(?:总结|分析|自查|整改)报告|(?:紧急|突发|重大|应急)[^,，。;；]{0,4}(?:信息|情况|事件)|方案|总结|计划|预案|承诺书|台账|清单|名单)"
)
# One of several that are listed behind it.
_LISTED = re.compile(r"(?:有|存在|具有|出现|发生)?(?:下列|以下|上述|如下)[^,，]{0,4}(?:情[形况]|行为|问题)(?:之一)?")
# Who alone: 省级领导每次加2分, behind what is praised.
_WHO = re.compile(
    r"(?:被|获|由|属|受到?|在)?(?:国家|中央|党中央|国务院|[省市州县区镇乡]|全[省市州县区国])(?:级|委|政府|直|部委|厅)?(?:、?[省市州县区]?(?:委|政府))?(?:办公[厅室])?(?:主要|分管|其他)?(?:领导(?:同志)?|部门|单位|媒体|层面)?(?:及?以[上下])?的?"
)


def names_nothing(label: str) -> bool:
    """Say whether words before an amount name no happening at all."""
    return label in _NO_HAPPENING or any(each.fullmatch(label) for each in (_CLASS, _WHO, _MORE_OF, _LISTED, _GRAVE))


def is_of_paper(kind: str, where: Mapping[str, Any], words: str) -> bool:
    """Say whether it is one paper alone that is late (年度总结迟报的): less than any report."""
    return (kind, where.get("what")) == ("late", "report") and _PAPER.search(words) is not None


def with_what(label: str, between: str) -> str:
    """Return what happens with what stands behind how often: 督查专报每期反映一个问题扣1分."""
    return label + between.strip("的,， ") if label and _HAPPENS.search(between) else label


def who_alone(words: str) -> tuple[str, ...]:
    """Return the authorities that words name, where they name nothing else."""
    said = words.strip(",，、;；:的 ")
    return authorities_in(said)[0] if said and _WHO.fullmatch(said) else ()


def told_apart(each: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what tells several of one day apart (每人次: how many; 每处: which), as (fields of the happening, how a rule counts): else they are one and the same."""
    unit = _ONE_OF_SEVERAL.search(each)
    if unit is None:
        return {}, {}
    if "人" in unit[0]:
        return {"fields": {"number": {"whole": "required", "label": unit[0]}}}, {"count": {"per": "number"}}
    return {"fields": {"which": {"text": "optional", "label": f"哪一{unit[0]}"}}}, {}


def kind_in(subject: str) -> tuple[str, dict[str, Any], list[re.Match[str]]] | None:
    """Return the kind of fact that the words before an amount speak of, its fields, and the matches that say so; None where none or several do."""
    found: list[tuple[re.Match[str], str, Mapping[str, Any]]] = []
    for pattern, kind, where in _KINDS:
        match = re.search(pattern, subject)
        if match and not any(_overlap(match, other) for other, _, _ in found):
            found.append((match, kind, where))
    if any(kind == "urged" and where for _, kind, where in found):
        found = [each for each in found if each[1] != "urged" or each[2]]  # 被催办的单位，每电话催办一次: by telephone.
    if any(kind == "late" and not where for _, kind, where in found):
        found = [each for each in found if each[1] != "late" or not each[2]]  # Whatever is late, reports among it.
    returns = [each for each in found if each[1] == "returned"]
    if returns and all(kind in ("returned", "poor_report") for _, kind, _ in found):
        if not _REPORTED.search(re.split("[扣减加]", re.sub(_RETURNED, "", subject))[0]):
            return None  # 群众信访件被退回: no report of a unit.
        found = returns  # 报告质量不合格被退回: the quality is why, the sending back is what happens.
    kinds = {(kind, tuple(sorted(where.items()))) for _, kind, where in found}
    if len(kinds) != 1:
        return None
    matches = [match for match, _, _ in found]
    _, kind, where = found[0]
    return kind, dict(where), matches


def late_in(subject: str) -> tuple[str, dict[str, Any], list[re.Match[str]]] | None:
    """Return what is late where words say only 逾期的, by the one thing that was to be done before it: 应在7日内办结，逾期的每件扣1分."""
    match = _LATE.search(subject)
    owed = {what for what, pattern in _OWED if match and pattern.search(subject, 0, match.start())}
    return ("late", {"what": owed.pop()}, [match]) if match and len(owed) == 1 else None


def authorities_in(subject: str) -> tuple[tuple[str, ...], list[re.Match[str]]]:
    """Return the authorities that words name, in the order of the library, and where."""
    left = _NOT.sub(lambda found: "　" * len(found[0]), subject)
    names: list[str] = []
    matches: list[re.Match[str]] = []
    for pattern, known in _AUTHORITIES:
        for match in re.finditer(pattern, left):
            names += known
            matches.append(match)
        left = re.sub(pattern, lambda found: "　" * len(found[0]), left)
    return tuple(dict.fromkeys(names)), sorted(matches, key=lambda each: each.start())


def pays(kind: str, where: Mapping[str, Any]) -> bool:
    """Say whether a fact of this kind speaks for a unit: points for it are given, else taken."""
    return kind not in _FAILINGS and where.get("tone", "praise") == "praise"


def is_issued(kind: str) -> bool:
    """Say whether a fact of this kind is made by some authority."""
    return kind in _ISSUED


def _overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()
