"""Drafts of documents: cut out of a text, changed part by part, checked by somebody else, adopted from a day on; nothing wrong goes through."""

import datetime

import pytest

from duban.engine.packs import building, loading
from duban.engine.studio import drafts
from duban.ledger import documents
from duban.ledger.actions.office import documents as adopting
from duban.ledger.actions.office import messages
from duban.ledger.actions.office import regime_drafts as acts
from duban.ledger.by import By
from duban.ledger.models import Adoption, JournalLine, Message
from duban.ledger.models.regime_drafts import Phase
from duban.ledger.queries.office.drafting import drafted_contents, regime_drafts
from duban.ledger.queries.office.drafting.drafted_arrangements import Arrangement
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.web import addresses
from tests import cast

pytestmark = pytest.mark.django_db
AT = cast.at("2026-03-20 09:00")
TEXT = "某县督查考核细则\n第一条 为了推进工作，制定本细则。\n第二条 迟报进展的，每次扣1分。\n第三条 每个单位基础分100分。\n"
LATE = {"kind": "score", "select": {"event": "late"}, "worth": "-1"}


@pytest.fixture
def drafted(office):
    """A draft of three clauses, all decided."""
    content = drafted_contents.from_text(TEXT, "某县督查考核细则")
    draft = acts.begin(jurisdiction=office.jurisdiction, content=content, by=By(office.clerk, AT))
    first, second, third = draft.content["clauses"]
    return acts.change(
        draft=draft,
        changes={
            "clause:第一条": {**first, "no_rule": "宗旨"},
            "clause:第二条": {**second, "rules": [LATE]},
            "clause:第三条": {**third, "rules": [{"kind": "base", "points": "100"}]},
        },
        revision=1,
        by=By(office.clerk, AT),
    )


@pytest.fixture
def checked(office, drafted):
    acts.submit(draft=drafted, revision=drafted.revision, by=By(office.clerk, AT))
    return acts.check(draft=drafted, revision=drafted.revision, by=By(office.head, AT))


def test_a_text_becomes_clauses_then_a_document_in_force(office, checked):
    made = acts.adopt(draft=checked, in_force_from=datetime.date(2026, 4, 1), by=By(office.head, AT))
    assert made.phase == Phase.ADOPTED and made.adoption.in_force_from == datetime.date(2026, 4, 1)
    regime = documents.loaded(made.adoption.document_id)
    assert [each.clause for each in regime.clauses] == ["第一条", "第二条", "第三条"]
    verbs = [each.verb for each in JournalLine.objects.filter(verb__startswith="regime_draft").order_by("pk")]
    assert verbs == [f"regime_draft.{each}" for each in ("begun", "changed", "submitted", "checked", "adopted")]


def test_no_draft_goes_to_be_checked_while_a_fault_stands_and_each_is_named(office, drafted):
    second = drafted_contents.part_of(drafted.content, "clause:第二条")
    wrong = {**second, "rules": [{**LATE, "select": {"event": "nothing_of_the_kind"}}]}
    held = acts.change(draft=drafted, changes={"clause:第二条": wrong}, revision=2, by=By(office.clerk, AT))
    with pytest.raises(Refused) as refused:
        acts.submit(draft=held, revision=held.revision, by=By(office.clerk, AT))
    assert refused.value.reasons and all(each.startswith("第二条：") for each in refused.value.reasons)
    assert "nothing_of_the_kind" not in "".join(refused.value.reasons[0].split("“")[:1])


def test_a_figure_with_the_wrong_sign_is_found_by_its_example(office, drafted):
    second = drafted_contents.part_of(drafted.content, "clause:第二条")
    example = {
        "name": "迟报两次",
        "period": {"kind": "year", "from": "2026-01-01", "to": "2026-12-31"},
        "units": {"jia": "department"},
        "facts": [{"kind": "late", "what": "report", "day": f"2026-02-0{day}", "unit": "jia"} for day in (3, 4)],
        "points": {"jia": "-2"},
    }
    right = {**second, "examples": [example]}
    held = acts.change(draft=drafted, changes={"clause:第二条": right}, revision=2, by=By(office.clerk, AT))
    assert regime_drafts.obstacles(held.content) == []
    wrong = {**right, "rules": [{**LATE, "worth": "1"}]}
    held = acts.change(draft=held, changes={"clause:第二条": wrong}, revision=3, by=By(office.clerk, AT))
    with pytest.raises(Refused) as refused:
        acts.submit(draft=held, revision=held.revision, by=By(office.clerk, AT))
    assert any("迟报两次" in each for each in refused.value.reasons)


def test_the_same_clause_changed_by_two_shows_both_and_another_clause_does_not_stand_in_the_way(office, drafted):
    seen = drafted.revision
    first, second = (drafted_contents.part_of(drafted.content, f"clause:{each}") for each in ("第一条", "第二条"))
    acts.change(
        draft=drafted, changes={"clause:第二条": {**second, "gist": "甲"}}, revision=seen, by=By(office.head, AT)
    )
    acts.change(
        draft=drafted, changes={"clause:第一条": {**first, "gist": "丙"}}, revision=seen, by=By(office.clerk, AT)
    )
    with pytest.raises(acts.Overtaken) as overtaken:
        acts.change(
            draft=drafted, changes={"clause:第二条": {**second, "gist": "乙"}}, revision=seen, by=By(office.clerk, AT)
        )
    assert (overtaken.value.yours["gist"], overtaken.value.current["gist"]) == ("乙", "甲")
    assert office.head.full_name in overtaken.value.why


def test_the_office_is_told_that_a_draft_waits_to_be_checked_and_where(office, drafted):
    acts.submit(draft=drafted, revision=drafted.revision, by=By(office.clerk, AT))
    messages.derive_messages(jurisdiction=office.jurisdiction, at=AT)
    told = Message.objects.get(officer=office.head, text__contains="待另一人复核")
    assert drafted.name in told.text
    assert told.about == f"regimedraft:{drafted.pk}" and addresses.page_of(told) == f"/studio/{drafted.pk}"
    assert not Message.objects.filter(officer=office.clerk, text__contains="待另一人复核").exists()


def test_nobody_checks_what_they_wrote_changed_or_sent(office, drafted):
    second = drafted_contents.part_of(drafted.content, "clause:第二条")
    held = acts.change(
        draft=drafted, changes={"clause:第二条": {**second, "gist": "甲"}}, revision=2, by=By(office.head, AT)
    )
    acts.submit(draft=held, revision=held.revision, by=By(office.clerk, AT))
    for officer in (office.clerk, office.head):
        with pytest.raises(Forbidden):
            acts.check(draft=held, revision=held.revision, by=By(officer, AT))
    assert acts.check(draft=held, revision=held.revision, by=By(office.principal, AT)).phase == Phase.CHECKED


def test_what_was_checked_is_what_is_adopted(office, checked):
    with pytest.raises(Conflict):
        acts.change(draft=checked, changes={"readings": []}, revision=checked.revision, by=By(office.clerk, AT))
    back = acts.send_back(draft=checked, reason="第二条写错", by=By(office.head, AT))
    assert (back.phase, back.checked_by, back.remark) == (Phase.DRAFTED, None, "第二条写错")
    with pytest.raises(Conflict):
        acts.adopt(draft=back, in_force_from=datetime.date(2026, 4, 1), by=By(office.head, AT))


def test_a_draft_is_adopted_by_the_head_or_by_who_signs_and_never_for_the_past(office, checked):
    with pytest.raises(Forbidden):
        acts.adopt(draft=checked, in_force_from=datetime.date(2026, 4, 1), by=By(office.principal, AT))
    office.jurisdiction.ranking_signers = {"document": "principal"}
    office.jurisdiction.save()
    with pytest.raises(Forbidden):
        acts.adopt(draft=checked, in_force_from=datetime.date(2026, 4, 1), by=By(office.head, AT))
    adopting.record_first(jurisdiction=office.jurisdiction, at=AT, today=AT.date())
    with pytest.raises(Refused) as refused:
        acts.adopt(draft=checked, in_force_from=datetime.date(2026, 3, 1), by=By(office.principal, AT))
    assert refused.value.field == "in_force_from"
    acts.adopt(draft=checked, in_force_from=datetime.date(2026, 4, 1), by=By(office.principal, AT))
    with pytest.raises(Forbidden):
        adopting.adopt_document(
            jurisdiction=office.jurisdiction,
            files=loading.read_pack("county-plan"),
            in_force_from=datetime.date(2026, 5, 1),
            actor=office.head,
            at=AT,
            today=AT.date(),
        )


def test_a_discarded_draft_is_read_and_restored_and_never_changed(office, drafted):
    gone = acts.discard(draft=drafted, reason="重写", by=By(office.clerk, AT))
    for act in (
        lambda: acts.submit(draft=gone, revision=2, by=By(office.clerk, AT)),
        lambda: acts.adopt(draft=gone, in_force_from=datetime.date(2026, 4, 1), by=By(office.head, AT)),
        lambda: acts.discard(draft=gone, reason="再作废", by=By(office.clerk, AT)),
    ):
        with pytest.raises(Conflict, match="作废"):
            act()
    assert acts.restore(draft=gone, by=By(office.head, AT)).phase == Phase.DRAFTED


def test_the_version_in_force_comes_out_of_a_draft_with_the_same_digest(office):
    adopting.record_first(jurisdiction=office.jurisdiction, at=AT, today=AT.date())
    content, digest = drafted_contents.from_version(office.jurisdiction)
    draft = acts.begin(jurisdiction=office.jurisdiction, content=content, based_on=digest, by=By(office.clerk, AT))
    draft.refresh_from_db()
    (text,) = drafts.files_of(draft.content).values()
    again = drafted_contents.from_yaml(text.encode())
    assert drafts.digest_of(again) == drafts.digest_of(draft.content) == drafts.digest_of(content)
    assert regime_drafts.compared(draft)[2] == []
    assert Adoption.objects.get().document_id == digest


def test_clauses_are_split_joined_and_renumbered_and_a_number_stands_once(office, drafted):
    by = By(office.clerk, AT)
    with pytest.raises(Refused, match="已经有了"):
        acts.arrange(draft=drafted, asked=Arrangement("renumber", "第二条", "第三条"), revision=2, by=by)
    asked = Arrangement("add", "第二条", "第二条之一", words="补一条。再补一句。")
    held, then = acts.arrange(draft=drafted, asked=asked, revision=2, by=by)
    assert then == "第二条之一"
    held, then = acts.arrange(draft=held, asked=Arrangement("split", then, "第二条之二", 4), revision=3, by=by)
    assert drafted_contents.part_of(held.content, f"clause:{then}")["original"] == "再补一句。"
    held, then = acts.arrange(draft=held, asked=Arrangement("join", "第二条"), revision=4, by=by)
    held, then = acts.arrange(draft=held, asked=Arrangement("renumber", then, "第二条"), revision=5, by=by)
    held, _ = acts.arrange(draft=held, asked=Arrangement("renumber", "第二条之二", "第二条之一"), revision=6, by=by)
    assert drafted_contents.part_of(held.content, "clause:第二条")["rules"] == [LATE]
    assert [each["clause"] for each in held.content["clauses"]] == ["第一条", "第二条", "第二条之一", "第三条"]


@pytest.mark.parametrize(
    ("text", "why"),
    [("一份没有编号的文字，只有几句话。", "没有找到条款编号"), ("", "没有找到条款编号")],
)
def test_a_text_without_numbers_is_refused_with_the_way_out(text, why):
    with pytest.raises(Refused, match=why) as refused:
        drafted_contents.from_text(text, "某办法")
    assert "编号" in refused.value.possible


def test_two_clauses_with_one_number_are_kept_apart_until_one_is_renumbered(office):
    content = drafted_contents.from_text("第一条 甲事每次扣1分。\n第二条 乙。\n一、甲\n一、乙\n", "某办法")
    numbers = [each["clause"] for each in content["clauses"]]
    assert len(set(numbers)) == len(numbers)
    twice = [each for each in numbers if drafted_contents.REPEATED in each]
    assert [each.clause for each in regime_drafts.obstacles(content) if "编号" in each.what] == twice


def test_a_content_that_is_no_documents_is_refused(office):
    for content, why in (
        ({"regime": {}, "readings": [], "clauses": [], "more": 1}, "三部分"),
        ({"regime": {"strange": 1}, "readings": [], "clauses": []}, "strange"),
        ({"regime": {}, "readings": [], "clauses": [{"clause": "一", "odd": 1}]}, "odd"),
        ({"regime": {}, "readings": [], "clauses": [{"clause": "一"}, {"clause": "一"}]}, "都是“一”"),
    ):
        with pytest.raises(Refused, match=why):
            acts.begin(jurisdiction=office.jurisdiction, content=content, by=By(office.clerk, AT))


def test_a_draft_may_say_whatever_a_document_may():
    assert set(drafted_contents.OF_HEAD) == set(building._KEYS) - {"parts", "clauses", "readings"}
