"""Each role's first day: five sentences and one thing to do, with the office document's own words where it has them."""

import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from duban.engine.clauses import Regime
from duban.ledger import access
from duban.ledger.governed import paper_for
from duban.people.models import Officer, Role
from duban.web.help.about import cited

# How many steps of a ladder are named in a sentence.
_STEPS = 3
# [台账](matters) is a link to a route, [待签批](proposals?tab=waiting) one with a query.
_LINK = re.compile(r"\[([^\]]+)\]\(([a-z_]+)(\?[^)]*)?\)")


@dataclass(frozen=True)
class Sentence:
    """A sentence with links. `{steps}` are the ladder's steps by name; `otherwise` is said where the document has no ladder.

    `{dispatch}` is what the document calls the paper of a dispatch; `feature` is what the clause beside the sentence names.
    """

    words: str
    feature: str = ""
    otherwise: str = ""


@dataclass(frozen=True)
class FirstDay:
    """What a role has to know on its first day, and the one thing that it does: a sentence, the button's word, and where it leads."""

    sentences: tuple[Sentence, Sentence, Sentence, Sentence, Sentence]
    task: str
    word: str
    route: str
    query: str = ""


@dataclass(frozen=True)
class Guide:
    """A first day as it is shown: each sentence with its clause (may be empty), and the thing to do with its address, empty for who may not go there."""

    role: str
    label: str
    sentences: list[tuple[SafeString, str]]
    task: str
    word: str
    url: str


_LATE = Sentence(
    "到期没有办的，系统按办法提出下一步（{steps}），由您办理，要签批的经签批才实施，不会自己发出去。",
    "ladder_steps",
    "到期没有办的列在工作台上，可以逐件或者成批催办。",
)
_WRONG = Sentence("写错了不涂改：打开那件事项，在末尾“写错了：更正、撤回”里办，原件和更正都保留。")
_SIGNS = Sentence(
    "要您定的是一张张卡片：办什么、办法怎么规定、谁提的，在卡片上直接同意、不同意或者问一句；点错了一分钟内可以撤销。"
)
_POINTS = Sentence("[考核](rankings)里点本单位，每一分都写明依据哪一条、哪件事；不对的提出异议。", "ranking")
_LEADERS_DAY = Sentence("[一页通](one_page)一页看清什么超期、在谁手里、最该说一句的五件，也可以印出来开会用。")

FIRST_DAYS: dict[str, FirstDay] = {
    Role.CLERK: FirstDay(
        (
            Sentence("每天从[工作台](desk)开始：“待我处理”里的数字点开就是清单，办完一件少一件。"),
            Sentence("批示、会议、来文都从[来源](sources)进来，登记成事项就进了[台账](matters)。", "ledgers"),
            Sentence(
                "交办以后系统编文号、发《{dispatch}》，单位签收、报送、您审核，都记在事项的时间线上。",
                "dispatch_notice",
            ),
            _LATE,
            _WRONG,
        ),
        "贴上一条批示的原文，看系统怎样读出名称、期限和单位；不点最后的按钮就什么也不登记。",
        "登记批示",
        "instruction_registration",
    ),
    Role.OFFICE_HEAD: FirstDay(
        (
            Sentence("[工作台](desk)左边是全室待办，等您签批的在[报批](proposals?tab=waiting)里。"),
            Sentence("经办能做的您都能做；核准办结、裁定异议、签发文稿、发布考核由您做。", "completion_check"),
            _LATE,
            Sentence("每期[考核](rankings)发布以前逐条能查依据，发布以后固定不变，有错另发更正版。", "ranking"),
            Sentence(
                "办法没有写清的地方，在[制度](regime)的执行口径里由您选定，谁选的、哪天选的都有记录。", "reading_choice"
            ),
        ),
        "看一遍现行办法的各条由什么落实，有没有还没定的口径。",
        "打开制度",
        "regime",
    ),
    Role.SECTION: FirstDay(
        (
            Sentence("[工作台](desk)列出本科室联系的单位里超期的和等您签批的。"),
            Sentence("[分管](fields)一页是各分管领域的情况，本季度的清单由您填写、交督查室。", "quarterly_summary"),
            Sentence("事项从哪里来看[来源](sources)，办到哪一步看[台账](matters)，点编号看全部经过。", "ledgers"),
            Sentence("轮到您签的在[报批](proposals?tab=waiting)：同意或者不同意都写进记录。"),
            Sentence("[统计](statistics)里点任何一个数就是那份清单，可以导出 Excel。"),
        ),
        "打开自己的分管领域，看这一季度的清单填了没有。",
        "打开分管",
        "fields",
    ),
    Role.LEADER: FirstDay(
        (
            _SIGNS,
            Sentence("[批示](instructions)写一句话就行，督查室登记成事项交办，结果回到您这里。", "instructions"),
            _LEADERS_DAY,
            Sentence("[台账](matters)默认是您分管的，点一件看办到哪一步、谁报了什么。", "progress_visible"),
            Sentence("不能签批的几天，在用户菜单的[代理签批](delegations)里委托别人，随时可以收回。"),
        ),
        "看一遍一页通：什么超期，在谁手里。",
        "打开一页通",
        "one_page",
    ),
    Role.PRINCIPAL: FirstDay(
        (
            _SIGNS,
            _LEADERS_DAY,
            Sentence("[分管](fields)把各领域放在一起比：在办多少、超期多少、谁在变好。", "portfolios"),
            Sentence("[考核](rankings)的每个名次点开就是每一分的依据，公布以后不再改动。", "ranking"),
            Sentence("[批示](instructions)写一句话就行，督查室登记成事项交办，结果回到您这里。", "instructions"),
        ),
        "看一遍一页通：什么超期，在谁手里。",
        "打开一页通",
        "one_page",
    ),
    Role.SECRETARY_GENERAL: FirstDay(
        (
            _SIGNS,
            _LEADERS_DAY,
            Sentence("督查室提请的都在[报批](proposals?tab=waiting)：先看依据的条款，再定。"),
            Sentence("文稿在[通报](bulletins)里看、签，看到的样子就是印出来的样子。", "circulars"),
            Sentence("不能签批的几天，在用户菜单的[代理签批](delegations)里委托别人，随时可以收回。"),
        ),
        "看有没有等您签批的。",
        "打开报批",
        "proposals",
        "?tab=waiting",
    ),
    Role.LIAISON: FirstDay(
        (
            Sentence("[工作台](desk)最上面是今天先做的几件，在那一行里直接签收、报送、答复。"),
            Sentence("收到《{dispatch}》先签收；认为不该由本单位办的，拒签并写理由，由督查室裁定。", "acceptance"),
            Sentence("报送写做了什么、还差什么，附上照片或者文件；没有进展选“无进展”并写原因。", "report_elements"),
            Sentence(
                "办不完要延期、变更责任单位、销号的，在到期以前打开事项提出申请，写明由谁签批。", "extension_approval"
            ),
            _POINTS,
        ),
        "打开待签收的事项，看任务书和期限。",
        "查看待签收",
        "matters",
        "?stage=to_accept",
    ),
    Role.UNIT_HEAD: FirstDay(
        (
            Sentence("[工作台](desk)是本单位要办的：待签收、待报送、被退回、快到期。"),
            Sentence("联络员能办的您都能办，以本单位的名义报送的都看得到是谁报的。", "reports"),
            Sentence(
                "到期没有办的会怎样，事项页上写着下一步（{steps}）和依据的条款。",
                "ladder_steps",
                "到期没有办的，事项页上写着逾期多少天。",
            ),
            _POINTS,
            Sentence("对记录有正当理由的，打开那条记录写明情况、附上证明，由督查室裁定。", "excuses"),
        ),
        "看本单位有没有超期的。",
        "查看超期",
        "matters",
        "?due=late",
    ),
    Role.INSPECTOR: FirstDay(
        (
            Sentence("[工作台](desk)列出您参加的督查和今天要去的[点位](visits)。", "inspections"),
            Sentence("到了地方打开点位点“到场”，拍照、写所见；手机上照片先缩小再传。", "inspections"),
            Sentence("发现问题当场登记：事实、单位、整改期限；交给单位以后它才看得到。", "findings"),
            Sentence("单位报来整改结果的，核查合格才销号，不合格写明差在哪里退回。", "rectification"),
            Sentence("与被督查的单位有关系的要回避，在督查组里登记。", "recusal"),
        ),
        "看今天有没有要去的点位。",
        "今天的点位",
        "visits",
    ),
    Role.ASSESSMENT: FirstDay(
        (
            Sentence("[考核](rankings)是各期发布的结果，每个名次点开就是每一分的依据。", "ranking"),
            Sentence("公布过的一期不再改动；有错另发更正版，两版都在，写明理由。", "ranking"),
            Sentence("通报、约谈这些处理和它的结果在[处理](consequences)里，按单位、种类、年度查。", "ladder_steps"),
            Sentence("印发的[通报](bulletins)可以下载 Word 和 PDF。", "circulars"),
            Sentence("分数怎么算、依据哪一条，在[制度](regime)里逐条写明。"),
        ),
        "打开最近一期，点一个单位看它的得分卡。",
        "打开考核",
        "rankings",
    ),
    Role.DISCIPLINE: FirstDay(
        (
            Sentence("[工作台](desk)列出移交给您的事项，其他事项这里看不到。", "discipline_handover"),
            Sentence("点一件看移交的文书、事实和附件，都可以下载。", "discipline_handover"),
            Sentence("每一件写明依据哪一条、由谁签批、哪天移交。"),
            Sentence("办理结果由督查室登记，经过写在[处理](consequences)里。"),
            Sentence("办法的全部条款在[制度](regime)里，点条款号看要点。"),
        ),
        "看有没有移交来的事项。",
        "打开处理",
        "consequences",
    ),
    Role.ADMINISTRATOR: FirstDay(
        (
            Sentence("您管账号和单位，看不到任何一件督查事项。"),
            Sentence("先把单位、分管领域、人员填进一份表，[导入名册](roll)；有一处错误就什么也不导入。"),
            Sentence("再[发放登录码](first_logins)，一人一条，印出来裁开当面交，7 天内有效。"),
            Sentence("改动在用的账号，要由第二个人在[账号变更](account_changes)里确认才生效。"),
            Sentence("没有发出去的邮件和消息在[信件](letters)里，修好以后重发。"),
        ),
        "照起步指引看还缺什么。",
        "打开起步指引",
        "guide",
    ),
    Role.AUDITOR: FirstDay(
        (
            Sentence("您只看日志，什么也不能改。"),
            Sentence("[操作日志](journal)记着谁在什么时候做了什么，只增不改。"),
            Sentence("[校验日志链](journal_verification)把日志从头到尾重算一遍，改过的会指出在哪一条。"),
            Sentence("登录、口令、账号和越权访问在[审计日志](audit_events)里，可以导出。"),
            Sentence("办法的全部条款在[制度](regime)里。"),
        ),
        "校验一遍日志链。",
        "校验日志链",
        "journal_verification",
    ),
}


def guide_of(role: str, officer: Officer, document: Regime | None) -> Guide:
    """Return a role's first day in the words of the office's document; links stand only where the officer who reads it may go."""
    day = FIRST_DAYS[role]
    own = officer.role == role
    told = [_said(each, own, document) for each in day.sentences]
    cites = access.may(officer, "see_regime")
    clauses = [cited(document, each.feature) if cites and each.feature and document else "" for each in day.sentences]
    url = reverse(day.route) + day.query if own else ""
    return Guide(role, Role(role).label, list(zip(told, clauses, strict=True)), day.task, day.word, url)


def _said(sentence: Sentence, own: bool, document: Regime | None) -> SafeString:
    words = sentence.words
    if sentence.otherwise and not (document and document.steps()):
        words = sentence.otherwise
    parts = _LINK.split(words)
    # Text, then word, route and query of a link, and text again. The document's own words come in last: they are no links.
    pieces = [_filled(parts[0], document)]
    for word, route, query, text in zip(parts[1::4], parts[2::4], parts[3::4], parts[4::4], strict=True):
        pieces.append(format_html('<a href="{}{}">{}</a>', reverse(route), query or "", word) if own else word)
        pieces.append(_filled(text, document))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _filled(words: str, document: Regime | None) -> str:
    if "{steps}" in words and document:
        names = [step.name for step in document.steps()]
        words = words.replace("{steps}", "、".join(names[:_STEPS]) + ("等" if len(names) > _STEPS else ""))
    if "{dispatch}" in words:
        paper = paper_for(document, "dispatch") if document else None
        words = words.replace("{dispatch}", paper.name if paper else "交办通知")
    return words
