"""Who leads and who supports, out of the words of a bracket, a labelled line or a table cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from duban.papers.reading.tasks.dates import is_limit, number_of
from duban.papers.reading.tasks.doubts import doubt

_KINDS = r"(?:责任|负责)?(?:单位|部门|处室|科室|股室|地区|主体|机构)?(?:及分工)?"
LABELS = (
    (
        "ignored",
        r"适用范围|实施范围|适用地区|责任人员?|(?:责任|牵头|分管|包抓|包保|联系)(?:县|市|区)?领导|联系人(?:及电话)?|联系电话|负责人|备注",
    ),
    (
        "limit",
        r"(?:完成|办结|整改|落实|工作|办理|时间|计划完成|责任)?(?:时限|时间|期限|节点|时间节点|时间进度)(?:要求|安排)?",
    ),
    ("lead", rf"(?:总)?牵头{_KINDS}|主办(?:单位|部门)?|主责(?:单位|部门)?|第一责任(?:单位|部门)"),
    ("support", rf"(?:配合|协办|协助|参与|参加|协同|支持|会办|协作){_KINDS}"),
    ("guide", r"(?:业务)?指导(?:单位|部门)"),
    (
        "charge",
        r"(?:主要|具体)?(?:责任|负责|承办|落实|实施|完成)(?:单位|部门|处室|科室|股室|主体|机构)|责任分工|任务分工|负责",
    ),
)
_LABEL = re.compile(
    "(?:"
    + "|".join(f"(?P<{role}>{words})" for role, words in LABELS)
    + r")(?:\s*[：:]\s*|(?:(?<=单位)|(?<=部门))[为是](?=\S))"
)
_OPENING = re.compile(
    r"(?:负责|责任|牵头|主办|承办|配合|协办|落实|主责|参与)(?:责任)?(?:单位|部门|处室|科室|主体)[：:为是]?"
)
_FIRST_LEADS = re.compile(
    r"(?:(?<=[，。；,;])[责任单位部门中均]{0,6})?(?:列|排|名列|排名|排序|位列)?(?:在|于)?(?:第一(?:位|个|名)?|首位|首个)(?:的|者)?(?:责任)?(?:部门|单位)?"
    r"(?:均)?(?:为|是|系|即为)(?:总)?牵头(?:责任|负责)?(?:部门|单位|者|方)?"
)
_SAME_BELOW = re.compile(r"[，,；;。]?(?:以)?下同")
_SEPARATORS = re.compile(r"[、，,；;。\n|｜]|(?<![\da-zA-Z])/|会同|以及|(?<![普涉波以])及(?![时格])")
_UNIT_END = r"(?:局|委|办|部|厅|署|院|委员会|协会|工会|商会|政府|公司|集团|银行|大队|支队|总队|中心|办事处|法院|妇联|残联|科协|文联|工商联|办公室)"
_JOINED = re.compile(
    rf"(?<=[^、，；\s]{{2}})(?<!社会)(?<={{end}})(?:和|与|[ \u3000]+)(?=[^、，；\s]{{1,20}}?{_UNIT_END}(?:$|[、，；,;等\s]|按|共同|牵头|配合|负责|参与))".replace(
        "{end}", "[局委办部厅署院会府司团行队心联协室]"
    )
)
# Names that only spaces divide, as in a narrow cell.
_SPACED = re.compile(
    rf"(?:(?:各[^\s、，；]{{1,12}}|[^\s、，；]{{2,20}}?(?:{_UNIT_END}|[镇乡县市区]|街道))(?:[ \u3000]+|$)){{2,}}"
)
_MANNER = re.compile(
    r"(?:按照?|依照?|依据|根据|结合|在)(?:各自|本|其|自身|部门|单位|相应|有关|相关|法定|的|“?三定”?|既定|任务)*"
    r"(?:职责|职能|分工|权限|任务|责任|属地|管辖|管理|规定|要求)[^、，；,;]*"
)
_FILLER = re.compile(
    r"(?:各司其职|各负其责|密切配合|齐抓共管|分工负责|共同|分别|具体|各自|分头|分工|联合|协同|全程|抓好|抓|主要|统一|统筹|做好|予以|一并)$"
)
_VERBS = (
    ("lead", re.compile(r"(?:总)?牵头(?:负责|组织|落实|实施|推进|抓总|抓好|办理|制定)*$")),
    ("guide", re.compile(r"(?<!业)(?:业务|督促|跟踪|督导)?指导(?:监督|督促|协调)?$")),
    (
        "support",
        re.compile(
            r"(?:积极|密切|协助|共同|予以|做好)?(?:配合|参与|参加|协助|协办|支持|协同|会办)(?:做好|落实|实施|工作)*$"
        ),
    ),
    ("charge", re.compile(r"(?:负责|落实|组织实施|实施|承办|主办|推进|办理|完成)$")),
)
_COLLECTIVE = re.compile(
    r"(?:国务院|省|市|县|区|州|中央|省级|市级|县级|市直|省直|县直|区直|州直|其他|其它)*(?:各)?(?:有关|相关|其他|其它|成员|责任|职能|主管|所属|直属)*"
    r"(?:部门|单位|地区|地方|方面|机构|部委)(?:和(?:有关|相关)?(?:单位|部门|地方|地区))?|各.{1,14}|有关.{1,10}|相关.{1,10}"
)
_AND_OTHERS = re.compile(
    r"等(?P<count>[\d一二三四五六七八九十]{1,3})?(?P<bare>个?(?:部门和单位|部门|单位|地方|地区|方面)?)(?P<rest>$|(?:和|与|及)?(?=各|国务院|有关|相关|其他|其它|省|市|县|区|州|乡|镇|街道|成员|责任|地方|中央|职能|企业|国有|高校|金融机构|科研))"
)
_SENTENCE = re.compile(
    r"[。！？：:“”《》]|应当|必须|不得|要求|如果|对此|需要|我们|他们|建立|确保|实行|由于|不再|可以|是否|因为|是指|认真|[要应将须均都也并]$"
)
_LONGEST = 2000
_LEAD_MARKS = ("牵头", "牵头单位", "牵头部门", "主办")
_MARKS = "、，,；;。.：:！!？? \u3000\t\n·"


@dataclass
class Owners:
    """Names by role as one passage states them. `charged` are named without saying who leads."""

    lead: list[str] = field(default_factory=list)
    charged: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    first_leads: bool = False
    same_below: bool = False

    def add(self, other: Owners) -> None:
        """Take in what a neighbouring bracket or cell states about the same task."""
        for name in ("lead", "charged", "support", "limits", "doubts"):
            getattr(self, name).extend(getattr(other, name))
        self.first_leads |= other.first_leads
        self.same_below |= other.same_below

    def divided(self, first_leads: bool = False) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Give leads, supports and doubts: without 牵头 all named lead, or the first where the paper says so."""
        if self.lead:
            lead, support = self.lead, self.charged + self.support
        elif first_leads or self.first_leads:
            lead, support = self.charged[:1], self.charged[1:] + self.support
        else:
            lead, support = self.charged, self.support
        lead = list(dict.fromkeys(lead))
        support = [name for name in dict.fromkeys(support) if name not in lead]
        doubts = list(dict.fromkeys(self.doubts))
        if not lead:
            doubts.append(doubt("no_lead"))
        elif all(_COLLECTIVE.fullmatch(name) for name in lead):
            doubts.append(doubt("collective_lead", "、".join(lead)))
        return tuple(lead), tuple(support), tuple(doubts)


def is_unit(name: str) -> bool:
    """Tell whether words look like the name of one unit, by how it ends."""
    return bool(
        re.fullmatch(
            rf"[^\s、，；。：:（）()]{{1,18}}(?:{_UNIT_END}|[镇乡县市区州社台站所]|街道|学校|医院)|各[^\s、，；。：:]{{1,12}}",
            name,
        )
    )


def closes_item(words: str) -> bool:
    """Tell whether a bracket's content states owners: it opens with their label or ends in their verb."""
    words = _plain(words)
    if _OPENING.match(words):
        return True
    words = _SAME_BELOW.sub("", _FIRST_LEADS.sub("", words)).strip(_MARKS)
    words = re.split(r"[，,；;。](?=适用范围|完成时限|时限)", words)[0]
    words = re.sub(
        r"[，,；;]?(?:力争|确保|于|在)?[^、，；,;]{0,14}(?:底|日|月|季度|半年)(?:之前|以前|前)?(?:完成|落实到位)?$",
        "",
        words,
    )
    words = re.sub(r"[，,；;](?:长期坚持|长期任务|持续推进|持续落实)$", "", words)
    return bool(re.search(r"(?:负责|参与|配合|牵头|协办|协助|落实|组织实施|指导)$", words)) and bool(
        re.search(r"负责|参与|配合|牵头|协办|协助", words)
    )


def mentions_owners(words: str) -> bool:
    """Tell whether a bracket speaks of responsibility at all, so that an unread one can be shown."""
    return bool(re.search(r"负责(?!人|同志|任)|牵头|(?:责任|配合)(?:单位|部门)[：:为是]", words))


def states_first_leads(words: str) -> bool:
    """Tell whether a passage says that the unit named first leads."""
    return bool(_FIRST_LEADS.search(words))


def read_owners(words: str, role: str = "charge") -> Owners | None:
    """Read a bracket, labelled line or cell; None where its words are no names. `role` holds for names without a verb."""
    owners = Owners()
    if len(words) > _LONGEST:
        return None
    words = _plain(words)
    owners.first_leads = bool(_FIRST_LEADS.search(words))
    owners.same_below = bool(_SAME_BELOW.search(words))
    words = _SAME_BELOW.sub("", _FIRST_LEADS.sub("", words))
    words = re.sub(r"[，；,;。]?(?:适用|实施)范围[^；;]*", "", words)
    labels = list(_LABEL.finditer(words))
    opening = _OPENING.match(words)
    if not labels and opening:
        role, words = (
            (
                "lead"
                if "牵头" in opening[0] or "主办" in opening[0]
                else "support"
                if re.match("配合|协办|参与", opening[0])
                else role
            ),
            words[opening.end() :],
        )
    first = labels[0].start() if labels else len(words)
    if not _read_names(words[:first], role, owners):
        return None
    for label, following in zip(labels, [*labels[1:], None], strict=False):
        value = words[label.end() : following.start() if following else len(words)].strip(_MARKS)
        kind = label.lastgroup or role
        if kind == "limit":
            owners.limits.append(value)
        elif kind != "ignored" and not _read_names(value, kind, owners):
            return None
    return owners


def _plain(words: str) -> str:
    words = re.sub(r"[\ue000-\uf8ff\ufffd]", "", words)
    words = re.sub(r"[ \t\u3000\xa0]*\n[ \t\u3000\xa0]*", "\n", words).strip()
    return re.sub(r"(?<=[、，；：:])[ \t\u3000\xa0]+|[ \t\u3000\xa0]+(?=[、，；：:])", "", words)


def _read_names(words: str, role: str, owners: Owners) -> bool:
    """Sort the names of one stretch into `owners`; False where it reads as a sentence and not as names."""
    shown, inner = _hidden(words)
    shown = re.sub(r"(?:(?<=牵头)|(?<=负责))(?=[^、，,；;。\n]{2,20}(?:配合|参与|协助)(?:$|[、，,；;。]))", "，", shown)
    if _SPACED.fullmatch(shown):
        shown = re.sub(r"[ \u3000]+", "、", shown)
    shown = _JOINED.sub("、", shown)
    pending: list[str] = []
    by_role: dict[str, list[str]] = {"lead": [], "charge": [], "support": [], "guide": []}
    for piece in _SEPARATORS.split(shown):
        stem, verb, alone = _without_verbs(piece, inner, owners)
        names = _names(stem, inner, owners, len(pending))
        if names is None:
            return False
        if alone:
            by_role["lead"] += names
            continue
        pending += names
        if verb:
            by_role[verb] += pending
            pending = []
    by_role["support" if role == "charge" and by_role["lead"] else role] += pending
    if role != "charge":
        by_role[role], by_role["charge"] = by_role["charge"] + by_role[role], []
    owners.lead += by_role["lead"]
    owners.charged += by_role["charge"]
    owners.support += by_role["support"] + by_role["guide"]
    if by_role["guide"]:
        owners.doubts.append(doubt("guide", "、".join(by_role["guide"])))
    return True


def _hidden(words: str) -> tuple[str, list[str]]:
    """Put a private character for every inner bracket, so that 县（市、区） is not cut."""
    inner: list[str] = []

    def hide(match: re.Match[str]) -> str:
        inner.append(match.group())
        return chr(0xE000 + len(inner) - 1)

    hidden = ""
    while hidden != words and len(inner) < 1000:
        hidden, words = words, re.sub(r"[（(〔\[][^（()）〔〕\[\]]*[）)〕\]]", hide, words)
    return words, inner


def _without_verbs(piece: str, inner: list[str], owners: Owners) -> tuple[str, str, bool]:
    """Give what is left of a piece without its verbs, the role they close, and whether it is for this name alone."""
    piece = piece.strip(_MARKS)
    if piece and "\ue000" <= piece[-1] <= "\uf8ff" and _shown(piece[-1], inner)[1:-1] in _LEAD_MARKS:
        return piece[:-1], "lead", True
    verbs: set[str] = set()
    before = None
    while before != piece:
        before = piece
        for role, verb in _VERBS:
            shorter = verb.sub("", piece).strip(_MARKS)
            if shorter != piece:
                piece = shorter
                verbs.add(role)
        piece = _MANNER.sub("", _FILLER.sub("", piece)).strip(_MARKS)
    head, mark, tail = piece.partition("牵头")
    if mark and head:
        owners.doubts.append(doubt("unread_words", _shown(tail, inner)))
        return head, "lead", False
    return piece, next((r for r in ("lead", "guide", "support", "charge") if r in verbs), ""), False


def _names(stem: str, inner: list[str], owners: Owners, before: int) -> list[str] | None:
    """Give the names in a piece, 等 and what follows it told apart; None where it is no name."""
    parts = [stem]
    others = next(iter(list(_AND_OTHERS.finditer(stem))[-1:]), None)
    if others:
        parts = [stem[: others.start()], stem[others.end() :]]
        complete = others["count"] and number_of(others["count"]) == before + bool(parts[0])
        if not complete and (others["rest"] or not parts[1]):
            owners.doubts.append(doubt("open_list"))
    names = []
    for part in parts:
        name = re.sub(r"^(?:由|请|并由|并请|其中)(?=.{2})", "", part.strip(_MARKS))
        name = re.sub(r"\s+", "", _shown(name, inner)).strip(_MARKS)
        if is_limit(name):
            owners.limits.append(name)
            continue
        if not name or re.fullmatch(r"等|和|与|分别|共同|会|同|负责|以下", name):
            continue
        if len(name) > 40 or _SENTENCE.search(name) or not re.search(r"[\u3400-\u9fffA-Za-z]", name):
            return None
        names.append(name)
    return names


def _shown(piece: str, inner: list[str]) -> str:
    shown = ""
    while shown != piece:
        shown, piece = piece, re.sub(r"[\ue000-\uf8ff]", lambda m: inner[ord(m[0]) - 0xE000], piece)
    return piece
