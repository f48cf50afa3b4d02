"""Meetings on the pages: from minutes, typed or uploaded, to matters."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from duban.ledger.models import Decision, Matter
from tests.pages import order_form, text_of
from tests.printing import word_file

MINUTES = (
    "一、会议决定，由市发展改革委牵头，市财政局配合，2026年6月30日前完成开工。\n二、会议要求，市农业农村局抓好春灌。"
)


@pytest.mark.feature("meetings")
@pytest.mark.django_db
@pytest.mark.proves("sanmenxia-2019", "一(二)3", "meetings")
def test_from_minutes_to_matters(office, signed_in):
    clerk = signed_in(office.clerk)
    sent = {"name": "第12次常务会议", "held_on": "2026-03-20", "minutes": MINUTES}
    response = clerk.post("/meetings/new", sent, follow=True)
    page = response.content.decode()
    assert "市发展改革委牵头" in page
    assert "待定" in page
    first, second = Decision.objects.order_by("order")
    form = text_of(clerk, f"/decisions/{first.pk}/matter")
    assert 'value="2026-06-30"' in form
    for field, unit in (("lead", "市发展改革委"), ("support", "市财政局")):
        assert re.search(rf'<input[^>]*name="{field}" value="{unit}"', form)
    clerk.post(f"/decisions/{first.pk}/matter", order_form(office))
    made = Matter.objects.get()
    assert made.no in text_of(clerk, response.redirect_chain[-1][0])
    assert "第12次常务会议" in text_of(clerk, f"/matters/{made.no}")
    refused = clerk.post(f"/decisions/{second.pk}/dismissal", {"reason": ""})
    assert refused.status_code == 422
    clerk.post(f"/decisions/{second.pk}/dismissal", {"reason": "已有专班"})
    assert "已有专班" in text_of(clerk, response.redirect_chain[-1][0])
    assert "议定事项的立项情况均已明确" in text_of(clerk, "/meetings?show=open")
    assert "已经登记为" in text_of(clerk, f"/decisions/{first.pk}/matter")


def test_minutes_are_uploaded_as_a_file(office, signed_in):
    client = signed_in(office.clerk)
    assert 'enctype="multipart/form-data"' in client.get("/meetings/new").content.decode()
    form = {"name": "第3次常务会议", "held_on": "2026-03-20", "kind": ""}
    broken = client.post("/meetings/new", {**form, "file": SimpleUploadedFile("纪要.docx", b"PK\x03\x04")})
    assert broken.status_code == 422 and "损坏" in broken.content.decode()
    data = word_file("会议决定，由甲县清理河道。")
    page = client.post(
        "/meetings/new", {**form, "file": SimpleUploadedFile("纪要.docx", data)}, follow=True
    ).content.decode()
    assert "由甲县清理河道" in page
