"""Owners that stand in the sentence itself: 由县水利局牵头，县财政局配合，4月30日前…; 请县教育局会同县住建局…."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duban.papers.reading.tasks.dates import is_limit
from duban.papers.reading.tasks.doubts import doubt
from duban.papers.reading.tasks.roles import Owners
from duban.papers.reading.tasks.scans import tokens_of
from duban.papers.reading.tasks.units import is_collective, is_named
from duban.papers.reading.words.owners import CALLS, ENDS
from duban.papers.reading.words.sentences import ACTS, FOLLOWS, HEADS, HELPERS, LEAD_INS, MODAL, STATED, YOURS

# 县住房和城乡建设局 is no township, 县人大常委会 no committee of the party.
_GOES_ON = (
    r"(?!(?<=城乡)(?:建设|规划|统筹|融合|一体|环境|发展|管理)[^、，；。]{0,10}?(?:局|委|厅|部|办|中心))(?!(?<=常委)会)"
)
_NAME = rf"[^\s、，；。：:（()）“”？！]{{1,18}}?(?:{ENDS}{_GOES_ON}|常委会|[镇乡]{_GOES_ON}|街道|[县市区州](?=[、和及与，。；]|$|政府|于|按|在|配合|负责|牵头|要|应|须|会同|共同))(?:[（(][^（()）]{{1,14}}[）)])?"
_MANY = r"(?:[省市县区州乡镇]直)?(?:各|有关|相关|其他)[^\s、，；。：:（()）]{0,10}?(?:政府|部门|单位|乡镇|街道|镇街|地区|村|社区|学校|企业|园区|[县市区镇乡])(?:人民政府|政府|办事处)?"
_UNIT = re.compile(rf"(?:{YOURS.words}|{_MANY}|{_NAME})(?={FOLLOWS.words})")
# 县委 is a name and begins many: 县委改革办, 县委宣传部.
_OF_COMMITTEE = re.compile(
    r"[^\s、，；。]{0,6}(?:[县市区省州党工]委|政府)(?:[一-龥]{0,3}?(?:办公室|督查室|研究室|信访室|法制办)|[一-龥]{1,10}?(?:部|办|室|局|委|组|党校|中心)"
    r"(?=[、，；,;]|$|和|与|及|等|总?牵头|会同|配合|负责|协助|要|须|应|于|组织|共同))"
)
# Behind 请 or 责成 a name is over where it ends like one, whatever verb follows: 请县应急局举一反三.
_CALLED = re.compile(
    r"[省市县区州][^\s、，；。：:（()）的各有]{1,9}?(?:局|委员会|委|中心|公司|集团|街道|支队|大队)(?!员|长|副|监委|主任|书记|领导|班子|党组|负责人|及|和|与|等)(?=[一-龥])"
)
_ONLY_SAID = re.compile(r"指出|认为|听取")
_NO_UNIT = re.compile(
    r"鼓励|建设|建立|推动|推进|加强|支持|引导|依托|通过|探索|对|将|以|按|要|须|指导|督促|督查组|我[省市县区]$|全[省市县区]$|本[省市县区]$|是|为|把|与|和|该|因|经|未|未能|可|凡|被|所|其"
)
# 请于每月25日前将情况报县政府: what ends like a name and has a day or a verb within is none.
_SAYS = re.compile(r"\d+[年月日号个时]|^于?[每今明本下](?:[年月周季]|半年|学期)|前将|底前|日前|将.*报")
_IF_NOT = re.compile(r"(?:逾期|未|不|拒|违反)[^，；。]{0,16}的[，,]?\Z")
_WITHIN = re.compile(r"[由请](?=[省市县区州]|[一-龥]{1,4}(?:[镇乡]|街道))")
_GIVEN_TO = re.compile(r"(?<=[一-龥]{2})由(?=[省市县区州][^、]{1,12}$)")
_LONGEST_CLAUSE = 200
_JOIN = re.compile(r"、|和|与|及|以及|并(?=[县市区])")
_OTHERS = re.compile(r"等(?:[\d一二三四五六七八九十]{1,2}个?)?(?:有关|相关)?(?:部门|单位|乡镇|街道)?")
_JOINED = re.compile(r"(?:并)?(?:会同|联合|会商|商请?(?=[县市区省州]))")
# A line of its own that only says what the paper is.
_TITLE = re.compile(r"[^，。；：:]{4,60}(?:议定事项|决定事项|纪要|清单|方案|通知|台账|一览表|分解表|情况汇报|要点)")
_CLAUSE = re.compile(r"[，；;,]|(?<=牵头)、|(?<=负责)、")
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")


@dataclass(frozen=True)
class Charged:
    """A passage whose own words say who does it."""

    start: int
    end: int
    owners: Owners


@dataclass
class _Clause:
    owners: Owners
    is_head: bool
    has_task: bool


def charged_sentences(text: str, start: int, end: int, *, formal: bool) -> list[Charged]:
    """Give the passages of a stretch that name their units in running words, sentences that only go on joined to the one before.

    `formal` where the paper is minutes or an instruction: there 县住建局要… charges too.
    """
    found: list[Charged] = []
    for line in re.finditer(r"[^\n]+", text[start:end]):
        fresh = True
        if _TITLE.fullmatch(line.group().strip()):
            continue
        for sentence in _SENTENCE.finditer(line.group()):
            begins = start + line.start() + sentence.start()
            ends = start + line.start() + sentence.end()
            parts = _of_sentence(text, begins, ends, formal, formal and not fresh)
            if parts:
                found += parts
                fresh = False
            elif not fresh and not LEAD_INS.compiled.match(sentence.group().strip()):
                last = found[-1]
                found[-1] = Charged(last.start, ends, last.owners)
            else:
                fresh = True
    return found


def named_in(text: str) -> list[str]:
    """Give the units with which clauses of a passage begin: 市城投集团10月底前交付，市自然资源局做好保障."""
    clauses = (each.strip() for each in re.split(r"[，；。;\n]", text))
    names = (
        name for clause in clauses for place in (0, *_called(clause)) for name in _names(clause, place, place > 0)[0]
    )
    return [name for name in names if is_named(name) and not re.search("的|各|地方", name) and not _NO_UNIT.match(name)]


def _called(clause: str) -> list[int]:
    """Give where units begin that a clause calls in its midst: 所需资金由县财政局解决."""
    return [each.end() for each in _WITHIN.finditer(clause) if each.start()] if len(clause) < _LONGEST_CLAUSE else []


def owners_of_dated(text: str) -> Owners:
    """Give the units of a point that names a limit and has no bracket: 县水利局要…, 县政府督查室7月底前….

    The unit with which its first clause begins is in charge, where no word says more.
    """
    owners = Owners()
    for each in charged_sentences(text, 0, len(text), formal=True):
        owners.add(each.owners)
    if not owners:
        names, at, _ = _names(text, len(text) - len(text.lstrip()))
        if re.match(r"\d|今|本|年|明|要|须|应|于|在", text[at:]) or _is_dated(text[at : at + 24]):
            owners.charged += names
    everybody = owners.lead + owners.charged
    sure = all(is_named(name) and not re.search("的|级|各|地方", name) for name in everybody)
    return owners if sure and everybody else Owners()


def _is_dated(words: str) -> bool:
    return any(token.start == 0 and token.kind != "day_only" for token in tokens_of(words))


def owners_inside(text: str) -> Owners:
    """Give the units that a passage charges in running words: 由县住建局牵头，县财政局、县城管局配合."""
    owners = Owners()
    for each in charged_sentences(text, 0, len(text), formal=False):
        owners.add(each.owners)
    return owners


def _of_sentence(text: str, start: int, end: int, formal: bool, goes_on: bool) -> list[Charged]:
    found: list[Charged] = []
    owners, begins, tasked = Owners(), start, False
    at, opens = start, True
    while at < end:
        stop = _CLAUSE.search(text, at, end)
        until = stop.start() if stop else end
        # 逾期未改的，由县纪委监委问责: what follows if it is not done is no task.
        threatens = bool(_IF_NOT.search(text[begins:at]))
        clause = None if threatens else _clause(text[at:until], formal, goes_on, formal and opens)
        if clause and clause.is_head and tasked and owners:
            found.append(Charged(begins, at, owners))
            owners, begins, tasked = Owners(), at, False
        if clause and (clause.is_head or owners):
            owners.add(clause.owners)
            tasked |= clause.has_task
        else:
            tasked |= bool(owners)
        said = text[at:until].strip()
        opens = opens and bool(LEAD_INS.compiled.fullmatch(said + "，") or is_limit(said))
        at = until + 1
    return [*found, Charged(begins, end, owners)] if owners else found


def _clause(words: str, formal: bool, goes_on: bool, opens: bool) -> _Clause | None:
    """Read one clause from its beginning: who is called, who leads, who helps."""
    at = len(words) - len(words.lstrip())
    lead_in = LEAD_INS.compiled.match(words, at)
    if lead_in and _ONLY_SAID.search(lead_in.group()):
        return None
    at = lead_in.end() if lead_in else at
    label = re.match(r"[^：:，。]{0,10}[：:]\s*", words[at:])
    at += label.end() if label else 0
    stated = STATED.compiled.match(words, at)
    if stated:
        return _stated(words, stated)
    # 县城管局牵头，会同县公安局: who is joined in a clause of their own helps.
    joined = _JOINED.match(words, at)
    if joined:
        return _joined(words, joined)
    called = CALLS.compiled.match(words, at)
    at = called.end() if called else at
    names, at, open_list = _names(words, at, is_called=bool(called) and formal)
    if (
        not names
        or any(_NO_UNIT.match(name) or _SAYS.search(name) for name in names)
        or words[at : at + 3].startswith("的")
    ):
        return None
    inner = _GIVEN_TO.search(names[0])
    if inner:
        # 电梯更新由区市场监管局牵头: what it is about stands before 由 and is no part of the name.
        names[0], called = names[0][inner.end() :], called or inner
    owners = Owners(doubts=[doubt("open_list")] if open_list else [])
    head = HEADS.compiled.match(words, at)
    if head:
        rest = head.end()
        if words[rest : rest + 1] == "的":
            return None
        into = owners.lead if head["lead"] or head["leads"] else owners.charged
        if head["joined"]:
            others, rest, _ = _names(words, rest)
            if not others:
                return None
            into, owners.support = owners.lead, others
        into += names
        return _Clause(owners, True, bool(words[rest:].strip(" 。")))
    helper = HELPERS.compiled.match(words, at)
    if helper:
        tail = words[helper.end() :].strip(" 。")
        into = owners.guide if helper["guide"] else owners.support
        into += names
        others, _, _ = _names(words, helper.end())
        if called and others:
            owners.charged += others
        return _Clause(owners, bool(called and others), bool(tail))
    modal = MODAL.compiled.match(words, at)
    acts = opens and ACTS.compiled.match(words, at) and all(is_named(name) and "的" not in name for name in names)
    many = all(is_collective(name) for name in names)
    if called or acts or (modal and formal and (lead_in or label or goes_on or not many)):
        owners.charged += names
        return _Clause(owners, True, bool(words[at:].strip(" 。")))
    return None


def _joined(words: str, joined: re.Match[str]) -> _Clause | None:
    """Read who is joined in a clause of their own; None where one of them is no unit by its name."""
    names, _, open_list = _names(words, joined.end())
    if not names or not all(map(is_named, names)):
        return None
    return _Clause(Owners(support=names, doubts=[doubt("open_list")] if open_list else []), False, True)


def _stated(words: str, stated: re.Match[str]) -> _Clause | None:
    names, _, open_list = _names(words, stated.end())
    owners = Owners(doubts=[doubt("open_list")] if open_list else [])
    role = "lead" if stated["lead"] else "support" if stated["support"] else "guide" if stated["guide"] else "charged"
    getattr(owners, role).extend(names)
    return _Clause(owners, role in ("lead", "charged"), False) if names else None


def _names(words: str, at: int, is_called: bool = False) -> tuple[list[str], int, bool]:
    """Give the units that are listed from a place on, where they end, and whether 等 leaves the list open."""
    names: list[str] = []
    yours = YOURS.compiled.match(words, at) if is_called else None
    if yours and not _UNIT.match(words, at):
        return [yours.group()], yours.end(), False
    if is_called and not _UNIT.match(words, at) and (plain := _CALLED.match(words, at)):
        return [plain.group()], plain.end(), False
    while True:
        unit = _UNIT.match(words, at)
        if unit is None:
            break
        longer = _OF_COMMITTEE.match(words, at) if unit.group().endswith(("委", "政府")) else None
        names.append((longer or unit).group())
        at = (longer or unit).end()
        others = _OTHERS.match(words, at)
        if others:
            return names, others.end(), True
        join = _JOIN.match(words, at)
        if join is None:
            break
        if not _UNIT.match(words, join.end()):
            break
        at = join.end()
    return names, at, False
