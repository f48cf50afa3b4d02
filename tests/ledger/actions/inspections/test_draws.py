"""Random draws: the list, the seed and what came out are kept; what was drawn is taken into the inspection."""

import pytest

from duban.engine import draws as engine
from duban.ledger.actions.inspections import draws, teams
from duban.ledger.actions.sources import instructions, meetings
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Draw, JournalLine, Matter
from duban.ledger.queries.inspections import pools
from duban.ledger.refusals import Refused
from tests import cast, inspecting, stories

pytestmark = pytest.mark.django_db


def drawn(office, inspection, **more):
    pool = {unit.code: unit.name for unit in office.units}
    given = {"what": "units", "pool": pool, "count": 2, "seed": " 20260331 ", **more}
    return draws.draw_lots(inspection=inspection, by=By(office.clerk, cast.at()), **given)


@pytest.mark.feature("random_draw")
def test_what_came_out_can_be_drawn_again_from_what_is_kept(office):
    made = drawn(office, inspecting.drafted(office))
    assert (made.seed, len(made.drawn), list(made.pool)) == ("20260331", 2, sorted(made.pool))
    assert engine.draw(made.pool, 2, made.seed) == made.drawn
    assert JournalLine.objects.get(verb="draw.made").of == f"draw:{made.pk}"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"what": "leaders"}, "what"), ({"seed": " "}, "seed"), ({"count": 60}, "count"), ({"pool": {}}, "count")],
)
def test_what_cannot_be_drawn_is_refused_at_its_field(office, wrong, field):
    with pytest.raises(Refused) as refused:
        drawn(office, inspecting.drafted(office), **wrong)
    assert refused.value.field == field and not Draw.objects.exists()


def test_nothing_is_drawn_once_the_inspection_began(office):
    with pytest.raises(Refused, match="已经开始"):
        drawn(office, inspecting.under_way(office))


def test_units_and_matters_take_the_place_of_those_of_the_scheme(office):
    inspection = inspecting.drafted(office)
    made = drawn(office, inspection)
    draws.use_draw(draw=made, by=By(office.clerk, cast.at()))
    assert {unit.code for unit in inspection.units.all()} == set(made.drawn)
    matter = stories.matter(office, due_on="2026-04-30")
    one = drawn(office, inspection, what="matters", pool={matter.no: matter.title}, count=1)
    held = draws.use_draw(draw=one, by=By(office.clerk, cast.at()))
    assert list(held.matters.all()) == [matter]


def test_supervision_officers_join_the_team_once(office):
    entry = teams.appoint_officer(
        jurisdiction=office.jurisdiction, name="", officer=office.inspector, appointed_on=inspecting.DAY,
        by=By(office.clerk, cast.at()),
    )  # fmt: skip
    inspection = inspecting.drafted(office)
    made = drawn(office, inspection, what="officers", pool={str(entry.pk): entry.name}, count=1)
    for _ in range(2):
        draws.use_draw(draw=made, by=By(office.clerk, cast.at()))
    assert inspection.members.get().officer == office.inspector


def test_a_scheme_that_was_put_up_takes_no_draw(office):
    inspection = inspecting.drafted(office)
    made = drawn(office, inspection)
    inspecting.inspections.apply_inspection(inspection=inspection, signer=office.leader, by=By(office.clerk, cast.at()))
    with pytest.raises(Refused):
        draws.use_draw(draw=made, by=By(office.clerk, cast.at()))


@pytest.mark.proves("gansu-county-2023", "三(三)", "random_draw", "inspections")
def test_matters_are_drawn_from_the_sources_that_the_document_names(db):
    gansu = cast.office("gansu-county-2023")
    made = {
        name: stories.matter(gansu, due_on="2026-06-30", title=name, category="decision")
        for name in ("批示", "例会", "留言", "别的")
    }
    Matter.objects.filter(pk=made["留言"].pk).update(source="message")
    instructions.give_instruction(
        jurisdiction=gansu.jurisdiction, leader=gansu.principal, text="抓紧", given_on=cast.at().date(),
        matter=made["批示"], by=By(gansu.principal, cast.at()),
    )  # fmt: skip
    meeting = meetings.record_meeting(
        jurisdiction=gansu.jurisdiction, name="第3次", kind="县政府常务会议", held_on=cast.at().date(), minutes="",
        by=By(gansu.clerk, cast.at()),
    )  # fmt: skip
    (decision,) = meetings.add_decisions(meeting=meeting, texts=["办例会事"], by=By(gansu.clerk, cast.at()))
    meetings.join_decision(decision=decision, matter=made["例会"], by=By(gansu.clerk, cast.at()))
    inspection = inspecting.drafted(gansu)
    six = Governed.of(gansu.jurisdiction).words("random_sources")
    assert len(six) == 6 and set(six) == set(pools.SOURCES)
    assert set(pools.pool_of(gansu.clerk, inspection, "matters", six).values()) == {"批示", "例会", "留言"}
    assert set(pools.pool_of(gansu.clerk, inspection, "matters", ["网民留言"]).values()) == {"留言"}
    assert len(pools.pool_of(gansu.clerk, inspection, "matters")) == 4
    with pytest.raises(Refused) as caught:
        pools.pool_of(gansu.clerk, inspection, "matters", ["上级来电"])
    assert (caught.value.field, caught.value.clause) == ("sources", "三(三)")
