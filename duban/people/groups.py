"""Which group a unit belongs to, as its name suggests it: said with the reason and chosen by a person, never by itself."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from duban.people.models import Group

# Group → what its names end in, the surest first: 县林业局 is a department although 县 stands in it.
_ENDINGS = (
    (Group.ENTERPRISE, r"公司|集团|厂"),
    (Group.ZONE, r"(?:开发|工业|产业|示范|园|新|高新|保税|旅游|社会?管理?)[^局]{0,6}?(?:区|园区)?(?:管理委员会|管委会)|开发区|示范区|(?:工业|产业|科技)园区?|社管委"),
    (Group.SUPERIOR_AGENCY, r"(?:税务|气象|邮政管理|烟草专卖|海关|地震)局|海关|调查队|供电(?:局|所)|人民银行|银监.*|消防救援(?:大队|支队)"),
    (Group.SUBORDINATE, r"站|所|大队|支队|中队|卫生院|中心校"),
    (Group.TOWNSHIP, r"(?:镇|乡|民族乡|苏木|街道)(?:人民政府|政府)?|街道办事?处?"),
    (Group.DEPARTMENT, r"局|委|委员会|办|办公室|厅|科|中心|院|队|社|会|馆|部"),
    (Group.COUNTY, r"(?:县|市|区|旗|自治县)(?:人民政府|政府)?"),
)  # fmt: skip


@dataclass(frozen=True)
class Suggestion:
    """A group with the reason for which it is suggested."""

    group: str
    why: str


def suggested(name: str, among: Iterable[str]) -> Suggestion | None:
    """Return the group, of those that the document has, that a unit's name speaks for; None where it speaks for none of them."""
    known, words = set(among), name.strip()
    for group, ending in _ENDINGS:
        found = re.search(rf"(?:{ending})\Z", words)
        if found is None:
            continue
        if group in known:
            return Suggestion(group.value, f"名称以“{found[0]}”结尾")
        if group not in (Group.SUPERIOR_AGENCY, Group.SUBORDINATE):
            return None
    return None
