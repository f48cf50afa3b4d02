"""Approvals: put up for signature, recommend, rule that a step is due, demand papers, carry out."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from duban.ledger import access, conditions, ladders
from duban.ledger.actions.process import consequences
from duban.ledger.actions.requests import approvals, proposals, sanctions
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Proposal
from duban.ledger.models.consequences import PAPERS
from duban.ledger.models.proposals import Act, Outcome
from duban.ledger.queries.process import consequences as known
from duban.ledger.queries.requests import proposals as cards
from duban.ledger.refusals import Conflict, Refused
from duban.web.acting import act_by
from duban.web.forms import Form
from duban.web.forms.matters.matters import EmptyForm
from duban.web.forms.requests.approvals import (
    CoordinationForm,
    ForwardForm,
    PapersForm,
    PublicationForm,
    RequestForm,
    RulingForm,
    SanctionExecutionForm,
    SanctionForm,
)
from duban.web.requests import Request


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Request, no: str) -> HttpResponse:
    """Ask the leader to approve that a matter starts."""
    access.require(request.user, "request_start")
    matter = access.matters.matter_for(request.user, no)
    first = matter.assignments.filter(part="lead").select_related("unit__portfolio__leader").order_by("id").first()
    if first is None:
        raise access.NotFound("这个事项没有牵头单位")

    def perform(words: dict[str, Any]) -> None:
        approvals.request_start(matter=matter, by=request.by, **words)

    refusal = conditions.requests.start(matter, conditions.requests.starts_of([matter])[matter.pk])
    if Governed.of(matter).approval("start") is None:
        refusal = Refused("本办法没有立项审批的规定")
    return _ask(
        request,
        RequestForm(request.POST or None),
        perform,
        first,
        Act.START,
        refusal,
        title="提请立项审批",
        shown=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def forward(request: Request, pk: int) -> HttpResponse:
    """Put a checked result before who approves its completion."""
    access.require(request.user, "review_report")
    report = access.reports.report_for(request.user, pk)
    form = ForwardForm(request.POST or None, initial={"reason": "已核，达到完成标准，佐证齐全。"})
    if conditions.matters.points(report, Decimal(0)) is not None:
        del form.fields["points"]

    def perform(words: dict[str, Any]) -> None:
        approvals.forward_result(report=report, by=request.by, **words)

    refusal = conditions.requests.forwarding(report)
    return _ask(request, form, perform, report.assignment, Act.COMPLETION, refusal, title="报请核准办结")


@require_http_methods(["GET", "HEAD", "POST"])
def escalate(request: Request, no: str, unit: str) -> HttpResponse:
    """Ask that the supervision office takes a stuck matter over."""
    access.require(request.user, "request_escalation")
    assignment = access.matters.assignment_for(request.user, no, unit)

    def perform(words: dict[str, Any]) -> None:
        approvals.request_escalation(assignment=assignment, by=request.by, **words)

    refusal = conditions.requests.escalation(assignment.matter) or conditions.matters.request(assignment)
    return _ask(
        request, RequestForm(request.POST or None), perform, assignment, Act.ESCALATION, refusal, title="提请提级督查"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def coordinate(request: Request, no: str, unit: str) -> HttpResponse:
    """Ask the leader to coordinate, or to call a special meeting."""
    access.require(request.user, "request_coordination")
    assignment = access.matters.assignment_for(request.user, no, unit)
    form = CoordinationForm(request.POST or None)
    if not Governed.of(assignment.matter).clause("special_meeting"):
        del form.fields["is_meeting"]

    def perform(words: dict[str, Any]) -> None:
        approvals.request_coordination(assignment=assignment, by=request.by, **words)

    refusal = conditions.requests.coordination(assignment)
    return _ask(request, form, perform, assignment, Act.COORDINATION, refusal, title="提请领导协调")


@require_http_methods(["GET", "HEAD", "POST"])
def recommend(request: Request, no: str, unit: str) -> HttpResponse:
    """Put a unit's experience before the leader."""
    access.require(request.user, "recommend_experience")
    assignment = access.matters.assignment_for(request.user, no, unit)

    def perform(words: dict[str, Any]) -> None:
        approvals.recommend_experience(assignment=assignment, by=request.by, **words)

    refusal = conditions.requests.experience(assignment)
    return _ask(
        request, RequestForm(request.POST or None), perform, assignment, Act.EXPERIENCE, refusal, title="推广经验"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def sanction(request: Request, no: str, unit: str) -> HttpResponse:
    """Recommend a sanction for a unit or for persons."""
    access.require(request.user, "propose_sanction")
    assignment = access.matters.assignment_for(request.user, no, unit)
    measures = known.measures_of(Governed.of(assignment.matter).document)
    form = SanctionForm(request.POST or None, measures=measures)

    def perform(words: dict[str, Any]) -> None:
        sanctions.propose_sanction(assignment=assignment, by=request.by, **words)

    refusal = conditions.requests.sanction(assignment)
    if not measures:
        refusal = Refused("本办法没有另外规定处理方式", possible="按逐级督办的步骤办理。")
    note = "批准以后才制发文书、登记处理结果。"
    return _ask(request, form, perform, assignment, Act.SANCTION, refusal, title="提出处理建议", note=note)


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: Request, no: str, unit: str) -> HttpResponse:
    """Rule that a step of the ladder is due for a cause without a number, and put it up for signature."""
    access.require(request.user, "propose_step")
    assignment = access.matters.assignment_for(request.user, no, unit)
    found = next(iter(conditions.requests.rulings_of(assignment.matter).items()), None)
    step = Governed.of(assignment.matter).step(found[0]) if found else None
    form = RulingForm(request.POST or None, causes=found[1].items if found else ())

    def perform(words: dict[str, Any]) -> None:
        if found is None:
            raise Refused("本办法没有由督查室认定的情形")
        if not words["cause"]:
            raise Refused("请选择认定的情形", field="cause")
        proposals.propose_step(assignment=assignment, step=found[0], actor=request.user, at=request.at, **words)

    refusal = (
        conditions.requests.enterable(assignment, found[0], request.today)
        if found
        else Refused("本办法没有由督查室认定的情形")
    )
    signers = _signers(assignment, Act.STEP, found[0]) if found else None
    title = f"认定并提请：{step.name}" if step else "认定"
    note = f"这些情形文件没有写明次数，由督查室认定〔{found[1].clause}〕。" if found else ""
    return _page(request, form, perform, assignment, refusal, title=title, signers=signers, note=note)


@require_http_methods(["GET", "HEAD", "POST"])
def demand(request: Request, no: str, unit: str) -> HttpResponse:
    """Demand the papers that the document attaches to the step that is open."""
    access.require(request.user, "manage_consequences")
    assignment = access.matters.assignment_for(request.user, no, unit)
    due = ladders.open_step(assignment, request.today)
    papers = known.papers_after(Governed.of(assignment.matter).document, due.step) if due else []

    def perform(words: dict[str, Any]) -> None:
        if due is None:
            raise Refused("目前没有可以进入的步骤")
        consequences.demand_papers(assignment=assignment, step=due.step, by=request.by, **words)

    refusal = None if papers else Refused("现在没有要责令提交的材料")
    title = f"责令{'、'.join(each.word for each in papers)}" if papers else "责令提交材料"
    note = f"依据〔{papers[0].clause}〕。" if papers else ""
    form = PapersForm(request.POST or None)
    return _page(
        request, form, perform, assignment, refusal, title=title, note=note, said="已责令提交", button="责令提交"
    )


@require_POST
def remind(request: Request, pk: int) -> HttpResponse:
    """Remind the signer whose turn it is."""
    access.require(request.user, "see_matters")
    proposal = access.requests.proposal_for(request.user, pk)
    if not (request.user.is_office or conditions.requests.is_own_side(proposal, request.user)):
        access.require(request.user, "dispatch_matter")

    def perform(words: dict[str, Any]) -> None:
        proposals.remind_signer(proposal=proposal, by=request.by)

    here = reverse("proposal", args=[pk])
    return act_by(
        request, EmptyForm(request.POST), perform, said="已提醒", to=here, title="提醒签批", button="提醒",
        matter=proposal.assignment.matter, assignment=proposal.assignment,
    )  # fmt: skip


def execute_sanction(request: Request, proposal: Proposal) -> HttpResponse:
    """Carry out an approved sanction, with its paper; or tell approved experience to all."""
    assignment = proposal.assignment
    refusal = None if proposal.outcome == Outcome.APPROVED else Conflict("这项报批没有批准，或者已经实施")
    card = cards.cards_of(request.user, [proposal], request.today)[0]
    if proposal.act == Act.SANCTION:
        needs = any(kind in PAPERS for kind in proposal.details["kinds"])
        form: Form = SanctionExecutionForm(request.POST or None, needs_papers=needs)
        act: Callable[..., object]
        act, title = sanctions.carry_out_sanction, "实施处理"
    else:
        form = PublicationForm(request.POST or None, media=Governed.of(assignment.matter.jurisdiction).words("media"))
        act, title = approvals.publish_experience, "推广经验"

    def perform(words: dict[str, Any]) -> None:
        act(proposal=proposal, by=request.by, **words)

    return act_by(
        request, form, perform, said="已实施", to=reverse("matter", args=[assignment.matter.no]), refusal=refusal,
        matter=assignment.matter, assignment=assignment, title=title, button="实施", note=card.asked, grave=True,
    )  # fmt: skip


def _ask(
    request: Request,
    form: Form,
    perform: Callable[[dict[str, Any]], object],
    assignment: Assignment,
    act: Act,
    refusal: Refused | None,
    *,
    title: str,
    note: str = "",
    shown: bool = True,
) -> HttpResponse:
    going = list(assignment.proposals.filter(outcome__in=conditions.requests.GOING))
    refusal = refusal or conditions.matters.proposed_once(going, assignment, act)
    signers = _signers(assignment, act) if refusal is None else None
    return _page(request, form, perform, assignment, refusal, title=title, note=note, signers=signers, shown=shown)


def _page(
    request: Request,
    form: Form,
    perform: Callable[[dict[str, Any]], object],
    assignment: Assignment,
    refusal: Refused | None,
    *,
    title: str,
    note: str = "",
    signers: Any = None,
    said: str = "已提请签批",
    button: str = "提请签批",
    shown: bool = True,
) -> HttpResponse:
    matter = assignment.matter
    return act_by(
        request, form, perform, said=said, to=reverse("matter", args=[matter.no]), matter=matter,
        assignment=assignment if shown else None, refusal=refusal, title=title, button=button, note=note, signers=signers,
    )  # fmt: skip


def _signers(assignment: Assignment, act: Act, step: str = "") -> dict[str, object]:
    governed = Governed.of(assignment.matter)
    approval, roles = governed.signers(act, step), governed.document.roles
    return {"names": [roles.get(each) or cards.post(each) for each in approval.signers], "clause": approval.clause}
