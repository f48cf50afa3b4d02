"""Self-inspections on their page: asked of the units, handed in, late or in time."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from duban.ledger.actions.inspections import self_inspections
from duban.ledger.by import By
from duban.ledger.models import (
    SelfInspection,
)
from tests import cast, inspecting
from tests.pages import post, refusal_of

pytestmark = pytest.mark.django_db


@pytest.mark.feature("self_inspection")
def test_units_check_themselves_first_and_lateness_shows(office, signed_in):
    made = inspecting.approved(office)
    clerk, liaison = signed_in(office.clerk), signed_in(office.liaison)
    post(
        clerk,
        f"/inspections/{made.pk}/self-inspections",
        due_on="2026-03-31",
        units=[unit.pk for unit in office.units[:2]],
    )
    row = SelfInspection.objects.get(unit=office.units[0])
    assert f"/self-inspections/{row.pk}" in liaison.get("/desk").content.decode()
    refusal_of(liaison, f"/self-inspections/{row.pk}", text=" ")
    post(
        liaison,
        f"/self-inspections/{row.pk}",
        text="已自查，发现两处不足。",
        evidence=SimpleUploadedFile("自查.txt", "情况".encode()),
    )
    page = clerk.get(f"/self-inspections/{row.pk}").content.decode()
    assert "发现两处不足" in page and "自查.txt" in page
    for form in ("docx", "pdf"):
        assert len(liaison.get(f"/self-inspections/{row.pk}/paper.{form}").content) > 1000
    assert signed_in(office.other_liaison).get(f"/self-inspections/{row.pk}").status_code == 404
    later = self_inspections.hand_in_self_inspection(
        self_inspection=SelfInspection.objects.get(unit=office.units[1]),
        text="补报",
        by=By(office.other_liaison, cast.at("2026-04-02 09:00")),
    )
    assert "迟报" in clerk.get(f"/inspections/{made.pk}").content.decode() and later.handed_in_on > later.due_on
    secret = inspecting.approved(office, unannounced=True)
    assert "暗访" in refusal_of(
        clerk, f"/inspections/{secret.pk}/self-inspections", due_on="2026-03-31", units=[office.units[0].pk]
    )
