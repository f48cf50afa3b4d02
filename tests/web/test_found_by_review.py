"""What a hostile reading asked of the pages: whether an address tells apart what is hidden from what is not there."""

import re

import pytest
from django.urls import reverse

from duban.ledger.models import Conclusion, Draw, Preparation, Review, SelfInspection
from duban.web.urls.inspections import INSPECTIONS
from tests import cast, rectifying

pytestmark = pytest.mark.django_db
_ANNUAL = ("plan_item", "plan_item_removal", "roster_end")
AT = cast.at()


@pytest.fixture
def hidden(zhuoni):
    """Return the keys, by the beginning of the address, of everything on an unannounced inspection whose team is out."""
    made = rectifying.inspection(zhuoni, unannounced=True, title="夜间暗查")
    place = rectifying.visit(made, zhuoni.units[1], arrived=False)
    draw = Draw.objects.create(
        jurisdiction=zhuoni.jurisdiction,
        inspection=made,
        what="units",
        seed="1",
        pool={"jia": "甲"},
        drawn=["jia"],
        drawn_on=AT.date(),
        drawn_by=zhuoni.clerk,
    )
    sealed = Conclusion.objects.create(
        inspection=made, unit=zhuoni.units[0], drafted_by=zhuoni.clerk, drafted_on=AT.date()
    )
    return {
        "inspections": made.pk,
        "visits": place.pk,
        "findings": rectifying.finding(zhuoni, made).pk,
        "members": made.members.first().pk,
        "draws": draw.pk,
        "conclusions": sealed.pk,
        "reviews": Review.objects.create(conclusion=sealed, text="不服", made_by=zhuoni.liaison, made_on=AT.date()).pk,
        "self-inspections": SelfInspection.objects.create(inspection=made, unit=zhuoni.units[0], due_on=AT.date()).pk,
        "preparations": Preparation.objects.create(inspection=made, order=1, text="备料").pk,
    }


@pytest.mark.parametrize("who", ["other_clerk", "section", "liaison"])
def test_an_address_of_what_is_hidden_answers_as_one_of_nothing(zhuoni, hidden, signed_in, who):
    if who == "other_clerk":
        zhuoni.officers[who] = cast.Officer.objects.create(username=who, role="clerk", jurisdiction=zhuoni.jurisdiction)
    client, differing = signed_in(zhuoni.officers[who]), []
    for route in [*INSPECTIONS]:
        kind = str(route.pattern).partition("/")[0]
        if "<int:pk>" not in str(route.pattern) or kind not in hidden:
            continue
        more = {
            name: {"unit": "jia", "form": "docx", "file": 1}[name] for name in route.pattern.converters if name != "pk"
        }
        answers = []
        for pk in (hidden[kind], 999_999):
            path = reverse(route.name, kwargs={"pk": pk, **more})
            answers.append(
                [
                    (answer.status_code, answer.content)
                    for answer in (client.get(path), client.post(path, {"form_key": ""}))
                ]
            )
        told = [[(status, []) if status < 403 else (status, _plain(body)) for status, body in each] for each in answers]
        if told[0] != told[1] or any(status < 400 for status, _ in answers[0]):
            differing.append((route.name, [status for status, _ in answers[0]], [status for status, _ in answers[1]]))
    assert not differing


def _plain(body: bytes) -> list[str]:
    """Return a page's Chinese words: neither numbers nor tokens."""
    return re.findall("[\u4e00-\u9fff]+", body.decode())
