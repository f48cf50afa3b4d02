"""One notice about many orders: to one unit or to all of them, with the orders as its annexed list."""

import datetime
from collections.abc import Iterable, Sequence

from duban.ledger.models import Assignment, Notice
from duban.ledger.models.assignments import GONE_STAGES, Part
from duban.ledger.wordings.frames import file_paper, oneline, paragraphs, slip_paper
from duban.papers.writing.documents import Annex, Block, Heading, Paper, Paragraph, Table, table
from duban.papers.writing.texts import date_words


def compose(notice: Notice, listed: Sequence[Assignment]) -> Paper:
    """Return a notice about these orders in words; they are of one unit where the notice has one, else of many."""
    matters = list(dict.fromkeys(each.matter for each in listed))
    units = tuple(dict.fromkeys(each.unit.name for each in listed))
    grid = _listing(notice, listed)
    accept_by = min((each.accept_by for each in listed if each.accept_by), default=None)
    whom = "你单位" if notice.unit else "各有关单位"
    addressees = (notice.unit.name,) if notice.unit else units
    if notice.name.endswith("单"):
        said = f"现将下列{len(matters)}项督办事项交由{whom}办理，请按要求抓好落实。{_signed_for(accept_by)}"
        return slip_paper(
            notice.jurisdiction,
            title=notice.name,
            number=notice.number,
            addressees=addressees,
            body=(Paragraph(said), grid),
        )
    body: list[Block] = [Paragraph(f"现将{len(matters)}项督办事项（见附件）交由{whom}办理，有关要求通知如下。")]
    asked = [
        ("办理要求", "请按附件所列要求和完成标准，由牵头单位负总责，配合单位主动配合，在办结时限前办结。"),
        ("反馈要求", _reporting(listed)),
    ]
    if accept_by is not None:
        asked.append(("签收", _signed_for(accept_by)))
    for place, (name, words) in enumerate(asked):
        body += [Heading(1, f"{'一二三四'[place]}、{name}"), *paragraphs(words)]
    return file_paper(
        notice.jurisdiction,
        title=f"关于做好{len(matters)}项督办事项办理工作的{notice.name}",
        number=notice.number,
        addressees=addressees,
        body=tuple(body),
        on=notice.issued_on,
        annexes=(Annex("督办事项清单", (grid,)),),
    )


def _listing(notice: Notice, listed: Sequence[Assignment]) -> Table:
    """List the orders, a row a matter; who leads and who helps, and for one unit which of both it does."""
    matters = list(dict.fromkeys(each.matter for each in listed))
    held = Assignment.objects.filter(matter__in=matters).exclude(stage__in=GONE_STAGES).select_related("unit")
    leads: dict[int, list[str]] = {matter.pk: [] for matter in matters}
    helps: dict[int, list[str]] = {matter.pk: [] for matter in matters}
    for each in held.order_by("unit__order", "id"):
        (leads if each.part == Part.LEAD else helps)[each.matter_id].append(each.unit.name)
    due = {each.matter_id: each.due_on for each in listed}
    rows = []
    for place, matter in enumerate(matters, 1):
        title, requirement = oneline(matter.title), oneline(matter.requirement)
        # A task that was read out of a paper begins with its title already.
        asked = requirement if requirement.startswith(title) else f"{title}\n{requirement}"
        rows.append((
            str(place), matter.no, asked, oneline(matter.standard) or "按办理要求执行", "、".join(leads[matter.pk]),
            "、".join(helps[matter.pk]) or "无", _day(due[matter.pk]),
        ))  # fmt: skip
    head = ("序号", "编号", "督办事项和要求", "完成标准", "牵头单位", "配合单位", "办结时限")
    return table(head, rows, widths=(1, 1.8, 5, 3, 2.2, 2.2, 2.3))


def _day(due_on: datetime.date | None) -> str:
    return due_on.isoformat() if due_on else "长期坚持"


def _reporting(listed: Iterable[Assignment]) -> str:
    cycles = dict.fromkeys(
        cycle.said
        for each in listed
        for cycle in sorted(each.recurrences.all(), key=lambda cycle: cycle.pk)
        if cycle.ended_on is None
    )
    said = [f"按要求（{'、'.join(cycles)}）报送进展情况"] if cycles else []
    return "；".join([*said, "办结后逐项报送结果并附佐证材料"]) + "。"


def _signed_for(accept_by: datetime.date | None) -> str:
    if accept_by is None:
        return ""
    return f"收到本通知后，请于{date_words(accept_by)}前逐项签收；对承办有异议的，在此期限内书面说明理由。"
