"""An office's people taken in at once: leaders first, then fields, units and who works there; what needs a second person is asked for."""

import pytest

from duban.ledger.actions.office import officers, rolls
from duban.ledger.by import By
from duban.ledger.models import AccountChange, JournalLine
from duban.ledger.queries.office.rolls import plan_of
from duban.ledger.refusals import Refused
from duban.papers.reading.lists.rolls import roll_of
from duban.people.models import Officer, Unit
from tests import cast

pytestmark = pytest.mark.django_db

ROLL = {
    "units": [{"name": "市林业局", "group": "department", "portfolio": "生态口", "aliases": "林草局"}],
    "portfolios": [{"name": "生态口", "leader": "葛明远"}],
    "officers": [
        {"full_name": "苏国栋", "role": "liaison", "unit": "林草局"},
        {"full_name": "葛明远", "role": "leader"},
    ],
}


def test_each_row_has_its_line_and_the_unit_its_leader(office, at):
    taken = rolls.take_roll(roll=roll_of(ROLL), by=By(office.admin, at))
    assert str(taken) == "已增加单位 1 个、分管领域 1 个、人员 2 名"
    assert Unit.objects.get(name="市林业局").portfolio.leader.full_name == "葛明远"
    verbs = JournalLine.objects.order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["officer.added", "portfolio.added", "unit.added", "officer.added"]
    with pytest.raises(Refused, match="没有要导入的内容"):
        rolls.take_roll(roll=roll_of(ROLL), by=By(office.admin, at))


def test_a_post_that_signs_is_asked_for_where_somebody_can_confirm_it(office, at):
    Officer.objects.filter(pk=office.head.pk).update(last_login=at)
    by = By(office.admin, at)
    assert rolls.take_roll(roll=roll_of(ROLL), by=by).asked == 1
    assert not Officer.objects.filter(full_name="葛明远").exists()
    assert AccountChange.objects.get().wanted["full_name"] == "葛明远"
    assert "正在等第二人确认" in plan_of(office.jurisdiction, roll_of(ROLL), office.admin).remarks[0].why


def test_two_of_one_name_are_two_persons_and_the_same_row_twice_is_a_mistake(office, at):
    row = {"full_name": office.liaison.full_name, "role": "liaison", "unit": office.units[2].name}
    plan = plan_of(office.jurisdiction, roll_of({"officers": [row]}), office.admin)
    assert len(plan.officers) == 1 and "另有同名人员" in plan.remarks[0].why
    plan = plan_of(office.jurisdiction, roll_of({"officers": [row, row]}), office.admin)
    assert "重复" in plan.faults[0].why
    two = [
        {"full_name": name, "role": "inspector", "username": user}
        for name, user in (("甲一", "w.one"), ("乙二", "W.One"))
    ]
    plan = plan_of(office.jurisdiction, roll_of({"officers": two}), office.admin)
    assert "账号 W.One 已被使用" in plan.faults[0].why


def test_codes_are_for_accounts_that_nobody_has_used(office, at):
    issued = officers.issue_codes(chosen=[office.liaison], actor=office.admin, at=at)
    assert issued[0][0].check_password(issued[0][1]) and issued[0][1] != cast.PASSWORD
    Officer.objects.filter(pk=office.clerk.pk).update(last_login=at)
    office.clerk.refresh_from_db()
    with pytest.raises(Refused, match="已经登录过"):
        officers.issue_codes(chosen=[office.clerk], actor=office.admin, at=at)


def test_a_name_is_kept_without_the_blank_that_a_list_puts_into_it(office, at):
    spaced = {
        **ROLL,
        "portfolios": [{"name": "生态口", "leader": "葛\u3000明"}],
        "officers": [
            {"full_name": "苏 栋", "role": "liaison", "unit": "林草局"},
            {"full_name": "葛  明", "role": "leader"},
        ],
    }
    rolls.take_roll(roll=roll_of(spaced), by=By(office.admin, at))
    assert {"苏栋", "葛明"} <= set(Officer.objects.values_list("full_name", flat=True))
    Officer.objects.filter(full_name="苏栋").update(full_name="苏 栋")
    assert plan_of(office.jurisdiction, roll_of(spaced), office.admin).officers == []


def test_a_unit_that_only_a_blank_tells_from_another_is_said_at_its_cell(office, at):
    rows = [{"name": name, "group": "department"} for name in ("甲 县", "市林业局", "市 林业局", "丙局、丁局")]
    plan = plan_of(office.jurisdiction, roll_of({"units": rows}), office.admin)
    why = [each.why for each in plan.faults]
    assert "已有“甲县”" in why[0] and "已有“市林业局”" in why[1] and "不能有“、”" in why[2] and len(why) == 3
