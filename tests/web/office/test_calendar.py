"""The calendar page: a year, what a notice says and would move, then taken in; undone on its own page."""

import pytest

from duban.ledger.models import HolidayNotice
from tests import cast
from tests.engine.test_holiday_notices import NOTICE

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def test_a_notice_is_read_back_before_it_is_taken(office, signed_in):
    clerk = signed_in(office.clerk)
    page = text(clerk.get("/calendar?year=2027"))
    assert "暂定" in page and "2027年放假安排尚未公布" in page and "reckoned" in page
    old = NOTICE.replace("2026年11月5日", "2026年3月5日").replace("〔2026〕88号", "〔2026〕8号")
    look = clerk.post("/calendar", {"text": old, "step": "look", "form_key": "a"})
    assert look.status_code == 200 and "2027-02-05 至 2027-02-11 放假；2027-01-31、2027-02-20 上班" in text(look)
    assert not HolidayNotice.objects.exists()
    assert clerk.post("/calendar", {"text": old, "step": "take", "form_key": "b"}).status_code == 302
    page = text(clerk.get("/calendar?year=2027"))
    assert "暂定" not in page.split("<main")[-1] and "国办发明电〔2026〕8号" in page
    made = HolidayNotice.objects.get()
    bad = clerk.post(f"/calendar/{made.pk}/withdrawal", {"reason": "", "form_key": "c"})
    assert bad.status_code == 422
    assert clerk.post(f"/calendar/{made.pk}/withdrawal", {"reason": "录错", "form_key": "d"}).status_code == 302
    assert "撤销：录错" in text(clerk.get("/calendar?year=2027"))


def test_who_only_reads_sees_no_form_and_a_wrong_notice_says_its_line(office, signed_in):
    liaison = signed_in(office.liaison)
    assert "<textarea" not in text(liaison.get("/calendar"))
    assert liaison.post("/calendar", {"text": NOTICE, "step": "take", "form_key": "a"}).status_code == 403
    answer = signed_in(office.clerk).post("/calendar", {"text": "春节从2月5日放假", "year": "2027", "form_key": "b"})
    assert answer.status_code == 422 and "这一行看不懂" in text(answer)
    assert signed_in(office.clerk).get("/calendar?year=99999").status_code == 200


def test_years_before_the_first_notice_say_what_is_not_known(signed_in):
    office = cast.office("county-plan")
    assert "没有收录2010年的放假安排" in text(signed_in(office.clerk).get("/calendar?year=2010"))
