"""Programs are told, as pages tell, which published period a record changes and how; those who may not see rankings are not."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage

from duban.people import noting
from duban.web.views.scoring import touched
from tests import cast, stories
from tests.correcting import DAY, late, published_month

pytestmark = pytest.mark.django_db
LATE = {"kind": "late", "on": DAY.isoformat(), "reason": "补记迟报", "fields": {"what": "report"}}


@pytest.fixture
def published(office):
    return published_month(office)


def test_a_program_that_records_in_a_published_month_is_told_what_it_would_change(published, as_program):
    clerk, matter = as_program(published.clerk), published.units[1].assignments.first().matter
    status, made = clerk.post("/facts", **LATE, unit="yi", matter=matter.no)
    (remark,) = made["remarks"]
    assert status == 201 and remark.startswith("2026年2月排名已经发布") and "乙县由75.00分、第1名变为70.00分" in remark
    assert f"correct_ranking，{published.ranking.pk}" in remark
    seq = made["location"].rpartition("/")[2]
    status, told = clerk.post(f"/facts/{seq}/excuse", reason="有正当理由")
    assert (status, told.get("remarks", [])) == (200, [])
    _, today = clerk.post("/facts", **{**LATE, "on": "2026-03-31"}, unit="yi", matter=matter.no)
    assert "remarks" not in today


def test_whatever_act_records_in_the_past_says_so_and_only_to_who_sees_rankings(published, rf):
    with noting.noting_days() as days:
        late(published)
        with pytest.raises(AssertionError), noting.noting_days():
            raise AssertionError
        stories.matter(published, due_on="2026-06-30")
    assert days == {DAY, datetime.date(2026, 3, 31)}

    def told(officer):
        request = rf.get("/")
        request.user, request.today, request.session = officer, cast.at().date(), {}
        request._messages = FallbackStorage(request)
        touched.tell(request, days)
        return [str(each) for each in get_messages(request)]

    (to_clerk,), (to_leader,) = told(published.clerk), told(published.leader)
    assert "可以更正" in to_clerk and f"/rankings/{published.ranking.pk}/correction" in to_clerk
    assert "由督查室更正" in to_leader and "href" not in to_leader
    assert told(published.liaison) == told(published.admin) == []
