"""Every statement of every act fails once, and the commit too: what is there afterwards is what was there before (RELIABILITY 4, 45).

One office does its work act by act. Before an act succeeds it is tried with its first statement failing, then with its second, and so on to its
commit. After each failure every row of every table is as it was, or else (acts of several transactions) all that `duban audit verify` and `duban
fsck` look at holds. `DUBAN_STATEMENTS=all` tries every statement, otherwise every twelfth.
"""

import datetime

import pytest
from django.db import OperationalError, connection

from duban.ledger.actions.accounts import account_changes, personal_data, tokens
from duban.ledger.actions.matters import assignments, matters
from duban.ledger.actions.matters import attachments as uploads
from duban.ledger.actions.office import daily_run, letters, messages, officers
from duban.ledger.actions.papers import notices
from duban.ledger.actions.public import appeals, senders
from duban.ledger.actions.reports import reports
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import facts, rankings
from duban.ledger.actions.upkeep import backups, retention
from duban.ledger.by import By
from duban.ledger.models import (
    AccountChange,
    Appeal,
    Attachment,
    JournalLine,
    Matter,
    Proposal,
    Report,
)
from duban.ledger.models.account_changes import Change
from duban.people.models import Jurisdiction, Officer
from tests import cast, stories
from tests.failing import Work, flaws, is_kept_for_speed

AT, LATER = cast.at(), cast.at("2026-07-01 09:00")


def _one(model, **which):
    return model.objects.get(**which)


def _matter() -> Matter:
    return Matter.objects.select_related("jurisdiction").earliest("pk")


def _report() -> Report:
    return Report.objects.latest("pk")


def _order(office, **more):
    order = {
        "title": "推进某项目建设", "requirement": "按月反馈进展。", "standard": "全部完成并通过验收", "category": "government_work_report", "source": "meeting",
        "due_on": datetime.date(2026, 4, 30), "lead": tuple(office.units[:1]), "support": tuple(office.units[1:2]),
    }  # fmt: skip
    return matters.Order(**{**order, **more})


def _a_matter_goes_its_way(work, office):
    order = _order(office, category=_matter().category)
    work.do(
        "register",
        lambda: matters.register_matter(jurisdiction=office.jurisdiction, order=order, by=By(office.clerk, AT)),
    )
    latest = lambda: Matter.objects.select_related("jurisdiction").latest("pk")  # noqa: E731
    held = lambda: stories.held(latest())  # noqa: E731
    work.do("dispatch", lambda: matters.dispatch_matter(matter=latest(), by=By(office.clerk, AT)))
    work.do("accept", lambda: assignments.accept_assignment(assignment=held(), by=By(office.liaison, AT)))

    def hand_in():
        return reports.submit_report(
            assignment=held(), what="result", by=By(office.liaison, AT), words=reports.Words("已全部完成。")
        )

    work.do("report", hand_in)
    back = {"reason": "过于简单", "redo_by": datetime.date(2026, 4, 10), "by": By(office.head, AT)}
    work.do("return", lambda: reports.return_report(report=_report(), **back))
    work.do(
        "ask for an extension",
        lambda: proposals.ask(
            "extension", of=held(), until=datetime.date(2026, 6, 30), reason="设计变更", by=By(office.liaison, AT)
        ),
    )
    while (waiting := proposals.waiting_signature(Proposal.objects.latest("pk"))) is not None:
        signer = waiting.officer or office.leader
        work.do(
            f"sign the extension, {waiting.role}",
            lambda signer=signer: proposals.sign_proposal(
                proposal=Proposal.objects.latest("pk"), agree=True, by=By(signer, AT), reason="同意"
            ),
        )
    work.do("report again", hand_in)
    proof = {"name": "验收单.txt", "chunks": [b"passed"], "by": By(office.liaison, AT)}
    work.do("attach", lambda: uploads.add_file(jurisdiction=office.jurisdiction, report=_report(), **proof))
    work.do("approve", lambda: reports.accept_report(report=_report(), by=By(office.head, AT)))
    work.do("close", lambda: matters.close_matter(matter=latest(), by=By(office.clerk, AT)))
    work.do(
        "erase a file",
        lambda: retention.erase_file(attachment=Attachment.objects.latest("pk"), actor=office.head, at=LATER),
    )


def _an_office_scores(work, office):
    jurisdiction, day = office.jurisdiction, datetime.date(2026, 3, 30)
    stories.complete(
        office, stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00")), cast.at("2026-03-10 09:00")
    )
    work.do(
        "urge",
        lambda: notices.issue_notice(of=jurisdiction, act="urge", unit=office.units[2], by=By(office.clerk, AT)),
    )
    late = {"kind": "late", "unit": office.units[0], "fact": {"what": "report"}, "reason": "月报迟报", "on": day}
    work.do("record a fact", lambda: facts.record_fact(jurisdiction=jurisdiction, by=By(office.clerk, AT), **late))
    fact = lambda: JournalLine.objects.filter(kind="late").latest("pk")  # noqa: E731
    work.do("excuse a fact", lambda: facts.excuse_fact(line=fact(), reason="系统故障", by=By(office.head, AT)))
    work.do(
        "daily run",
        lambda: daily_run.run_days(
            jurisdiction=_one(Jurisdiction, pk=jurisdiction.pk), through=datetime.date(2026, 4, 8)
        ),
    )
    month = {"kind": "month", "from_on": datetime.date(2026, 3, 1), "to_on": datetime.date(2026, 3, 31)}
    work.do(
        "publish",
        lambda: rankings.publish_ranking(
            jurisdiction=jurisdiction, by=By(office.head, cast.at("2026-04-09 09:00")), **month
        ),
    )

    def tell():
        at = cast.at("2026-04-09 10:00")
        messages.derive_messages(jurisdiction=jurisdiction, at=at)
        letters.write_digests(jurisdiction=jurisdiction, at=at)

    work.do("messages and digests", tell)
    work.do("deliver", lambda: letters.deliver_letters(at=LATER, send=lambda letter: None, most=1))
    work.do("a claim", lambda: stories.claim(office, Matter.objects.latest("pk"), at=AT))


def _the_newer_acts(work, office):
    clerk = lambda: _one(Officer, username=office.clerk.username)  # noqa: E731
    reset = {"kind": Change.PASSWORD, "jurisdiction": office.jurisdiction, "by": By(office.admin, AT)}
    work.do(
        "token",
        lambda: tokens.create_token(
            officer=clerk(), name="报表", expires_on=datetime.date(2026, 6, 30), actor=None, at=AT
        ),
    )
    work.do("ask for a reset", lambda: account_changes.ask_change(officer=clerk(), **reset))
    work.do(
        "confirm the reset",
        lambda: account_changes.confirm_change(change=AccountChange.objects.latest("pk"), by=By(office.head, AT)),
    )
    work.do("reset by the machine's owner", lambda: officers.reset_password(officer=clerk(), actor=None, at=AT))
    work.do(
        "change a password", lambda: officers.change_password(officer=clerk(), password="Another-2026-word!", at=LATER)
    )
    work.do("disable", lambda: officers.disable_officer(officer=clerk(), by=By(office.admin, LATER)))
    work.do("erase an officer", lambda: personal_data.erase_officer(officer=clerk(), actor=office.admin, at=LATER))
    words = {
        "channel": "hotline",
        "received_on": AT.date(),
        "text": "我是周晓岚，路灯不亮。",
        "person": "周晓岚",
        "contact": "13800002222",
    }
    more = {"source_no": "GD-1", "due_on": datetime.date(2026, 4, 15), "triage": "simple"}
    writing = appeals.Writing(**words, **more)
    appeal = lambda: Appeal.objects.select_related("jurisdiction").latest("pk")  # noqa: E731
    work.do(
        "receive an appeal",
        lambda: appeals.receive_appeal(jurisdiction=office.jurisdiction, writing=writing, actor=office.head, at=AT),
    )
    work.do("answer it", lambda: appeals.answer_appeal(appeal=appeal(), reply="路灯已修复。", by=By(office.head, AT)))
    work.do("erase its sender", lambda: senders.erase_sender(appeal=appeal(), actor=office.head, at=LATER))
    work.do("a backup's line", lambda: backups.record_backup("backup.made", data={"file": "a.backup"}, at=LATER))


@pytest.mark.parametrize("part", [_a_matter_goes_its_way, _an_office_scores, _the_newer_acts])
def test_nothing_is_half_done(part, committed, monkeypatch, settings, tmp_path, record_property):
    settings.WEBHOOK_BODY = '{"to": "$username"}'
    settings.FILES_ROOT, settings.WEBHOOK_URL, settings.LETTER_HOURS = tmp_path, "http://127.0.0.1:9/", (0, 24)
    office = cast.office()
    office.jurisdiction.officers.update(last_login=AT)
    stories.matter(office, due_on="2026-04-02", at=cast.at("2026-03-02 09:00"), lead=office.units[2:3])
    work = Work(office, monkeypatch)
    part(work, office)
    assert work.halves == []
    assert all(tried for _, tried in work.figures.values()), work.figures
    record_property("acts", len(work.figures))
    record_property("failures", sum(tried for _, tried in work.figures.values()))


def test_what_is_kept_for_speed_may_fail(committed):
    """A month is published whole though none of what it keeps for the next draft can be written."""
    office = cast.office()
    stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    failed = []

    def fails(execute, sql, params, many, context):
        if is_kept_for_speed():
            failed.append(sql)
            raise OperationalError("made to fail")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fails):
        rankings.publish_ranking(
            jurisdiction=office.jurisdiction,
            kind="month",
            from_on=datetime.date(2026, 3, 1),
            to_on=datetime.date(2026, 3, 31),
            by=By(office.head, cast.at("2026-04-09 09:00")),
        )
    assert failed
    assert flaws() == []
