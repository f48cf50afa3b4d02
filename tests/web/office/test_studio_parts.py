"""The studio's parts of the whole without YAML: papers and lists by what they are for, how it was issued, own periods, what was typed and not taken."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from duban.engine.packs import loading, unread
from duban.engine.studio import checking, drafts, uses
from duban.ledger.actions.office import regime_drafts as acts
from duban.ledger.by import By
from duban.ledger.queries.office.drafting import drafted_contents
from duban.web.forms.office import document_heads
from tests import cast

pytestmark = pytest.mark.django_db
LADDER = {
    "kind": "step", "step": "step_1", "name": "约谈", "opens": {"after": "deadline"}, "limit": {"working_days": 5}, "paper": "paper_1",
}  # fmt: skip


@pytest.fixture
def draft(office):
    content = drafted_contents.from_text("第一条 逾期的约谈。\n第二条 附则。\n", "某县督查考核细则")
    content["clauses"][0]["rules"] = [LADDER]
    content["clauses"][1]["no_rule"] = "附则"
    return acts.begin(jurisdiction=office.jurisdiction, content=content, by=By(office.clerk, cast.at()))


@pytest.fixture
def client(office, signed_in):
    return signed_in(office.clerk)


def _send(client, draft, part, **given):
    draft.refresh_from_db()
    answer = client.post(reverse("studio_part", args=[draft.pk, part]), {"revision": draft.revision, **given})
    draft.refresh_from_db()
    return answer


def _row(at, **cells):
    return {f"{at}-{name}": text for name, text in cells.items()}


def test_every_use_of_a_paper_and_of_a_list_has_its_words():
    assert set(uses.PAPERS) == set(unread.PAPERS)
    assert set(uses.LISTS) - {"sanctions", "_media"} == set(unread.LISTS)


@pytest.mark.parametrize("pack", loading.regime_ids())
def test_what_a_paper_or_a_list_of_a_document_is_for_can_be_chosen(pack):
    content = drafts.content_of(loading.read_pack(pack))
    papers, lists = dict(uses.of_papers(content)), dict(uses.of_lists(content))
    assert [each["id"] for each in content["regime"].get("papers", ()) if each["for"] not in papers] == []
    named = [each["id"] for each in content["regime"].get("lists", ()) if "month" not in each]
    assert [name for name in named if uses.use_of(name) not in lists] == []


def test_papers_and_lists_are_said_without_a_name_of_ours(client, draft):
    page = client.get(reverse("studio_part", args=[draft.pk, "papers"])).content.decode()
    assert "实施“约谈”" in page and "年度督查计划" in page
    _send(
        client,
        draft,
        "papers",
        rows="1",
        **_row(0, id="", name="约谈通知书", clause="第一条", **{"for": "step:step_1"}),
    )
    rows = (
        _row(0, id="", name="问责方式", use="sanctions", items="约谈\n通报", clause="第一条"),
        _row(1, id="", name="从重的", use="sanctions", items="移送", clause="第一条"),
        _row(2, id="", name="约谈之后", use="after_step_1", items="书面检查", clause="第一条"),
    )
    _send(client, draft, "lists", rows="3", **{name: text for row in rows for name, text in row.items()})
    assert [each["id"] for each in draft.content["regime"]["lists"]] == ["sanctions", "sanctions_2", "after_step_1"]
    assert checking.faults_of(draft.content) == []
    shown = client.get(reverse("studio_part", args=[draft.pk, "lists"])).content.decode()
    assert 'value="after_step_1" selected' in shown
    twice = _send(
        client,
        draft,
        "lists",
        rows="1",
        **_row(0, id="", name="又一份", use="after_step_1", items="甲", clause="第一条"),
    )
    assert twice.status_code == 422 and "这个用处已有一份列举" in twice.content.decode()


def test_what_could_not_be_taken_stands_in_its_row_again(client, draft):
    answer = _send(client, draft, "papers", rows="1", **_row(0, id="", name="通知单", clause="第一条", **{"for": ""}))
    page = answer.content.decode()
    assert answer.status_code == 422 and "请填写办什么时用" in page and 'value="通知单"' in page
    answer = _send(
        client, draft, "readings", rows="1", **_row(0, id="", question="几次", clauses="第一条", lines="", why="没写")
    )
    assert answer.status_code == 422 and 'value="几次"' in answer.content.decode()
    assert "papers" not in draft.content["regime"] and draft.content["readings"] == []


def test_a_paper_from_a_file_without_its_use_is_named_with_what_to_do(draft):
    content = drafted_contents.with_part(
        draft.content, "regime:papers", [{"id": "paper_1", "name": "通知单", "clause": "第一条"}]
    )
    content = drafted_contents.with_part(
        content, "regime:lists", [{"id": "list_1", "name": "方式", "clause": "第一条", "items": ["甲"]}]
    )
    told = " ".join(each.what for each in checking.faults_of(content))
    assert "文书“通知单”还缺少用途" in told and "列举“方式”还没有选用在哪里" in told


@pytest.mark.parametrize("pack", loading.regime_ids())
def test_how_a_document_was_issued_comes_back_as_it_was_shown(pack):
    content = drafts.content_of(loading.read_pack(pack))
    about, given = document_heads.about_of(content), QueryDict(mutable=True)
    given.update({key: value for key, _, value in about["lines"]})
    given.update({f"issuing-{key}": value for key, _, value in about["issuing"]})
    given["remarks"] = about["remarks"]
    given["ladder"] = next(name for name, _, held in about["ladders"] if held)
    given.setlist("periods", [kind for kind, _, held in about["periods"] if held])
    for part, value in document_heads.about_from(content, given).items():
        assert (drafted_contents.part_of(content, part) or None) == (value or None), part


def test_an_own_period_is_added_in_blanks_and_left_out_again(client, draft):
    about = client.get(reverse("studio_part", args=[draft.pk, "about"])).content.decode()
    assert reverse("studio_part", args=[draft.pk, "periods"]) in about
    _send(client, draft, "periods", entry="new", **{"b-name": "1至7月", "b-from": "01-01", "b-to": "07-31"})
    own = [each for each in draft.content["regime"]["periods"] if isinstance(each, dict)]
    assert [(each["name"], each["from"], each["to"]) for each in own] == [("1至7月", "01-01", "07-31")]
    _send(client, draft, "periods", entry="0", act="removal")
    assert draft.content["regime"]["periods"] == ["year"]


def test_a_happening_of_its_own_is_added_from_the_card_and_leads_back_to_it(client, draft):
    card = reverse("studio_draft", args=[draft.pk])
    page = client.get(card, {"clause": "第二条"}).content.decode()
    assert "加自有情形" in page and "entry=new&of=%E7%AC%AC%E4%BA%8C%E6%9D%A1" in page
    path = reverse("studio_part", args=[draft.pk, "events"]) + "?entry=new&of=第二条"
    assert 'value="第二条" selected' in client.get(path).content.decode()
    given = {"revision": draft.revision, "entry": "new", "b-label": "缺席会议", "b-of": "unit", "b-clause": "第二条"}
    answer = client.post(path, given)
    assert answer.status_code == 302 and answer["Location"].startswith(f"{card}?clause=%E7%AC%AC%E4%BA%8C%E6%9D%A1")
    draft.refresh_from_db()
    assert [each["label"] for each in draft.content["regime"]["events"].values()] == ["缺席会议"]
    page = client.get(card, {"clause": "第二条"}).content.decode()
    assert "自有情形“缺席会议”" in page and "entry=0&of=" in page


def test_rows_copied_out_of_a_spreadsheet_are_added_in_one_save(draft, client):
    rows = '名称\t属于\t最高\t所在条款\n共性\t\t40\t第一条\n会议\t共性\t"10"\t第二条\n'
    assert _send(client, draft, "sections", rows="0", more=rows).status_code == 302
    common, meeting = draft.content["regime"]["sections"]
    assert common == {"id": "section_1", "label": "共性", "most": "40", "clause": "第一条"}
    assert meeting["in"] == "section_1" and meeting["clause"] == "第二条"
    events = "缺席例会\t单位的\t会议：文字；种类：例会、专题会\t督查室\n迟报\n"
    assert _send(client, draft, "events", rows="0", more=events, **{"more-clause": "第一条"}).status_code == 302
    absent, late = draft.content["regime"]["events"].values()
    assert list(absent["fields"]) == ["field_1", "field_2"] and absent["entered_by"] == "office"
    assert late == {"label": "迟报", "clause": "第一条"}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("会议\t没有的分项", "第 1 行的“属于”写了“没有的分项”，没有这个"),
        ("会议\n\t\t10", "第 2 行，分项：请填写名称"),
        ("会议" + "\t1" * 12, "第 1 行的格子比表头多"),
        ("甲\n" * 301, "一次最多加 300 行"),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_and_nothing_is_kept(draft, client, rows, said):
    answer = _send(client, draft, "sections", rows="0", more=rows)
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and rows[:4] in page and "sections" not in draft.content["regime"]


def test_a_clause_whose_figure_a_person_gives_is_carried_out_by_that_person(draft, client):
    draft.content["clauses"][1].pop("no_rule")
    draft.save(update_fields=["content"])
    assert (
        _send(
            client, draft, "sections", rows="1", **_row(0, label="评价", typed="office", most="10", clause="第二条")
        ).status_code
        == 302
    )
    assert draft.content["clauses"][1]["by_person"] == "由督查室评定" and "by_person" not in draft.content["clauses"][0]
    assert not [each for each in checking.faults_of(draft.content) if each.what == checking.UNDECIDED]


def test_what_a_figure_is_that_nobody_gives_is_chosen_in_its_row(draft, client):
    row = _row(0, label="开会次数", typed="0至12", missing="full", clause="第一条")
    assert _send(client, draft, "quantities", rows="1", **row).status_code == 302
    assert draft.content["regime"]["quantities"]["quantitie_1"]["typed"] == {
        "least": "0",
        "most": "12",
        "missing": "full",
    }
    more = "评价\t分\t0至20\n评价失分\t分\t\t\t评价－20\n"
    assert _send(client, draft, "quantities", rows="0", more=more, **{"more-clause": "第一条"}).status_code == 302
    assert draft.content["regime"]["quantities"]["quantitie_3"]["formula"] == "quantitie_2 - 20"
    wrong = _send(client, draft, "quantities", rows="0", more="得分\t\t\t待录入\t10＋开会次数")
    assert wrong.status_code == 422 and "不用选“没有填报时”" in wrong.content.decode()


@pytest.mark.parametrize("typed", ["2025年12月20日", "2025.12.20", "2025-12-20"])
def test_a_day_is_taken_as_papers_write_it(client, draft, typed):
    _send(client, draft, "about", name="某县督查考核细则", issued_on=typed, periods="year")
    assert draft.content["regime"]["issued_on"] == "2025-12-20"
