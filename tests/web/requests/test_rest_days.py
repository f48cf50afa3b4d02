"""A day that is no working day is taken as it is, and said: at an extension, at the parts of a matter, at a draft."""

import datetime

import pytest

from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from tests import cast, stories

# A Sunday.
SUNDAY = datetime.date(2026, 5, 17)


def test_an_extension_to_a_rest_day_says_so_to_who_signs_it(office, signed_in):
    held = stories.held(stories.matter(office, due_on="2026-04-30"))
    stories.accept(office, held.matter, cast.at())
    asked = proposals.ask("extension", of=held, until=SUNDAY, reason="设备到货推迟", by=By(office.liaison, cast.at()))
    page = signed_in(office.leader).get(f"/proposals/{asked.pk}").content.decode()
    assert "2026-05-17（周日）是休息日" in page and "2026-05-18（周一）" in page


@pytest.mark.parametrize(("day", "said"), [("2026-05-17", True), ("2026-05-18", False)])
def test_a_part_and_a_draft_on_a_rest_day_say_so_when_they_are_kept(office, signed_in, settings, tmp_path, day, said):
    settings.FILES_ROOT = tmp_path
    client = signed_in(office.clerk)
    made = stories.matter(office, due_on="2026-06-30", dispatched=False)
    words = {"title_1": "修路", "unit_1": office.units[1].pk, "due_on_1": day}
    page = client.post(f"/matters/{made.no}/parts", words, follow=True).content.decode()
    assert "子事项已登记" in page and ("是休息日" in page) is said
    there = client.post(
        "/papers/new", {"text": "一、修路，2026年6月30日前完工。（甲县负责）\n二、修桥，6月底前。（乙县负责）"}
    ).url
    words = {"text": "修路", "due_on": day, "lead": [office.units[0].name]}
    page = client.post(f"{there}/drafts/1", words, follow=True).content.decode()
    assert "第 1 条已核对" in page and ("是休息日" in page) is said
