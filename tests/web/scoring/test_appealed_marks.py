"""A mark that a unit contests after its period was published: what it is against, who would move, and the way to the correction."""

import datetime
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from duban.ledger.actions.process import objections
from duban.ledger.actions.scoring import facts, rankings
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.queries.scoring.periods import Span
from tests import cast

pytestmark = pytest.mark.django_db
AT = cast.at("2026-04-02 09:00")


@pytest.fixture
def published():
    office = cast.office("gansu-county-2023")
    span = Span("quarter", datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))
    entries = {(unit, "季度考评"): Decimal(95 - number) for number, unit in enumerate(office.units[:5])}
    facts.enter_marks(
        jurisdiction=office.jurisdiction, span=span, entries=entries, reason="季度督查", by=By(office.clerk, AT)
    )
    office.ranking = rankings.publish_ranking(
        jurisdiction=office.jurisdiction, kind="quarter", from_on=span.first, to_on=span.last, by=By(office.head, AT)
    )
    return office


def _text(client, address, **more):
    return re.sub(r"\s+", "", re.sub("<[^>]+>", " ", client.get(address, more).content.decode()))


def test_an_upheld_objection_names_its_unit_first_and_leads_to_the_correction(published, signed_in, settings):
    settings.PRESENT_DAY = "2026-04-03"
    line = JournalLine.objects.filter(kind="sheet", unit=published.units[0]).get()
    made = objections.object_to_fact(line=line, ground="dispute", text="应为 90 分", by=By(published.liaison, AT))
    head, liaison = signed_in(published.head), signed_in(published.liaison)
    for reader in (head, liaison):
        assert "记录情况：评分表（" in _text(reader, reverse("objections")) and "95" in _text(
            reader, reverse("objections")
        )
    said = _text(head, reverse("objection", args=[made.pk]))
    assert "可以更正" in said and "从下一期起生效" not in said
    ruled = head.post(
        reverse("objection_ruling", args=[made.pk]), {"reason": "属实", "verdict": "uphold"}, follow=True
    ).content.decode()
    assert "按现有记录重新计算：甲镇由95.00分、第1名变为" in re.sub(r"\s+", "", ruled)
    correction = reverse("ranking_correction", args=[published.ranking.pk])
    asked = {"kind": "quarter", "from": "2026-01-01", "to": "2026-03-31"}
    assert correction in head.get(reverse("rankings"), asked).content.decode()
    assert correction not in liaison.get(reverse("rankings"), asked).content.decode()
    assert "甲镇" in _text(head, correction)
