"""The studio's pages: a card with its words and sentences, offers taken by a click, both versions of what two changed, and a way on from every fault."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse

from duban.engine.packs import loading
from duban.engine.studio import drafts
from duban.ledger.actions.office import documents
from duban.ledger.actions.office import regime_drafts as acts
from duban.ledger.by import By
from duban.ledger.models import RegimeDraft
from duban.ledger.queries.office.drafting import drafted_contents
from duban.web.forms.office import document_parts
from tests import cast

pytestmark = pytest.mark.django_db
AT = cast.at("2026-03-20 09:00")
TEXT = "第一条 为了推进工作，制定本细则。\n第二条 迟报进展的，每次扣1分。\n第三条 每个单位基础分100分。\n"
FORTY = [
    f"第{tens}{ones}条"
    for tens in ("", "十", "二十", "三十")
    for ones in ("一", "二", "三", "四", "五", "六", "七", "八", "九")
]
HTMX = {"HX-Request": "true"}
LATE = {
    "act": "sentence", "place": "", "kind": "score", "b-select.shape": "event", "b-select.event": "late", "b-count.shape": "each",
    "b-worth.shape": "amount", "b-worth.side": "minus", "b-worth.amount": "1",
}  # fmt: skip


@pytest.fixture
def draft(office):
    content = drafted_contents.from_text(TEXT, "某县督查考核细则")
    return acts.begin(jurisdiction=office.jurisdiction, content=content, by=By(office.clerk, AT))


def keep(client, draft, clause, revision=1, name="studio_card", **words):
    """Send one form of a card as the page does."""
    given = {"clause": clause, "revision": revision, **words}
    return client.post(reverse(name, args=[draft.pk]), given, headers=HTMX)


def text_of(response):
    return response.content.decode()


def rules(draft, clause):
    draft.refresh_from_db()
    return drafted_contents.part_of(draft.content, f"clause:{clause}").get("rules") or []


def test_an_offer_is_marked_in_the_words_and_taken_by_one_click(draft, office, signed_in):
    client = signed_in(office.clerk)
    page = text_of(client.get(reverse("studio_draft", args=[draft.pk]), {"clause": "第二条"}))
    assert "从原文认出来的" in page and "<mark>" in page
    assert rules(draft, "第二条") == []
    kept = text_of(keep(client, draft, "第二条", act="offer", offer="0"))
    assert "已保存" in kept and 'class="taken"' in kept and "①" in kept
    assert [each["worth"] for each in rules(draft, "第二条")] == ["-1"]


def test_a_sentence_is_filled_in_drawn_again_at_each_choice_and_kept(draft, office, signed_in):
    client = signed_in(office.clerk)
    missing = text_of(keep(client, draft, "第二条", **{**LATE, "b-worth.amount": ""}))
    assert "没有保存" in missing and "几分" in missing and rules(draft, "第二条") == []
    drawn = text_of(keep(client, draft, "第二条", preview="1", **{**LATE, "b-worth.shape": "range"}))
    assert "b-worth.least" in drawn and "b-worth.amount" not in drawn
    assert rules(draft, "第二条") == []
    assert "每次扣1分" in text_of(keep(client, draft, "第二条", **LATE))
    kept = text_of(keep(client, draft, "第二条", 2, **{**LATE, "place": "0", "b-worth.amount": "2"}))
    assert "每次扣2分" in kept
    keep(client, draft, "第二条", 3, act="removal", place="0")
    assert rules(draft, "第二条") == []


def test_two_who_change_one_clause_see_both_versions_and_one_chooses(draft, office, signed_in):
    other, client = signed_in(office.head), signed_in(office.clerk)
    keep(other, draft, "第二条", act="words", gist="甲的写法", original="甲")
    answer = keep(client, draft, "第二条", act="words", gist="乙的写法", original="乙")
    both = text_of(answer)
    assert (
        answer.status_code == 409
        and "toast-note" in both
        and "甲的写法" in both
        and "乙的写法" in both
        and office.head.full_name in both
    )
    assert keep(client, draft, "第一条", act="state", state="no_rule", why="宗旨").status_code == 200
    assert (
        client.post(
            reverse("studio_card", args=[draft.pk]),
            {"clause": "第二条", "revision": 3, "act": "words", "gist": "乙的写法"},
        ).status_code
        == 302
    )
    draft.refresh_from_db()
    assert drafted_contents.part_of(draft.content, "clause:第二条")["gist"] == "乙的写法"


def test_an_example_is_told_in_blanks_and_says_what_does_not_come_out(draft, office, signed_in):
    client = signed_in(office.clerk)
    keep(client, draft, "第二条", **{**LATE, "b-worth.side": "plus"})
    told = {
        "act": "example", "place": "", "b-name": "迟报两次", "b-units.1.group": "department", "b-units.1.points": "-2", "b-facts.1.event": "late",
        "b-facts.1.times": "2", "b-facts.1.fields.what": "report",
    }  # fmt: skip
    page = text_of(keep(client, draft, "第二条", 2, **told))
    assert "不符" in page and "迟报两次" in page
    assert "相符" in text_of(keep(client, draft, "第二条", 3, **{**LATE, "place": "0"}))


def test_a_draft_begins_from_text_file_yaml_and_the_version_in_force(office, signed_in):
    documents.record_first(jurisdiction=office.jurisdiction, at=AT, today=AT.date())
    client, new = signed_in(office.clerk), reverse("studio_new")
    assert client.post(new, {"source": "text", "name": "甲办法", "text": TEXT}).status_code == 302
    assert client.post(new, {"source": "version"}).status_code == 302
    last = RegimeDraft.objects.latest("pk")
    written = client.get(reverse("studio_yaml", args=[last.pk])).content
    file = SimpleUploadedFile("办法.yaml", written)
    assert client.post(new, {"source": "yaml", "file": file}).status_code == 302
    assert RegimeDraft.objects.latest("pk").content["clauses"] == last.content["clauses"]
    for source, given, said in (
        ("text", {"name": "乙办法", "text": "没有编号的一段话。"}, "没有找到条款编号"),
        ("file", {"name": "乙办法", "file": SimpleUploadedFile("scan.pdf", b"%PDF-1.4\n%%EOF")}, "文字"),
        ("yaml", {"file": SimpleUploadedFile("a.yaml", b"a: [")}, "第 "),
        ("text", {"name": "", "text": TEXT}, "请填写办法名称"),
    ):
        answer = client.post(new, {"source": source, **given})
        assert answer.status_code == 422 and said in text_of(answer), source
    assert RegimeDraft.objects.count() == 3


def test_the_parts_of_the_whole_are_tables_and_any_part_can_be_written(draft, office, signed_in):
    client = signed_in(office.clerk)

    def part(of, **words):
        draft.refresh_from_db()
        return client.post(reverse("studio_part", args=[draft.pk, of]), {"revision": draft.revision, **words})

    assert part("groups", rows="1", **{"0-name": "乡镇", "0-in": ""}).status_code == 302
    assert part(
        "events", rows="1",
        **{"0-label": "缺席会议", "0-of": "unit", "0-fields": "会议：文字\n种类：例会、专题会", "0-entered_by": "office", "0-clause": "第二条"},
    ).status_code == 302  # fmt: skip
    assert part("quantities", rows="1", **{"0-label": "应到次数", "0-typed": "0至12"}).status_code == 302
    wrong = part("quantities", rows="1", **{"0-label": "应到次数", "0-typed": "十几次"})
    assert wrong.status_code == 422 and "0至100" in text_of(wrong)
    answer = part("quantities", rows="1", **{"0-label": "应到率", "0-formula": "100×没有这个÷10"})
    assert answer.status_code == 422 and "没有这个" in text_of(answer)
    assert (
        part("about", name="细则", title="某县督查考核细则", version="1", periods=["month", "year"]).status_code == 302
    )
    row = {
        "0-question": "迟报以何时为准",
        "0-clauses": "第二条",
        "0-lines": "报送时\n审核时",
        "0-place": "1",
        "0-why": "没有写明",
    }
    assert part("readings", rows="1", **row).status_code == 302
    assert (
        part("sections", written="- {id: timely, label: 时效, start: '10', least: '0', clause: 第二条}").status_code
        == 302
    )
    assert "行：" in text_of(part("sections", written="- {id: a}\n- {id: "))
    draft.refresh_from_db()
    head = draft.content["regime"]
    assert head["groups"] == {"group_1": "乡镇"} and head["periods"] == ["month", "year"]
    assert head["events"]["event_1"]["fields"]["field_1"] == {"text": "required", "label": "会议"}
    assert draft.content["readings"][0]["chosen"] == "reading_1" and head["sections"][0]["label"] == "时效"
    for name in ("about", "readings", "groups", "events", "quantities", "sections", "lists", "roles", "grades"):
        page = text_of(client.get(reverse("studio_part", args=[draft.pk, name])))
        assert "None" not in page
    assert "缺席会议" in text_of(client.get(reverse("studio_part", args=[draft.pk, "events"])))


def test_who_checks_a_draft_reads_every_part_that_its_page_leads_to_and_changes_none(draft, office, signed_in):
    client = signed_in(office.officers["principal"])
    page = text_of(client.get(reverse("studio_document", args=[draft.pk])))
    parts = sorted(set(re.findall(rf'"(/studio/{draft.pk}/document/[a-z_]+)"', page)))
    assert len(parts) > 15
    for part in parts:
        response = client.get(part)
        assert response.status_code == 200 and "保存" not in text_of(response), part
    assert client.post(parts[0], {"revision": 1, "written": ""}).status_code == 403


def test_an_entry_of_a_part_is_filled_in_blanks_drawn_again_at_each_choice(draft, office, signed_in):
    client, there = signed_in(office.clerk), reverse("studio_part", args=[draft.pk, "quantities"])
    assert "b-label" in text_of(client.get(there, {"entry": "new"}))
    given = {
        "revision": 1,
        "entry": "new",
        "b-label": "到期件数",
        "b-shape": "count",
        "b-count.select.shape": "matters",
    }
    drawn = text_of(client.post(there, {**given, "act": "draw"}))
    assert "b-count.select.matters" in drawn and "到期件数" in drawn
    refused = client.post(there, given)
    assert refused.status_code == 422 and "“事项的结果”还没有选" in text_of(refused) and "到期件数" in text_of(refused)
    client.post(there, {**given, "b-count.select.matters": "due", "b-clause": "第三条"})
    draft.refresh_from_db()
    assert draft.content["regime"]["quantities"] == {
        "figure_1": {"label": "到期件数", "count": {"matters": "due"}, "clause": "第三条"},
    }  # fmt: skip
    assert "到期件数" in text_of(client.get(there, {"entry": "0"}))
    assert "没有这一项" in text_of(client.post(there, {"revision": 2, "entry": "7", "b-label": "x"}))
    assert "b-label" not in text_of(client.get(there, {"entry": "99"}))


def test_what_a_draft_changes_stands_beside_the_version_in_force(office, signed_in):
    documents.record_first(jurisdiction=office.jurisdiction, at=AT, today=AT.date())
    content, digest = drafted_contents.from_version(office.jurisdiction)
    made = acts.begin(jurisdiction=office.jurisdiction, content=content, based_on=digest, by=By(office.clerk, AT))
    clause = drafted_contents.part_of(made.content, "clause:附件2 三4")
    text = str(clause).replace("'-5'", "'-3'")
    assert text != str(clause)
    changed = {
        **clause,
        "rules": [
            {
                **each,
                **({"points": "-3"} if each.get("points") == "-5" else {}),
                **({"worth": "-3"} if each.get("worth") == "-5" else {}),
            }
            for each in clause["rules"]
        ],
    }
    acts.change(draft=made, changes={"clause:附件2 三4": changed}, revision=1, by=By(office.clerk, AT))
    page = text_of(signed_in(office.principal).get(reverse("studio_difference", args=[made.pk])))
    assert (
        "附件2 三4" in page
        and "改了 1 处" in page
        and "<del>5</del>" in page
        and "<ins>3</ins>" in page
        and "与上位规定比对" in page
    )
    assert "只推演，不写入" in page


def test_a_draft_that_is_not_yours_to_check_or_gone_says_what_is_possible(draft, office, signed_in):
    client = signed_in(office.clerk)
    refused = client.post(reverse("studio_submission", args=[draft.pk]), {"revision": 1})
    assert refused.status_code == 422 and "第一条：" in text_of(refused)
    client.post(reverse("studio_discarding", args=[draft.pk]), {"reason": "重写"})
    page = text_of(client.get(reverse("studio_draft", args=[draft.pk])))
    assert "重写" in page and "恢复草稿" in page and "加一句" not in page
    answer = keep(client, draft, "第二条", act="words", gist="改")
    assert answer.status_code == 409 and "已作废" in text_of(answer)


def test_a_card_of_many_clauses_takes_the_queries_of_one(office, signed_in, django_assert_max_num_queries):
    content = drafted_contents.from_text(
        "".join(f"{number} {number}的事迟报的，每次扣1分。\n" for number in FORTY), "长办法"
    )
    made = acts.begin(jurisdiction=office.jurisdiction, content=content, by=By(office.clerk, AT))
    client = signed_in(office.clerk)
    client.get(reverse("studio"))
    with django_assert_max_num_queries(12):
        page = text_of(client.get(reverse("studio_draft", args=[made.pk]), {"clause": "第三十三条"}))
    assert page.count("studio-clause") >= 30 and 'aria-current="true"' in page


@pytest.mark.parametrize("pack", ["sanmenxia-2019", "zhuoni-2022"])
def test_a_table_that_is_sent_back_as_it_was_shown_changes_nothing(pack):
    content = drafts.content_of(loading.read_pack(pack))
    for table in document_parts.TABLES.values():
        rows = document_parts.rows_of(table, content, {})
        given = QueryDict(mutable=True)
        given["rows"] = str(len(rows))
        for at, row in enumerate(rows):
            given[f"{at}-id"] = row["id"]
            for column, text, _ in row["cells"]:
                given[f"{at}-{column.key}"] = text
        assert document_parts.value_of(table, content, given) == (content["regime"].get(table.key) or None), table.key
