"""Inspections from above on their page: prepared for, answered, their findings entered."""

import pytest

from duban.ledger.models import (
    Finding,
    Inspection,
)
from tests.pages import post

pytestmark = pytest.mark.django_db


@pytest.mark.feature("received_inspections")
@pytest.mark.proves("sanmenxia-2019", "附件2 三8", "received_inspections")
def test_an_inspection_from_above_is_prepared_answered_and_its_findings_entered(office, signed_in):
    clerk, liaison = signed_in(office.clerk), signed_in(office.liaison)
    path = post(
        clerk, "/inspections/received/new", title="省政府专项督查", authority="province", authority_name="省政府督查室",
        from_on="2026-03-30", to_on="2026-03-31", units=[office.units[0].pk],
    ).url  # fmt: skip
    post(clerk, f"{path}/preparations", text="备齐项目台账", unit=office.units[0].pk, due_on="2026-03-31")
    assert "备齐项目台账" in liaison.get("/desk").content.decode()
    row = Inspection.objects.get().preparations.get()
    post(liaison, f"/preparations/{row.pk}/completion")
    post(clerk, f"{path}/findings", unit=office.units[0].pk, nature="problem", text="资金拨付偏慢")
    assert Finding.objects.get().unit == office.units[0]
    post(clerk, f"{path}/result", result="总体成绩优秀", result_on="2026-03-31")
    page = clerk.get(path).content.decode()
    assert "总体成绩优秀" in page and "kind=inspection_excellent" in page and "authority=province" in page
    assert "inspection_excellent" in clerk.get("/records?kind=inspection_excellent&authority=province").content.decode()
