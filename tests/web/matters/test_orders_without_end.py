"""Orders without end date and rhythms on the page: nothing is half taken, and 长期 is said everywhere."""

import html
import io
import zipfile

import pytest

from duban.ledger.models import Matter
from tests import cast, stories

pytestmark = pytest.mark.django_db


def _text(response):
    return response.content.decode()


def _order(office, **changes):
    plain = {
        "title": "推进项目",
        "requirement": "按月反馈",
        "standard": "通过验收",
        "category": "meeting",
        "source": "meeting",
        "due_on": "2026-04-30",
        "lead": [office.units[0].pk],
        "form_key": "one",
    }
    return {**plain, **changes}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reports": "month", "reports_days": "5"}, "选“每月某日”或“每隔若干天”时才填写"),
        ({"reports": "", "reports_days": "5"}, "请先选定多久报一次"),
        ({"reports": "week:4", "reports_said": "每月5日"}, "选“其他，用文字写明”时才填写"),
        ({"reports": "month_day"}, "应在 1 到 31 之间"),
        ({"reports": "said", "reports_said": "每月报送"}, "没有写明报送的日子，可以写：每周五"),
    ],
)
def test_no_rhythm_and_no_end_is_half_taken(office, signed_in, changes, said):
    answer = signed_in(office.clerk).post("/matters/new", _order(office, **changes))
    assert answer.status_code == 422 and said in html.unescape(_text(answer))
    assert not Matter.objects.exists()


def test_a_matter_without_end_is_seen_everywhere_as_such(db, signed_in):
    office = cast.office("gansu-county-2023")
    client = signed_in(office.clerk)
    both = client.post("/matters/new", _order(office, category="decision", endless="on", form_key="both"))
    assert both.status_code == 422 and "选了长期坚持，就不再填办结期限" in _text(both)
    asked = _order(
        office, category="decision", due_on="", endless="on", reports="said", reports_said="每月最后一个周五"
    )
    assert client.post("/matters/new", asked).status_code == 302
    made = Matter.objects.get()
    assert made.due_on is None
    assert client.post("/dispatches", {"no": [made.no], "form_key": "d"}).status_code == 302
    for address in (f"/matters/{made.no}", "/matters", "/matters?sort=due", "/matters?sort=level", "/ageing?sort=due"):
        assert "长期" in _text(client.get(address)), address
    assert "每月最后一个周五" in _text(client.get(f"/matters/{made.no}?tab=plan"))
    assert made.title not in _text(client.get("/matters?due=late"))
    assert signed_in(office.liaison).get("/desk").status_code == 200
    stories.complete(office, made, cast.at())
    kept = zipfile.ZipFile(io.BytesIO(client.get(f"/matters/{made.no}/archive.zip").getvalue()))
    assert any("长期" in kept.read(name).decode(errors="ignore") for name in kept.namelist())


def test_a_document_that_wants_dates_offers_no_matter_without_end(db, signed_in):
    office = cast.office("sanmenxia-2019")
    assert 'name="endless"' not in _text(signed_in(office.clerk).get("/matters/new"))
