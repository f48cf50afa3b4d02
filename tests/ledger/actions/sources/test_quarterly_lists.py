"""Quarterly lists (安康 第七条): entered and handed in by the section, classed by the office."""

import datetime

import pytest

from duban.ledger.actions.sources import quarterly_lists
from duban.ledger.by import By
from duban.ledger.models import JournalLine, QuarterlyItem
from duban.ledger.refusals import Refused
from duban.people.models import Portfolio
from tests import cast, stories

END = datetime.date(2026, 3, 31)


@pytest.fixture
def ankang(db):
    return cast.office("ankang-2020")


def field(office):
    return Portfolio.objects.get(jurisdiction=office.jurisdiction, name="农业口")


def add(office, **more):
    words = {"heading": "重点批示件", "text": "核实春耕备耕", "proposed": "进展顺利"}
    return quarterly_lists.add_item(
        portfolio=field(office), quarter_end=END, by=By(office.section, cast.at()), **{**words, **more}
    )


def hand_in(office):
    return quarterly_lists.hand_in_list(portfolio=field(office), quarter_end=END, by=By(office.section, cast.at()))


def decide(office, quarterly, classes):
    return quarterly_lists.decide_list(quarterly=quarterly, classes=classes, by=By(office.clerk, cast.at()))


def test_a_section_enters_what_the_document_names(ankang):
    item = add(ankang, matter=stories.matter(ankang, due_on="2026-05-01"))
    assert item.of.quarter_end == END
    for more in ({"heading": "别的"}, {"proposed": "很好"}, {"text": " "}):
        with pytest.raises(Refused):
            add(ankang, **more)
    with pytest.raises(Refused):
        add(ankang, matter=stories.matter(cast.office("sanmenxia-2019"), due_on="2026-05-01"))
    assert JournalLine.objects.filter(verb="quarterly_item.added").count() == 1


def test_an_entry_is_taken_out_until_the_lists_are_handed_in(ankang):
    quarterly_lists.drop_item(item=add(ankang), by=By(ankang.section, cast.at()))
    assert not QuarterlyItem.objects.exists()
    kept = add(ankang)
    assert hand_in(ankang).handed_in_on == END
    for act in (
        lambda: add(ankang),
        lambda: hand_in(ankang),
        lambda: quarterly_lists.drop_item(item=kept, by=By(ankang.section, cast.at())),
    ):
        with pytest.raises(Refused, match="报送"):
            act()


def test_the_office_decides_every_class(ankang):
    first, second = add(ankang), add(ankang, heading="重要文件")
    with pytest.raises(Refused, match="还没有报送"):
        decide(ankang, first.of, {first.pk: "已完成", second.pk: "已完成"})
    held = hand_in(ankang)
    for classes in ({first.pk: "已完成"}, {first.pk: "已完成", second.pk: "很好"}):
        with pytest.raises(Refused):
            decide(ankang, held, classes)
    decide(ankang, held, {first.pk: "已完成", second.pk: "进展缓慢"})
    second.refresh_from_db()
    assert (second.proposed, second.decided) == ("进展顺利", "进展缓慢")
    assert JournalLine.objects.get(verb="quarterly_list.decided").data["classes"] == {
        "已完成": 1,
        "进展顺利": 0,
        "进展缓慢": 1,
    }


def test_a_regime_without_such_lists_has_none(office):
    with pytest.raises(Refused):
        add(office)


def test_the_office_gives_lists_back_and_the_section_changes_them(ankang):
    item = add(ankang)
    decide(ankang, hand_in(ankang), {item.pk: "进展顺利"})
    back = quarterly_lists.return_list(quarterly=item.of, reason="漏了一项", by=By(ankang.clerk, cast.at()))
    assert (back.handed_in_on, back.decided_on, back.items.get().decided) == (None, None, "")
    add(ankang, text="另一项")
    with pytest.raises(Refused, match="还没有报送"):
        quarterly_lists.return_list(quarterly=item.of, reason="再退", by=By(ankang.clerk, cast.at()))
