"""The record form under a document with words of its own: what it offers, what it takes, what it refuses at its field."""

import io
import re

import pytest

from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.models import Claim, JournalLine
from duban.ledger.queries.matters import timelines
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


def _said(response):
    """What a page says to its reader: no tags, no addresses."""
    body = _text(response)
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", body[body.index("<main") :], flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body))


def test_what_was_recorded_is_told_in_the_documents_words_on_timeline_and_score_card(own, signed_in):
    matter = stories.matter(own, due_on="2026-04-30", at=cast.at("2026-03-02 09:00"), level="red")
    by = By(own.clerk, cast.at())
    common = {
        "jurisdiction": own.jurisdiction,
        "unit": own.units[0],
        "on": cast.at().date(),
        "reason": "记录",
        "by": by,
    }
    facts.record_fact(kind="typed", fact={**living.GOOD, "again": True, "note": "无"}, **common)
    facts.record_fact(kind="on_matter", fact={}, matter=matter, **common)
    facts.record_fact(kind="noted", fact={**living.GOOD_NOTE}, matter=matter, **common)
    facts.record_fact(kind="thin", fact={"amount": "-7", "person": "王某"}, **common)
    facts.record_fact(kind="figure", fact={"quantity": "pools", "value": "5"}, **common)
    facts.record_fact(kind="figure", fact={"quantity": "freed", "value": "4", "by": "李某"}, **common)
    facts.record_fact(kind="sheet", fact={"section": "timely", "points": "8"}, **common)
    entries = timelines.timeline_of(own.clerk, matter)
    timeline = " ".join(f"{entry.said} {' '.join(map(' '.join, entry.details))}" for entry in entries)
    assert [entry.said for entry in entries if entry.may_be_excused] == [
        "记录情况：批示件督办",
        "记录情况：事项抽查不合格",
    ]
    client = signed_in(own.clerk)
    for said in (
        "记录情况：事项抽查不合格",
        "记录情况：批示件督办",
        "作出机关 市人大",
        "级别 橙",
        "所属月份 11月",
        "现场、电话 电话",
    ):
        assert said in timeline, said
    card = _said(client.get(f"/scores/{own.units[0].code}?kind=month&from=2026-03-01"))
    for said in (
        "现场核查（问题数：3处，完成率：99.5%，电话，作出机关：市人大，级别：红，所属月份：11月，重复发生：是，备注：无）",
        "季报不实（评定分值：-7 分，评定人：王某）", "填报数据（已清退水库数：4，由谁给出：李某）", "评分表（时效：8分）",
    ):  # fmt: skip
        assert said in card, said
    ids = r"\b(typed|on_matter|noted|thin|npc|phone|red|orange|by_whom|figure|sheet|timely|pools|freed|None|own)\b"
    # The printed head names the government, and that of this cast has the word in its name.
    assert not re.findall(ids, timeline + card.replace(own.jurisdiction.name, ""))


def test_sections_and_figures_are_entered_in_one_table_inside_their_bounds(own, signed_in):
    client = signed_in(own.clerk)
    address = "/rankings/marks?kind=month&from=2026-03-01&to=2026-03-31"
    page = _said(client.get(address))
    for said in (
        "时效 0 到 10 分",
        "水库总数 应是 0 至 99 的整数",
        "折算系数 0、0.5、1",
        "由分管领导给出",
        "由督查室据实代录",
    ):
        assert said in page, said
    fields = dict(re.findall(r'name="(m-jia-\d)"[^>]*aria-label="\S+ ([^"]+)"', _text(client.get(address))))
    named = {label: name for name, label in fields.items()}
    assert set(named) == {"时效", "水库总数", "已清退水库数", "折算系数", "培训次数"}
    for given, said in (
        ({"时效": "10.5"}, "应在 0 到 10 分之间"),
        ({"水库总数": "5", "已清退水库数": "7"}, "已清退水库数：7 不在 0 至 5 之间"),
        ({"折算系数": "0.7"}, "折算系数只能是 0、0.5、1，不能是“0.7”"),
    ):
        data = {named[label]: value for label, value in given.items()}
        answer = client.post(address, {**data, "reason": "年终考核", "form_key": f"x{said}"})
        assert answer.status_code == 422 and said in _text(answer)
    assert not JournalLine.objects.filter(verb="fact.recorded").exists()
    data = {named["时效"]: "9", named["水库总数"]: "5", named["已清退水库数"]: "5", named["折算系数"]: "0.5"}
    assert client.post(address, {**data, "reason": "年终考核", "form_key": "a"}).status_code == 302
    lines = {
        line.data["fact"].get("quantity", "sheet"): line for line in JournalLine.objects.filter(verb="fact.recorded")
    }
    assert set(lines) == {"sheet", "pools", "freed", "halves"} and lines["halves"].data["fact"]["by"] == "分管领导"
    assert 'value="5"' in _text(client.get(address))
    # What is entered anew takes the place of the old figure.
    assert client.post(address, {**data, named["时效"]: "8", "reason": "复核", "form_key": "b"}).status_code == 302
    assert JournalLine.objects.filter(verb="fact.withdrawn").count() == 1


def test_a_unit_enters_its_own_and_the_office_verifies_it(own, signed_in):
    liaison = signed_in(own.liaison)
    page = _text(liaison.get("/claims/new"))
    for said in (">刊发经验<", ">补报方案<", ">县刊<", "data-record", "栏目"):
        assert said in page, said
    for strange in ("现场核查", "通报表扬", "河长办点名"):
        assert strange not in page
    data = {"kind": "article", "on": "2026-03-20", "text": "县刊第3期", "article-edition": "county"}
    bare = liaison.post("/claims/new", {**data, "article-edition": "", "form_key": "a"})
    assert bare.status_code == 422 and "请填写栏目" in _text(bare)
    assert liaison.post("/claims/new", {**data, "form_key": "b"}).status_code == 302
    claim = Claim.objects.get()
    shown = _said(signed_in(own.clerk).get(f"/claims/{claim.pk}"))
    for said in ("刊发经验", "栏目 县刊", "按制度计分", "核对确有其事"):
        assert said in shown, said
    assert "None" not in shown + _said(signed_in(own.clerk).get("/claims?tab=open"))
    ruling = {"verdict": "verify", "reason": "与刊物一致", "form_key": "c"}
    assert signed_in(own.clerk).post(f"/claims/{claim.pk}/ruling", ruling).status_code == 302
    assert JournalLine.objects.get(kind="article").data["fact"] == {"edition": "county"}
    assert "已核实" in _said(liaison.get(f"/claims/{claim.pk}"))
