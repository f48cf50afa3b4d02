"""Quarterly lists: a section enters and hands in what it reports of a portfolio; the office decides the classes."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from duban.ledger import journal
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Matter, QuarterlyItem, QuarterlyList
from duban.ledger.refusals import Refused
from duban.people.models import Portfolio


@transaction.atomic
def add_item(
    *,
    portfolio: Portfolio,
    quarter_end: datetime.date,
    heading: str,
    text: str,
    proposed: str,
    by: By,
    progress: str = "",
    matter: Matter | None = None,
) -> QuarterlyItem:
    """Enter one thing in a portfolio's lists of the quarter that ends on that day.

    Raises Refused without a text, for a heading or class that the document does not have, or once the lists were handed in.
    """
    jurisdiction = portfolio.jurisdiction
    governed = Governed.of(jurisdiction)
    if heading not in governed.words("quarterly_lists"):
        raise Refused("办法里没有这份清单", field="heading")
    if proposed not in governed.words("progress_classes"):
        raise Refused("办法里没有这个分类", field="proposed")
    if not text.strip():
        raise Refused("请写明内容", field="text")
    if matter is not None and matter.jurisdiction_id != jurisdiction.pk:
        raise Refused("事项不在本辖区", field="matter")
    QuarterlyList.objects.get_or_create(portfolio=portfolio, quarter_end=quarter_end)
    held = _held(portfolio, quarter_end)
    _refuse_handed_in(held)
    item = QuarterlyItem.objects.create(
        of=held, heading=heading, text=text.strip(), progress=progress.strip(), matter=matter, proposed=proposed
    )
    _record("quarterly_item.added", held, item, by, {"text": item.text, "class": proposed})
    return item


@transaction.atomic
def drop_item(*, item: QuarterlyItem, by: By) -> None:
    """Take one thing out again. Raises Refused once the lists were handed in."""
    held = _held(item.of.portfolio, item.of.quarter_end)
    _refuse_handed_in(held)
    QuarterlyItem.objects.filter(pk=item.pk).delete()
    _record("quarterly_item.dropped", held, item, by, {"text": item.text})


@transaction.atomic
def hand_in_list(*, portfolio: Portfolio, quarter_end: datetime.date, by: By) -> QuarterlyList:
    """Hand a portfolio's lists of a quarter in to the supervision office; empty ones say that there is nothing. Refused twice."""
    QuarterlyList.objects.get_or_create(portfolio=portfolio, quarter_end=quarter_end)
    held = _held(portfolio, quarter_end)
    _refuse_handed_in(held)
    held.handed_in_on, held.handed_in_by = by.today, by.officer
    held.version += 1
    held.save()
    _record("quarterly_list.handed_in", held, held, by, {"items": held.items.count()})
    return held


@transaction.atomic
def decide_list(*, quarterly: QuarterlyList, classes: Mapping[int, str], by: By) -> QuarterlyList:
    """Decide the class of every entry, by its key; from then on they count in the summary. The office may decide anew.

    Raises Refused before the lists were handed in, for an entry without a class, or a class that the document does not have.
    """
    held = _held(quarterly.portfolio, quarterly.quarter_end)
    if held.handed_in_on is None:
        raise Refused("科室还没有报送")
    known = Governed.of(held.portfolio.jurisdiction).words("progress_classes")
    items = list(held.items.order_by("id"))
    for item in items:
        if classes.get(item.pk) not in known:
            raise Refused(f"“{item.text}”还没有认定分类", field=f"class_{item.pk}")
        item.decided = classes[item.pk]
    QuarterlyItem.objects.bulk_update(items, ["decided"])
    held.decided_on, held.decided_by = by.today, by.officer
    held.version += 1
    held.save()
    told = {name: sum(item.decided == name for item in items) for name in known}
    _record("quarterly_list.decided", held, held, by, {"classes": told})
    return held


@transaction.atomic
def return_list(*, quarterly: QuarterlyList, reason: str, by: By) -> QuarterlyList:
    """Give lists back to the section, which handed them in with something wrong: it changes them and hands them in anew.

    Raises Refused without a reason, or where they were not handed in.
    """
    held = _held(quarterly.portfolio, quarterly.quarter_end)
    if held.handed_in_on is None:
        raise Refused("科室还没有报送")
    if not reason.strip():
        raise Refused("请写明退回的理由", field="reason")
    held.items.update(decided="")
    held.handed_in_on = held.handed_in_by = held.decided_on = held.decided_by = None
    held.version += 1
    held.save()
    _record("quarterly_list.returned", held, held, by, {"reason": reason.strip()})
    return held


def _held(portfolio: Portfolio, quarter_end: datetime.date) -> QuarterlyList:
    found = QuarterlyList.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("portfolio__jurisdiction").get(portfolio=portfolio, quarter_end=quarter_end)


def _refuse_handed_in(held: QuarterlyList) -> None:
    if held.handed_in_on is not None:
        raise Refused(f"本季度清单已在 {held.handed_in_on} 报送，不能再改")


def _record(
    verb: str, held: QuarterlyList, of: QuarterlyList | QuarterlyItem, by: By, data: Mapping[str, object]
) -> None:
    name = f"{held.portfolio.name} {held.quarter_end.year} 年第 {(held.quarter_end.month + 2) // 3} 季度"
    journal.record(
        verb, jurisdiction=held.portfolio.jurisdiction, of=of, actor=by.officer, at=by.at, data={"name": name, **data}
    )
