"""问一句 on its own page: a unit, one person of it, or the office."""

import pytest

from duban.ledger.models import Question
from tests import stories

pytestmark = pytest.mark.django_db


def test_a_leader_chooses_one_person_of_the_unit(office, signed_in):
    stories.matter(office, due_on="2026-04-30")
    leader = signed_in(office.leader)
    assert "问其中一个人…" in leader.get("/matters/2026-1").content.decode()
    page = leader.get("/matters/2026-1/questions?back=desk").content.decode()
    key = f"jia:{office.unit_head.pk}"
    assert f'value="{key}"' in page and "甲县（谁都可以答复）" in page and "督查室" in page
    sent = {"unit": key, "text": "还差多少？", "form_key": "a"}
    assert leader.post("/matters/2026-1/questions?back=desk", sent).url == "/desk"
    asked = Question.objects.get()
    assert (asked.unit, asked.person) == (office.units[0], office.unit_head)
    desk = signed_in(office.liaison).get("/desk").content.decode()
    assert f"待甲县{office.unit_head}答复" in desk


def test_a_person_of_another_unit_is_no_choice(office, signed_in):
    stories.matter(office, due_on="2026-04-30")
    sent = {"unit": f"jia:{office.other_liaison.pk}", "text": "还差多少？", "form_key": "a"}
    assert signed_in(office.leader).post("/matters/2026-1/questions", sent).status_code == 422
    assert not Question.objects.exists()
