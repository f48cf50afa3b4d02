"""Claims: commendations, publications and other praise, claimed by a unit or entered by the office, verified, listed."""

import json
from functools import partial
from typing import Any, cast

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
from duban.ledger.refusals import Refused
from duban.people.models import Unit
from duban.web.acting import act_by
from duban.web.asked import one_of
from duban.web.forms.matters.matters import EmptyForm
from duban.web.forms.scoring.claims import ClaimForm, VerificationForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, page_of, read_page


@read_page("see_claims")
def index(request: Request) -> HttpResponse:
    """List the claims: waiting, verified, not accepted."""
    tabs = known.TABS if request.user.role != "assessment" else {"verified": known.TABS["verified"]}
    tab = one_of(request, "tab", tabs, next(iter(tabs)))
    jurisdiction = request.user.office
    entered = scored_facts.declared_of(Governed.of(jurisdiction), None)
    page = page_of(request, known.list_of(request.user, tab), 30)
    context = {
        "tab": tab,
        "tabs": tabs,
        "page": page,
        "rows": known.rows_of(jurisdiction, list(page.object_list)),
        "labels": [
            *(each.word for each in scored_facts.praise_of(jurisdiction)),
            *(each.label for each in entered.values()),
        ],
        "has_entries": bool(entered),
        "own_clause": scored_facts.own_units_clause(Governed.of(jurisdiction).document),
        "refusal": conditions.scoring.claiming(jurisdiction),
        "may_make": access.may(request.user, "make_claim"),
    }
    return render(request, "scoring/claims/index.html", context)


@form_page("make_claim")
def make(request: Request) -> HttpResponse:
    """Claim praise with its proof."""
    officer, jurisdiction = request.user, request.user.office
    governed = Governed.of(jurisdiction)
    regime, unit_of = governed.document, officer.unit if officer.is_unit else None
    bodies = scored_facts.bodies_of(regime, unit_of) if unit_of is not None else frozenset()
    praises = scored_facts.praise_of(jurisdiction)
    praised_kinds = {each.kind: governed.recordable[each.kind] for each in praises if each.kind in governed.recordable}
    known_kinds = {**praised_kinds, **scored_facts.declared_of(governed, unit_of)} if not governed.keeps_library else {}
    form = ClaimForm(
        request.POST or None,
        request.FILES or None,
        jurisdiction=jurisdiction,
        praises=praises,
        matters=known.matters_of(officer, officer.unit, request.today),
        occasions=known.occasions_of(officer),
        media={each.name: each.items for each in regime.lists if each.id.endswith("_media")},
        unit=officer.unit if not bodies else None,
        known=known_kinds,
        initial={"on": request.today, "matter": request.GET.get("matter", ""), "kind": request.GET.get("kind", "")},
    )

    def perform(**words: Any) -> None:
        praised, kept = form.praised(), None
        unit = cast(Unit, words.get("unit") or officer.unit)
        if words["file"]:
            kept = attachments.add_file(
                jurisdiction=jurisdiction, name=words["file"].name, chunks=words["file"].chunks(), matter=praised.matter,
                unit=unit, by=By(officer, request.at),
            )  # fmt: skip
        try:
            claims.make_claim(
                jurisdiction=jurisdiction, unit=unit, praised=praised, file=kept, by=By(officer, request.at)
            )
        except Refused as refusal:
            refusal.field = form.named(refusal.field)
            raise

    unscored = officer.unit is not None and not officer.unit.ranked
    return act_by(
        request, form, perform,
        said="已登记，按制度计分" if officer.is_office else "已申报，等待督查室核实",
        to=f"{reverse('claims')}?tab={'verified' if officer.is_office else 'open'}",
        template="scoring/claims/make.html", refusal=conditions.scoring.claiming(jurisdiction), unscored=unscored,
        own_clause=scored_facts.own_units_clause(regime), shown=json.dumps(form.shown()) if form.shown() else "", has_entries=bool(scored_facts.declared_of(governed, None)),
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
            claim=claim, verified=words["verdict"] == "verify", authority=words.get("authority", ""), reason=words["reason"],
            by=request.by,
        )  # fmt: skip

    return act_by(
        request, _verification(claim, request.POST), perform, said="已处理", to=reverse("claims"), template="scoring/claims/show.html",
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
    word = known.rows_of(claim.jurisdiction, [claim])[0].authority
    return VerificationForm(data, praise=praise, authority=claim.authority, word=word)


def _context(request: Request, claim: Claim) -> dict[str, object]:
    return {
        "claim": claim,
        "row": known.rows_of(claim.jurisdiction, [claim])[0],
        "verifier": known.verifier_of(claim),
        "alike": known.rows_of(claim.jurisdiction, known.alike(request.user, claim)),
        "highest": scored_facts.highest_clause(claim.jurisdiction, claim.kind),
        "may_rule": access.may(request.user, "rule_on_claim") and conditions.scoring.ruling(claim) is None,
        "may_withdraw": request.user.unit_id == claim.unit_id
        and request.user.is_unit
        and conditions.scoring.ruling(claim) is None,
    }
