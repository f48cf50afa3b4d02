"""A deadline on a rest day is said while it is typed and on the matter's page, and taken all the same; programs are told it too."""

import pytest

from tests import cast, stories

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def test_it_is_said_at_entry_and_on_the_page(office, signed_in):
    clerk = signed_in(office.clerk)
    said = text(clerk.get("/matters/deadline?due_on=2026-10-03", headers={"HX-Request": "true"}))
    assert "是休息日：国庆节放假" in said and "下一个是 2026-10-08（周四）" in said
    assert "休息日" not in text(clerk.get("/matters/deadline?due_on=2026-10-08"))
    assert clerk.get("/matters/deadline?due_on=2026-10-99").status_code == 200
    made = stories.matter(office, due_on="2026-10-03")
    assert "下一个是 2026-10-08（周四）" in text(clerk.get(f"/matters/{made.no}"))
    stories.complete(office, made, cast.at())
    assert "是休息日" not in text(clerk.get(f"/matters/{made.no}"))
