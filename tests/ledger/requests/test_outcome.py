"""Outcome (办法规定的处理): the office may put it up itself, once its condition is met; what no rule brings up cannot be asked for."""

import pytest

from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.refusals import Conflict, Refused
from tests import cast, founding, stories

pytestmark = pytest.mark.django_db
AT = cast.at()


def carded(office):
    """A matter whose unit got a red light today."""
    made = stories.matter(office, due_on="2026-12-31", at=cast.at("2026-02-02 09:00"))
    facts.record_fact(
        jurisdiction=office.jurisdiction, kind="mark", unit=office.units[0], matter=made, reason="月度标记", on=AT.date(),
        fact={"colour": "red", "month": "2026-03"}, by=By(office.clerk, AT),
    )  # fmt: skip
    return stories.held(made)


def test_it_is_asked_for_once_its_condition_is_met_and_once_only(signed_in):
    office = founding.office("s3-cards")
    held = carded(office)
    page = signed_in(office.clerk).get(f"/matters/{held.matter.no}").content.decode()
    assert "提请：约谈" in page
    asked = proposals.ask("outcome", of=held, reason="亮红灯", by=By(office.clerk, AT))
    assert (asked.clause, asked.details["outcome"], str(asked.open_since)) == ("三", "约谈", "2026-03-31")
    with pytest.raises(Conflict, match="已经提请过"):
        proposals.ask("outcome", of=held, reason="再来一次", by=By(office.clerk, AT))
    assert "提请：约谈" not in signed_in(office.clerk).get(f"/matters/{held.matter.no}").content.decode()


@pytest.mark.parametrize("pack", ["s3-cards", "s2-slips"])
def test_without_a_condition_nothing_is_asked_for(pack):
    office = founding.office(pack)
    held = stories.held(stories.matter(office, due_on="2026-12-31"))
    with pytest.raises(Refused, match="没有到办法规定的情形"):
        proposals.ask("outcome", of=held, reason="亮红灯", by=By(office.clerk, AT))
