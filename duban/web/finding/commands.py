"""What may be asked for by name at every page: pages and acts by their words, other words and initials, with a period or a unit behind (排名 10月, 得分 甲县).

Who may is asked of the page itself: a command is offered to those whom its page lets in.
"""

import datetime
import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import resolve, reverse

from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.queries.office.finding.records import Hit
from duban.ledger.queries.scoring import periods
from duban.people import pinyin
from duban.people.models import Officer
from duban.web.pages import verb_of

MOST = 6
# How well words must fit a command: its name or another word begins with them, holds them, or they are its first initials.
_FITS = 2


@dataclass(frozen=True)
class Command:
    """One page by its words. `takes`: what may stand behind them, a period or a unit's name; `verb`: what a page asks that asks for itself."""

    route: str
    word: str
    others: tuple[str, ...] = ()
    icon: str = "forward"
    takes: str = ""
    verb: str = ""


@dataclass(frozen=True)
class Way:
    """A command as it is offered: what it says and where it leads."""

    word: str
    url: str
    icon: str


COMMANDS = (
    Command("matter_new", "登记事项", ("立项", "新建事项"), "plus"),
    Command("paper_new", "读入文件", ("读文件", "上传文件", "录入来文"), "upload"),
    Command("instruction_registration", "登记批示", ("录入批示", "批示立项"), "plus"),
    Command("instruction_new", "写批示", ("记入批示",), "plus"),
    Command("paper_table", "粘贴表格", ("粘贴台账", "从 Excel 粘贴"), "upload"),
    Command("meeting_new", "登记会议", ("会议纪要",), "plus"),
    Command("imports", "导入台账", ("导入事项", "上传台账"), "upload"),
    Command("bulletin_new", "起草通报专报", ("写通报", "起草专报", "写简报"), "plus"),
    Command("appeal_new", "登记群众诉求", ("登记信件", "登记留言"), "plus"),
    Command("suggestion_new", "登记建议提案", ("登记议案",), "plus"),
    Command("inspection_new", "拟定督查方案", ("新建督查", "拟定督查"), "plus"),
    Command("reception_new", "登记上级督查", ("迎检",), "plus"),
    Command("claim_new", "申报加分", ("加分申报",), "plus"),
    Command("records", "记录情况", ("记分", "记一笔"), "plus"),
    Command("ranking_new", "发布排名", ("印发排名",), "ranking", verb="publish_ranking"),
    Command("officer_new", "增加人员", ("开账号", "新建账号"), "plus"),
    Command("unit_new", "增加单位", ("新建单位",), "plus"),
    Command("roll", "导入名册", ("导入单位", "导入人员"), "upload"),
    Command("desk", "工作台", ("首页", "待办"), "desk"),
    Command("help", "使用说明", ("帮助", "操作手册", "怎么用"), "help"),
    Command("matters", "台账", ("事项", "督办事项"), "ledger", "unit"),
    Command("rankings", "排名", ("考核", "得分", "考评"), "ranking", "period", "see_scores"),
    Command("scorecard", "得分", ("得分明细", "计分"), "ranking", "unit only", "see_matters"),
    Command("proposals", "报批", ("签批", "审批"), "sign"),
    Command("one_page", "一页通", ("一页纸", "会前材料"), "statistics"),
    Command("statistics", "统计", ("图表", "热力图"), "statistics"),
    Command("obligations", "定期报送", ("应报", "报送"), "calendar"),
    Command("sources", "事项来源", ("来源",), "inbox"),
    Command("papers", "来文", ("读入的文件",), "inbox"),
    Command("instructions", "批示", ("领导批示",), "pencil"),
    Command("meetings", "会议", ("会议议定",), "people"),
    Command("collections", "征集", ("事项征集",), "inbox"),
    Command("suggestions", "建议提案", ("议案",), "inbox"),
    Command("handovers", "上级交办", (), "inbox"),
    Command("appeals", "群众诉求", ("信件", "留言", "热线"), "inbox"),
    Command("ratings", "满意度", ("回访", "评价"), "check"),
    Command("notices", "发文登记簿", ("文书", "通知单", "督办通知"), "paper"),
    Command("numbers", "文号登记", ("文号",), "paper"),
    Command("bulletins", "通报专报", ("简报",), "paper"),
    Command("letterhead", "公文版头", ("版头", "红头"), "paper"),
    Command("inspections", "督查活动", ("督查", "暗访"), "eye"),
    Command("findings", "问题清单", ("督查问题", "整改"), "warning"),
    Command("conclusions", "督查结论", ("结论",), "paper"),
    Command("annual_plans", "年度督查计划", ("督查计划",), "calendar"),
    Command("objections", "异议和申辩", ("申诉",), "warning"),
    Command("consequences", "处理结果", ("约谈", "问责", "书面承诺"), "warning"),
    Command("claims", "申报和登记", ("加分", "表彰和刊载"), "ranking"),
    Command("what_if", "推演", ("试算",), "statistics"),
    Command("ageing", "积压清单", ("无进展", "长期未办结"), "clock"),
    Command("visits", "今天的点位", ("我的点位",), "eye"),
    Command("burden", "基层负担", ("减负", "报送负担"), "statistics"),
    Command("fields", "分管领域", ("分管",), "flag"),
    Command("delegations", "代理签批", ("代签", "AB岗"), "sign"),
    Command("regime", "制度", ("办法", "条款", "执行口径"), "regime"),
    Command("studio", "制度工作室", ("起草制度", "修改制度"), "regime"),
    Command("calendar", "工作日历", ("日历", "节假日", "放假"), "calendar"),
    Command("names", "名称对应", ("单位别名", "别名"), "unit"),
    Command("officers", "人员", ("账号",), "people"),
    Command("units", "单位", ("承办单位",), "unit"),
    Command("portfolios", "分管领域设置", ("分管",), "flag"),
    Command("letters", "信件发送", ("邮件",), "forward"),
    Command("successions", "岗位交接", ("交接",), "people"),
    Command("reorganisations", "单位变更", ("机构改革", "单位合并"), "unit"),
    Command("account_changes", "账号变更", (), "people"),
    Command("journal", "日志", ("办理记录",), "journal"),
    Command("audit_events", "安全日志", ("登录日志",), "journal"),
    Command("guide", "起步指引", ("指引", "第一天"), "help"),
    Command("inbox", "消息", ("通知消息", "提醒"), "bell"),
    Command("password", "修改口令", ("密码",), "lock"),
    Command("sessions", "我的登录", ("登录设备",), "lock"),
    Command("posts", "我的岗位", ("换岗位",), "user"),
    Command("tokens", "接口密钥", ("接口",), "lock"),
)
_MONTH = re.compile(r"(?:(\d{4})年?)?(\d{1,2})月", re.ASCII)
_QUARTER = re.compile(r"(?:(\d{4})年?)?第?([一二三四1-4])季度?", re.ASCII)
_YEAR = re.compile(r"(\d{4})年?", re.ASCII)
_QUARTERS = {**{sign: number for number, sign in enumerate("一二三四", 1)}, **{str(n): n for n in range(1, 5)}}


def permitted(officer: Officer) -> list[Command]:
    """Return the commands that the officer's role allows."""
    return [each for each in COMMANDS if _may(officer, each)]


def offered(officer: Officer, words: str, units: Sequence[Hit], today: datetime.date) -> list[Way]:
    """Return the commands that words name, the likeliest first; for no words the first that this officer may give.

    `units` are those that the last of the words names, for commands that take one.
    """
    known = permitted(officer)
    if not words:
        return [_plain(each) for each in known if not each.takes.endswith("only")][:MOST]
    name, behind = split(words)
    ways = [way for each in _fitting(name, known) if behind for way in _with(officer, each, behind, units, today)]
    whole = [_plain(each) for each in _fitting(words, known) if not each.takes.endswith("only")]
    return list(dict.fromkeys([*ways, *whole]))[:MOST]


def split(words: str) -> tuple[str, str]:
    """Return a command's words and what stands behind them: 排名 10月, 排名10月 and 得分 甲县; the second empty where nothing does."""
    name, _, behind = words.strip().partition(" ")
    if behind:
        return name, "".join(behind.split())
    found = re.search(r"(?<=[^\d年第])(?:\d{4}年)?第?(?:\d{1,2}月|[一二三四1-4]季度?)\Z|(?<=\D)\d{4}年\Z", name)
    return (name[: found.start()], found[0]) if found else (name, "")


def _may(officer: Officer, command: Command) -> bool:
    verb = command.verb or _verb_of(command.route)
    return officer.jurisdiction_id is not None and (verb is None or access.may(officer, verb))


@functools.cache
def _verb_of(route: str) -> str | None:
    return verb_of(resolve(reverse(route)).func)


def _plain(command: Command) -> Way:
    return Way(command.word, reverse(command.route), command.icon)


def _fitting(words: str, known: Iterable[Command]) -> list[Command]:
    fits = [(pinyin.fitting(words, (each.word, *each.others)), each) for each in known]
    return [each for fit, each in sorted((one for one in fits if one[0] >= _FITS), key=lambda one: -one[0])]


def _with(officer: Officer, command: Command, behind: str, units: Sequence[Hit], today: datetime.date) -> list[Way]:
    """Return a command with what stands behind it: a period or each unit that is meant; none where it takes neither."""
    if command.takes == "period":
        span = _span(officer, behind, today)
        if span is None:
            return []
        return [Way(f"{command.word} {span.name}", f"{reverse(command.route)}?{span.query}", command.icon)]
    if command.takes == "unit only":
        return [
            Way(f"{command.word} {each.title}", reverse(command.route, args=[each.key]), command.icon) for each in units
        ]
    if command.takes == "unit":
        return [
            Way(
                f"{command.word} {each.title}",
                f"{reverse(command.route)}?{urlencode({'unit': each.key})}",
                command.icon,
            )
            for each in units
        ]
    return []


def _span(officer: Officer, words: str, today: datetime.date) -> periods.Span | None:
    """Return the period that words name: a month, a quarter, a year, 本月, 上月; without a year the last that has begun."""
    if words in ("本月", "上月"):
        this = periods.span_of("month", today)
        return this if words == "本月" else this.before()
    if (found := _MONTH.fullmatch(words)) and 1 <= int(found[2]) <= 12:
        return _begun(officer, "month", found[1], int(found[2]), today)
    if found := _QUARTER.fullmatch(words):
        return _begun(officer, "quarter", found[1], _QUARTERS[found[2]] * 3 - 2, today)
    if found := _YEAR.fullmatch(words):
        return _begun(officer, "year", found[1], 1, today)
    return None


def _begun(officer: Officer, kind: str, year: str | None, month: int, today: datetime.date) -> periods.Span | None:
    known = int(year) if year else today.year - (month > today.month)
    if not 1990 <= known <= 2199:
        return None
    first = datetime.date(known, month, 1)
    if kind not in periods.kinds_of(Governed.of(officer.office, first).document):
        return None
    return periods.span_of(kind, first)
