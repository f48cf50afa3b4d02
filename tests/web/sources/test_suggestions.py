"""Suggestions on the pages: from registration through countersigning to the committees."""

import pytest

from duban.ledger.actions.matters import matters
from duban.ledger.by import By
from duban.ledger.models import Matter, Suggestion
from tests import cast, stories
from tests.pages import order_form, text_of


@pytest.mark.feature("suggestions")
@pytest.mark.django_db
@pytest.mark.proves("gansu-county-2023", "二(四)", "suggestions")
def test_a_suggestion_from_registration_to_the_committees(signed_in):
    office = cast.office("gansu-county-2023")
    clerk = signed_in(office.clerk)
    order = order_form(
        office, category="proposal", source="proposal", lead=[office.units[0].pk], support=[office.units[1].pk]
    )
    order |= {
        "due_rule": "proposal",
        "counts_from": "2026-03-31",
        "kind": "suggestion",
        "number": "第17号",
        "author": "张代表",
    }
    clerk.post("/suggestions/new", order)
    made = Matter.objects.get()
    matters.dispatch_matter(matter=made, by=By(office.clerk, cast.at()))
    stories.accept(office, made, cast.at())
    lead, helper = signed_in(office.liaison), signed_in(office.other_liaison)
    assert "还没有会签" in text_of(lead, f"/suggestions/{made.no}/answer")
    helper.post(f"/suggestions/{made.no}/countersignatures", {"agreed": "yes", "opinion": ""})
    lead.post(f"/suggestions/{made.no}/answer", {"answer": "A", "text": "年内开工。"})
    stories.complete(office, made, cast.at())
    clerk.post(f"/suggestions/{made.no}/satisfaction", {"satisfaction": "content", "note": ""})
    page = text_of(clerk, f"/matters/{made.no}")
    assert "满意" in page
    assert "年内开工" in page
    clerk.post("/suggestions/reports", {"no": [made.no]})
    assert Suggestion.objects.get().reported_on is not None
    assert "第17号" in text_of(clerk, "/suggestions")
