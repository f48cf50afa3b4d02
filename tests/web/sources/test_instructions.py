"""Instructions on the pages: given, registered, and their result read by the leader."""

import datetime

import pytest

from duban.ledger.actions.matters import matters
from duban.ledger.by import By
from duban.ledger.models import Instruction, Matter
from duban.people.models import Officer
from tests import cast
from tests.pages import order_form, text_of


@pytest.mark.feature("instructions")
@pytest.mark.django_db
@pytest.mark.proves("gansu-county-2023", "二(三)", "instructions")
def test_an_instruction_and_its_result(signed_in):
    office = cast.office("gansu-county-2023")
    leader, clerk = signed_in(office.leader), signed_in(office.clerk)
    leader.post("/instructions/new", {"text": "请县发展改革局核实并报结果。"})
    given = Instruction.objects.get()
    assert (given.leader, given.given_on) == (office.leader, datetime.date(2026, 3, 31))
    assert "批示待立项" in text_of(clerk, "/")
    order = order_form(office, category="instruction", source="instruction", instructed_by=office.leader.pk)
    refused = clerk.post(f"/instructions/{given.pk}/matter", order)
    assert refused.status_code == 422
    assert "二(三)" in refused.content.decode()
    order |= {"due_rule": "instruction", "counts_from": "2026-03-31"}
    clerk.post(f"/instructions/{given.pk}/matter", order)
    made = Matter.objects.get()
    leader.post(f"/instructions/new?matter={made.no}", {"text": "再报进展。"})
    liaison = _liaison_of(office, office.units[3])
    matters.dispatch_matter(matter=made, by=By(office.clerk, cast.at()))
    assert "再报进展" in text_of(signed_in(liaison), f"/matters/{made.no}")
    clerk.post(f"/instructions/{given.pk}/report", {"result": "已核实，情况属实。"})
    assert "情况属实" in text_of(leader, "/")
    assert "情况属实" not in text_of(signed_in(liaison), f"/matters/{made.no}")
    leader.post(f"/instructions/{given.pk}/reading", {"back": "/desk"})
    assert "情况属实" not in text_of(leader, "/")
    assert "已阅知" in text_of(clerk, f"/instructions/{given.pk}")


def _liaison_of(office, unit):
    return Officer.objects.create(
        username=f"{office.jurisdiction.slug}.third",
        role="liaison",
        unit=unit,
        jurisdiction=office.jurisdiction,
        full_name="联络员丙",
    )
