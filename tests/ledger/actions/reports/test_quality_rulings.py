"""Rulings on the quality of a report, from the document's own lists."""

import pytest

from duban.ledger import conditions, journal
from duban.ledger.actions.reports import quality_rulings
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.refusals import Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db


def reported(office):
    matter = stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-02 09:00"))
    stories.accept(office, matter, cast.at("2026-03-02 10:00"))
    return stories.report(office, matter, cast.at("2026-03-20 09:00"))


def rule(office, report, **more):
    words = {"kind": "poor_report", "defect": "答非所问", "reason": "要求报资金，只报了会议", **more}
    return quality_rulings.rule_on_quality(report=report, by=By(office.clerk, cast.at("2026-03-23 09:00")), **words)


@pytest.mark.feature("quality_rulings")
@pytest.mark.parametrize(("kind", "defect"), [("poor_report", "避重就轻"), ("false_report", "瞒报")])
def test_a_ruling_is_a_fact_with_its_defect_who_and_why(zhuoni, kind, defect):
    """卓尼 附件1 三3、三4."""
    report = reported(zhuoni)
    rule(zhuoni, report, kind=kind, defect=defect)
    (fact,) = (row for row in journal.fact_rows(zhuoni.jurisdiction) if row["kind"] == kind)
    assert (fact["defect"], fact["on"], fact["unit"]) == (defect, "2026-03-23", zhuoni.units[0].code)
    (line,) = conditions.reports.rulings_of(report)
    assert (line.actor, line.data["reason"]) == (zhuoni.clerk, "要求报资金，只报了会议")


@pytest.mark.feature("quality_rulings")
@pytest.mark.proves("zhuoni-2022", "附件1 三3", "quality_rulings")
def test_a_defect_that_the_document_does_not_name_is_refused_with_its_clause(zhuoni):
    with pytest.raises(Refused) as refused:
        rule(zhuoni, reported(zhuoni), defect="字迹潦草")
    assert (refused.value.field, refused.value.clause) == ("defect", "附件1 三3")


def test_where_the_document_has_no_list_the_words_are_free(office):
    report = reported(office)
    rule(office, report, defect="前后矛盾")
    assert JournalLine.objects.get(kind="poor_report").data["fact"] == {"defect": "前后矛盾"}


def test_once_for_each_kind_unless_taken_back(zhuoni):
    report = reported(zhuoni)
    rule(zhuoni, report)
    with pytest.raises(Refused, match="已经这样认定"):
        rule(zhuoni, report, defect="过于简单")
    rule(zhuoni, report, kind="false_report", defect="错报")
    (line, _) = conditions.reports.rulings_of(report)
    facts.withdraw_fact(line=line, reason="认错", by=By(zhuoni.head, cast.at("2026-03-24 09:00")))
    rule(zhuoni, report, defect="过于简单")


@pytest.mark.parametrize(("words", "field"), [({"reason": " "}, "reason"), ({"kind": "late"}, "kind")])
def test_what_is_missing_is_named(zhuoni, words, field):
    with pytest.raises(Refused) as refused:
        rule(zhuoni, reported(zhuoni), **words)
    assert refused.value.field == field
