"""Collection forms 《需要督办事项》: rounds, forms, sorting, and the plan that comes of them."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access
from duban.ledger.actions.sources import collections
from duban.ledger.governed import Governed
from duban.ledger.models import Collection, Slip, Wish
from duban.ledger.queries.matters import matters
from duban.ledger.queries.papers import prefills
from duban.ledger.queries.sources import sources
from duban.web.acting import act_by, act_here
from duban.web.forms.matters.matters import ReasonForm
from duban.web.forms.sources.sources import CollectionForm, TextsForm
from duban.web.http import Request
from duban.web.ordering import Origin, order_by
from duban.web.pages import form_page, read_page
from duban.web.views.sources.meetings import listed, taken


@read_page("return_slip")
def index(request: Request) -> HttpResponse:
    """List the rounds: a leader sees those that were sent to them."""
    context = listed(request, "collections", sources.collections_of)
    context |= {
        "may_send": access.may(request.user, "send_collection"),
        "blank": sources.blank_slips_of(request.user),
        "clause": Governed.of(request.user.office).clause("collection_forms"),
    }
    return render(request, "sources/collections.html", context)


@form_page("send_collection")
def new(request: Request) -> HttpResponse:
    """Send a round out."""
    jurisdiction = request.user.office

    initial = {"name": f"{request.today.year}年{request.today.month}月需要督办事项"}
    return act_by(
        request,
        CollectionForm(request.POST or None, initial=initial, jurisdiction=jurisdiction),
        partial(collections.send_collection, jurisdiction=jurisdiction, by=request.by),
        said="空白表已送出",
        to=lambda made: reverse("collection", args=[made.pk]),
        title="发出《需要督办事项》",
        button="送出",
        back=reverse("collections"),
    )


@read_page("return_slip", access.sources.collection_for)
def show(request: Request, collection: Collection) -> HttpResponse:
    """Show a round: who has handed in, and what became of each line."""
    context = {
        "collection": collection,
        "slips": sources.slips_of(collection, request.user),
        "may_sort": access.may(request.user, "send_collection"),
    }
    return render(request, "sources/collection.html", context)


@read_page("send_collection", access.sources.collection_for)
def plan(request: Request, collection: Collection) -> HttpResponse:
    """Show the plan (督办计划) that came of a round, to be printed."""
    wishes = [
        (wish, slip.leader, wish.matter)
        for slip in sources.slips_of(collection, request.user)
        for wish in sorted(slip.wishes.all(), key=lambda each: each.order)
        if wish.matter
    ]
    rows = {row.matter.pk: row for row in matters.rows_of(request.user, [matter for _, _, matter in wishes])}
    context = {
        "collection": collection,
        "rows": [(wish, leader, rows[matter.pk]) for wish, leader, matter in wishes],
        "clause": Governed.of(collection.jurisdiction).clause("planning_list"),
    }
    return render(request, "sources/plan.html", context)


@form_page("return_slip", access.sources.slip_for)
def hand_in(request: Request, slip: Slip) -> HttpResponse:
    """Fill in a form: one thing a line."""
    form = TextsForm(request.POST or None)

    def perform(**words: Any) -> None:
        collections.return_slip(slip=slip, texts=form.lines(), by=request.by)

    here = reverse("collection", args=[slip.collection_id])
    return act_here(
        request,
        form,
        perform,
        here,
        f"需要督办事项：{slip.leader}",
        said="已交回",
        button="交回",
        note=f"{slip.collection.name}，请在 {slip.collection.due_on} 前交回。一行一项；没有的，空着交回即可。",
    )


@form_page("send_collection", access.sources.wish_for)
def register(request: Request, wish: Wish) -> HttpResponse:
    """Make a matter out of a line."""
    slip = wish.slip
    found = prefills.prefill_of(slip.collection.jurisdiction, wish.text, slip.returned_on or request.today)
    return order_by(
        request,
        lambda form: collections.register_wish(wish=wish, order=form.order(), by=request.by),
        initial={
            "title": found.title,
            "requirement": wish.text,
            "categories": ("leader_order", "instruction", "key_work", "other"),
            "source": "instruction",
            "source_text": f"{slip.collection.name}（{slip.leader}）",
            "instructed_by": slip.leader_id,
            "due_on": found.due_on,
            "lead": found.lead,
            "support": found.support,
        },
        title="征集事项立项",
        back=reverse("collection", args=[slip.collection_id]),
        back_word=slip.collection.name,
        origin=Origin("需要督办事项", wish.text, (("领导", str(slip.leader)),)),
        refusal=taken(wish),
    )


@form_page("send_collection", access.sources.wish_for)
def drop(request: Request, wish: Wish) -> HttpResponse:
    """Note that a line needs no matter, and why."""
    here = reverse("collection", args=[wish.slip.collection_id])
    return act_here(
        request,
        ReasonForm,
        partial(collections.drop_wish, wish=wish, by=request.by),
        here,
        "不立项",
        said="已记明不立项",
        note=wish.text,
        refusal=taken(wish),
    )
