"""Questions by a program: to a unit, or to one person of it."""

import pytest

from tests import stories

pytestmark = pytest.mark.django_db


def test_one_person_of_a_unit_is_asked_by_their_account(office, as_program):
    stories.matter(office, due_on="2026-04-30")
    leader = as_program(office.leader)
    asked = {"unit": "jia", "username": office.unit_head.username, "text": "还差多少？"}
    assert leader.post("/matters/2026-1/questions", **asked)[0] == 201
    (shown,) = as_program(office.liaison).get("/questions", show="waiting")[1]["questions"]
    assert (shown["unit"], shown["username"]) == ("jia", office.unit_head.username)
    for username in ("nobody", office.other_liaison.username):
        status, refused = leader.post("/matters/2026-1/questions", **{**asked, "username": username})
        assert status == 422, refused
