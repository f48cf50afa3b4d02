"""Instructions: given, registered with the document's limit, added to a matter, reported back, read."""

import datetime

import pytest

from duban.ledger.actions.matters import matters
from duban.ledger.actions.sources import instructions
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import JournalLine
from duban.ledger.queries.sources import sources
from duban.ledger.refusals import Refused
from tests import cast, stories

TODAY = datetime.date(2026, 3, 31)


@pytest.fixture
def gansu(db):
    return cast.office("gansu-county-2023")


def give(office, actor=None, **more):
    words = {"leader": office.leader, "text": "请抓紧核实，报结果。", "given_on": TODAY}
    by = By(actor or office.leader, cast.at())
    return instructions.give_instruction(jurisdiction=office.jurisdiction, by=by, **{**words, **more})


def order(office, **more):
    words = {
        "title": "核实有关情况",
        "requirement": "请抓紧核实，报结果。",
        "standard": "查清并报结果",
        "category": "instruction",
        "source": "instruction",
        "due_on": datetime.date(2026, 4, 10),
        "due_rule": "instruction",
        "lead": (office.units[0],),
        "instructed_by": office.leader,
    }
    return matters.Order(**{**words, **more})


def register(office, instruction, **more):
    reason = more.pop("date_reason", "")
    return instructions.register_instruction(
        instruction=instruction, order=order(office, **more), date_reason=reason, by=By(office.clerk, cast.at())
    )


def test_a_leader_gives_an_instruction_and_the_office_may_enter_it_for_them(gansu):
    own = give(gansu)
    entered = give(gansu, actor=gansu.clerk)
    assert (own.entered_by, entered.entered_by) == (gansu.leader, gansu.clerk)
    assert JournalLine.objects.filter(verb="instruction.given").count() == 2


def test_nobody_gives_an_instruction_in_anothers_name_or_without_words(gansu):
    for more in (
        {"leader": gansu.other_leader},
        {"text": " "},
        {"given_on": TODAY + datetime.timedelta(days=1)},
        {"leader": gansu.liaison, "actor": gansu.clerk},
    ):
        with pytest.raises(Refused):
            give(gansu, **more)


def test_seven_working_days_hold_unless_another_date_has_a_reason(gansu):
    with pytest.raises(Refused) as refused:
        register(gansu, give(gansu), due_rule="", due_on=datetime.date(2026, 5, 1))
    assert refused.value.clause == "二(三)"
    made = register(gansu, give(gansu), due_rule="", due_on=datetime.date(2026, 5, 1), date_reason="须跨月核查")
    assert made.due_on == datetime.date(2026, 5, 1)
    assert JournalLine.objects.filter(verb="instruction.registered").last().data["reason"] == "须跨月核查"


def test_the_seven_working_days_run_from_the_dispatch(gansu):
    """甘肃某县 二(三): counted from the 转办通知, not from the day on which the office wrote it down."""
    made = register(gansu, give(gansu))
    sent = matters.dispatch_matter(matter=made, by=By(gansu.clerk, cast.at("2026-04-07 09:00")))
    # 7 April is a Tuesday; the Qingming days off lie before it.
    assert sent.due_on == datetime.date(2026, 4, 16)
    assert stories.held(sent).due_on == sent.due_on
    assert JournalLine.objects.get(verb="assignment.dispatched").data["fact"]["due"] == "2026-04-16"


def test_an_instruction_becomes_one_matter(gansu):
    instruction = give(gansu)
    made = register(gansu, instruction)
    with pytest.raises(Refused, match=made.no):
        register(gansu, instruction)
    with pytest.raises(Refused, match=made.no):
        instructions.append_instruction(instruction=instruction, matter=made, by=By(gansu.clerk, cast.at()))


def test_further_instructions_are_added_to_the_matter(gansu):
    made = register(gansu, give(gansu))
    further = give(gansu, matter=made, text="再报一次进展。")
    later = instructions.append_instruction(
        instruction=give(gansu, text="再快一些。"), matter=made, by=By(gansu.clerk, cast.at())
    )
    assert further.further
    assert later.further
    assert made.instructions.count() == 3
    assert JournalLine.objects.filter(verb="instruction.appended", matter=made).count() == 2
    zhuoni = cast.office("zhuoni-2022")
    with pytest.raises(Refused):
        give(zhuoni, matter=made)


def test_the_result_goes_back_to_the_leader_who_reads_it(gansu):
    instruction = give(gansu)
    with pytest.raises(Refused, match="还没有登记"):
        instructions.report_instruction(instruction=instruction, result="已核实。", by=By(gansu.clerk, cast.at()))
    register(gansu, instruction)
    with pytest.raises(Refused):
        instructions.read_instruction(instruction=instruction, by=By(gansu.leader, cast.at()))
    told = instructions.report_instruction(instruction=instruction, result="已核实。", by=By(gansu.clerk, cast.at()))
    assert (told.reported_on, told.reported_by) == (TODAY, gansu.clerk)
    with pytest.raises(Refused):
        instructions.read_instruction(instruction=instruction, by=By(gansu.other_leader, cast.at()))
    assert instructions.read_instruction(instruction=instruction, by=By(gansu.leader, cast.at())).read_on == TODAY
    with pytest.raises(Refused):
        instructions.read_instruction(instruction=instruction, by=By(gansu.leader, cast.at()))
    again = instructions.report_instruction(instruction=instruction, result="补充。", by=By(gansu.clerk, cast.at()))
    assert again.read_on is None


PROVINCIAL = instructions.Superior("张某", "省委书记", "province")


def above(office, **more):
    return give(office, office.clerk, leader=None, **{"superior": PROVINCIAL, **more})


def test_a_superior_leaders_instruction_has_all_that_an_instruction_has(gansu):
    """Gansu 二(三): an instruction of provincial, city and county leaders alike owes its result within seven working days of the dispatch."""
    made = above(gansu)
    assert (made.author, made.is_superiors, made.reader) == ("省委书记张某", True, None)
    assert JournalLine.objects.get(verb="instruction.given").data["leader"] == "省委书记张某"
    own = {"instructed_by": None}
    with pytest.raises(Refused) as caught:
        register(gansu, made, due_rule="", **own)
    assert caught.value.field == "date_reason" and caught.value.clause == "二(三)"
    matter = register(gansu, made, **own)
    assert (matter.due_rule, matter.instructed_by) == ("instruction", None)
    matters.dispatch_matter(matter=matter, by=By(gansu.clerk, cast.at()))
    matter.refresh_from_db()
    assert matter.due_on == datetime.date(2026, 4, 10)
    told = instructions.report_instruction(instruction=made, result="已查清", by=By(gansu.clerk, cast.at()))
    assert told.reported_on == TODAY
    with pytest.raises(Refused, match="不在本系统阅知"):
        instructions.read_instruction(instruction=made, by=By(gansu.principal, cast.at()))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"superior": instructions.Superior("", "省长", "province")}, "superior_name"),
        ({"superior": instructions.Superior("张某", " ", "province")}, "superior_post"),
        ({"superior": instructions.Superior("张某", "省长", "")}, "superior_level"),
        ({"superior": instructions.Superior("张某", "省长", "world")}, "superior_level"),
        ({"superior": None}, "leader"),
    ],
)
def test_a_superior_leader_is_named_whole(gansu, more, field):
    with pytest.raises(Refused) as caught:
        above(gansu, **more)
    assert caught.value.field == field


def test_only_the_office_enters_a_superior_leaders_instruction_and_for_one_leader(gansu):
    for actor, leader in ((gansu.leader, None), (gansu.clerk, gansu.leader)):
        with pytest.raises(Refused):
            give(gansu, actor, leader=leader, superior=PROVINCIAL)


@pytest.mark.parametrize(
    ("regime", "level", "category"),
    [
        ("sanmenxia-2019", "province", "instruction"),
        ("sanmenxia-2019", "prefecture", "instruction"),
        ("gansu-county-2023", "province", "instruction"),
        ("ankang-2020", "central", "instruction"),
        ("county-plan", "prefecture", "instruction"),
        ("county-plan", "province", "superior_item"),
    ],
)
def test_each_document_says_into_which_class_a_superiors_instruction_falls(db, regime, level, category):
    """三门峡 一(二)4 省市领导; 甘肃 二(三) 省市县领导; 安康 第五条(四) 中央省市领导; 县方案 二(五) 市县领导, 二(四) what came down from above."""
    office = cast.office(regime)
    made = above(office, superior=instructions.Superior("张某", "书记", level))
    known = {each.id for each in Governed.of(office.jurisdiction).document.categories}
    assert next(each for each in sources.categories_of(made) if each in known) == category


def test_the_handwriting_is_kept_with_the_instruction(gansu):
    made = give(gansu, scan=instructions.Scan("批示.jpg", [b"\xff\xd8\xff"]))
    assert (made.scan.name, made.scan.added_by) == ("批示.jpg", gansu.leader)
    later = above(gansu)
    instructions.add_scan(
        instruction=later, scan=instructions.Scan("原件.pdf", [b"%PDF-1.7"]), by=By(gansu.clerk, cast.at())
    )
    later.refresh_from_db()
    assert later.scan.name == "原件.pdf" and JournalLine.objects.filter(verb="instruction.scanned").count() == 1
    with pytest.raises(Refused) as caught:
        give(gansu, scan=instructions.Scan("批示.exe", [b"MZ"]))
    assert caught.value.field == "scan"
