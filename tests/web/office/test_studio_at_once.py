"""Two change one card of the studio at once: whatever the second sends, both versions are shown to them, and nothing of the first is lost."""

import copy

import pytest
from django.urls import reverse

from duban.engine.studio import drafts
from duban.ledger.actions.office import regime_drafts as acts
from duban.ledger.by import By
from duban.ledger.queries.office.drafting import drafted_contents
from tests.web.office.test_studio import AT, LATE, keep, text_of

pytestmark = pytest.mark.django_db
RULES = [{"kind": "score", "select": {"event": "late"}, "worth": f"-{points}"} for points in (1, 2, 3)]
EXAMPLE = {
    "name": "迟报一次", "period": {"from": "2026-01-01", "to": "2026-12-31", "kind": "year"}, "units": {"甲单位": "department"},
    "facts": [{"kind": "late", "what": "report", "day": "2026-02-03", "unit": "甲单位"}], "points": {"甲单位": "-6"},
}  # fmt: skip
TOLD = {
    "b-units.1.group": "department",
    "b-units.1.points": "-6",
    "b-facts.1.event": "late",
    "b-facts.1.fields.what": "report",
}
KINDS = {
    "words": {"act": "words", "gist": "乙的要点", "original": "乙"},
    "state": {"act": "state", "state": "by_person", "why": "乙评定"},
    "sentence": {**LATE, "place": "2", "b-worth.amount": "9", "was": drafts.mark_of(RULES[2])},
    "new sentence": {**LATE, "b-worth.amount": "9"},
    "removal": {"act": "removal", "place": "2", "was": drafts.mark_of(RULES[2])},
    "example": {"act": "example", "place": "0", "b-name": "乙的例子", **TOLD},
    "new example": {"act": "example", "place": "", "b-name": "乙的例子", **TOLD},
    "example removal": {"act": "example_removal", "place": "0"},
}  # fmt: skip


@pytest.fixture
def draft(office):
    content = drafted_contents.from_text("第一条 建立台账（3分），迟报的扣分。\n第二条 附则。\n", "某办法")
    content["clauses"][0] |= {"rules": RULES, "examples": [EXAMPLE]}
    return acts.begin(jurisdiction=office.jurisdiction, content=content, by=By(office.clerk, AT))


def _first(draft, office):
    """The other one has meanwhile left the first sentence out."""
    clause = copy.deepcopy(drafted_contents.part_of(draft.content, "clause:第一条"))
    del clause["rules"][0]
    acts.change(
        draft=draft, changes={"clause:第一条": {**clause, "gist": "甲的要点"}}, revision=1, by=By(office.head, AT)
    )


def _points(draft):
    draft.refresh_from_db()
    return [each["worth"] for each in drafted_contents.part_of(draft.content, "clause:第一条")["rules"]]


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_comes_second_gets_both_versions_and_the_first_stands(draft, office, signed_in, kind):
    client = signed_in(office.clerk)
    _first(draft, office)
    answer = keep(client, draft, "第一条", 1, **KINDS[kind])
    page = text_of(answer)
    assert (
        answer.status_code == 409 and "现在的" in page and "您的" in page and "甲的要点" in page and "仍用我的" in page
    )
    assert _points(draft) == ["-2", "-3"] and draft.revision == 2


def test_an_item_is_added_beside_what_the_other_changed(draft, office, signed_in):
    _first(draft, office)
    assert keep(signed_in(office.clerk), draft, "第一条", 1, act="item", offer="0").status_code == 200
    assert _points(draft) == ["-2", "-3"] and draft.content["regime"]["sections"][0]["label"] == "建立台账"


def test_a_sentence_that_moved_is_changed_where_it_stands_now(draft, office, signed_in):
    client = signed_in(office.clerk)
    page = text_of(client.get(reverse("studio_draft", args=[draft.pk]), {"clause": "第一条"}))
    was = page.partition('id="sentence-2"')[2].partition('name="was" value="')[2].partition('"')[0]
    _first(draft, office)
    assert was == KINDS["sentence"]["was"] and keep(client, draft, "第一条", 1, **KINDS["sentence"]).status_code == 409
    keep(client, draft, "第一条", 2, **KINDS["sentence"])
    assert _points(draft) == ["-2", "-9"]


def test_a_sentence_that_is_gone_is_put_beside_and_never_over_another(draft, office, signed_in):
    client = signed_in(office.clerk)
    page = text_of(client.get(reverse("studio_draft", args=[draft.pk]), {"clause": "第一条"}))
    was = page.partition('id="sentence-0"')[2].partition('name="was" value="')[2].partition('"')[0]
    _first(draft, office)
    keep(client, draft, "第一条", 2, **{**KINDS["sentence"], "place": "0", "was": was})
    assert _points(draft) == ["-2", "-3", "-9"]
    acts.change(
        draft=draft, revision=3, by=By(office.head, AT),
        changes={"clause:第一条": {**drafted_contents.part_of(draft.content, "clause:第一条"), "gist": "再改"}},
    )  # fmt: skip
    gone = keep(client, draft, "第一条", 4, act="removal", place="0", was=was)
    assert gone.status_code == 422 and "已经删去了" in text_of(gone) and len(_points(draft)) == 3


@pytest.mark.parametrize(
    "asked",
    [
        {"act": "renumber", "number": "第九条"},
        {"act": "split", "at": "9", "number": "第九条"},
        {"act": "join"},
        {"act": "remove"},
    ],
    ids=lambda each: each["act"],
)
def test_a_clause_cut_anew_meets_the_change_of_the_other(draft, office, signed_in, asked):
    _first(draft, office)
    answer = keep(signed_in(office.clerk), draft, "第一条", 1, "studio_arrangement", **asked)
    assert answer.status_code == 409 and "甲的要点" in text_of(answer) and _points(draft) == ["-2", "-3"]


def test_an_entry_of_the_whole_meets_the_change_of_the_other(draft, office, signed_in):
    client, there = signed_in(office.clerk), reverse("studio_part", args=[draft.pk, "categories"])
    entries = [{"id": f"category_{at}", "name": name, "clause": "第一条"} for at, name in enumerate("甲乙丙")]
    acts.change(draft=draft, changes={"regime:categories": entries}, revision=1, by=By(office.clerk, AT))
    was = text_of(client.get(there, {"entry": "2"})).partition('name="was" value="')[2].partition('"')[0]
    acts.change(draft=draft, changes={"regime:categories": entries[1:]}, revision=2, by=By(office.head, AT))
    given = {"entry": "1", "was": was, "b-name": "丙类", "b-clause": "第一条"}
    answer = client.post(there, {**given, "revision": 2})
    assert answer.status_code == 409 and "丙类" in text_of(answer)
    client.post(there, {**given, "revision": 3})
    draft.refresh_from_db()
    assert [each["name"] for each in draft.content["regime"]["categories"]] == ["乙", "丙类"]
