"""Every operation, every role: who may not, gets 403 or 404; nobody finds anything across the border."""

import copy
import datetime
import functools
import json

import pytest
from django.test import Client

from duban.ledger.actions.matters import notes
from duban.ledger.actions.office import calendars, documents, regime_drafts
from duban.ledger.actions.papers import bulletins
from duban.ledger.actions.process import objections
from duban.ledger.actions.reports import questions, recurrences
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import facts
from duban.ledger.actions.sources import instructions, meetings
from duban.ledger.by import By
from duban.ledger.models import Reorganisation, Review, Succession
from duban.ledger.models.consequences import Kind
from duban.ledger.queries.office.drafting import drafted_contents
from tests import cast, rectifying, stories
from tests.api import filled, incoming
from tests.api.bodies import BODIES
from tests.api.conftest import in_use, secret_of
from tests.api.may import MAY, READS_ALL, UNITS

NO_VERSION = {"register_matter", "record_fact", "excuse_fact", "withdraw_fact", "publish_ranking", "correct_ranking"}
NO_VERSION |= {"ask_for_ranking", "ask_for_correction", "sign_ranking", "withdraw_ranking_request"}
NO_VERSION |= {
    "award_points", "enter_sheet", "set_standard", "give_marks", "void_notice", "void_bulletin", "skip_number",
    "end_recurrence", "record_meeting", "add_decisions", "join_decision", "drop_decision", "give_instruction", "append_instruction",
    "report_instruction", "read_instruction", "object_to_fact", "rule_on_objection", "withdraw_objection", "check_paper",
    "record_event", "record_result", "lift_consequence", "make_claim", "rule_on_claim", "withdraw_claim",
    "plan_rectification", "report_rectification", "plead_force_majeure", "strike_off", "return_rectification", "request_review", "take_roll",
    "take_holiday_notice", "withdraw_holiday_notice",
    "read_paper", "answer_paper", "register_drafts", "check_ledger", "import_ledger", "update_by_ledger",
    "ask_question", "answer_question", "withdraw_question", "add_note", "withdraw_note", "undo_signatures",
    "request_starts", "sign_proposals", "plan_reorganisation", "try_document", "reorganise_units", "revoke_reorganisation", "dispatch_matters", "hand_over_post", "name_deputy", "correct_succession",
    "begin_regime_draft", "change_regime_draft", "arrange_regime_draft", "submit_regime_draft", "check_regime_draft", "return_regime_draft",
    "adopt_regime_draft", "regroup_units", "discard_regime_draft", "restore_regime_draft",
    "choose_message_topics", "choose_message_ways", "test_message_way", "add_robot", "add_application", "let_robot", "test_robot", "remove_robot",
}  # fmt: skip
# What names no record of one office, so that others reach their own or make one.
OF_NO_RECORD = {
    "register_matter", "record_fact", "award_points", "excuse_fact", "withdraw_fact", "publish_ranking", "ask_for_ranking", "record_meeting", "give_instruction",
    "plan_reorganisation", "reorganise_units", "make_claim", "set_standard", "take_roll", "skip_number", "find", "show_calendar", "show_vacancies", "take_holiday_notice", "sign_proposals",
    "undo_signatures", "list_papers", "read_paper", "check_ledger", "try_document", "begin_regime_draft",
    "show_calendar_entries", "show_message_choice", "choose_message_topics", "choose_message_ways", "test_message_way", "show_robots", "add_robot", "add_application", "show_statistics", "show_one_page",
}  # fmt: skip
QUERIES = {
    name: {"kind": "month", "from": "2026-03-01", "to": "2026-03-31"}
    for name in ("show_ranking", "show_score", "list_trials")
} | {"find": {"q": "推进"}, "show_calendar_entries": {"first": "2026-03-01", "last": "2026-03-31"}}
# What names its record in the body.
KEYS = {"correct_record": "meetings", "take_back_record": "decisions"}


@functools.cache
def _operations():
    found = json.loads(Client().get("/api/openapi.json").content)["paths"]
    return {
        operation["operationId"]: (method, path)
        for path, methods in found.items()
        for method, operation in methods.items()
    }


@pytest.fixture(scope="module")
def offices(lasting):
    """The office of all tests here and one beside it; each test undoes what it did to them."""
    return cast.office(), cast.office("zhuoni-2022", slug="other")


@pytest.fixture
def office(db, offices):
    """Our office as it was made, whatever another test remembered of it."""
    return copy.deepcopy(offices[0])


@pytest.fixture
def other(db, offices):
    """The office beside it."""
    return copy.deepcopy(offices[1])


@pytest.fixture(scope="module")
def scene(offices):
    """A matter in hand with a waiting report and an open proposal; the numbers of its records."""
    office = copy.deepcopy(offices[0])
    matter = stories.matter(office, due_on="2026-06-30")
    stories.accept(office, matter, cast.at())
    held = stories.held(matter)
    proposal = proposals.ask(
        "extension", of=held, until=held.due_on.replace(month=7), reason="理由", by=By(office.liaison, cast.at())
    )
    report = stories.report(office, matter, cast.at(), what="progress")
    ruled = facts.record_fact(
        jurisdiction=office.jurisdiction, kind="uncooperative", unit=office.units[0], fact={}, matter=matter, by=By(office.head, cast.at()),
        on=cast.at().date(), reason="会议记录",
    )  # fmt: skip
    other = facts.record_fact(
        jurisdiction=office.jurisdiction, kind="uncooperative", unit=office.units[0], fact={}, matter=matter, by=By(office.head, cast.at()),
        on=cast.at().date(), reason="电话记录",
    )  # fmt: skip
    objection = objections.object_to_fact(line=ruled, ground="dispute", text="已配合", by=By(office.liaison, cast.at()))
    imposed = stories.imposed(office, Kind.INTERVIEW, cast.at())
    meeting = meetings.record_meeting(
        jurisdiction=office.jurisdiction,
        name="常务会议",
        kind="",
        held_on=cast.at().date(),
        minutes="",
        by=By(office.clerk, cast.at()),
    )
    (decision,) = meetings.add_decisions(meeting=meeting, texts=["推进某项目"], by=By(office.clerk, cast.at()))
    instruction = instructions.give_instruction(
        jurisdiction=office.jurisdiction, leader=office.leader, text="抓紧", given_on=cast.at().date(), matter=matter,
        by=By(office.leader, cast.at()),
    )  # fmt: skip
    instructions.report_instruction(instruction=instruction, result="已办", by=By(office.clerk, cast.at()))
    recurrence = recurrences.set_recurrence(assignment=held, every="quarter", by=By(office.clerk, cast.at()))
    inspection = rectifying.inspection(office)
    concluded = rectifying.delivered(office, inspection)
    review = Review.objects.create(
        conclusion=concluded, text="不服", made_by=office.liaison, made_on=cast.at().date(), ruling="withdrawn"
    )
    local = calendars.take_notice(
        jurisdiction=office.jurisdiction, text="雪花节：12月10日放假。", year=2026, number="某政办〔2026〕8号", is_local=True,
        issued_on=cast.at().date(), actor=office.clerk, at=cast.at(), today=cast.at().date(),
    )  # fmt: skip
    handed = Succession.objects.create(
        jurisdiction=office.jurisdiction, of=office.leader, to=office.other_leader, post="副市长", on=cast.at().date(), reason="调任"
    )  # fmt: skip
    claimed = stories.claim(office, matter, at=cast.at())
    first, last = datetime.date(2026, 3, 1), datetime.date(2026, 3, 31)
    drafted = bulletins.draft_bulletin(
        jurisdiction=office.jurisdiction, kind="circular", span="month", first=first, last=last, by=By(office.clerk, cast.at())
    )  # fmt: skip
    changed = Reorganisation.objects.create(
        jurisdiction=office.jurisdiction, kind="merge", paper="方案", number="3", on=cast.at().date(), points="follow", accounts="move",
        made_by=office.head, made_on=cast.at().date(),
    )  # fmt: skip
    return {
        "reorganisations": changed.pk,
        "questions": questions.ask_question(matter=matter, unit=office.units[0], text="卡在哪里？", by=By(office.leader, cast.at())).pk,
        "notes": notes.add_note(matter=matter, text="已了解", by=By(office.head, cast.at())).pk,
        "regime-drafts": regime_drafts.begin(
            jurisdiction=office.jurisdiction, content=drafted_contents.from_text("第一条 迟报的，每次扣1分。", "某办法"), by=By(office.clerk, cast.at())
        ).pk,
        "robots": filled.robot(office).pk, "papers": incoming.paper(office).pk, "ledgers": incoming.ledger(office).pk,
        "adoptions": documents.record_first(jurisdiction=office.jurisdiction, at=cast.at(), today=cast.at().date()).pk,
        "successions": handed.pk, "username": office.leader.username,
        "calendar": local.pk, "findings": rectifying.handed(office, inspection).pk, "conclusions": concluded.pk, "reviews": review.pk,
        "notices": matter.notices.first().pk, "bulletins": drafted.pk,
        "no": matter.no, "unit": "jia", "proposals": proposal.pk, "reports": report.pk, "rankings": 1, "seq": other.seq,
        "objections": objection.pk, "consequences": imposed.pk, "meetings": meeting.pk, "decisions": decision.pk,
        "instructions": instruction.pk, "recurrences": recurrence.pk, "claims": claimed.pk, "attachments": claimed.file_id,
    }  # fmt: skip


@pytest.fixture(scope="module")
def secrets(offices, scene):
    """A token of every officer, for all tests here."""
    made = {officer.pk: secret_of(officer) for office in offices for officer in office.officers.values()}
    in_use()
    return made


@pytest.fixture(autouse=True)
def fresh_pace():
    """Take from a part of the minute what several tests ask: nobody here comes near the bound, and would be told by 429."""


def _status(program, operation, scene):
    method, path = _operations()[operation]
    kind = path.split("/")[2]
    path = path.format(
        no=scene["no"], unit=scene["unit"], pk=scene.get(kind), seq=scene["seq"], username=scene["username"]
    ).removeprefix("/api")
    if operation in KEYS:
        return program.post(path, **BODIES[operation] | {"id": str(scene[KEYS[operation]])})[0]
    if method == "get":
        return program.get(path, **QUERIES.get(operation, {}))[0]
    body = BODIES.get(operation, {}) | ({} if operation in NO_VERSION else {"version": 999}) | _of(scene, operation)
    return program.post(path, **body)[0]


def _of(scene, operation):
    """What a body says of the records of the scene."""
    own = {
        "make_claim": {"evidence": scene["attachments"]},
        "sign_proposals": {"proposals": [{"id": scene["proposals"], "version": 999}]},
        "undo_signatures": {"proposals": [scene["proposals"]]},
    }
    return own.get(operation, {})


@pytest.mark.django_db
def test_every_operation_has_a_row():
    assert set(_operations()) == set(MAY)


@pytest.mark.django_db
@pytest.mark.parametrize("operation", MAY)
def test_who_may(operation, office, scene, as_program, secrets):
    # Where units become one, the tokens of their officers end: there each takes a new one.
    known = {} if operation == "reorganise_units" else secrets
    statuses = {
        who: _status(as_program(officer, known.get(officer.pk, "")), operation, scene)
        for who, officer in office.officers.items()
    }
    may = {who for who, status in statuses.items() if status not in (403, 404)}
    # A stale version is told before whose turn it is: who sees a proposal may learn that it changed.
    expected = MAY[operation]
    if operation in ("sign_proposal", "withdraw_proposal"):
        assert expected <= may <= READS_ALL | UNITS
    else:
        assert may == expected
    assert all(status < 500 for status in statuses.values())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "operation",
    [
        name
        for name in MAY
        if name not in {*QUERIES, *OF_NO_RECORD}
        and not name.startswith("list_")
        and name not in ("show_regime", "show_kinds", "show_published_ranking")
    ],
)
def test_nothing_is_found_across_the_border(operation, other, scene, as_program, secrets):
    statuses = {
        _status(as_program(officer, secrets[officer.pk]), operation, scene) for officer in other.officers.values()
    }
    assert statuses <= {403, 404}
