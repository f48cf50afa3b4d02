"""What was pressed or joined by mistake is taken back, what will not do is sent back (撤销、退回): one page with a reason for each kind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from duban.ledger import access, conditions
from duban.ledger.actions.inspections import finding_corrections, inspection_corrections
from duban.ledger.actions.matters import milestones
from duban.ledger.actions.office import units
from duban.ledger.actions.public import appeal_corrections
from duban.ledger.actions.sources import quarterly_lists, source_corrections, suggestions
from duban.ledger.queries.sources import quarterly_lists as lists
from duban.ledger.refusals import Conflict, Refused
from duban.web.acting import act_here
from duban.web.forms.matters.matters import ReasonForm
from duban.web.http import Request


@dataclass(frozen=True)
class Page:
    """What the page of one kind says: the act and the name that it gives the record, title, what is said afterwards, what is taken back."""

    act: Callable[..., object]
    name: str
    title: str
    said: str
    button: str
    refusal: Callable[[Any], Refused | None]
    note: Callable[[Any], str]
    back: Callable[[Any], str]


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: Request, what: str, key: str) -> HttpResponse:
    """Show the page of that kind of record, or take the record back."""
    record = access.taking_back.record_for(request.user, what, key)
    page = PAGES[what]

    def perform(reason: str) -> None:
        page.act(**{page.name: record}, reason=reason, by=request.by)

    return act_here(
        request,
        ReasonForm(request.POST or None),
        perform,
        page.back(record),
        page.title,
        said=page.said,
        button=page.button,
        note=page.note(record),
        refusal=page.refusal(record),
    )


def _at(name: str, attribute: str = "pk") -> Callable[[Any], str]:
    """Return the address of the page of that name for a record, by one of its attributes (a path of names)."""

    def address(record: Any) -> str:
        value = record
        for part in attribute.split("."):
            value = getattr(value, part)
        return reverse(name, args=[value])

    return address


def _list_page(record: Any) -> str:
    return f"{reverse('field', args=[record.portfolio_id])}?quarter={lists.quarter_from('', record.quarter_end).key}"


def _milestone_refused(record: Any) -> Refused | None:
    if record.reached_on is None:
        return Refused("这个节点还没有登记到达")
    return conditions.matters.reaching(record.matter)


def _appeal_note(record: Any) -> str:
    beside = f"事项 {record.matter.no} 本身不受影响，不需要的请撤销登记或者撤回交办。" if record.matter else ""
    return f"{record.number} 现在的处理是“{record.get_outcome_display()}”。{beside}"


PAGES: dict[str, Page] = {
    "instruction_joined": Page(
        source_corrections.detach_instruction, "instruction", "不再并入这件事项", "已与事项脱开，批示待立项", "脱开",
        conditions.sources.detaching_instruction, lambda each: f"{each.author}：{each.text}", _at("instruction"),
    ),
    "decision_joined": Page(
        source_corrections.detach_decision, "decision", "不再对应这件事项", "已与事项脱开，请重新处理这一项", "脱开",
        conditions.sources.detaching_decision, lambda each: each.text, _at("meeting", "meeting_id"),
    ),
    "appeal_decided": Page(
        appeal_corrections.reopen_appeal, "appeal", "重新分办", "已恢复为待分办", "重新分办",
        conditions.public.reopening, _appeal_note, _at("appeal", "number"),
    ),
    "rating": Page(
        appeal_corrections.withdraw_rating, "rating", "撤销满意度登记", "已撤销，可以重新登记", "撤销",
        conditions.public.withdrawing_rating,
        lambda each: f"{each.matter.no} {each.matter.title}：{each.get_satisfaction_display()}", lambda each: reverse("ratings"),
    ),
    "suggestion_answer": Page(
        suggestions.return_answer, "suggestion", "退回答复和会签", "已退回，请单位重新会签和答复", "退回",
        conditions.sources.returning, lambda each: "已有的答复和会签意见留在日志里，由各单位重新会签、答复。",
        _at("matter", "matter.no"),
    ),
    "quarterly_list": Page(
        quarterly_lists.return_list, "quarterly", "退回季度清单", "已退回科室", "退回",
        lambda each: None if each.handed_in_on else Refused("科室还没有报送"),
        lambda each: f"{each.portfolio}：科室改好后重新报送；已认定的分类要重新认定。", _list_page,
    ),
    "finding_closed": Page(
        finding_corrections.reopen_finding, "finding", "恢复整改", "已恢复整改，单位会收到通知", "恢复整改",
        conditions.findings.reopening, lambda each: f"现在是“{each.get_progress_display()}”：{each.check_note}", _at("finding"),
    ),
    "inspection_start": Page(
        inspection_corrections.take_back_start, "inspection", "撤回开始督查", "已撤回", "撤回",
        conditions.inspections.taking_back_start, lambda each: each.title, _at("inspection"),
    ),
    "inspection_closed": Page(
        inspection_corrections.reopen_inspection, "inspection", "取消归档", "已取消归档", "取消归档",
        lambda each: None if each.phase == "closed" else Conflict("这次督查没有归档"), lambda each: each.title,
        _at("inspection"),
    ),
    "arrival": Page(
        inspection_corrections.take_back_arrival, "visit", "撤销到场记录", "到场记录已撤销", "撤销",
        conditions.inspections.taking_back_arrival,
        lambda each: f"{each.unit}：{each.place}。单位在此期间看到过的，不能收回。", _at("visit"),
    ),
    "self_inspection": Page(
        inspection_corrections.return_self_inspection, "self_inspection", "退回自查报告", "已退回，请单位重新报送", "退回",
        conditions.inspections.returning_self_inspection, lambda each: str(each.unit), _at("self_inspection"),
    ),
    "milestone": Page(
        milestones.unreach_milestone, "milestone", "撤销节点到达登记", "已撤销，可以重新登记", "撤销",
        _milestone_refused, lambda each: f"节点：{each.on} {each.text}，登记为 {each.reached_on} 到达",
        lambda each: f"{reverse('matter', args=[each.matter.no])}?tab=progress",
    ),
    "portfolio": Page(
        units.drop_portfolio, "portfolio", "撤销分管领域", "已撤销", "撤销",
        lambda each: None, lambda each: f"{each.name}：还有单位的，请先把单位改到别的分管领域。", lambda each: reverse("portfolios"),
    ),
}  # fmt: skip
