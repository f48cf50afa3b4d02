"""Claims: commendations, publications and other praise, claimed by a unit or entered by the office, verified, listed."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.ledger import access, conditions, counted
from duban.ledger.actions.matters import attachments
from duban.ledger.actions.scoring import claims
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Claim
from duban.ledger.queries.scoring import claims as known
from duban.web.acting import act_by
from duban.web.forms.matters.matters import EmptyForm
from duban.web.forms.scoring.claims import ClaimForm, VerificationForm
from duban.web.requests import Request


@require_safe
def index(request: Request) -> HttpResponse:
    """List the claims: waiting, verified, not accepted."""
    access.require(request.user, "see_claims")
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
        "praises": counted.praise_of(jurisdiction),
        "own_clause": counted.own_units_clause(Governed.of(jurisdiction).document),
        "refusal": conditions.scoring.claiming(jurisdiction),
        "may_make": access.may(request.user, "make_claim"),
    }
    return render(request, "scoring/claims/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: Request) -> HttpResponse:
    """Claim praise with its proof."""
    access.require(request.user, "make_claim")
    officer, jurisdiction = request.user, request.user.office
    regime = Governed.of(jurisdiction).document
    form = ClaimForm(
        request.POST or None,
        request.FILES or None,
        jurisdiction=jurisdiction,
        praises=counted.praise_of(jurisdiction),
        matters=known.matters_of(officer, officer.unit, request.today),
        occasions=known.occasions_of(officer),
        media={each.name: each.items for each in regime.lists if each.id.endswith("_media")},
        unit=officer.unit,
        initial={"on": request.today, "matter": request.GET.get("matter", ""), "kind": request.GET.get("kind", "")},
    )

    def perform(words: dict[str, Any]) -> None:
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
        own_clause=counted.own_units_clause(regime),
    )  # fmt: skip


@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """Show one claim with its proof, and where it waits the office's two answers."""
    access.require(request.user, "see_claims")
    claim = access.scoring.claim_for(request.user, pk)
    return render(request, "scoring/claims/show.html", {**_context(request, claim), "form": _verification(claim)})


@require_POST
def rule(request: Request, pk: int) -> HttpResponse:
    """Verify a claim or reject it."""
    access.require(request.user, "rule_on_claim")
    claim = access.scoring.claim_for(request.user, pk)

    def perform(words: dict[str, Any]) -> None:
        claims.rule_on_claim(
            claim=claim, verified=words["verdict"] == "verify", authority=words["authority"], reason=words["reason"],
            by=request.by,
        )  # fmt: skip

    return act_by(
        request, _verification(claim, request.POST), perform, said="已处理", to=reverse("claims"), template="scoring/claims/show.html",
        **_context(request, claim),
    )  # fmt: skip


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a claim back."""
    access.require(request.user, "make_claim")
    claim = access.scoring.claim_for(request.user, pk)

    def perform(words: dict[str, Any]) -> None:
        claims.withdraw_claim(claim=claim, by=request.by)

    return act_by(
        request, EmptyForm(request.POST), perform, said="已撤回", to=reverse("claims"), template="scoring/claims/show.html",
        **_context(request, claim),
    )  # fmt: skip


def _verification(claim: Claim, data: QueryDict | None = None) -> VerificationForm:
    praise = next((each for each in counted.praise_of(claim.jurisdiction) if each.kind == claim.kind), None)
    return VerificationForm(data, praise=praise, authority=claim.authority)


def _context(request: Request, claim: Claim) -> dict[str, object]:
    return {
        "claim": claim,
        "row": known.rows_of(claim.jurisdiction, [claim])[0],
        "alike": known.rows_of(claim.jurisdiction, known.alike(request.user, claim)),
        "highest": counted.highest_clause(claim.jurisdiction, claim.kind),
        "may_rule": access.may(request.user, "rule_on_claim") and conditions.scoring.ruling(claim) is None,
        "may_withdraw": request.user.unit_id == claim.unit_id
        and request.user.is_unit
        and conditions.scoring.ruling(claim) is None,
    }
