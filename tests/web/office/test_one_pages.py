"""一页通 on the page: reached from the desk, a word to each that is late, another's page is not to be had."""

import re

import pytest

from tests import cast, stories

EARLY = cast.at("2026-01-12 09:00")
pytestmark = pytest.mark.django_db


def test_a_leader_opens_it_from_the_desk_and_has_a_word_on_each_that_is_late(office, signed_in):
    made = stories.matter(office, title="迟到的书房", due_on="2026-03-20", at=EARLY)
    client = signed_in(office.leader)
    assert 'href="/one-page"' in client.get("/desk").content.decode()
    page = client.get("/one-page").content.decode()
    assert "没有等您签批的" in page and "迟到的书房" in page and "从未反馈" in page
    asked = re.search(rf'href="(/instructions/new\?matter={made.no}&amp;urge=[^"]+)"', page)[1].replace("&amp;", "&")
    assert f"请督查室催办{office.units[0].name}，三个工作日内" in client.get(asked).content.decode()
    # Another leader's page is not theirs; what was never there reads the same.
    for other in (office.principal.pk, 999_999, "x"):
        assert client.get(f"/one-page?leader={other}").status_code == 404
    answer = client.get("/one-page.docx")
    assert answer.status_code == 200 and answer.content[:2] == b"PK"


def test_the_office_prints_that_of_every_leader_and_urges_from_it(office, signed_in):
    made = stories.matter(office, title="迟到的书房", due_on="2026-03-20", at=EARLY)
    client = signed_in(office.clerk)
    page = client.get(f"/one-page?leader={office.leader.pk}").content.decode()
    assert f'href="/matters/{made.no}/units/{office.units[0].code}/urges"' in page
    assert f'href="/matters/{made.no}/questions?unit={office.units[0].code}"' in page
    assert f"/one-page.pdf?leader={office.leader.pk}" in page
