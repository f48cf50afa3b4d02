"""Places on the phone: nothing of an unannounced inspection shows before the team is there; one screen takes all that is seen."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from duban.ledger.actions.inspections import visits
from duban.ledger.actions.office import messages
from duban.ledger.by import By
from duban.ledger.models import (
    Finding,
    Message,
    Visit,
)
from duban.ledger.queries.matters import burdens
from tests import cast, inspecting
from tests.pages import post, refusal_of

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.mark.feature("unannounced", "inspections")
@pytest.mark.proves("sanmenxia-2019", "二(三)", "inspections", "unannounced")
def test_nothing_of_an_unannounced_inspection_shows_before_arrival(office, signed_in):
    made = inspecting.under_way(office, unannounced=True, title="冬小麦暗查")
    place = inspecting.visit(office, made, place="三号粮库", how="unannounced")
    other = inspecting.visit(office, made, unit=office.units[1], place="五号农资店", how="unannounced")

    def told(officer):
        client = signed_in(officer)
        pages = [
            client.get(path)
            for path in (
                "/desk",
                "/inspections",
                "/inspections?q=冬小麦",
                "/inbox",
                "/matters?q=冬小麦",
                "/burden",
                "/roster",
                "/visits",
            )
        ]
        assert client.get(f"/inspections/{made.pk}").status_code in (403, 404)
        assert client.get(f"/visits/{other.pk}").status_code in (403, 404)
        return "".join(page.content.decode().replace('value="冬小麦"', "").replace("“冬小麦”", "") for page in pages)

    outsiders = (
        "liaison",
        "unit_head",
        "other_liaison",
        "other_leader",
        "principal",
        "section",
        "auditor",
        "assessment",
        "discipline",
        "administrator",
    )
    messages.derive_messages(jurisdiction=office.jurisdiction, at=cast.at())
    assert not Message.objects.filter(text__contains="冬小麦").exists()
    for who in outsiders:
        page = told(office.officers[who])
        assert "冬小麦" not in page and "粮库" not in page and "农资店" not in page, who
    journal = signed_in(office.auditor).get("/journal").content.decode()
    assert "冬小麦" not in journal and "粮库" not in journal
    post(signed_in(office.inspector), f"/visits/{place.pk}/arrival")
    page = signed_in(office.liaison).get("/inspections").content.decode()
    assert "冬小麦" in page
    shown = signed_in(office.liaison).get(f"/inspections/{made.pk}").content.decode()
    assert "三号粮库" in shown and "五号农资店" not in shown and office.units[1].name not in shown
    assert signed_in(office.other_liaison).get(f"/inspections/{made.pk}").status_code == 404


@pytest.mark.feature("inspections", "unannounced")
def test_one_screen_takes_what_is_seen_and_found_with_photos_and_twice_is_once(office, signed_in):
    made = inspecting.under_way(office, unannounced=True)
    place = inspecting.visit(office, made, how="unannounced")
    inspector, liaison = signed_in(office.inspector), signed_in(office.liaison)
    assert "粮库" in inspector.get("/desk").content.decode() and "粮库" in inspector.get("/visits").content.decode()
    assert "到场" in refusal_of(inspector, f"/visits/{place.pk}/records", seen="门锁着", nature="problem")
    post(inspector, f"/visits/{place.pk}/arrival", form_key="a1")
    words = {
        "seen": "仓门敞开",
        "text": "台账与实物不符",
        "nature": "falsehood",
        "order_text": "当场责令封存",
        "form_key": "k1",
    }
    for _ in range(2):
        post(
            inspector,
            f"/visits/{place.pk}/records",
            **words,
            photos=[SimpleUploadedFile("仓门.png", PNG), SimpleUploadedFile("台账.png", PNG)],
        )
    # The answer was lost on the way, and it is sent anew from a fresh page.
    assert "已经记录为第 1 条" in refusal_of(inspector, f"/visits/{place.pk}/records", **{**words, "form_key": "k2"})
    assert "已经记录" in refusal_of(
        inspector, f"/visits/{place.pk}/records", seen="仓门敞开", nature="problem", form_key="k3"
    )
    finding = Finding.objects.get()
    assert (finding.nature, finding.unit, finding.attachments.count()) == ("falsehood", office.units[0], 2)
    assert Visit.objects.get(pk=place.pk).seen.count("仓门敞开") == 1
    shown = liaison.get(f"/visits/{place.pk}").content.decode()
    assert "台账与实物不符" in shown and "仓门敞开" not in shown
    photo = finding.attachments.first()
    assert liaison.get(f"/inspection-files/{photo.pk}").status_code == 200
    assert liaison.get(f"/attachments/{photo.pk}").status_code == 404
    assert signed_in(office.other_liaison).get(f"/inspection-files/{photo.pk}").status_code == 404


def test_a_finding_not_told_on_the_spot_stays_the_teams_own(office, signed_in):
    made = inspecting.under_way(office)
    visits.note_finding(
        inspection=made,
        unit=office.units[0],
        noted=visits.Noted("problem", "进度滞后"),
        by=By(office.inspector, cast.at()),
    )
    assert "进度滞后" not in signed_in(office.liaison).get(f"/inspections/{made.pk}").content.decode()
    assert "进度滞后" in signed_in(office.inspector).get(f"/inspections/{made.pk}").content.decode()


def test_visits_are_counted_among_what_burdens_a_unit(office, signed_in):
    made = inspecting.under_way(office)
    for place in ("粮库", "农机站"):
        visits.arrive(visit=inspecting.visit(office, made, place=place), by=By(office.inspector, cast.at()))
    hidden = inspecting.under_way(office, unannounced=True)
    inspecting.visit(office, hidden, unit=office.units[1])
    visits.arrive(visit=inspecting.visit(office, hidden), by=By(office.inspector, cast.at()))

    def counted(officer):
        rows = burdens.burdens(officer, first=datetime.date(2026, 3, 1), last=datetime.date(2026, 3, 31))
        return next(row.visits for row in rows if row.unit == office.units[0])

    assert (counted(office.clerk), counted(office.principal)) == (3, 2)
    assert "督查到访" in signed_in(office.clerk).get("/burden").content.decode()
