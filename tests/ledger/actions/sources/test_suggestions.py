"""Suggestions (建议提案): six months, countersigned, answered with A, B or C, rated, done again, told to the committees."""

import datetime

import pytest

from duban.ledger.actions.matters import attachments, matters
from duban.ledger.actions.reports import reports
from duban.ledger.actions.sources import suggestions
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.models.reports import What
from duban.ledger.refusals import Refused
from tests import cast, stories

LETTER = suggestions.Letter(kind="suggestion", number="第17号", author="张某某代表", rank="county")


@pytest.fixture
def gansu(db):
    return cast.office("gansu-county-2023")


def register(office, letter=LETTER, **more):
    reason = more.pop("date_reason", "")
    words = {
        "title": "关于修建人行天桥的建议",
        "requirement": "办理并答复",
        "standard": "答复代表并满意",
        "category": "proposal",
        "source": "proposal",
        "due_rule": "proposal",
        "due_on": datetime.date(2026, 9, 30),
        "lead": (office.units[0],),
        "support": (office.units[1],),
    }
    return suggestions.register_suggestion(
        jurisdiction=office.jurisdiction,
        order=matters.Order(**{**words, **more}),
        letter=letter,
        date_reason=reason,
        by=By(office.clerk, cast.at()),
    )


def at_work(office):
    made = register(office)
    matters.dispatch_matter(matter=made.matter, by=By(office.clerk, cast.at()))
    stories.accept(office, made.matter, cast.at())
    return made


def countersign(office, made, agreed=True, opinion=""):
    return suggestions.countersign_suggestion(
        suggestion=made,
        assignment=stories.held(made.matter, office.units[1]),
        agreed=agreed,
        opinion=opinion,
        by=By(office.other_liaison, cast.at()),
    )


def answer(office, made, code="A"):
    return suggestions.answer_suggestion(
        suggestion=made,
        assignment=stories.held(made.matter),
        answer=code,
        text="已列入计划，年内开工。",
        by=By(office.liaison, cast.at()),
    )


def rate(office, made, word, note=""):
    return suggestions.rate_suggestion(suggestion=made, satisfaction=word, note=note, by=By(office.clerk, cast.at()))


def test_six_months_run_from_the_assignment(gansu):
    made = register(gansu)
    sent = matters.dispatch_matter(matter=made.matter, by=By(gansu.clerk, cast.at("2026-04-01 09:00")))
    assert sent.due_on == datetime.date(2026, 10, 1)


def test_another_date_needs_a_reason(gansu):
    with pytest.raises(Refused) as refused:
        register(gansu, due_rule="")
    assert refused.value.clause == "二(四)"
    assert register(gansu, due_rule="", date_reason="会期要求").matter.due_rule == ""


def test_a_number_is_registered_once_a_year(gansu):
    register(gansu)
    with pytest.raises(Refused):
        register(gansu)
    register(gansu, letter=suggestions.Letter(kind="motion", number="第17号", author="李某某委员"))
    with pytest.raises(Refused):
        register(gansu, letter=suggestions.Letter(kind="motion", number="", author="李某某委员"))


def test_cooperating_units_countersign_before_the_answer(gansu):
    made = at_work(gansu)
    with pytest.raises(Refused, match=gansu.units[1].name):
        answer(gansu, made)
    with pytest.raises(Refused):
        countersign(gansu, made, agreed=False)
    countersign(gansu, made, agreed=False, opinion="资金须另行安排")
    with pytest.raises(Refused):
        countersign(gansu, made)
    assert answer(gansu, made, "B").answer == "B"
    assert JournalLine.objects.get(verb="suggestion.countersigned").unit == gansu.units[1]
    with pytest.raises(Refused):
        answer(gansu, made)


def test_the_lead_unit_answers_and_does_not_countersign(gansu):
    made = at_work(gansu)
    with pytest.raises(Refused):
        suggestions.countersign_suggestion(
            suggestion=made,
            assignment=stories.held(made.matter),
            agreed=True,
            opinion="",
            by=By(gansu.liaison, cast.at()),
        )
    with pytest.raises(Refused):
        suggestions.answer_suggestion(
            suggestion=made,
            assignment=stories.held(made.matter, gansu.units[1]),
            answer="A",
            text="好",
            by=By(gansu.other_liaison, cast.at()),
        )


def test_no_result_is_accepted_before_the_author_was_answered(gansu):
    made = at_work(gansu)
    report = reports.submit_report(
        assignment=stories.held(made.matter),
        what=What.RESULT,
        by=By(gansu.liaison, cast.at()),
        words=reports.Words("办结"),
    )
    attachments.add_file(
        jurisdiction=gansu.jurisdiction,
        name="答复.txt",
        chunks=["答复".encode()],
        report=report,
        by=By(gansu.liaison, cast.at()),
    )
    with pytest.raises(Refused, match="还没有答复"):
        reports.accept_report(report=report, by=By(gansu.head, cast.at()))


def test_a_dissatisfied_author_gets_another_answer(gansu):
    made = at_work(gansu)
    countersign(gansu, made)
    answer(gansu, made)
    stories.complete(gansu, made.matter, cast.at())
    with pytest.raises(Refused):
        rate(gansu, made, "dissatisfied")
    again = rate(gansu, made, "dissatisfied", "没有写明时间")
    assert (again.round, again.answer, again.satisfaction) == (2, "", "")
    assert stories.held(made.matter).stage == "in_hand"
    assert JournalLine.objects.get(kind="reopened").data["reason"].endswith("没有写明时间")
    countersign(gansu, again)
    answer(gansu, again, "B")
    assert rate(gansu, again, "content").round == 2
    with pytest.raises(Refused):
        rate(gansu, again, "content")


def test_what_is_done_is_told_to_the_committees_once(gansu):
    made = at_work(gansu)
    countersign(gansu, made)
    answer(gansu, made)

    def tell():
        return suggestions.report_suggestions(
            jurisdiction=gansu.jurisdiction, suggestions=[made], by=By(gansu.clerk, cast.at())
        )

    with pytest.raises(Refused, match="还没有办结"):
        tell()
    stories.complete(gansu, made.matter, cast.at())
    assert tell()[0].reported_on == datetime.date(2026, 3, 31)
    with pytest.raises(Refused, match="报告"):
        tell()
