"""Taking back at once: an order by a click while nobody has signed; an urging with all that it brought."""

import pytest

from duban.ledger import journal
from duban.ledger.actions.matters import matters, take_backs
from duban.ledger.audit import integrity
from duban.ledger.by import By
from duban.ledger.models import Annulment
from duban.ledger.refusals import Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db


def test_an_order_that_has_just_gone_out_is_taken_back_by_a_click_and_later_not():
    office = cast.office("county-plan")
    made = stories.matter(office, due_on="2026-04-30")
    with pytest.raises(Refused, match="30 分钟"):
        take_backs.take_back_dispatch(matter=made, reason="发早了", by=By(office.clerk, cast.at("2026-03-31 10:01")))
    take_backs.take_back_dispatch(matter=made, reason="发早了", by=By(office.clerk, cast.at("2026-03-31 09:59")))
    made.refresh_from_db()
    assert made.state == "proposed" and journal.fact_rows(office.jurisdiction) == []
    assert Annulment.objects.get().fate == "recalled"
    # Unchanged, it goes out again with the approval that it had.
    matters.dispatch_matter(matter=made, by=By(office.clerk, cast.at("2026-03-31 10:30")))
    stories.accept(office, made, cast.at("2026-03-31 10:31"), unit=office.units[0])
    with pytest.raises(Refused, match="签收"):
        take_backs.take_back_dispatch(matter=made, reason="发早了", by=By(office.clerk, cast.at("2026-03-31 10:32")))
    assert [str(each) for each in integrity.verify([office.jurisdiction], integrity.Figures())] == []
