"""The rules by which a matter may be due: not the dates that the program counts for reviews, plans and papers."""

import pytest
from django.urls import reverse

from duban.ledger.governed import Governed
from duban.ledger.models import Matter
from tests import cast

pytestmark = pytest.mark.django_db
ORDER = {
    "title": "推进某项目建设", "requirement": "按月反馈进展", "standard": "通过验收", "source": "meeting",
    "counts_from": "2026-03-31", "lead": "jia", "quantifiable": "on",
}  # fmt: skip


@pytest.mark.parametrize(
    ("regime", "others", "own"),
    [
        ("zhuoni-2022", ["review_request", "review_decision"], []),
        (
            "ankang-2020",
            ["quarterly_ledger", "plan_application", "written_explanation", "meeting_decision", "monthly_report"],
            [],
        ),
        ("sanmenxia-2019", ["extension_limit", "step_limit"], []),
        ("gansu-county-2023", [], ["instruction", "proposal"]),
    ],
)
def test_only_what_a_matter_is_due_by_is_offered_and_taken(regime, others, own, signed_in):
    office = cast.office(regime)
    clerk, page = signed_in(office.clerk), reverse("matter_new")
    shown = clerk.get(page).content.decode()
    assert [name for name in (*others, *own) if f'value="{name}"' in shown] == own
    for name in others:
        assert clerk.post(page, {**ORDER, "due_rule": name}).status_code == 422
    # What comes by another door is refused by the act, with what is possible.
    assert not {rule.name for rule in Governed.of(office.jurisdiction).due_rules("", "")} & set(others)
    assert not Matter.objects.exists()
