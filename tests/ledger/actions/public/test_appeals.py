"""Appeals (群众诉求): received, sorted, transferred, joined, answered, declined; who wrote stays with the office."""

import datetime

import pytest

from duban.ledger import access, privacy
from duban.ledger.actions.matters import matters
from duban.ledger.actions.office import messages
from duban.ledger.actions.public import appeals
from duban.ledger.by import By
from duban.ledger.models import Appeal, JournalLine, Message, Notice
from duban.ledger.queries.public import appeals as lists
from duban.ledger.refusals import Conflict, Refused
from tests import cast, stories

NAME, PHONE = "周晓岚", "13800002222"
TODAY = datetime.date(2026, 3, 31)
DUE = datetime.date(2026, 4, 15)


@pytest.fixture
def gansu(db):
    return cast.office("gansu-county-2023")


def writing(**more):
    words = {
        "channel": "hotline",
        "received_on": TODAY,
        "text": f"我是{NAME}，电话{PHONE}，幸福路的路灯不亮已有两周。",
        "person": NAME,
        "contact": PHONE,
        "source_no": "GD-1",
        "due_on": DUE,
        "triage": "simple",
    }
    return appeals.Writing(**{**words, **more})


def receive(office, **more):
    return appeals.receive_appeal(
        jurisdiction=office.jurisdiction, writing=writing(**more), actor=office.clerk, at=cast.at()
    )


def order(office, **more):
    category = "public_message" if office.jurisdiction.regime == "gansu-county-2023" else "public_complaint"
    words = {
        "title": "修复幸福路路灯",
        "requirement": "核实并修复",
        "standard": "路灯全部亮起",
        "category": category,
        "source": "message",
        "due_on": DUE,
        "platform_due_on": DUE,
        "triage": "simple",
        "lead": (office.units[0],),
        "level": "blue" if office.jurisdiction.regime == "zhuoni-2022" else "",
    }
    return matters.Order(**{**words, **more})


def transfer(office, appeal, **more):
    return appeals.transfer_appeal(appeal=appeal, order=order(office, **more), by=By(office.clerk, cast.at()))


def test_it_is_numbered_and_the_journal_is_told_only_that(gansu):
    first, second = receive(gansu), receive(gansu, source_no="GD-2", text="另一件")
    assert (first.number, second.number) == ("S2026-1", "S2026-2")
    told = [line.content for line in JournalLine.objects.filter(verb="appeal.received")]
    assert told == [{"number": "S2026-1"}, {"number": "S2026-2"}]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"text": " \u200b "}, "text"),
        ({"text": "字" * 4001}, "text"),
        ({"text": "机密★10年 某工程"}, "text"),
        ({"received_on": datetime.date(2026, 4, 1)}, "received_on"),
        ({"due_on": datetime.date(2026, 3, 1)}, "due_on"),
        ({"channel": "pigeon"}, "channel"),
    ],
)
def test_what_cannot_be_entered_is_refused_at_its_field(gansu, more, field):
    with pytest.raises(Refused) as refused:
        receive(gansu, **more)
    assert refused.value.field == field
    assert not Appeal.objects.exists()


@pytest.mark.feature("platform_limits")
def test_the_limit_is_asked_where_the_document_asks_for_it(gansu, zhuoni):
    with pytest.raises(Refused) as refused:
        receive(gansu, due_on=None)
    assert refused.value.clause == "二(五)"
    assert receive(zhuoni, due_on=None).due_on is None


@pytest.mark.feature("public_intake")
def test_it_becomes_a_matter_with_the_papers_of_the_document(gansu):
    appeal = receive(gansu)
    matter = transfer(gansu, appeal)
    matters.dispatch_matter(matter=matter, by=By(gansu.clerk, cast.at()))
    appeal.refresh_from_db()
    assert (appeal.outcome, appeal.matter) == ("transferred", matter)
    assert Notice.objects.get().name.startswith("转办通知")
    with pytest.raises(Refused, match="已经处理"):
        transfer(gansu, appeal)


@pytest.mark.parametrize(
    "said", [NAME, PHONE, "138 0000 2222", "１３８００００２２２２", "另拨15911112222", "身份证62012319900101123X"]
)
def test_an_order_that_names_the_sender_is_refused(gansu, said):
    appeal = receive(gansu)
    with pytest.raises(Refused) as refused:
        transfer(gansu, appeal, requirement=f"请联系{said}核实")
    assert refused.value.field == "requirement"
    appeal.refresh_from_db()
    assert appeal.is_waiting


def test_of_several_senders_each_is_kept_out(gansu):
    appeal = receive(gansu, person="周晓岚女士、李大山", contact="0941-3621111，a.b@c.cn")
    for said in ("周晓岚", "李 大山", "09413621111", "A.B@C.CN"):
        with pytest.raises(Refused) as refused:
            transfer(gansu, appeal, title=f"联系{said}")
        assert refused.value.field == "title"


def test_a_registered_order_cannot_be_changed_to_name_the_sender_either(gansu):
    matter = transfer(gansu, receive(gansu))
    with pytest.raises(Refused, match="联系方式"):
        matters.edit_matter(
            matter=matter,
            order=order(gansu, title=f"{NAME}反映的事"),
            by=By(gansu.clerk, cast.at()),
            version=matter.version,
        )


def test_a_text_is_shown_without_names_and_numbers():
    text = privacy.masked(writing().text + " 座机0941-3621111 信箱 a.b@c.cn", person=NAME, contact=PHONE)
    assert NAME not in text and PHONE not in text and "3621111" not in text and "@" not in text
    assert "幸福路的路灯不亮" in text
    several = privacy.masked(
        "周晓岚和李大山说，赵女士也说，电话 0941-3621111", person="周晓岚女士、李大山，赵女士", contact=""
    )
    assert several == "（略）和（略）说，（略）也说，电话 （略）"


def test_the_same_again_is_shown_and_joined(gansu):
    first = receive(gansu)
    again = receive(
        gansu, text=f"我是{NAME}，电话{PHONE}。幸福路的路灯，不亮已有两周", contact="138-0000-2222", source_no="GD-2"
    )
    receive(gansu, text="别的事", contact="", person="", source_no="GD-3")
    (double,) = lists.doubles_of(gansu.clerk, again)
    assert double.appeal == first and double.why == "内容相同、联系方式相同"
    assert {each.number: each.doubled for each in lists.appeals_of(gansu.clerk, lists.Asked(""), TODAY)} == {
        "S2026-1": True,
        "S2026-2": True,
        "S2026-3": False,
    }
    matter = transfer(gansu, first)
    appeals.join_appeal(appeal=again, matter=matter, by=By(gansu.clerk, cast.at()))
    assert set(matter.appeals.all()) == {first, again}
    other = cast.office("ankang-2020")
    with pytest.raises(Refused, match="不在本辖区"):
        appeals.join_appeal(
            appeal=receive(gansu, source_no="GD-4"),
            matter=stories.matter(other, due_on="2026-06-30"),
            by=By(gansu.clerk, cast.at()),
        )


def test_it_is_answered_at_once_or_declined_with_a_reason(gansu):
    with pytest.raises(Refused):
        appeals.answer_appeal(appeal=receive(gansu), reply=" ", by=By(gansu.clerk, cast.at()))
    answered = appeals.answer_appeal(appeal=Appeal.objects.get(), reply="已修好", by=By(gansu.clerk, cast.at()))
    assert (answered.outcome, answered.replied_on) == ("answered", TODAY)
    with pytest.raises(Refused):
        appeals.decline_appeal(appeal=answered, reason="重复", by=By(gansu.clerk, cast.at()))
    other = receive(gansu, source_no="GD-2")
    with pytest.raises(Refused) as refused:
        appeals.decline_appeal(appeal=other, reason="", by=By(gansu.clerk, cast.at()))
    assert refused.value.field == "reason"
    assert appeals.decline_appeal(appeal=other, reason="已进入诉讼", by=By(gansu.clerk, cast.at())).state == "不予受理"


def test_the_result_is_told_once_the_matter_is_done(gansu):
    appeal = receive(gansu)
    matter = transfer(gansu, appeal)
    with pytest.raises(Refused, match="还没有办结"):
        appeals.answer_appeal(appeal=appeal, reply="好了", by=By(gansu.clerk, cast.at()))
    matters.dispatch_matter(matter=matter, by=By(gansu.clerk, cast.at()))
    stories.accept(gansu, matter, cast.at())
    stories.complete(gansu, matter, cast.at())
    assert list(lists.appeals_of(gansu.clerk, lists.Asked("unanswered"), TODAY)) == [appeal]
    appeals.answer_appeal(appeal=appeal, reply="路灯已经修好", by=By(gansu.clerk, cast.at()))
    assert list(lists.appeals_of(gansu.clerk, lists.Asked("uncalled"), TODAY)) == [appeal]
    matters.reopen_assignment(assignment=stories.held(matter), reason="又不亮了", by=By(gansu.clerk, cast.at()))
    appeal.refresh_from_db()
    assert appeal.replied_on is None and appeal.state == "正在办理"


def test_what_is_beyond_its_platforms_limit_is_told(gansu):
    late = receive(gansu, due_on=TODAY)
    receive(gansu, source_no="GD-2")
    tomorrow = TODAY + datetime.timedelta(days=1)
    assert list(lists.appeals_of(gansu.clerk, lists.Asked("overdue"), tomorrow)) == [late]
    assert not lists.appeals_of(gansu.clerk, lists.Asked("overdue"), TODAY).exists()
    assert lists.counts_of(gansu.clerk, ["waiting", "overdue"], tomorrow) == {"waiting": 2, "overdue": 1}
    (figures,) = lists.figures_of(gansu.jurisdiction, TODAY, TODAY, tomorrow)
    assert (figures.channel, figures.received, figures.settled, figures.late) == ("12345 热线", 2, 0, 1)
    # What comes to the office after its limit can still be given to a unit: it is due at once.
    matter = appeals.transfer_appeal(
        appeal=late,
        order=order(gansu, due_on=tomorrow, platform_due_on=TODAY),
        by=By(gansu.clerk, cast.at("2026-04-01 09:00")),
    )
    assert matter.due_on == tomorrow


@pytest.mark.feature("triage")
def test_it_is_sorted_by_who_has_seen_it_as_it_is(gansu):
    appeal = receive(gansu, triage="")
    words = {"kind": "complaint", "triage": "difficult", "due_on": DUE, "by": By(gansu.clerk, cast.at())}
    appeals.sort_appeal(appeal=appeal, version=1, **words)
    with pytest.raises(Conflict):
        appeals.sort_appeal(appeal=appeal, version=1, **words)
    with pytest.raises(Refused) as refused:
        appeals.sort_appeal(appeal=appeal, version=2, **{**words, "due_on": None})
    assert refused.value.clause == "二(五)"


def test_only_the_office_sees_who_wrote(gansu):
    receive(gansu)
    for name, officer in gansu.officers.items():
        assert access.public.appeals(officer).exists() is (name in ("clerk", "office_head")), name
    assert not access.public.appeals(cast.office("ankang-2020").clerk).exists()


@pytest.mark.feature("public_intake", "categories")
@pytest.mark.parametrize(
    ("regime", "category"),
    [
        ("gansu-county-2023", ("public_message",)),
        ("zhuoni-2022", ("public_complaint",)),
        ("ankang-2020", ("media",)),
        ("sanmenxia-2019", ()),
    ],
)
@pytest.mark.proves("ankang-2020", "第五条(六)", "public_intake")
def test_the_pack_says_under_what_it_is_supervised(db, regime, category):
    assert lists.categories_of(cast.office(regime).jurisdiction) == category


def test_the_office_is_told_of_what_the_public_sent_and_of_limits_by_number_alone(gansu):
    receive(gansu)
    appeals.receive_appeal(jurisdiction=gansu.jurisdiction, writing=writing(due_on=None), actor=None, at=cast.at())
    messages.derive_messages(jurisdiction=gansu.jurisdiction, at=cast.at())
    told = [(each.officer, each.text, each.about) for each in Message.objects.order_by("officer")]
    sent = ("收到网上诉求，待分办：S2026-2", "appeal:S2026-2")
    assert sorted(who.role for who, *_ in told) == ["clerk", "office_head"] and {tuple(rest) for _, *rest in told} == {
        sent
    }
    for day, new in (
        (datetime.date(2026, 4, 2), 0),
        (datetime.date(2026, 4, 3), 2),
        (datetime.date(2026, 4, 7), 0),
        (DUE, 2),
    ):
        assert messages.remind_of_dates(jurisdiction=gansu.jurisdiction, on=day, at=cast.at()) == new, day
    assert "诉求 S2026-1 的平台时限 4月15日（周三）" in gansu.clerk.messages.values_list("text", flat=True)
    appeals.answer_appeal(appeal=Appeal.objects.get(number="S2026-1"), reply="好", by=By(gansu.clerk, cast.at()))
    Message.objects.all().delete()
    assert messages.remind_of_dates(jurisdiction=gansu.jurisdiction, on=DUE, at=cast.at()) == 0


def test_the_entrance_is_opened_once_and_closed_once(gansu):
    with pytest.raises(Refused):
        appeals.open_intake(jurisdiction=gansu.jurisdiction, is_open=False, by=By(gansu.head, cast.at()))
    appeals.open_intake(jurisdiction=gansu.jurisdiction, is_open=True, by=By(gansu.head, cast.at()))
    assert access.public.open_place(gansu.jurisdiction.slug) == gansu.jurisdiction
    appeals.open_intake(jurisdiction=gansu.jurisdiction, is_open=False, by=By(gansu.head, cast.at()))
    with pytest.raises(Refused):
        access.public.open_place(gansu.jurisdiction.slug)
    assert [line.verb for line in JournalLine.objects.filter(verb__startswith="intake.").order_by("seq")] == [
        "intake.opened",
        "intake.closed",
    ]
