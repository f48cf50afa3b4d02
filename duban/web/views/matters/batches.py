"""Many at once: sign for what was chosen in the ledger, urge it, propose its next steps; all of what may be done, or none of it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from duban.ledger import ladders
from duban.ledger.actions.matters import assignments, urges
from duban.ledger.actions.requests import proposals
from duban.ledger.governed import Governed
from duban.ledger.queries.matters import batches
from duban.ledger.queries.matters.batches import Line
from duban.ledger.refusals import Refused
from duban.web.acting import act_by, led_back
from duban.web.forms import Form
from duban.web.forms.matters.matters import AcceptanceForm, UrgeForm
from duban.web.forms.requests.proposals import StepForm
from duban.web.http import Request
from duban.web.pages import form_page
from duban.web.views.matters.urges import STEP_NOTE, USUAL, proposed_limit


@form_page("accept_assignment")
def accept(request: Request) -> HttpResponse:
    """Sign for many assignments of one's unit."""
    lines = batches.accepting(request.user, _numbers(request))

    def perform(line: Line, words: dict[str, Any]) -> None:
        assignments.accept_assignment(assignment=line.assignment, by=request.by, **words)

    return _act(
        request, lines, AcceptanceForm(request.POST or None), perform, title="签收", button="签收所选", said="已签收",
        note="签收后由本单位办理；责任人填一次，用于所列各件。", empty="在台账里勾选“待签收”的事项，再点“签收所选”。",
    )  # fmt: skip


@form_page("urge")
def urge(request: Request) -> HttpResponse:
    """Urge many units in one way, until one day."""
    lines = batches.urging(request.user, _numbers(request), request.today)
    is_step = any(ladders.urging_may_be_step(Governed.of(line.assignment.matter)) for line in lines)

    def perform(line: Line, words: dict[str, Any]) -> None:
        urges.urge_unit(assignment=line.assignment, by=request.by, **words)

    form = UrgeForm(request.POST or None, initial={"channel": USUAL})
    if is_step:
        step = Governed.of(lines[0].assignment.matter).step_carried_by("urged", {"channel": USUAL})
        form.preset("limit", *proposed_limit(step, request.today, Governed.of(request.user.office).calendar))
    return _act(
        request, lines, form, perform, title="催办", button="催办所选", said="已催办",
        note=f"各件用同一方式、同一限期；书面催办向每个单位各发一份文书。{STEP_NOTE if is_step else ''}",
        empty="在台账里勾选未办结的事项，再点“催办所选”。", steps=any(line.due for line in lines),
    )  # fmt: skip


@form_page("propose_step")
def propose_steps(request: Request) -> HttpResponse:
    """Propose the next step of the ladder for many assignments, each its own."""
    lines = batches.stepping(request.user, _numbers(request), request.today)

    def perform(line: Line, words: dict[str, Any]) -> None:
        assert line.due is not None
        reason = words["reason"].strip() or line.due.why
        proposals.ask("step", of=line.assignment, step=line.due.step, reason=reason, by=request.by)

    form = StepForm(request.POST or None)
    form.fields["reason"].help_text = "不填的，各件用它自己的理由"
    return _act(
        request, lines, form, perform, title="提请督办措施", button="提请签批", said="已提请签批",
        note="每件提请它自己的下一步，分别报签批人。", empty="在台账里勾选超期的事项，再点“提请措施”。", steps=True,
    )  # fmt: skip


def _act(
    request: Request,
    lines: list[Line],
    form: Form,
    perform: Callable[[Line, dict[str, Any]], object],
    *,
    title: str,
    said: str,
    **context: Any,
) -> HttpResponse:
    if request.method == "POST":
        ticked = set(request.POST.getlist("of"))
        lines = [line for line in lines if f"{line.assignment.matter.no}/{line.assignment.unit.code}" in ticked]
    ready = [line for line in lines if line.refusal is None]

    def act(**words: Any) -> None:
        if not ready:
            raise Refused("没有选中可以办理的事项", possible="不能办理的，原因写在各行。")
        for line in ready:
            try:
                perform(line, words)
            except Refused as refusal:
                # All or none: which one stood in the way is said, and nothing was done.
                where = f"{line.assignment.matter.no} {line.assignment.unit}"
                raise refusal.said_of(where, "去掉这一件，其余可以一起办理。") from None

    return act_by(
        request, form, act, said=f"{said} {len(ready)} 件", to=led_back(request, reverse("matters")), template="matters/batch.html",
        title=title, lines=lines, ready=ready, **context,
    )  # fmt: skip


def _numbers(request: Request) -> list[str]:
    """Give the matters chosen in the ledger; of a form that came back, those of the lines that were left ticked."""
    if request.method == "POST":
        return [each.partition("/")[0] for each in request.POST.getlist("of")]
    return request.GET.getlist("no")
