"""Saved views: a list that an officer comes back to, by name. A private matter: the journal does not tell of it."""

from django.db import transaction

from duban.ledger.models import SavedView
from duban.ledger.refusals import Refused
from duban.people.models import Officer

MOST = 30


@transaction.atomic
def save_view(*, name: str, query: str, actor: Officer) -> SavedView:
    """Keep what a list is asked for under a name; the same name again replaces it. Raises Refused without a name, or too many."""
    name = name.strip()
    if not name:
        raise Refused("请给视图起个名字", field="name")
    own = SavedView.objects.filter(officer=actor)
    if own.count() >= MOST and not own.filter(name=name).exists():
        raise Refused(f"最多保存 {MOST} 个视图", possible="请先删除不用的。", field="name")
    view, _ = SavedView.objects.update_or_create(officer=actor, name=name[:40], defaults={"query": query[:500]})
    return view


@transaction.atomic
def drop_view(*, view: SavedView) -> None:
    """Forget a view."""
    view.delete()
