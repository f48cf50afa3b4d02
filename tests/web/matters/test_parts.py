"""Parts of a matter on its page: shown, listed, counted."""

import pytest

from tests import stories
from tests.pages import text_of


@pytest.mark.django_db
def test_parts_are_shown_and_counted(office, signed_in):
    clerk = signed_in(office.clerk)
    whole = stories.matter(office, due_on="2026-06-30", title="建设示范带")
    sent = {"title_1": "一期", "unit_1": office.units[1].pk, "due_on_1": "2026-05-29"}
    sent |= {"title_2": "二期", "unit_2": office.units[2].pk, "due_on_2": "2026-07-29"}
    refused = clerk.post(f"/matters/{whole.no}/parts", sent)
    assert refused.status_code == 422
    assert "第 2 个" in refused.content.decode()
    clerk.post(f"/matters/{whole.no}/parts", sent | {"due_on_2": "2026-06-29"})
    page = text_of(clerk, f"/matters/{whole.no}")
    assert "办结 0/2" in page
    ledger = text_of(clerk, f"/matters?parent={whole.no}")
    assert "一期" in ledger
    assert "二期" in ledger
    assert "建设示范带" not in ledger
    assert f'属 <a href="/matters/{whole.no}"' in ledger
    assert "子事项 0/2" in text_of(clerk, "/matters")
