"""Review of a conclusion: within the document's days, by nobody who had a part in it; a changed one is kept beside the first."""

import datetime

import pytest

from duban.ledger.actions.inspections import reviews
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Notice
from duban.ledger.queries.inspections import reviews as known
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, rectifying

pytestmark = pytest.mark.django_db
AT = cast.at("2026-03-31 09:30")
CHANGED = {**rectifying.WORDS, "problems": "一个项目未开工。"}


@pytest.fixture
def office():
    return cast.office("zhuoni-2022")


def _asked(office, at=AT, **more):
    row = rectifying.delivered(office, **more)
    return reviews.request_review(conclusion=row, text="一个项目已开工", by=By(office.liaison, at))


@pytest.mark.feature("review_of_conclusions")
@pytest.mark.proves("zhuoni-2022", "第十七条", "review_of_conclusions")
def test_a_unit_asks_within_thirty_days_and_is_answered_within_thirty(office):
    row = rectifying.delivered(office)
    with pytest.raises(Refused) as refused:
        reviews.request_review(conclusion=row, text="不实", by=By(office.liaison, cast.at("2026-05-01 08:00")))
    assert refused.value.clause == "第十七条" and "2026-04-30" in refused.value.why
    made = reviews.request_review(conclusion=row, text="不实", by=By(office.liaison, cast.at("2026-04-30 18:00")))
    assert (made.due_on, made.clause) == (datetime.date(2026, 5, 30), "第十七条")
    with pytest.raises(Conflict):
        reviews.request_review(conclusion=row, text="不实", by=By(office.liaison, AT))


@pytest.mark.feature("review_of_conclusions")
@pytest.mark.parametrize("regime", ["gansu-county-2023", "ankang-2020", "sanmenxia-2019", "county-plan"])
def test_a_document_without_review_offers_none(regime):
    office = cast.office(regime)
    row = rectifying.delivered(office)
    with pytest.raises(Refused, match="没有申请复核的规定"):
        reviews.request_review(conclusion=row, text="不实", by=By(office.liaison, AT))


def test_only_the_unit_asks_after_delivery_and_with_words(office):
    row = rectifying.signed(office)
    with pytest.raises(Refused, match="送达以后"):
        reviews.request_review(conclusion=row, text="不实", by=By(office.liaison, AT))
    row = rectifying.delivered(office, row.inspection, unit=office.units[1])
    with pytest.raises(Forbidden):
        reviews.request_review(conclusion=row, text="不实", by=By(office.liaison, AT))
    with pytest.raises(Refused) as refused:
        reviews.request_review(conclusion=row, text=" ", by=By(office.other_liaison, AT))
    assert refused.value.field == "text"


@pytest.mark.feature("recusal", "review_of_conclusions")
@pytest.mark.proves("zhuoni-2022", "第十七条", "recusal")
def test_who_had_a_part_in_it_decides_nothing_with_the_clause(office):
    review = _asked(office)
    for who in ("clerk", "inspector", "principal"):
        with pytest.raises(Forbidden) as refused:
            reviews.decide_review(review=review, change=False, reason="维持", by=By(office.officers[who], AT))
        assert refused.value.clause == "第十七条"
    with pytest.raises(Refused, match="不能指定"):
        reviews.name_reviewer(review=review, officer=office.clerk, by=By(office.head, AT))
    for who in ("clerk", "principal"):
        assert not known.to_decide(office.officers[who]).exists()
    assert office.section in known.free_deciders(review) and office.clerk not in known.free_deciders(review)
    done = reviews.decide_review(review=review, change=False, reason="证据充分", by=By(office.head, AT))
    assert (done.ruling, done.ruled_by) == ("kept", office.head)
    notice = Notice.objects.filter(inspection=review.conclusion.inspection).latest("id")
    assert (notice.name, notice.clause, notice.unit) == ("复核决定", "第十七条", office.units[0])


def test_who_was_named_decides_and_nobody_else(office):
    review = _asked(office)
    reviews.name_reviewer(review=review, officer=office.secretary, by=By(office.head, AT))
    assert not known.to_decide(office.head).exists()
    assert known.to_decide(office.secretary).get() == review
    with pytest.raises(Forbidden, match="已经指定"):
        reviews.decide_review(review=review, change=False, reason="维持", by=By(office.head, AT))
    assert (
        reviews.decide_review(review=review, change=False, reason="维持", by=By(office.secretary, AT)).ruling == "kept"
    )


@pytest.mark.feature("review_of_conclusions")
def test_a_changed_conclusion_is_kept_beside_the_first_and_its_facts_are_taken_back(office):
    review = _asked(office)
    conclusion = review.conclusion
    line = facts.record_fact(
        jurisdiction=office.jurisdiction, kind="uncooperative", unit=office.units[0], fact={}, on=AT.date(),
        reason="督查结论", by=By(office.clerk, AT),
    )  # fmt: skip
    with pytest.raises(Refused, match="变更后的内容"):
        reviews.decide_review(review=review, change=True, reason="属实", words=rectifying.WORDS, by=By(office.head, AT))
    with pytest.raises(Refused, match="维持结论"):
        reviews.decide_review(review=review, change=False, reason="维持", withdraw=[line], by=By(office.head, AT))
    reviews.decide_review(
        review=review, change=True, reason="查证属实", words=CHANGED, withdraw=[line], by=By(office.head, AT)
    )
    conclusion.refresh_from_db()
    assert (conclusion.problems, conclusion.revised_on) == ("一个项目未开工。", AT.date())
    assert [each.problems for each in conclusion.editions.order_by("order")] == ["两个项目未开工。", "一个项目未开工。"]
    taken = JournalLine.objects.get(verb="fact.withdrawn")
    assert taken.amends == line and "复核变更" in taken.data["reason"]
    with pytest.raises(Conflict):
        reviews.decide_review(review=review, change=False, reason="维持", by=By(office.head, AT))
    with pytest.raises(Conflict, match="不再重复"):
        reviews.request_review(conclusion=conclusion, text="仍不服", by=By(office.liaison, AT))


def test_only_the_units_own_records_are_taken_back(office):
    review = _asked(office)
    other = facts.record_fact(
        jurisdiction=office.jurisdiction, kind="uncooperative", unit=office.units[1], fact={}, on=AT.date(),
        reason="会议", by=By(office.clerk, AT),
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        reviews.decide_review(
            review=review, change=True, reason="属实", words=CHANGED, withdraw=[other], by=By(office.head, AT)
        )
    assert refused.value.field == "withdraw"


def test_an_application_is_taken_back_before_it_is_decided(office):
    review = _asked(office)
    with pytest.raises(Forbidden):
        reviews.withdraw_review(review=review, by=By(office.other_liaison, AT))
    assert reviews.withdraw_review(review=review, by=By(office.liaison, AT)).ruling == "withdrawn"
    with pytest.raises(Conflict):
        reviews.withdraw_review(review=review, by=By(office.liaison, AT))
    assert (
        reviews.request_review(conclusion=review.conclusion, text="新证据", by=By(office.liaison, AT)).ruling == "open"
    )
