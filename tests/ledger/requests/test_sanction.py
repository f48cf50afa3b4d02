"""Sanction: recommended, approved, and only then carried out."""

import pytest

from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import Consequence, Notice
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db
BEGUN = cast.at("2026-03-02 09:00")


def _late(office, **more):
    return stories.held(stories.matter(office, due_on="2026-03-20", at=BEGUN, **more))


@pytest.mark.feature("sanctions", "discipline_handover")
@pytest.mark.proves("gansu-county-2023", "四2", "sanctions")
@pytest.mark.proves("gansu-county-2023", "四3", "discipline_handover")
def test_a_sanction_is_recommended_approved_and_only_then_carried_out(db):
    gansu = cast.office("gansu-county-2023")
    held, at = _late(gansu), cast.at()
    for kinds, persons, field in (([], (), "kinds"), (["talk"], (), "kinds"), (["discipline"], (), "persons")):
        with pytest.raises(Refused) as caught:
            proposals.ask("sanction", of=held, kinds=kinds, persons=persons, reason="x", by=By(gansu.clerk, at))
        assert caught.value.field == field
    asked = proposals.ask(
        "sanction",
        of=held,
        kinds=["criticism", "handover"],
        persons=["某镇长"],
        reason="主观因素",
        by=By(gansu.clerk, at),
    )
    assert asked.clause == "四2"
    with pytest.raises(Conflict):
        proposals.carry_out(proposal=asked, by=By(gansu.clerk, at))
    with pytest.raises(Forbidden):
        proposals.sign_proposal(proposal=asked, agree=True, by=By(gansu.head, at))
    assert not Consequence.objects.exists()
    stories.sign(asked, at)
    proposals.carry_out(proposal=asked, by=By(gansu.clerk, at), note="请引以为戒")
    rows = {each.kind: each for each in Consequence.objects.all()}
    assert set(rows) == {"criticism", "handover"}
    assert rows["handover"].clause == "四3"
    assert {each.unit for each in Notice.objects.filter(paper__in=("recommendation", "discipline_handover"))} == {
        gansu.units[0],
        None,
    }
