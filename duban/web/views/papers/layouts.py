"""How the office's papers look: the letterhead, its own Word templates, and forms to be filled in by hand."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access
from duban.ledger.actions.papers import letterheads
from duban.ledger.governed import Governed
from duban.ledger.models import PaperTemplate
from duban.ledger.queries.matters import matters as ledger
from duban.ledger.wordings import blanks, registers, replies, scorings, sheets, templates
from duban.ledger.wordings.frames import letterhead_of
from duban.papers.writing.fields import PAPER_FIELDS
from duban.web.acting import act_by
from duban.web.asked import leave_out, one_of, span_of
from duban.web.forms.matters.matters import EmptyForm
from duban.web.forms.papers.bulletins import LetterheadForm, TemplateForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, read_page
from duban.web.printing import as_file


@form_page("edit_letterhead")
def letterhead(request: Request) -> HttpResponse:
    """Edit what stands on every paper."""
    jurisdiction = request.user.office
    own = letterhead_of(jurisdiction)
    initial = {
        "script": "".join(own.script),
        "head": "\n".join(own.head),
        "code": own.code,
        "circular_code": jurisdiction.letterhead.get("circular_code", ""),
        "office": own.office,
        "printer": jurisdiction.letterhead.get("printer", ""),
        "reports": "\n".join(own.reports),
        "cc": "\n".join(own.copies),
    }
    form = LetterheadForm(request.POST if request.method == "POST" else None, initial=initial)

    def perform(**words: Any) -> None:
        letterheads.edit_letterhead(jurisdiction=jurisdiction, words=words, by=request.by)

    to = reverse("letterhead")
    return act_by(
        request,
        form,
        perform,
        said="已保存，以后制发的文书使用新的版头",
        to=to,
        template="papers/bulletins/letterhead.html",
    )


@form_page("keep_templates_of_papers")
def own_templates(request: Request) -> HttpResponse:
    """List the kinds of paper with the office's own template, the fields on offer, and take one in."""
    jurisdiction = request.user.office
    places = templates.places_of(jurisdiction)
    form = TemplateForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        places=places,
        initial={"of": one_of(request, "of", {each.of for each in places})},
    )

    def perform(**words: Any) -> None:
        file = words["file"]
        letterheads.add_template(
            jurisdiction=jurisdiction,
            of=words["of"],
            name=file.name,
            chunks=file.chunks(),
            by=request.by,
        )

    return act_by(
        request,
        form,
        perform,
        said="模板已检查无误并启用",
        to=reverse("paper_templates"),
        template="papers/bulletins/templates.html",
        places=places,
        fields=PAPER_FIELDS,
        more=templates.NOTICE_FIELDS,
    )


@form_taken("keep_templates_of_papers", access.papers.template_for)
def retire(request: Request, template: PaperTemplate) -> HttpResponse:
    """Go back to the program's layout."""
    return act_by(
        request,
        EmptyForm(request.POST),
        partial(letterheads.retire_template, template=template, by=request.by),
        said="已停用，改用系统的版式",
        to=reverse("paper_templates"),
    )


@read_page("see_matters")
def blanks_index(request: Request) -> HttpResponse:
    """List the forms of the regime that people fill in by hand, empty or for a matter and unit that the address names."""
    regime = Governed.of(request.user.office).document
    matter, unit = request.GET.get("matter", "").strip()[:20], request.GET.get("unit", "").strip()[:40]
    held = access.matters.assignments(request.user).filter(matter__no=matter, unit__code=unit)
    if (matter or unit) and not held.exists():
        leave_out(request, "matter", "unit")
    context = {
        "papers": blanks.blanks_of(regime),
        "registers": registers.registers_of(request.user) if access.may(request.user, "register_matter") else [],
        "year": request.today.year,
        "units": ledger.units_of(request.user),
        "matter": matter,
        "unit": unit,
        "prefill": f"?{urlencode({'matter': matter, 'unit': unit})}" if matter and unit and held.exists() else "",
    }
    return render(request, "papers/bulletins/blanks.html", context)


@read_page("register_matter")
def register(request: Request, register: str, form: str) -> HttpResponse:
    """Hand out a register of a year (`year` in the address, else this one): what was entered, planned or issued."""
    found = next((each for each in registers.registers_of(request.user) if each.id == register), None)
    if found is None:
        raise access.NotFound("没有这种登记簿")
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else request.today.year
    return as_file(registers.register_of(request.user, found, year), form, jurisdiction=request.user.office)


@read_page("see_matters")
def reply(request: Request, no: str, form: str) -> HttpResponse:
    """Hand out the reply to a suggestion, as the lead unit sends it."""
    suggestion = access.sources.suggestion_for(request.user, no)
    return as_file(replies.reply_of(suggestion), form, jurisdiction=suggestion.matter.jurisdiction)


@read_page("see_matters")
def blank(request: Request, paper: str, form: str) -> HttpResponse:
    """Hand out a form, empty or for one matter and unit (`matter`, `unit` in the address)."""
    jurisdiction = request.user.office
    named = next((each for each in blanks.blanks_of(Governed.of(jurisdiction).document) if each.id == paper), None)
    if named is None:
        raise access.NotFound("办法里没有这种表")
    matter = unit = None
    if request.GET.get("matter") and request.GET.get("unit"):
        held = access.matters.assignment_for(request.user, request.GET["matter"], request.GET["unit"])
        matter, unit = held.matter, held.unit
    return as_file(blanks.blank_of(jurisdiction, named, matter, unit), form, jurisdiction=jurisdiction)


@read_page("see_matters")
def approval_sheet(request: Request, pk: int, form: str) -> HttpResponse:
    """Hand out a proposal as the approval sheet that goes into the file."""
    proposal = access.requests.proposal_for(request.user, pk)
    return as_file(sheets.sheet_of(proposal), form, jurisdiction=proposal.jurisdiction)


@read_page("see_scores")
def scoring_sheet(request: Request, unit: str, form: str) -> HttpResponse:
    """Hand out a unit's scoring sheet of a period, filled in; with `matter` the sheet of that matter."""
    found = access.scoring.scored_unit_for(request.user, unit)
    jurisdiction = request.user.office
    span = span_of(request, jurisdiction)
    if no := request.GET.get("matter", ""):
        assignment = access.matters.assignment_for(request.user, no, unit)
        return as_file(scorings.matter_sheet_of(assignment, span), form, jurisdiction=jurisdiction)
    return as_file(scorings.sheet_of(jurisdiction, found, span), form, jurisdiction=jurisdiction)
