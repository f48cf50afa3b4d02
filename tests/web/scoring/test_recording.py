"""The record form under a document with words of its own: what it offers, what it takes, what it refuses at its field."""

import io

import pytest

from duban.ledger.models import JournalLine
from tests import cast, living, stories

pytestmark = pytest.mark.django_db


def _text(response):
    return response.content.decode()


@pytest.fixture
def own(db):
    return living.office_under(living.PACK)


def test_the_form_offers_the_documents_events_with_their_fields_and_no_others(own, signed_in):
    page = _text(signed_in(own.clerk).get("/records"))
    for said in (
        '<optgroup label="按本制度计分">', ">现场核查<", ">事项抽查不合格<", "问题数", "应是 1 至 9 的整数（处）", ">市人大<", ">橙<",
        "由河长办填报，也可由督查室代录", "须经河长办核实", "要填写事项编号", "在规定范围内评定（二）", "上报经验须附",
    ):  # fmt: skip
        assert said in page, said
    for strange in ("现场会", "经验推广", "None", "省委省政府", ">表扬<"):
        assert strange not in page


def test_what_is_filled_in_becomes_a_fact_and_what_is_wrong_is_said_at_its_field(own, signed_in):
    client = signed_in(own.clerk)
    data = {"kind": "typed", "unit": own.units[0].pk, "on": "2026-03-31", "reason": "现场核查记录", **living.GOOD}
    data |= {"again": "no", "found": "2026-03-30"}
    for change, said in (
        ({"count": "10"}, "问题数应是 1 至 9 的整数（处），不能是“10”"),
        ({"share": "101"}, "完成率应是 0 至 100 的数（%）"),
        ({"month": ""}, "请填写所属月份"),
    ):
        answer = client.post("/records", {**data, **change, "form_key": f"x{change}"})
        assert answer.status_code == 422 and said in _text(answer) and "现场核查记录" in _text(answer)
    assert client.post("/records", {**data, "form_key": "a"}).status_code == 302
    line = JournalLine.objects.get(kind="typed")
    assert line.data["fact"] == {**living.GOOD, "found": "2026-03-30", "again": False}
    bare = client.post("/records", {**data, "kind": "on_matter", "form_key": "b"})
    assert bare.status_code == 422 and "要落在督查事项上" in _text(bare)
    matter = stories.matter(own, due_on="2026-04-30", at=cast.at("2026-03-02 09:00"), level="red")
    assert (
        client.post("/records", {**data, "kind": "on_matter", "matter": matter.no, "form_key": "c"}).status_code == 302
    )
    ranged = {
        "unit": own.units[0].pk,
        "on": "2026-03-31",
        "reason": "两次雷同",
        "kind": "thin",
        "amount": "-4",
        "person": "王某",
    }
    assert "评定分值应是 -10 至 -5 的数（分）" in _text(client.post("/records", {**ranged, "form_key": "d"}))
    proof = io.BytesIO(b"shown")
    proof.name = "意见.txt"
    shown = {"unit": own.units[0].pk, "on": "2026-03-31", "reason": "点名", "kind": "by_river", "form_key": "e"}
    assert client.post("/records", {**shown, "evidence": proof}).status_code == 302


def test_a_document_without_events_says_that_there_is_nothing_to_record(db, signed_in):
    path = next(path for path in living.DOCUMENTS if path.parent.name == "s16-proposals")
    office = living.office_under(path.read_text("utf-8"))
    assert "没有要手工登记的情况" in _text(signed_in(office.clerk).get("/records"))
