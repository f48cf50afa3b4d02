"""Claims: commendations, publications and other praise, claimed by a unit or entered by the office, verified, listed."""

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access, conditions, scored_facts
from duban.ledger.actions.matters import attachments
from duban.ledger.actions.scoring import claims
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Claim
from duban.ledger.queries.scoring import claims as known
from duban.web.acting import act_by
from duban.web.forms.matters.matters import EmptyForm
from duban.web.forms.scoring.claims import ClaimForm, VerificationForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, read_page
from duban.web.views.scoring.corrections import tell_touched


@read_page("see_claims")
def index(request: Request) -> HttpResponse:
    """List the claims: waiting, verified, not accepted."""
    tabs = known.TABS if request.user.role != "assessment" else {"verified": known.TABS["verified"]}
    tab = request.GET.get("tab", "")
    tab = tab if tab in tabs else next(iter(tabs))
    jurisdiction = request.user.office
    page = Paginator(known.list_of(request.user, tab), 30).get_page(request.GET.get("page"))
    context = {
        "tab": tab,
        "tabs": tabs,
        "page": page,
        "rows": known.rows_of(jurisdiction, list(page.object_list)),
        "praises": scored_facts.praise_of(jurisdiction),
        "own_clause": scored_facts.own_units_clause(Governed.of(jurisdiction).document),
        "refusal": conditions.scoring.claiming(jurisdiction),
        "may_make": access.may(request.user, "make_claim"),
    }
    return render(request, "scoring/claims/index.html", context)


@form_page("make_claim")
def make(request: Request) -> HttpResponse:
    """Claim praise with its proof."""
    officer, jurisdiction = request.user, request.user.office
    regime = Governed.of(jurisdiction).document
    form = ClaimForm(
        request.POST or None,
        request.FILES or None,
        jurisdiction=jurisdiction,
        praises=scored_facts.praise_of(jurisdiction),
        matters=known.matters_of(officer, officer.unit, request.today),
        occasions=known.occasions_of(officer),
        media={each.name: each.items for each in regime.lists if each.id.endswith("_media")},
        unit=officer.unit,
        initial={"on": request.today, "matter": request.GET.get("matter", ""), "kind": request.GET.get("kind", "")},
    )

    def perform(**words: Any) -> None:
        praised, unit = form.praised(), officer.unit or words["unit"]
        kept = attachments.add_file(
            jurisdiction=jurisdiction, name=words["file"].name, chunks=words["file"].chunks(), matter=praised.matter,
            unit=unit, by=By(officer, request.at),
        )  # fmt: skip
        claims.make_claim(jurisdiction=jurisdiction, unit=unit, praised=praised, file=kept, by=By(officer, request.at))

    unscored = officer.unit is not None and not officer.unit.ranked
    return act_by(
        request, form, perform,
        said="已登记，按制度计分" if officer.is_office else "已申报，等待督查室核实",
        to=f"{reverse('claims')}?tab={'verified' if officer.is_office else 'open'}",
        template="scoring/claims/make.html", refusal=conditions.scoring.claiming(jurisdiction), unscored=unscored,
        own_clause=scored_facts.own_units_clause(regime),
    )  # fmt: skip


@read_page("see_claims", access.scoring.claim_for)
def show(request: Request, claim: Claim) -> HttpResponse:
    """Show one claim with its proof, and where it waits the office's two answers."""
    return render(request, "scoring/claims/show.html", {**_context(request, claim), "form": _verification(claim)})


@form_taken("rule_on_claim", access.scoring.claim_for)
def rule(request: Request, claim: Claim) -> HttpResponse:
    """Verify a claim or reject it."""

    def perform(**words: Any) -> None:
        claims.rule_on_claim(
            claim=claim, verified=words["verdict"] == "verify", authority=words["authority"], reason=words["reason"],
            by=request.by,
        )  # fmt: skip

    def to(made: object) -> str:
        tell_touched(request, claim.happened_on)
        return reverse("claims")

    return act_by(
        request, _verification(claim, request.POST), perform, said="已处理", to=to, template="scoring/claims/show.html",
        **_context(request, claim),
    )  # fmt: skip


@form_taken("make_claim", access.scoring.claim_for)
def withdraw(request: Request, claim: Claim) -> HttpResponse:
    """Take a claim back."""
    return act_by(
        request, EmptyForm(request.POST), partial(claims.withdraw_claim, claim=claim, by=request.by), said="已撤回", to=reverse("claims"), template="scoring/claims/show.html",
        **_context(request, claim),
    )  # fmt: skip


def _verification(claim: Claim, data: QueryDict | None = None) -> VerificationForm:
    praise = next((each for each in scored_facts.praise_of(claim.jurisdiction) if each.kind == claim.kind), None)
    return VerificationForm(data, praise=praise, authority=claim.authority)


def _context(request: Request, claim: Claim) -> dict[str, object]:
    return {
        "claim": claim,
        "row": known.rows_of(claim.jurisdiction, [claim])[0],
        "alike": known.rows_of(claim.jurisdiction, known.alike(request.user, claim)),
        "highest": scored_facts.highest_clause(claim.jurisdiction, claim.kind),
        "may_rule": access.may(request.user, "rule_on_claim") and conditions.scoring.ruling(claim) is None,
        "may_withdraw": request.user.unit_id == claim.unit_id
        and request.user.is_unit
        and conditions.scoring.ruling(claim) is None,
    }
