"""暂定 on papers: a day counted in working days of a year without its holiday notice is named as such, a stated day never."""

import pytest

from duban.ledger.models import Notice
from duban.ledger.wordings import letters
from tests import cast, stories


def _text(notice):
    return "".join(getattr(block, "text", "") for block in letters.paper_of(notice).body)


def test_the_working_days_of_a_step_that_reach_into_a_year_without_notice_are_provisional(office):
    for due, at, said in (("2026-12-24", "2026-12-29 09:00", True), ("2026-03-20", "2026-03-24 09:00", False)):
        sent = stories.matter(office, due_on=due, at=cast.at("2026-03-02 09:00"), title=f"{due}的项目")
        stories.stepped(office, sent, "circular", cast.at(at))
        notice = Notice.objects.filter(matter=sent, limit_on__isnull=False).order_by("id").last()
        assert ("暂定" in _text(notice)) is said
        if said:
            assert notice.limit_on.year == 2027 and "2027年放假安排尚未公布" in _text(notice)


@pytest.mark.django_db
def test_a_day_that_was_stated_is_never_called_provisional(office):
    sent = stories.matter(office, due_on="2027-06-30", at=cast.at("2026-12-29 09:00"))
    assert "暂定" not in _text(sent.notices.first())
