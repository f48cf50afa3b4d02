"""Collections: send the form 《需要督办事项》 to leaders, gather it, sort its lines into matters."""

import datetime
from collections.abc import Iterable, Mapping

from django.db import transaction

from duban.ledger import journal
from duban.ledger.actions.matters import matters, orders
from duban.ledger.by import By
from duban.ledger.models import Collection, Matter, Slip, Wish
from duban.ledger.refusals import Forbidden, Refused
from duban.people.models import LEADERS, Jurisdiction, Officer, Role

# Who may be asked: the leaders, the head of the office, and its deputies, who run its sections (县方案 三(一): 主任、副主任).
ASKED = LEADERS | {Role.OFFICE_HEAD, Role.SECTION}


@transaction.atomic
def send_collection(
    *, jurisdiction: Jurisdiction, name: str, due_on: datetime.date, leaders: Iterable[Officer], by: By
) -> Collection:
    """Send the blank form to leaders, to come back until `due_on`, inclusive.

    Raises Refused without a name or a recipient, for a day gone by, or for who is no leader of this jurisdiction.
    """
    today, leaders = by.today, list(leaders)
    if not name.strip():
        raise Refused("请写明这一轮征集的名称", field="name")
    if due_on < today:
        raise Refused("交回期限早于今天", field="due_on")
    if not leaders:
        raise Refused("请选定征集对象", field="leaders")
    if any(each.jurisdiction_id != jurisdiction.pk or each.role not in ASKED for each in leaders):
        raise Refused("征集对象须是本辖区的领导或办公室主任、副主任", field="leaders")
    collection = Collection.objects.create(
        jurisdiction=jurisdiction, name=name.strip(), sent_on=today, due_on=due_on, sent_by=by.officer
    )
    Slip.objects.bulk_create(Slip(collection=collection, leader=leader) for leader in leaders)
    _record("collection.sent", collection, collection, by, data={"name": name, "due": due_on.isoformat()})
    return collection


@transaction.atomic
def return_slip(*, slip: Slip, texts: Iterable[str], by: By) -> Slip:
    """Hand a form in, one thing a text; an empty one says that there is nothing. The office may hand it in for the leader.

    What was handed in later is added. Raises Refused where a leader fills in another's form.
    """
    slip = _held(slip)
    if not by.officer.is_office and by.officer.pk != slip.leader_id:
        raise Forbidden("这张表是发给别的领导的")
    last = slip.wishes.order_by("-order").values_list("order", flat=True).first() or 0
    texts = [text.strip() for text in texts if text.strip()]
    Wish.objects.bulk_create(Wish(slip=slip, order=last + place, text=text) for place, text in enumerate(texts, 1))
    slip.returned_on = by.today
    slip.save(update_fields=["returned_on"])
    data = {"leader": str(slip.leader), "wishes": len(texts)}
    _record("slip.returned", slip.collection, slip, by, data=data)
    return slip


@transaction.atomic
def register_wish(*, wish: Wish, order: orders.Order, by: By) -> Matter:
    """Register a matter from a line of a form. Raises Refused where it is one already, and for what an order may not hold."""
    wish = _open(wish)
    collection = wish.slip.collection
    matter = matters.register_matter(jurisdiction=collection.jurisdiction, order=order, by=by)
    wish.matter, wish.dropped_reason = matter, ""
    wish.save(update_fields=["matter", "dropped_reason"])
    _record("wish.registered", collection, wish, by, matter=matter, data={"leader": str(wish.slip.leader)})
    return matter


@transaction.atomic
def drop_wish(*, wish: Wish, reason: str, by: By) -> Wish:
    """Note that a line needs no matter, and why. Raises Refused without a reason, or where it is a matter already."""
    wish = _open(wish)
    if not reason.strip():
        raise Refused("请写明为什么不立项", field="reason")
    wish.dropped_reason = reason.strip()
    wish.save(update_fields=["dropped_reason"])
    _record("wish.dropped", wish.slip.collection, wish, by, data={"reason": wish.dropped_reason})
    return wish


def _held(slip: Slip) -> Slip:
    found = Slip.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("collection__jurisdiction", "leader").get(pk=slip.pk)


def _open(wish: Wish) -> Wish:
    """Return the line as it is now, its form locked. Raises Refused where it is a matter already."""
    slip = _held(wish.slip)
    found = Wish.objects.select_related("matter").get(pk=wish.pk)
    found.slip = slip
    if found.matter is not None:
        raise Refused(f"这一项已经登记为 {found.matter.no}")
    return found


def _record(
    verb: str,
    collection: Collection,
    of: Collection | Slip | Wish,
    by: By,
    *,
    matter: Matter | None = None,
    data: Mapping[str, object] | None = None,
) -> None:
    told = {"name": collection.name, **(data or {})}
    journal.record(
        verb, jurisdiction=collection.jurisdiction, of=of, matter=matter, actor=by.officer, at=by.at, data=told
    )
