"""The workbook in which an office writes down its people, and the slips on which each is told their account."""

import datetime
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils import timezone

from duban.ledger.governed import Governed
from duban.ledger.wordings.frames import slip_paper
from duban.papers.reading.lists.rolls import SHEETS
from duban.papers.writing.documents import Paper, Paragraph, table
from duban.papers.writing.sheets import Column
from duban.papers.writing.texts import date_words
from duban.papers.writing.workbooks import Page, write_workbook
from duban.people.models import Jurisdiction, Officer, Role

_HELP = {
    "units": {
        "name": "单位全称，印在文书上。",
        "group": "从列表中选，决定参加哪一组的统计和排名。",
        "aliases": "来文中对它的其他称呼，多个用顿号隔开。",
        "portfolio": "写在“分管领域”表里的名称。",
        "ranked": "不填的，参加排名。",
        "code": "可以不填，用名称的拼音首字母。",
    },
    "portfolios": {"name": "如 农业口。", "leader": "领导姓名，在“人员”表里要有这个人；报批按此找签批人。"},
    "officers": {
        "full_name": "本人姓名。",
        "role": "从列表中选。",
        "unit": "单位联络员、单位负责人必填，用“单位”表里的名称；其他岗位留空。",
        "title": "如 副县长、办公室主任。",
        "username": "可以不填，用姓名的全拼；同名的要填。",
    },
}
_WIDTHS = {"name": 28, "aliases": 36, "group": 22, "title": 24, "unit": 28, "role": 16, "portfolio": 16}
_EXAMPLES = {
    "units": (("某某局", "", "某局、某某办", "农业口", "是", ""),),
    "portfolios": (("农业口", "张某某"),),
    "officers": (
        ("张某某", str(Role.LEADER.label), "", "副县长", ""),
        ("李某某", str(Role.CLERK.label), "", "督查室科员", ""),
        ("王某某", str(Role.LIAISON.label), "某某局", "办公室副主任", ""),
    ),
}


def template_of(jurisdiction: Jurisdiction) -> bytes:
    """Return the workbook to fill in, with the groups of the office's document to choose from and what is there already."""
    groups = Governed.of(jurisdiction).document.groups
    choices = {
        "group": tuple(groups.values()),
        "ranked": ("是", "否"),
        "role": tuple(str(label) for label in Role.labels),
    }
    pages = []
    for kind, (label, columns) in SHEETS.items():
        made = tuple(
            Column(
                each.label,
                _WIDTHS.get(each.name, 16),
                choices=choices.get(each.name, ()),
                required=each.required,
                help=_HELP[kind][each.name],
            )
            for each in columns
        )
        pages.append(Page(label, made, _there(jurisdiction, kind, groups), _examples(kind, tuple(groups.values()))))
    return write_workbook(pages, (
        "三张表填好后一起上传；先核对、后导入，有一处错误就什么也不导入。",
        "带 * 的必填。“单位”表里的先后，就是名单里的先后。",
        "再次上传时，已有的单位和人员会认出来，不会重复；有出入的列出来，由您决定改不改。",
        "口令不写在表里：导入后在“发放登录码”里打印，一人一条，当面交给本人。",
    ))  # fmt: skip


def slips_of(
    jurisdiction: Jurisdiction, issued: Sequence[tuple[Officer, str]], at: datetime.datetime, address: str
) -> Paper:
    """Return the slips as one paper, a row a person, to be cut apart: account, code, where to sign in and until when."""
    limit = settings.INITIAL_PASSWORD_DAYS
    until = date_words(timezone.localdate(at) + datetime.timedelta(days=limit - 1)) if limit else "不限"
    rows = [
        (
            f"{officer.full_name}\n{officer.unit or officer.get_role_display()}",
            officer.username,
            # Two lines of seven signs: nothing is put between them, as it is into longer words that may break.
            f"{code[:7]}\n{code[7:]}",
            f"{address}\n{until}前登录，首次登录须改口令",
        )
        for officer, code in issued
    ]
    said = Paragraph(
        f"共 {len(rows)} 条。请沿线裁开，当面交给本人。登录码 14 位，两行连着输入；只印这一次，系统不保存，逾期或重发后作废。",
        indent=False,
    )
    return slip_paper(
        jurisdiction,
        title="首次登录码",
        body=(said, table(("姓名、单位", "账号", "首次登录码", "登录网址和期限"), rows, widths=(2.8, 3, 2.2, 4))),
        has_head=False,
    )


def _there(jurisdiction: Jurisdiction, kind: str, groups: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    if kind == "units":
        units = jurisdiction.units.select_related("portfolio").prefetch_related("aliases").order_by("order", "id")
        return tuple(
            (
                unit.name,
                groups.get(unit.group, ""),
                "、".join(sorted(alias.name for alias in unit.aliases.all())),
                unit.portfolio.name if unit.portfolio else "",
                "是" if unit.ranked else "否",
                unit.code,
            )
            for unit in units
        )
    if kind == "portfolios":
        fields = jurisdiction.portfolios.select_related("leader").order_by("id")
        return tuple((each.name, each.leader.full_name if each.leader else "") for each in fields)
    found = jurisdiction.officers.filter(is_active=True).select_related("unit").order_by("unit__order", "id")
    return tuple(
        (each.full_name, str(each.get_role_display()), each.unit.name if each.unit else "", each.title, each.username)
        for each in found
    )


def _examples(kind: str, groups: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    if kind != "units":
        return _EXAMPLES[kind]
    return tuple((row[0], groups[-1] if groups else "", *row[2:]) for row in _EXAMPLES[kind])
