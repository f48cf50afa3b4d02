"""S3 二, 三: the second yellow card on a matter brings a letter, a red light an interview; once for clause, unit, period and matter (law 38)."""

import pytest

from duban.ledger.actions.office import daily_run
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.models import Consequence, Notice, Proposal
from tests import cast, founding, stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards(db):
    """An office under S3 with one matter, and a function that gives it a card on a day."""
    office = founding.office("s3-cards", on="2018-01-08 09:00")
    made = stories.matter(office, due_on="2019-12-31", at=cast.at("2018-07-02 09:00"))

    def give(colour, on):
        facts.record_fact(
            jurisdiction=office.jurisdiction, kind="mark", unit=office.units[0], matter=made, reason="月度标记",
            fact={"colour": colour, "month": on[:7]}, on=founding.day(on), by=By(office.clerk, cast.at(f"{on} 09:00")),
        )  # fmt: skip

    return office, made, give


def found(office, through):
    daily_run.run_days(jurisdiction=office.jurisdiction, through=founding.day(through))
    rows = Proposal.objects.filter(act="outcome").order_by("id")
    return [(each.clause, each.details["outcome"], str(each.open_since), each.outcome) for each in rows]


def test_the_second_card_is_put_up_once_and_carried_out_with_a_letter(cards):
    office, made, give = cards
    give("yellow", "2018-07-31")
    assert found(office, "2018-08-01") == []
    give("yellow", "2018-08-31")
    assert found(office, "2018-08-31") == [("二", "专函督办", "2018-08-31", "open")]
    asked = Proposal.objects.get()
    stories.sign(asked, cast.at("2018-09-01 10:00"))
    proposals.carry_out(proposal=asked, by=By(office.clerk, cast.at("2018-09-02 10:00")))
    notice = Notice.objects.get(name="督办处理通知")
    assert (notice.unit, notice.matter, notice.clause) == (office.units[0], made, "二")
    give("yellow", "2018-09-30")
    assert found(office, "2018-12-31") == [("二", "专函督办", "2018-08-31", "carried_out")]


def test_what_was_refused_is_not_put_up_again_and_another_clause_is(cards):
    office, made, give = cards
    give("yellow", "2018-07-31")
    give("yellow", "2018-08-31")
    found(office, "2018-08-31")
    by = By(office.leader, cast.at("2018-09-01 10:00"))
    proposals.sign_proposal(proposal=Proposal.objects.get(), agree=False, reason="已当面说明", by=by)
    give("red", "2018-09-30")
    assert [each[1:] for each in found(office, "2018-10-02")] == [
        ("专函督办", "2018-08-31", "refused"),
        ("约谈", "2018-09-30", "open"),
    ]
    talk = Proposal.objects.get(step="约谈")
    stories.sign(talk, cast.at("2018-10-02 10:00"))
    proposals.carry_out(proposal=talk, by=By(office.clerk, cast.at("2018-10-03 10:00")))
    imposed = Consequence.objects.get()
    assert (imposed.kind, imposed.clause, imposed.matter, imposed.led_by) == ("interview", "三", made, office.leader)


def test_the_next_year_counts_anew(cards):
    office, _, give = cards
    give("red", "2018-12-30")
    found(office, "2018-12-31")
    give("red", "2019-01-31")
    # The same is put up one at a time: the next once the first is decided.
    assert [each[2] for each in found(office, "2019-01-31")] == ["2018-12-30"]
    by = By(office.leader, cast.at("2019-02-01 10:00"))
    proposals.sign_proposal(proposal=Proposal.objects.get(), agree=False, reason="已约谈", by=by)
    assert [each[2] for each in found(office, "2019-02-02")] == ["2018-12-30", "2019-01-31"]


def test_the_score_card_tells_the_office_what_was_reached_and_the_unit_nothing(cards, signed_in):
    office, made, give = cards
    give("red", "2018-09-30")
    path = f"/scores/{office.units[0].code}?kind=year&from=2018-01-01&to=2018-12-31"
    page = signed_in(office.clerk).get(path).content.decode()
    assert "2018-09-30 起符合“约谈”的情形" in page and f"/matters/{made.no}" in page
    assert "符合“约谈”的情形" not in signed_in(office.liaison).get(path).content.decode()


UNDONE = """
id: undone
name: 未完成
periods: [year]
groups: {department: 部门}
clauses:
  - {clause: 一, gist: 到期未完成两件的不得评优, kinds: [consequence], rules: [
      {kind: outcome, name: 不得评优, select: {matters: [due, undone]}, count: {within: unit, from: 2}}]}
"""


def test_what_becomes_of_matters_is_put_up_once_the_period_is_over_and_not_on_the_day_of_their_dispatch(db, signed_in):
    office = founding.office({"regime.yaml": UNDONE}, on="2026-01-05 09:00")
    made = [stories.matter(office, due_on="2026-12-20", at=cast.at("2026-01-06 09:00")) for _ in range(2)]
    # Nothing is late yet: in June nobody is told that the unit may not be named excellent.
    assert found(office, "2026-06-30") == []
    page = (
        signed_in(office.clerk)
        .get(f"/scores/{office.units[0].code}?kind=year&from=2026-01-01&to=2026-12-31")
        .content.decode()
    )
    assert "以期末为准，现有记录符合“不得评优”的情形" in " ".join(page.split())
    assert found(office, "2026-12-31") == []
    assert [each[:3] for each in found(office, "2027-01-01")] == [("一", "不得评优", "2026-12-31")]
    assert Proposal.objects.get(act="outcome").assignment.matter in made
