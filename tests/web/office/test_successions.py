"""Handing over a post, as the office does it on its pages."""

import pytest

from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.people.models import Officer
from tests import cast, stories

pytestmark = pytest.mark.django_db
AT = cast.at()


def test_people_are_found_by_name_initials_unit_and_title(office, signed_in):
    Officer.objects.filter(pk=office.liaison.pk).update(full_name="黄 丽", title="办公室主任")
    client = signed_in(office.head)
    for words in ("黄丽", "hl", "甲县", "办公室"):
        found = client.get("/successions", {"q": words}).content.decode()
        assert f'href="/successions/of/{office.liaison.pk}"' in found, words
    assert "没有找到" in client.get("/successions", {"q": "zzz"}).content.decode()


def test_who_has_nothing_to_hand_over_is_told_what_to_do_instead(office, signed_in):
    client = signed_in(office.head)
    page = client.get(f"/successions/of/{office.liaison.pk}").content.decode()
    assert "没有要移交的，不用办理交接" in page and 'name="reason"' not in page


def test_a_successor_is_named_as_people_call_them(office, signed_in):
    held = stories.held(stories.matter(office, due_on="2026-04-30"))
    proposals.ask("extension", of=held, until=stories.day("2026-05-29"), reason="汛期", by=By(office.liaison, AT))
    Officer.objects.filter(pk=office.other_leader.pk).update(full_name="何卫东", title="副县长、公安局局长")
    client, there = signed_in(office.head), f"/successions/of/{office.leader.pk}"
    assert "何卫东（副县长/公安局局长）" in client.get(there).content.decode()
    assert client.post(there, {"to": "没有这个人", "reason": "调任", "form_key": "a"}).status_code == 422
    made = client.post(there, {"to": "hwd", "reason": "调任", "form_key": "b"}, follow=True).content.decode()
    assert "→ 何卫东" in made
