"""Many matters sent out at once: a notice for each order, one for each unit, or one to all with its annexed list; all or none."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger import access
from duban.ledger.actions.matters import dispatches, take_backs
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import Assignment, Counter, JournalLine, Matter, Notice
from duban.ledger.queries.matters.dispatches import usual_letters
from duban.ledger.queries.papers import notices, numbering
from duban.ledger.refusals import Refused
from duban.ledger.wordings import letters
from tests import cast, founding, stories

pytestmark = pytest.mark.django_db
AT = cast.at()


def _proposed(office, number, **more):
    return [
        stories.matter(office, due_on="2026-06-30", dispatched=False, title=f"第{each}件要办的事", **more)
        for each in range(number)
    ]


def _send(office, matters, way, **more):
    return dispatches.dispatch_matters(matters=matters, letters=way, by=By(office.clerk, AT), **more)


def _table(notice):
    paper = letters.paper_of(notice)
    return [[cell.text for cell in row] for row in paper.annexes[0].body[0].rows]


def test_one_notice_for_each_unit_lists_its_orders_under_one_number(office):
    both = _proposed(office, 2, lead=office.units[:1], support=office.units[1:2])
    alone = _proposed(office, 1, lead=office.units[2:3])
    made = _send(office, [*both, *alone], "unit", accept_by=founding.day("2026-04-03"))
    assert [(each.serial, each.unit) for each in made] == [
        (1, office.units[0]),
        (2, office.units[1]),
        (3, office.units[2]),
    ]
    assert [each.matter for each in made] == [None, None, alone[0]]
    paper = letters.paper_of(made[0])
    assert paper.title.replace("\n", "") == "关于做好2项督办事项办理工作的督查通知" and paper.addressees == (
        office.units[0].name,
    )
    assert [row[1] for row in _table(made[0])] == ["编号", both[0].no, both[1].no]
    assert "2026年4月3日前逐项签收" in str(paper.body)
    assert set(Assignment.objects.values_list("stage", flat=True)) == {"to_accept"}


def test_one_notice_to_all_is_read_by_every_unit_on_it_and_by_no_other(office):
    first, second = (_proposed(office, 1, lead=office.units[place : place + 1])[0] for place in (0, 1))
    (made,) = _send(office, [first, second], "all")
    assert made.unit is None and made.addressed == f"{office.units[0]}、{office.units[1]}"
    assert made.about == "2项督办事项（附清单）" and Counter.objects.get(series="notice").value == 1
    for reader, matter in ((office.liaison, first), (office.other_liaison, second)):
        assert list(access.papers.notices(reader)) == [made]
        assert list(access.papers.notices_on(reader, matter)) == [made]
    own = _proposed(office, 1, lead=office.units[1:2])
    _send(office, own, "each")
    assert list(access.papers.notices(office.liaison)) == [made]


def test_each_order_has_its_own_notice_where_that_is_chosen(office):
    assert _send(office, _proposed(office, 2, support=office.units[1:2]), "each") == []
    assert Notice.objects.filter(matter__isnull=False).count() == 4


def test_one_that_may_not_go_out_stops_all_and_is_named(office):
    good, bad = _proposed(office, 2)
    bad.standard = ""
    bad.save()
    with pytest.raises(Refused, match=f"{bad.no} 第1件要办的事：.*标准"):
        _send(office, [good, bad], "unit")
    assert not Notice.objects.exists() and not Assignment.objects.filter(stage="to_accept").exists()
    with pytest.raises(Refused, match="文书怎样发"):
        _send(office, [good], "somehow")


def test_the_way_chosen_last_is_remembered_and_the_first_is_the_documents_habit(office, zhuoni):
    assert usual_letters(office.jurisdiction)[0] == "unit"
    assert usual_letters(zhuoni.jurisdiction)[0] == ("each" if "单" in _dispatch_name(zhuoni) else "unit")
    _send(office, _proposed(office, 2), "all")
    assert usual_letters(office.jurisdiction) == ("all", "上次这样选的")
    line = JournalLine.objects.get(verb="matters.dispatched")
    assert line.data["count"] == 2 and line.data["notices"] == 1


def _dispatch_name(office):
    from duban.ledger.governed import Governed

    return Governed.of(office.jurisdiction).paper("dispatch").name


def test_each_more_costs_the_same(office):
    _send(office, _proposed(office, 1), "unit")
    read = []
    for number in (2, 4, 6):
        matters = _proposed(office, number)
        with CaptureQueriesContext(connection) as found:
            _send(office, matters, "unit")
        read.append(len(found))
    assert read[2] - read[1] == read[1] - read[0] <= 2 * 40


def test_a_corrected_order_names_the_list_on_which_it_went_out_and_the_list_holds_for_the_others(office):
    made = _proposed(office, 2)
    (notice,) = _send(office, made, "unit")
    asked = proposals.ask(
        "correct_due",
        of=stories.held(made[0]),
        due_on=founding.day("2026-07-31"),
        reason="月份写错",
        by=By(office.clerk, AT),
    )
    if asked.outcome == "open":
        stories.sign(asked, AT)
    correction = Notice.objects.exclude(pk=notice.pk).get()
    assert correction.words["replaces"]["number"] == notice.number
    assert not hasattr(Notice.objects.get(pk=notice.pk), "annulment")


def test_a_joint_notice_says_which_of_its_orders_was_put_right_and_ends_with_the_last(office):
    first, second = (_proposed(office, 1, lead=office.units[place : place + 1])[0] for place in (0, 1))
    (made,) = _send(office, [first, second], "all")
    by = By(office.clerk, AT)
    proposals.ask("correct_due", of=stories.held(first), due_on=founding.day("2026-07-31"), reason="写错", by=by)
    (struck,) = notices.struck_from(office.clerk, made)
    assert struck.assignment.matter == first and struck.ended_by.number in struck.fate and "更正" in struck.fate
    (row,) = [each for each in numbering.register_of(office.clerk, "notice", 2026) if each.notice == made]
    assert (row.struck, row.annulment) == (1, None)
    assert notices.struck_from(office.other_liaison, made) == []
    take_backs.take_back_dispatch(matter=second, reason="发早了", by=by)
    made.refresh_from_db()
    assert made.annulment.fate == "corrected" and made.items.filter(is_recalled=True).count() == 1
    again = stories.held(first)
    proposals.ask("correct_due", of=again, due_on=founding.day("2026-08-31"), reason="又错", by=by)
    assert made.items.get(assignment=again).ended_by == struck.ended_by


def test_a_list_says_a_title_once_where_the_requirement_begins_with_it(office):
    both = _proposed(office, 2)
    Matter.objects.filter(pk=both[0].pk).update(requirement=f"{both[0].title}。先修渠，再通水。")
    Matter.objects.filter(pk=both[1].pk).update(requirement="按月报送")
    both = list(Matter.objects.order_by("id"))
    (made,) = _send(office, both, "unit")
    assert [row[2] for row in _table(made)][1:] == [both[0].requirement, f"{both[1].title}\n按月报送"]
