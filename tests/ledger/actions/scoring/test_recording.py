"""What a document knows is recorded in its words and inside its bounds; what it does not know is refused with what it knows."""

import datetime
import re

import pytest

from duban.engine.recording.catalogue import kinds_of
from duban.ledger import journal
from duban.ledger.actions.matters import attachments
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.refusals import Refused
from tests import cast, living, stories
from tests.living import GOOD, PACK

pytestmark = pytest.mark.django_db
AT = cast.at()
VALUES = {"text": "某次会议", "month": "03", "day": "2026-03-05", "flag": True}


def value_for(field):
    """A value that the field takes."""
    if field.words:
        return next(iter(field.words))
    if field.type in ("whole", "decimal"):
        least, most = field.least, field.most
        number = least if least is not None else most if most is not None else 1
        return int(number) if field.type == "whole" else str(number)
    return VALUES[field.type]


def fields_for(known):
    """Fields of a kind, all of them, and where a person decides, how much and who."""
    given = {field.name: value_for(field) for field in known.asked}
    return given | ({"person": "考核人王某"} if known.ranges else {})


def proof_of(office, name="证明.txt"):
    """A paper that shows it."""
    return attachments.add_file(jurisdiction=office.jurisdiction, name=name, chunks=[b"shown"], by=By(office.clerk, AT))


def record(office, kind, fact, **more):
    """Record a fact of the first unit on 20 March."""
    return facts.record_fact(
        jurisdiction=office.jurisdiction,
        kind=kind,
        unit=more.pop("unit", office.units[0]),
        fact=fact,
        by=By(office.clerk, AT),
        on=more.pop("on", datetime.date(2026, 3, 20)),
        reason=more.pop("reason", "会议记录"),
        **more,
    )


@pytest.mark.parametrize("path", living.DOCUMENTS, ids=lambda path: path.parent.name)
def test_every_event_of_a_document_is_recorded_and_no_other(path):
    office = living.office_under(path.read_text("utf-8"))
    governed = Governed.of(office.jurisdiction)
    proof, matter = proof_of(office), None
    if governed.document.categories:
        matter = stories.matter(office, due_on="2026-04-20", at=cast.at("2026-03-02 09:00"))
    for kind, known in governed.recordable.items():
        assert known.label and not re.search(
            "[A-Za-z]|None", known.label + "".join(field.label for field in known.asked)
        )
        for field in known.asked:
            assert not re.search("[A-Za-z]", "".join(field.words.values()))
        if known.event.of == "matter" and matter is None:
            continue
        fact = fields_for(known)
        line = record(office, kind, fact, matter=None if known.event.of == "unit" else matter, proof=proof)
        stored = line.data["fact"]
        assert {name: str(stored[name]) for name in fact} == {name: str(value) for name, value in fact.items()}
    told = {row["kind"] for row in journal.fact_rows(office.jurisdiction)} - {"assigned"}
    assert told == {kind for kind, known in governed.recordable.items() if matter or known.event.of != "matter"}
    with pytest.raises(Refused, match="不能手工记录") as refusal:
        record(office, "hosted_meeting", {"authority": "province"}, proof=proof)
    assert all(known.label in refusal.value.possible for known in governed.recordable.values())


@pytest.fixture
def own(db):
    return living.office_under(PACK)


WRONG = [
    ({"count": 0}, "count", "问题数应是 1 至 9 的整数（处），不能是“0”"),
    ({"count": 10}, "count", "问题数应是 1 至 9 的整数（处）"),
    ({"count": "两"}, "count", "问题数应是 1 至 9 的整数（处）"),
    ({"count": "1.5"}, "count", "问题数应是 1 至 9 的整数（处）"),
    ({"count": ""}, "count", "请填写问题数"),
    ({"share": "-0.1"}, "share", "完成率应是 0 至 100 的数（%）"),
    ({"share": "100.01"}, "share", "完成率应是 0 至 100 的数（%）"),
    ({"how": "letter"}, "how", "没有“letter”，只有现场、电话"),
    ({"by_whom": "province"}, "by_whom", "作出机关没有“province”，只有市人大、市政府"),
    ({"grade_of": "blue"}, "grade_of", "级别没有“blue”，只有橙、红"),
    ({"month": "13"}, "month", "所属月份不是月份：“13”"),
    ({"found": "2026-02-30"}, "found", "发现日期不是日期：“2026-02-30”"),
    ({"again": "yes"}, "again", "重复发生应是"),
    ({"note": 5}, "note", "备注应是文字"),
    ({"note": "长" * 501}, "note", "备注最多 500 字"),
    ({"colour": "red"}, "colour", "“现场核查”没有“colour”这一项，只有问题数、完成率"),
]


def test_every_type_of_field_takes_what_it_may_and_refuses_the_rest_in_a_sentence(own):
    line = record(own, "typed", {**GOOD, "found": "2026-03-01", "again": False, "note": "无"})
    assert line.data["fact"] == {**GOOD, "found": "2026-03-01", "again": False, "note": "无"}
    for change, field, said in WRONG:
        with pytest.raises(Refused) as refusal:
            record(own, "typed", GOOD | change)
        assert (refusal.value.field, refusal.value.clause) == (field, "一") and said in refusal.value.why
    assert len(journal.fact_rows(own.jurisdiction)) == 1


def test_with_a_matter_or_without_as_the_document_says(own):
    matter = stories.matter(
        own, due_on="2026-04-20", at=cast.at("2026-03-02 09:00"), support=own.units[1:2], level="red"
    )
    with pytest.raises(Refused, match="要落在督查事项上") as refusal:
        record(own, "on_matter", {})
    assert (refusal.value.field, refusal.value.clause) == ("matter", "一")
    with pytest.raises(Refused, match="记在单位名下，不针对事项"):
        record(own, "typed", GOOD, matter=matter)
    # What the engine would leave out is not taken: no matter, another role, not yet done in time (laws 8, 24).
    for unit, given, why in (
        (own.units[1], None, "没有对应的督查事项"),
        (own.units[0], matter, "不是所涉事项的配合单位"),
    ):
        with pytest.raises(Refused, match=why):
            record(own, "behind", {}, unit=unit, matter=given)
    assert record(own, "behind", {}, unit=own.units[1], matter=matter).kind == "behind"
    with pytest.raises(Refused, match="没有达到本条的条件"):
        record(own, "kept_on_time", {}, matter=matter)


def test_points_that_a_person_decides_lie_inside_the_range_and_say_who(own):
    for given, field, said in (
        ({}, "amount", "评定分值"),
        ({"amount": "-4", "person": "王某"}, "amount", "应是 -10 至 -5 的数（分），不能是“-4”"),
        ({"amount": "-11", "person": "王某"}, "amount", "应是 -10 至 -5 的数（分）"),
        ({"amount": "-7"}, "person", "评定人"),
    ):
        with pytest.raises(Refused) as refusal:
            record(own, "thin", given)
        assert (refusal.value.field, refusal.value.clause) == (field, "二") and said in refusal.value.why
    line = record(own, "thin", {"amount": "-5", "person": "王某"}, reason="两次季报雷同")
    assert line.data["fact"] == {"amount": "-5", "person": "王某", "reason": "两次季报雷同"}


def test_figures_lie_inside_their_bounds_also_where_another_figure_is_the_bound(own):
    for quantity, value, said in (
        ("pools", "100", "水库总数应是 0 至 99 的整数"),
        ("pools", "1.5", "水库总数应是 0 至 99 的整数"),
        ("halves", "0.7", "折算系数只能是 0、0.5、1"),
    ):
        with pytest.raises(Refused) as refusal:
            record(own, "figure", {"quantity": quantity, "value": value})
        assert refusal.value.field == "value" and said in refusal.value.why, refusal.value
    record(own, "figure", {"quantity": "pools", "value": "5"})
    with pytest.raises(Refused, match="已清退水库数"):
        record(own, "figure", {"quantity": "freed", "value": "7"})
    record(own, "figure", {"quantity": "freed", "value": "5"})
    with pytest.raises(Refused, match="时效"):
        record(own, "sheet", {"section": "timely", "points": "10.5"})
    record(own, "sheet", {"section": "timely", "points": "10"})
    with pytest.raises(Refused, match="评分项没有“speed”，只有时效"):
        record(own, "sheet", {"section": "speed", "points": "1"})


def test_the_paper_is_asked_for_where_the_document_or_another_body_has_to_see_it(own):
    for kind in ("shown", "by_river"):
        with pytest.raises(Refused, match="证明材料") as refusal:
            record(own, kind, {})
        assert refusal.value.field == "evidence"
        assert record(own, kind, {}, proof=proof_of(own)).kind == kind


def test_only_what_is_in_force_on_the_day_is_known():
    assert "typed" not in kinds_of(Governed.of(cast.office().jurisdiction).document)
