"""What the office records by hand, excuses and takes back, through the pages."""

import io
import re

import pytest

from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Matter
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


def _text(response):
    return response.content.decode()


@pytest.mark.feature("excuses")
def test_what_is_recorded_by_hand_scores_is_excused_and_taken_back(office, signed_in):
    stories.matter(office, due_on="2026-04-30")
    client = signed_in(office.clerk)
    form = _text(client.get("/records?matter=2026-1&unit=jia"))
    assert (
        '<optgroup label="按本制度计分">' in form
        and "只计最高一级〔附件2 一(一)9、附件2 二(一)9〕" in form
        and re.search(rf'<input[^>]*name="unit" value="{office.units[0].name}"', form)
    )
    data = {
        "kind": "circular",
        "unit": office.units[0].pk,
        "matter": "2026-1",
        "on": "2026-03-31",
        "tone": "praise",
    }
    data |= {"authority": "province", "reason": "省政府通报", "points": "9", "form_key": "a"}
    bare = client.post("/records", data)
    assert bare.status_code == 422 and "证明材料" in _text(bare)
    proof = io.BytesIO(b"%PDF-1.4 1")
    proof.name = "通报.pdf"
    answer = client.post("/records", {**data, "evidence": proof})
    assert answer.url == "/matters/2026-1"
    line = JournalLine.objects.get(kind="circular")
    assert line.data["fact"] == {"authority": "province", "tone": "praise"} and line.of.startswith("attachment:")
    assert "通报.pdf" in _text(client.get("/matters/2026-1"))
    late = facts.record_fact(
        jurisdiction=office.jurisdiction,
        kind="late",
        unit=office.units[0],
        fact={"what": "report"},
        by=By(office.clerk, AT),
        on=AT.date(),
        reason="月报未报",
        matter=Matter.objects.get(),
    )
    assert client.post(f"/records/{late.seq}/excuse", {"reason": "汛期抢险", "form_key": "b"}).status_code == 302
    again = client.post(f"/records/{late.seq}/excuse", {"reason": "汛期抢险", "form_key": "c"})
    assert again.status_code == 422
    assert client.post(f"/records/{line.seq}/withdrawal", {"reason": "登记有误", "form_key": "d"}).status_code == 302
    page = _text(client.get("/matters/2026-1"))
    assert "有正当理由，不计" in page and "已撤销" in page and "登记有误" in page
    assert client.get(f"/records/{JournalLine.objects.get(kind='assigned').seq}/withdrawal").status_code == 200
    assert signed_in(office.liaison).get(f"/records/{line.seq}/excuse").status_code == 403


def test_a_record_that_the_format_does_not_know_is_refused_with_what_was_typed(office, signed_in):
    data = {
        "kind": "interview",
        "unit": office.units[0].pk,
        "on": "2026-03-31",
        "reason": "约谈记录",
        "form_key": "a",
    }
    answer = signed_in(office.clerk).post("/records", data)
    assert answer.status_code == 422 and "authority" in _text(answer) and "约谈记录" in _text(answer)
    assert not JournalLine.objects.filter(kind="interview").exists()


def test_the_form_offers_first_what_the_document_counts_and_says_no_untrue_thing(zhuoni, signed_in):
    form = _text(signed_in(zhuoni.clerk).get("/records"))
    counted, others = form.split('<optgroup label="只作记录，不计分">')
    assert (
        'value="promoted"' in counted and 'value="hosted_meeting"' in others and 'value="hosted_meeting"' not in counted
    )
    assert "只计最高" not in form and "各计各的" in form and "加分减分不计" not in form
    zhuoni.jurisdiction.choices = {"same_thing": "highest"}
    zhuoni.jurisdiction.save()
    assert "只计最高一级〔附件1 二1" in _text(signed_in(zhuoni.clerk).get("/records"))
