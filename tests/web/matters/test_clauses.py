"""What clauses say of who and what is supervised, one by one under each document: units of every kind, their people, matters from every source."""

import pytest

from duban.ledger.actions.office import officers, units
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Decision, Instruction, Matter
from duban.people.models import Role
from tests import cast, stories
from tests.pages import order_form, text_of

pytestmark = pytest.mark.django_db

# Clause: the groups of units that it puts under supervision; the people of a unit that it names.
GROUPS = {
    "ankang-2020": {"第二条": ["county", "department"], "第八条": ["county", "department"]},
    "county-plan": {"二 导语": ["township", "department"]},
    "gansu-county-2023": {"三(二)1": ["township", "zone", "department"]},
    "sanmenxia-2019": {"一(一)": ["county", "zone", "department", "subordinate"]},
    "zhuoni-2022": {
        "第七条(一)": ["department"], "第七条(二)": ["township"], "第七条(三)": ["superior_agency"],
        "第七条(四)": ["enterprise", "authorised"], "第七条(五)": ["subordinate", "enterprise"],
    },
}  # fmt: skip
# Clause: the kind of meeting whose decisions become matters of its category.
MEETINGS = {
    "ankang-2020": {"第五条(三)": "meeting", "第六条(一)": "leader_meeting"},
    "gansu-county-2023": {"二(二)": "meeting"},
    "sanmenxia-2019": {"一(二)3": "meeting"},
    "zhuoni-2022": {"第六条(四)": "meeting_decision"},
}
INSTRUCTIONS = {
    "ankang-2020": {"第五条(四)": "instruction", "第六条(二)": "field_paper"},
    "county-plan": {"二(二)": "ordered_supervision", "二(四)": "superior_item", "二(五)": "instruction", "二(八)": "leader_order"},
    "sanmenxia-2019": {"一(二)4": "instruction"},
    "zhuoni-2022": {"第六条(五)": "superior_item"},
}  # fmt: skip
SUGGESTIONS = {
    "ankang-2020": {"第五条(五)": "proposal"},
    "county-plan": {"二(七)": "proposal"},
    "zhuoni-2022": {"第六条(七)": "proposal"},
}
# Held against the clauses of the documents by tests/engine/test_proofs.py.
PROVES = {
    "ankang-2020": {
        "第二条": ["unit_groups"], "第八条": ["unit_groups", "unit_people"], "第五条(三)": ["categories", "meetings"], "第六条(一)": ["categories", "meetings"],
        "第五条(四)": ["categories", "instructions"], "第六条(二)": ["categories", "instructions"], "第五条(五)": ["categories", "suggestions"],
        "第五条(一)": ["categories"], "第五条(二)": ["categories"], "第五条(六)": ["categories"], "第五条(七)": ["categories"],
        "第六条(三)": ["categories"],
    },
    "county-plan": {
        "二 导语": ["categories", "unit_groups"], "二(一)": ["categories"], "二(三)": ["categories"], "二(六)": ["categories"],
        "二(二)": ["categories", "instructions"], "二(四)": ["categories", "instructions"], "二(五)": ["categories", "instructions"],
        "二(八)": ["categories", "instructions"], "二(七)": ["categories", "suggestions"],
    },
    "gansu-county-2023": {
        "三(二)1": ["unit_groups"], "二(一)": ["categories"], "二(二)": ["categories", "meetings"], "二(三)": ["categories"],
        "二(四)": ["categories"], "二(五)": ["categories"], "二(六)": ["categories"],
    },
    "sanmenxia-2019": {
        "一(一)": ["unit_groups"], "一(二)1": ["categories"], "一(二)2": ["categories"], "一(二)3": ["categories", "meetings"],
        "一(二)4": ["categories", "instructions"], "一(二)5": ["categories"],
    },
    "zhuoni-2022": {
        "第七条(一)": ["unit_groups", "unit_people"], "第七条(二)": ["unit_groups", "unit_people"], "第七条(三)": ["unit_groups"],
        "第七条(四)": ["unit_groups", "unit_people"], "第七条(五)": ["unit_groups"], "第四条": ["categories"], "第六条(一)": ["categories"],
        "第六条(二)": ["categories"], "第六条(三)": ["categories"], "第六条(三)1": ["categories"], "第六条(三)2": ["categories"],
        "第六条(三)3": ["categories"], "第六条(三)4": ["categories"], "第六条(三)5": ["categories"], "第六条(三)6": ["categories"],
        "第六条(三)7": ["categories"], "第六条(三)8": ["categories"], "第六条(三)9": ["categories"], "第六条(三)10": ["categories"],
        "第六条(四)": ["categories", "meetings"], "第六条(五)": ["categories", "instructions"], "第六条(六)": ["categories"],
        "第六条(七)": ["categories", "suggestions"], "第六条(八)": ["categories"], "第九条(二)": ["instructions"], "第九条(四)": ["instructions"],
    },
}  # fmt: skip


@pytest.mark.feature("categories")
@pytest.mark.parametrize("regime", cast.REGIMES)
def test_a_matter_of_every_kind_that_a_clause_supervises_is_registered_under_it(regime, signed_in):
    office = cast.office(regime)
    clerk = signed_in(office.clerk)
    document = Governed.of(office.jurisdiction).document
    page = text_of(clerk, "/matters/new")
    for category in document.categories:
        assert category.name in page
        more = {"triage": "simple", "platform_due_on": stories.day("2026-06-30")}
        stories.matter(office, due_on="2026-06-30", category=category.id, title=category.name, dispatched=False, **more)
    found = {
        matter.category: Governed.of(matter).category_clause(matter.category)[0] for matter in Matter.objects.all()
    }
    assert found == {category.id: category.clause for category in document.categories}
    shown = text_of(clerk, f"/matters?category={document.categories[-1].id}")
    assert document.categories[-1].name in shown


@pytest.mark.feature("unit_groups", "unit_people")
@pytest.mark.parametrize("regime", GROUPS)
def test_units_of_every_group_that_a_clause_names_get_matters_and_have_their_head(regime, at, signed_in):
    office = cast.office(regime)
    clerk = signed_in(office.clerk)
    of = office.units[0]
    for number, (clause, groups) in enumerate(GROUPS[regime].items()):
        for group in groups:
            unit = units.add_unit(
                code=f"n{number}-{group.replace('_', '-')}",
                by=By(office.admin, at),
                name=f"{clause}{group}",
                group=group,
                portfolio=of.portfolio,
                ranked=True,
                order=90 + number,
                aliases=[],
            )
            head, _ = officers.add_officer(
                jurisdiction=office.jurisdiction,
                username=f"{office.jurisdiction.slug}.{unit.code}",
                full_name="负责人",
                role=Role.UNIT_HEAD,
                title="主要负责人",
                unit=unit,
                actor=office.admin,
                at=at,
            )
            assert list(unit.officers.filter(role=Role.UNIT_HEAD)) == [head]
            category = Governed.of(office.jurisdiction).document.categories[0].id
            level = {"level": "blue"} if Governed.of(office.jurisdiction).document.levels else {}
            order = order_form(
                office, category=category, source="other", lead=[unit.pk], title=f"{clause}{group}的事项", **level
            )
            assert clerk.post("/matters/new", order).status_code == 302
            assert Matter.objects.filter(assignments__unit=unit).count() == 1


@pytest.mark.feature("meetings")
@pytest.mark.parametrize("regime", MEETINGS)
def test_what_a_meeting_decided_becomes_a_matter_of_the_clause(regime, signed_in):
    office = cast.office(regime)
    clerk = signed_in(office.clerk)
    level = {"level": "blue"} if Governed.of(office.jurisdiction).document.levels else {}
    for clause, category in MEETINGS[regime].items():
        kinds = Governed.of(office.jurisdiction).words("meetings")
        sent = {
            "name": f"{clause}会议",
            "held_on": "2026-03-20",
            "minutes": "一、会议决定，由甲镇牵头，2026年6月30日前完成开工。",
        }
        clerk.post("/meetings/new", {**sent, **({"kind": kinds[0]} if kinds else {})})
        decision = Decision.objects.latest("pk")
        assert (
            clerk.post(f"/decisions/{decision.pk}/matter", order_form(office, category=category, **level)).status_code
            == 302
        )
        made = Matter.objects.latest("pk")
        assert made.category == category and f"{clause}会议" in text_of(clerk, f"/matters/{made.no}")
        assert Governed.of(made).category_clause(category)[0] == clause


@pytest.mark.feature("instructions")
@pytest.mark.parametrize("regime", INSTRUCTIONS)
def test_what_a_leader_wrote_becomes_a_matter_of_the_clause(regime, signed_in):
    office = cast.office(regime)
    leader, clerk = signed_in(office.leader), signed_in(office.clerk)
    level = {"level": "blue"} if Governed.of(office.jurisdiction).document.levels else {}
    for clause, category in INSTRUCTIONS[regime].items():
        leader.post("/instructions/new", {"text": f"{clause}：请核实并报结果。"})
        given = Instruction.objects.latest("pk")
        order = order_form(office, category=category, source="instruction", instructed_by=office.leader.pk, **level)
        assert clerk.post(f"/instructions/{given.pk}/matter", order).status_code == 302
        made = Matter.objects.latest("pk")
        assert made.category == category and f"{clause}：请核实" in text_of(clerk, f"/matters/{made.no}")
        clerk.post(f"/instructions/{given.pk}/report", {"result": f"{clause}已办结"})
        given.refresh_from_db()
        assert given.result == f"{clause}已办结"


@pytest.mark.feature("suggestions")
@pytest.mark.parametrize("regime", SUGGESTIONS)
def test_a_suggestion_becomes_a_matter_of_the_clause(regime, signed_in):
    office = cast.office(regime)
    clerk = signed_in(office.clerk)
    level = {"level": "blue"} if Governed.of(office.jurisdiction).document.levels else {}
    ((clause, category),) = SUGGESTIONS[regime].items()
    order = order_form(office, category=category, source="proposal", **level)
    order |= {"kind": "suggestion", "number": "第17号", "author": "张代表"}
    assert clerk.post("/suggestions/new", order).status_code == 302
    made = Matter.objects.get()
    assert made.category == category and Governed.of(made).category_clause(category)[0] == clause
    assert "第17号" in text_of(clerk, f"/matters/{made.no}") and "张代表" in text_of(clerk, "/suggestions")
