"""The demonstration's inspections: planned, carried out, unannounced today, waiting for a signature, received from above; the same each time."""

import datetime
import random

import pytest

from duban.demo import inspections, people
from duban.demo.agendas import Agenda
from duban.demo.jurisdictions import PLACES
from duban.ledger.governed import Governed
from duban.ledger.models import AnnualPlan, Bulletin, Draw, Finding, Inspection, Review, SelfInspection
from duban.ledger.models.inspections import Phase
from duban.people.models import Jurisdiction
from tests import cast

NOW = cast.at("2026-11-20 17:30")
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.slug)
def test_every_office_inspects(place, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    agenda = Agenda(NOW, Governed.of(Jurisdiction(slug=place.slug)).calendar, random.Random(1))
    staff = people.engage(place, cast.at("2026-01-01 08:00"), random.Random(1))
    inspections.Inspector(staff, agenda).enter(datetime.date(2026, 1, 1))
    agenda.run(lambda day: None)
    made = {each.title: each for each in Inspection.objects.all()}
    carried_out, hidden, waiting = (
        made[title] for title in ("重点项目建设综合督查", "便民服务暗访", "年底重点任务专项督查")
    )
    assert [each.phase for each in (carried_out, hidden, waiting)] == [Phase.UNDER_WAY, Phase.UNDER_WAY, Phase.WAITING]
    assert (
        not carried_out.visits.filter(arrived_at=None).exists() and hidden.visits.filter(arrived_at=None).count() == 2
    )
    assert Finding.objects.count() == 4 and SelfInspection.objects.filter(handed_in_on=None).count() == 0
    late = [row for row in SelfInspection.objects.all() if row.handed_in_on > row.due_on]
    assert len(late) == 1
    has_plan = place.regime in ("zhuoni-2022", "gansu-county-2023", "ankang-2020")
    assert AnnualPlan.objects.filter(adopted_on__isnull=False).exists() is has_plan
    assert (carried_out.plan_item is not None) is has_plan
    assert ("上级政府综合督查" in made) is (place.regime in ("sanmenxia-2019", "gansu-county-2023"))
    assert Draw.objects.exists() is (place.regime == "gansu-county-2023")
    assert sorted(carried_out.findings.values_list("progress", flat=True)) == ["noted", "rectifying", "struck"]
    assert list(carried_out.conclusions.order_by("unit__order").values_list("step", flat=True)) == [
        "leader",
        "delivered",
        "delivered",
        "draft",
    ]
    assert Review.objects.filter(ruling="open").exists() is (place.regime == "zhuoni-2022")
    assert Bulletin.objects.get().phase == "waiting"
