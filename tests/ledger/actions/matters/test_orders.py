"""Orders: what a matter may ask under its document, refused at the field that is wrong."""

import dataclasses
import datetime

import pytest

from duban.ledger.actions.matters import orders
from duban.ledger.governed import Governed
from duban.ledger.refusals import Refused
from tests import cast, stories
from tests.senders import NAME, received

pytestmark = pytest.mark.django_db
TODAY = cast.at().date()


def order(office, **more):
    document = Governed.of(office.jurisdiction).document
    given = {
        "title": "修好水渠",
        "requirement": "入夏前修好",
        "category": document.categories[0].id,
        "source": "meeting",
        "due_on": TODAY,
        "lead": (office.units[0],),
        "level": "blue" if document.levels else "",
        **more,
    }
    return orders.Order(**given)


def check(office, **more):
    orders.check(order(office, **more), Governed.of(office.jurisdiction), TODAY)


def test_what_can_be_registered_passes(office, zhuoni):
    check(office)
    check(zhuoni)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " \u200b"}, "title"),
        ({"requirement": ""}, "requirement"),
        ({"standard": "机密★1年"}, "standard"),
        ({"milestones": ((TODAY, "机密★1年"),)}, "milestones"),
        ({"milestones": ((datetime.date(1926, 4, 1), "开工"),)}, "milestones"),
        ({"milestones": ((datetime.date(2099, 1, 1), "开工"),)}, "milestones"),
        ({"lead": ()}, "lead"),
        ({"due_on": TODAY - datetime.timedelta(days=1)}, "due_on"),
        ({"category": "poetry"}, "category"),
        ({"level": "blue"}, "level"),
        ({"word_limit": 0}, "word_limit"),
        ({"word_limit": 20001}, "word_limit"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(office, wrong, field):
    with pytest.raises(Refused) as refused:
        check(office, **wrong)
    assert refused.value.field == field


def test_a_unit_stands_once_and_in_its_own_office(office, zhuoni):
    for wrong, field in (({"support": (office.units[0],)}, "support"), ({"lead": (zhuoni.units[0],)}, "lead")):
        with pytest.raises(Refused) as refused:
            check(office, **wrong)
        assert refused.value.field == field


def test_a_parent_is_of_the_same_office_and_not_due_earlier(office, zhuoni):
    for parent, why in (
        (stories.matter(zhuoni, due_on="2026-12-31"), "不在本辖区"),
        (stories.matter(office, due_on="2026-04-01"), "晚于上级事项"),
    ):
        with pytest.raises(Refused, match=why):
            check(office, parent=parent, due_on=datetime.date(2026, 6, 30))


def test_where_deductions_go_by_level_there_must_be_one(zhuoni):
    """卓尼 第九条(二), 附件1 三2: five, three or two points by red, yellow and blue."""
    with pytest.raises(Refused) as refused:
        check(zhuoni, level="")
    assert refused.value.field == "level" and refused.value.clause
    check(zhuoni, level="", quantifiable=False)


@pytest.mark.feature("triage", "platform_limits")
@pytest.mark.proves("gansu-county-2023", "二(五)", "platform_limits", "triage")
def test_a_citizens_message_is_sorted_and_done_within_its_platforms_limit(db):
    """甘肃某县 二(五)."""
    office = cast.office("gansu-county-2023")
    message = {"category": "public_message", "triage": "simple", "platform_due_on": TODAY}
    check(office, **message)
    for wrong, field in (
        ({"triage": ""}, "triage"),
        ({"platform_due_on": None}, "platform_due_on"),
        ({"due_on": TODAY + datetime.timedelta(days=1)}, "due_on"),
    ):
        with pytest.raises(Refused) as refused:
            check(office, **{**message, **wrong})
        assert (refused.value.field, refused.value.clause) == (field, "二(五)")


def test_an_order_does_not_name_who_wrote(office):
    appeal = received(office)
    for field in ("title", "requirement", "standard", "elements"):
        said = dataclasses.replace(order(office), **{field: f"{NAME}反映的事"})
        with pytest.raises(Refused) as refused:
            orders.refuse_senders(said, [appeal])
        assert refused.value.field == field
    orders.refuse_senders(order(office), [appeal])
