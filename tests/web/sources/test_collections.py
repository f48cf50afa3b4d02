"""Collection forms on the pages: a round of them becomes a plan."""

import pytest

from duban.ledger.actions.sources import collections
from tests import cast
from tests.pages import order_form, text_of


@pytest.mark.feature("collection_forms", "planning_list")
@pytest.mark.django_db
@pytest.mark.proves("county-plan", "三(一)", "collection_forms", "planning_list")
def test_a_round_of_forms_becomes_a_plan(signed_in):
    office = cast.office("county-plan")
    clerk, leader = signed_in(office.clerk), signed_in(office.leader)
    sent = {"name": "4月征集", "due_on": "2026-04-10", "leaders": [office.leader.pk, office.principal.pk]}
    response = clerk.post("/collections/new", sent)
    here = response.url
    assert "4月征集" in text_of(leader, "/")
    slip = collections.Slip.objects.get(leader=office.leader)
    leader.post(f"/slips/{slip.pk}", {"texts": "修好通村路\n查校车安全"})
    assert "修好通村路" not in text_of(signed_in(office.principal), here)
    first, second = slip.wishes.order_by("order")
    clerk.post(f"/wishes/{first.pk}/matter", order_form(office, category="leader_order", title="修好通村路"))
    clerk.post(f"/wishes/{second.pk}/dismissal", {"reason": "另有专项"})
    plan = text_of(clerk, f"{here}/plan")
    assert "修好通村路" in plan
    assert "校车" not in plan
    assert "三(一)" in plan
