"""Matters: register, edit, dispatch, close, take back."""

import datetime

import pytest

from duban.ledger.actions.matters import matters
from duban.ledger.by import By
from duban.ledger.models import Assignment, JournalLine, Notice
from duban.ledger.models.matters import State
from duban.ledger.refusals import Conflict, Refused
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


def _order(office, **changes):
    plain = {
        "title": "推进某项目建设",
        "requirement": "按月反馈进展",
        "standard": "通过验收",
        "category": "meeting",
        "source": "meeting",
        "due_on": datetime.date(2026, 4, 30),
        "lead": tuple(office.units[:1]),
    }
    return matters.Order(**{**plain, **changes})


def _register(office, **changes):
    return matters.register_matter(
        jurisdiction=office.jurisdiction, order=_order(office, **changes), by=By(office.clerk, AT)
    )


def _last(matter):
    return JournalLine.objects.filter(matter=matter).order_by("-seq").first()


def test_a_registered_matter_waits_and_nothing_goes_out(office):
    made = _register(office, support=tuple(office.units[3:5]), milestones=((datetime.date(2026, 4, 10), "开工"),))
    assert made.no == "2026-1" and made.state == State.PROPOSED
    assert made.regime == "sanmenxia-2019" and made.regime_version
    assert sorted(made.assignments.values_list("part", "stage")) == [
        ("lead", "planned"),
        ("support", "planned"),
        ("support", "planned"),
    ]
    assert [(each.on, each.text) for each in made.milestones.all()] == [(datetime.date(2026, 4, 10), "开工")]
    assert not Notice.objects.exists()
    assert (_last(made).verb, _last(made).actor) == ("matter.registered", office.clerk)


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"title": " "}, "title"),
        ({"title": "\u202e\u200b"}, "title"),
        ({"milestones": ((datetime.date(1, 1, 1), "开工"),)}, "milestones"),
        ({"requirement": ""}, "requirement"),
        ({"lead": ()}, "lead"),
        ({"category": "rumour"}, "category"),
        ({"due_on": datetime.date(2026, 3, 30)}, "due_on"),
        ({"level": "red"}, "level"),
    ],
)
def test_an_incomplete_order_is_refused_at_its_field(office, changes, field):
    with pytest.raises(Refused) as caught:
        _register(office, **changes)
    assert caught.value.field == field


def test_one_unit_has_one_part_and_no_stranger_has_any(office, zhuoni):
    with pytest.raises(Refused) as caught:
        _register(office, support=tuple(office.units[:1]))
    assert caught.value.field == "support"
    with pytest.raises(Refused):
        _register(office, lead=tuple(zhuoni.units[:1]))


@pytest.mark.feature("levels")
@pytest.mark.proves("zhuoni-2022", "第九条(二)", "levels")
def test_a_regime_with_levels_asks_for_one_and_cites_its_clause(zhuoni):
    with pytest.raises(Refused) as caught:
        stories.matter(zhuoni, due_on="2026-04-30", level="", dispatched=False)
    assert (caught.value.field, caught.value.clause) == ("level", "第九条(二)")
    assert stories.matter(zhuoni, due_on="2026-04-30", level="red", dispatched=False).level == "red"


def test_editing_keeps_what_it_was_and_ends_with_the_dispatch(office):
    made = _register(office)
    order = _order(office, title="推进另一项目", lead=tuple(office.units[1:2]))
    edited = matters.edit_matter(matter=made, order=order, by=By(office.clerk, AT), version=made.version)
    assert edited.title == "推进另一项目"
    assert [each.unit for each in edited.assignments.all()] == [office.units[1]]
    assert _last(edited).data["before"] == {"title": "推进某项目建设"}
    with pytest.raises(Conflict):
        matters.edit_matter(matter=made, order=order, by=By(office.clerk, AT), version=made.version)
    matters.dispatch_matter(matter=edited, by=By(office.clerk, AT))
    edited.refresh_from_db()
    with pytest.raises(Refused, match="不能再改"):
        matters.edit_matter(matter=edited, order=order, by=By(office.clerk, AT), version=edited.version)


@pytest.mark.feature("dispatch_notice")
@pytest.mark.feature("joint_assignments")
def test_a_dispatch_starts_the_clock_and_sends_one_numbered_paper_a_unit(office):
    made = matters.dispatch_matter(
        matter=_register(office, support=tuple(office.units[3:4])),
        by=By(office.clerk, AT),
        accept_by=datetime.date(2026, 4, 3),
    )
    assert made.state == State.TO_ACCEPT and made.dispatched_on == AT.date()
    held = Assignment.objects.get(matter=made, part="lead")
    assert (held.stage, held.accept_by) == ("to_accept", datetime.date(2026, 4, 3))
    assert sorted(held.deadlines.values_list("what", "on")) == [
        ("acceptance", datetime.date(2026, 4, 3)),
        ("result", datetime.date(2026, 4, 30)),
    ]
    papers = list(Notice.objects.order_by("serial"))
    assert [(each.number, each.name, each.unit) for each in papers] == [
        ("三政督〔2026〕1号", "督查通知", office.units[0]),
        ("三政督〔2026〕2号", "督查通知", office.units[3]),
    ]
    facts = JournalLine.objects.filter(matter=made, kind="assigned").order_by("seq")
    assert [each.data["fact"]["role"] for each in facts] == ["lead", "support"]


def test_a_dispatch_is_refused_twice_late_or_without_a_standard(office):
    bare = _register(office, standard="")
    with pytest.raises(Refused) as caught:
        matters.dispatch_matter(matter=bare, by=By(office.clerk, AT))
    assert caught.value.field == "standard"
    late = cast.at("2026-05-04 09:00")
    with pytest.raises(Refused, match="已过"):
        matters.dispatch_matter(matter=_register(office), by=By(office.clerk, late))
    sent = matters.dispatch_matter(matter=_register(office), by=By(office.clerk, AT))
    with pytest.raises(Refused, match="已经交办过"):
        matters.dispatch_matter(matter=sent, by=By(office.clerk, AT))
    with pytest.raises(Refused) as caught:
        matters.dispatch_matter(matter=_register(office), by=By(office.clerk, AT), accept_by=datetime.date(2026, 3, 30))
    assert caught.value.field == "accept_by"


@pytest.mark.feature("objection_to_task")
@pytest.mark.proves("zhuoni-2022", "附件1 三2", "objection_to_task")
def test_zhuoni_asks_for_the_day_of_objection(zhuoni):
    made = stories.matter(zhuoni, due_on="2026-04-30", dispatched=False)
    with pytest.raises(Refused) as caught:
        matters.dispatch_matter(matter=made, by=By(zhuoni.clerk, AT))
    assert caught.value.clause and caught.value.field == "accept_by"


def test_closing_waits_for_every_lead_unit(office):
    made = stories.matter(office, due_on="2026-04-30", lead=office.units[:2])
    stories.complete(office, made, AT, office.units[0])
    with pytest.raises(Refused, match="办结以后"):
        matters.close_matter(matter=made, by=By(office.clerk, AT))
    stories.complete(office, made, AT, office.units[1])
    closed = matters.close_matter(matter=made, by=By(office.clerk, AT))
    assert closed.state == State.CLOSED and _last(closed).verb == "matter.closed"
    with pytest.raises(Refused, match="已经销号"):
        matters.close_matter(matter=made, by=By(office.clerk, AT))


@pytest.mark.feature("reopening")
@pytest.mark.proves("sanmenxia-2019", "二(五)", "reopening")
def test_a_result_found_undone_is_taken_back_with_a_reason(office):
    made = stories.matter(office, due_on="2026-04-30")
    with pytest.raises(Refused):
        matters.reopen_assignment(assignment=stories.held(made), reason="未做", by=By(office.clerk, AT))
    stories.complete(office, made, AT)
    matters.close_matter(matter=made, by=By(office.clerk, AT))
    with pytest.raises(Refused) as caught:
        matters.reopen_assignment(assignment=stories.held(made), reason=" ", by=By(office.clerk, AT))
    assert caught.value.field == "reason"
    again = matters.reopen_assignment(assignment=stories.held(made), reason="现场没有完成", by=By(office.clerk, AT))
    made.refresh_from_db()
    assert (again.stage, again.completed_on, made.state) == ("in_hand", None, State.IN_HAND)
    assert (_last(made).verb, _last(made).kind) == ("matter.reopened", "reopened")
