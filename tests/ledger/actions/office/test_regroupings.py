"""Units keep, under each document, the group that they had: what an older one governs is scored on, whatever the next one calls them."""

import datetime

import pytest

from duban.engine.packs import loading
from duban.ledger import documents, scores
from duban.ledger.actions.office import documents as acts
from duban.ledger.actions.office import units
from duban.ledger.actions.scoring import facts, rankings
from duban.ledger.audit import integrity, published_rankings
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Adoption, JournalLine
from duban.ledger.queries.office import regroupings
from duban.ledger.queries.scoring import periods, scorecards
from duban.ledger.queries.scoring import rankings as tables
from duban.ledger.refusals import Refused
from duban.people.models import Unit
from tests import cast, founding, stories

pytestmark = pytest.mark.django_db
AT = cast.at("2026-03-02 09:00")
MARCH = {"kind": "month", "from_on": datetime.date(2026, 3, 1), "to_on": datetime.date(2026, 3, 31)}
YEAR = {"kind": "year", "from_on": datetime.date(2026, 1, 1), "to_on": datetime.date(2026, 12, 31)}
# Every unit of the office, by its code, under the next document.
SORTED = {"jia": "", "yi": "group_2", "bing": "group_2"}


def own_groups():
    """The plan with groups of its own making: one is called as before, the townships have no place of their own."""
    files = loading.read_pack("county-plan")
    head = files["regime.yaml"].replace("id: county-plan", "id: own", 1)
    assert "  township: 乡镇\n  department: 县直部门\n" in head
    head = head.replace("  township: 乡镇\n  department: 县直部门\n", "  group_1: 县直部门\n  group_2: 农口单位\n")
    return files | {"regime.yaml": head}


def adopt(office, day="2026-04-01", at=AT, **words):
    return acts.adopt_document(
        jurisdiction=office.jurisdiction,
        files=own_groups(),
        in_force_from=datetime.date.fromisoformat(day),
        actor=office.head,
        at=at,
        today=at.date(),
        **words,
    )


@pytest.fixture
def office():
    made = cast.office("county-plan", slug="xian")
    acts.record_first(jurisdiction=made.jurisdiction, at=cast.at("2026-01-05 09:00"), today=datetime.date(2026, 1, 5))
    made.jurisdiction.refresh_from_db()
    return made


def in_force(office, day="2026-04-01"):
    at = cast.at(f"{day} 00:10")
    acts.let_come_into_force(jurisdiction=office.jurisdiction, on=at.date(), at=at)
    office.jurisdiction.refresh_from_db()


def late(office, at, due_on):
    stories.accept(office, stories.matter(office, due_on=due_on, at=cast.at(at)), cast.at(at))


def test_nothing_is_adopted_while_units_are_to_be_sorted(office):
    with pytest.raises(Refused) as refused:
        adopt(office)
    assert (refused.value.why, refused.value.field) == ("3 个单位须重新归类", "groups")
    assert refused.value.reasons == ("乡镇：甲镇、乙乡、丙镇",)
    with pytest.raises(Refused, match="办法没有“township”这个类别"):
        adopt(office, groups=dict.fromkeys(SORTED, "township"))
    with pytest.raises(Refused, match="没有代码为“nobody”的单位"):
        adopt(office, groups=SORTED | {"nobody": ""})
    assert Adoption.objects.count() == 1 and not JournalLine.objects.filter(verb="document.in_force")[1:]


def test_a_group_of_the_same_name_is_offered_and_one_made_up_by_a_drafter_means_nothing_elsewhere(office):
    document = loading.load_pack(own_groups())
    listed = regroupings.classes_of(regroupings.rows_for(office.jurisdiction, document))
    assert [(each.word, each.offered) for each in listed] == [("乡镇", None), ("县直部门", "group_1")]
    other = loading.load_pack({**own_groups(), "regime.yaml": own_groups()["regime.yaml"].replace("县直部门", "企业")})
    assert regroupings.successor("group_1", document, other) is None
    assert regroupings.successor("group_2", document, other) == "group_2"


def test_what_began_before_is_scored_in_the_groups_of_before_and_what_begins_in_the_new_ones(office):
    late(office, "2026-02-02 09:00", "2026-02-10")
    before = scores.draft_of(office.jurisdiction, **MARCH).result.as_json()
    adopt(office, groups=SORTED)
    coming = scores.draft_of(office.jurisdiction, "month", datetime.date(2026, 4, 1), datetime.date(2026, 4, 30))
    assert {each.unit: each.group for each in coming.units} == {
        "yi": "group_2", "bing": "group_2", "fagai": "group_1", "caizheng": "group_1", "nongye": "group_1"
    }  # fmt: skip
    assert set(Unit.objects.values_list("group", flat=True)) == {"township", "department"}
    in_force(office)
    assert dict(Unit.objects.values_list("code", "group")) == SORTED | {
        "fagai": "group_1", "caizheng": "group_1", "nongye": "group_1"
    }  # fmt: skip
    assert scores.draft_of(office.jurisdiction, **MARCH).result.as_json() == before
    again = scores.draft_of(office.jurisdiction, "month", datetime.date(2026, 4, 1), datetime.date(2026, 4, 30))
    assert again.result.as_json() == coming.result.as_json() and again.apart == coming.apart == [("jia", "甲镇")]


def test_a_unit_of_no_group_stands_apart_with_a_sentence(office):
    adopt(office, groups=SORTED)
    in_force(office)
    april = periods.span_of("month", datetime.date(2026, 4, 10), documents.governing(office.jurisdiction)[0])
    table = tables.table_for(office.jurisdiction, april, datetime.date(2026, 4, 10))
    assert ("jia", "甲镇", "不属于本办法的任何类别，不参加计分") in table.unranked
    jia = Unit.objects.get(code="jia")
    assert scorecards.card_for(office.jurisdiction, jia, april) is None
    # Its class is no fault when something else of it is edited.
    units.edit_unit(
        unit=jia, name="甲镇", group="", portfolio=jia.portfolio, ranked=True, order=9, by=By(office.head, AT)
    )
    with pytest.raises(Refused, match="不督查这一类单位"):
        units.edit_unit(
            unit=jia, name="甲镇", group="township", portfolio=None, ranked=True, order=9, by=By(office.head, AT)
        )


def test_what_was_published_verifies_unchanged(office):
    late(office, "2026-02-02 09:00", "2026-02-10")
    adopt(office, groups=SORTED)
    in_force(office)
    by = By(office.head, cast.at("2027-01-04 09:00"))
    ranking = rankings.publish_ranking(jurisdiction=office.jurisdiction, **YEAR, by=by)
    assert {each["group"] for each in ranking.snapshot["units"]} == {"township", "department"}
    frozen = (ranking.digest, ranking.snapshot, ranking.result)
    before, after = Adoption.objects.order_by("in_force_from")
    acts.regroup_units(adoption=after, groups={"yi": ""}, by=by)
    acts.regroup_units(adoption=before, groups={"yi": "department"}, by=by)
    ranking.refresh_from_db()
    assert (ranking.digest, ranking.snapshot, ranking.result) == frozen
    assert list(published_rankings.flaws_of(ranking)) == []
    assert not [each for each in integrity.verify([office.jurisdiction], integrity.Figures())]


def test_units_may_be_sorted_anew_under_each_document(office):
    adopt(office, groups=SORTED)
    before, after = Adoption.objects.order_by("in_force_from")
    by = By(office.officers["administrator"], cast.at("2026-04-02 09:00"))
    acts.regroup_units(adoption=after, groups={"jia": "group_2"}, by=by)
    in_force(office)
    assert Unit.objects.get(code="jia").group == "group_2"
    acts.regroup_units(adoption=after, groups={"jia": ""}, by=by)
    before.refresh_from_db()
    acts.regroup_units(adoption=before, groups={"jia": "department"}, by=by)
    assert Unit.objects.get(code="jia").group == ""
    march = scores.draft_of(office.jurisdiction, **MARCH)
    assert next(each.group for each in march.units if each.unit == "jia") == "department"
    with pytest.raises(Refused, match="没有改动"):
        acts.regroup_units(adoption=before, groups={"jia": "department"}, by=by)
    assert JournalLine.objects.filter(verb="document.regrouped").count() == 3


def test_a_record_dated_under_the_older_document_says_that_the_day_is_why(office):
    known = set(Governed.of(office.jurisdiction).recordable)
    founding.adopt(office, "s5-district", from_on="2026-04-01")
    office.jurisdiction.refresh_from_db()
    now = Governed.of(office.jurisdiction)
    kind = next(each for each in now.recordable if each not in known)
    words = {"jurisdiction": office.jurisdiction, "kind": kind, "unit": office.units[3], "fact": {}, "reason": "抽查"}
    by = By(office.head, cast.at("2026-04-02 09:00"))
    with pytest.raises(Refused) as refused:
        facts.record_fact(by=by, on=datetime.date(2026, 3, 5), **words)
    assert refused.value.field == "on"
    assert refused.value.why == f"2026-03-05 执行的是县方案，没有“{now.recordable[kind].label}”"
    assert refused.value.possible == f"{now.document.name}自 2026-04-01 起施行，请核对日期。"
