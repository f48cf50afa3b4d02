"""What people are told of a published ranking: each unit its own total and place, nobody another's; of a correction, the new ones."""

import pytest

from duban.ledger.actions.office import messages
from tests import cast
from tests.correcting import correct, late, published_month

pytestmark = pytest.mark.django_db


def _told(office, officer, at):
    messages.derive_messages(jurisdiction=office.jurisdiction, at=cast.at(at))
    kinds = ("ranking.published", "ranking.corrected")
    return list(officer.messages.filter(kind__in=kinds).order_by("id").values_list("text", "about"))


def test_each_unit_learns_its_own_total_and_place(office):
    published = published_month(office)
    about = f"ranking:{published.ranking.pk}"
    own = {unit["unit"]: unit for unit in published.ranking.result["units"]}
    unit = published.liaison.unit
    ((text, page),) = _told(published, published.liaison, "2026-03-04 08:00")
    assert page == about and text.startswith("2026年2月考核结果已发布：本单位 ")
    assert f"{own[unit.code]['total']}分" in text
    assert _told(published, published.leader, "2026-03-04 08:00") == [("2026年2月考核结果已发布", about)]


def test_a_correction_tells_what_holds_now(office):
    published = published_month(office)
    line = late(published)
    made = correct(published)
    *_, (text, page) = _told(published, published.other_liaison, "2026-04-02 08:00")
    assert (text, page) == ("2026年2月考核结果已更正：本单位 70.00分、第1名", f"ranking:{made.pk}")
    assert line.unit == published.other_liaison.unit


def test_what_was_recorded_is_named(office):
    published = published_month(office)
    line = late(published)
    messages.derive_messages(jurisdiction=published.jurisdiction, at=cast.at())
    (text,) = published.other_liaison.messages.filter(kind="fact.recorded").values_list("text", flat=True)
    assert text == f"记下“报告逾期”，可以提出异议：{line.matter.no} {line.matter.title}"
