"""Records: what the office notes by hand, with its evidence; what is excused or taken back."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from duban.ledger import access, conditions, scored_facts
from duban.ledger.actions.matters import attachments
from duban.ledger.actions.scoring import facts, withdrawals
from duban.ledger.governed import Governed
from duban.ledger.models import JournalLine, Matter
from duban.ledger.queries.matters import timelines
from duban.ledger.refusals import Refused
from duban.people.models import Unit
from duban.web.acting import act_by
from duban.web.asked import matter_asked, one_of, unit_asked
from duban.web.forms import Form
from duban.web.forms.matters.matters import ReasonForm
from duban.web.forms.scoring.facts import PointsForm, RecordForm, notes_of, shown_of
from duban.web.http import Request
from duban.web.pages import form_page

_NOTES = {
    "unit.urged": "催办连同限定的期限、书面通知一并撤回，不再计分；原记录和撤销都保留。",
    "step.carried_out": "措施连同通报、限期、文书和由此作出的处理一并撤销；原记录和撤销都保留。",
    "report.returned": "反馈仍是退回，只是不再计分；原记录和撤销都保留。",
}


@form_page("record_fact")
def record(request: Request) -> HttpResponse:
    """Record what happened to a unit, with reason and evidence."""
    jurisdiction = request.user.office
    governed = Governed.of(jurisdiction)
    kinds, is_open = governed.recordable, not governed.keeps_library
    matter, is_scoring = matter_asked(request), one_of(request, "from", ("rankings",)) == "rankings"
    initial = {"matter": matter, **{name: request.GET.get(name, "") for name in ("kind", "authority")}}
    form = RecordForm(
        request.POST or None,
        request.FILES or None,
        jurisdiction=jurisdiction,
        kinds=kinds,
        highest=scored_facts.highest_clauses(jurisdiction),
        bound=scored_facts.matter_clauses(jurisdiction),
        is_open=is_open,
        matters=access.matters.matters(request.user),
        initial={"on": request.today, **initial},
    )
    form.initial["unit"] = Unit.objects.filter(jurisdiction=jurisdiction, code=unit_asked(request)).first()

    def perform(**words: Any) -> None:
        evidence = None
        if words["evidence"]:
            evidence = attachments.add_file(
                jurisdiction=jurisdiction,
                name=words["evidence"].name,
                chunks=words["evidence"].chunks(),
                matter=words["matter"],
                unit=words["unit"],
                by=request.by,
            )
        try:
            facts.record_fact(
                jurisdiction=jurisdiction,
                fact=form.fact(),
                by=request.by,
                **{name: words[name] for name in ("kind", "unit", "on", "reason", "matter")},
                proof=evidence,
            )
        except Refused as refusal:
            refusal.field = form.named(refusal.field)
            raise

    def back(made: object) -> str:
        on_with = f"{reverse('records')}?from=rankings" if is_scoring else ""
        return on_with if on_with and form.cleaned_data["matter"] is None else _page_of(form.cleaned_data["matter"])

    return act_by(
        request,
        form,
        perform,
        said="已记录",
        to=back,
        template="scoring/facts/record.html",
        fields_of=json.dumps(shown_of(kinds)),
        notes=json.dumps(notes_of(governed), ensure_ascii=False) if is_open else "",
        refusal=None if kinds else conditions.recording.nothing(governed),
        back=reverse("matter", args=[matter]) if matter else reverse("rankings" if is_scoring else "matters"),
        back_word=matter or ("考核" if is_scoring else "台账"),
    )


@form_page("excuse_fact", access.scoring.fact_line_for)
def excuse(request: Request, line: JournalLine) -> HttpResponse:
    """Rule that the unit had good reason."""
    entry = timelines.entries_of([line])[0]
    refusal = None if entry.may_be_excused else Refused("这条记录不能认定，或者已经认定过了")
    return _amend(
        request,
        line,
        entry,
        partial(facts.excuse_fact, line=line, by=request.by),
        refusal,
        title="认定正当理由",
        button="认定",
        said="已认定正当理由，该记录不计分",
        note="原记录保留在时间线上，不再计分。",
    )


@form_page("excuse_fact", access.scoring.fact_line_for)
def withdraw(request: Request, line: JournalLine) -> HttpResponse:
    """Take back what was recorded by hand in error."""
    entry = timelines.entries_of([line])[0]
    refusal = conditions.process.taking_back(line)
    return _amend(
        request,
        line,
        entry,
        partial(withdrawals.withdraw_record, line=line, by=request.by),
        refusal,
        title="撤销记录",
        button="撤销",
        said="已撤销",
        note=_NOTES.get(line.verb, "原记录和撤销都保留在时间线上。"),
    )


@form_page("excuse_fact", access.scoring.fact_line_for)
def award(request: Request, line: JournalLine) -> HttpResponse:
    """Put right with how many points a result was accepted."""
    return _amend(
        request,
        line,
        timelines.entries_of([line])[0],
        partial(withdrawals.award_points, line=line, by=request.by),
        conditions.process.awarding(line, None),
        form=PointsForm(request.POST or None),
        title="更正认定分值",
        button="更正",
        said="认定分值已更正",
        note="原来的认定和更正都保留在时间线上。",
    )


def _amend(
    request: Request,
    line: JournalLine,
    entry: object,
    perform: Callable[..., object],
    refusal: Refused | None,
    *,
    said: str,
    form: Form | None = None,
    **context: Any,
) -> HttpResponse:
    back = _page_of(line.matter)
    form = form or ReasonForm(request.POST or None)

    return act_by(
        request,
        form,
        perform,
        said=said,
        to=back,
        matter=line.matter,
        entry=entry,
        refusal=refusal,
        back=back,
        **context,
    )


def _page_of(matter: Matter | None) -> str:
    return reverse("matter", args=[matter.no]) if matter else reverse("records")
