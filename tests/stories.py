"""Small stories that tests tell: a matter that goes out, is accepted, reported, completed, or left to fall overdue."""

import datetime

from duban.ledger.actions.matters import assignments, attachments, matters
from duban.ledger.actions.process import consequences
from duban.ledger.actions.reports import reports
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import claims
from duban.ledger.by import By
from duban.ledger.governed import ROLE_OF_SIGNER, Governed
from duban.ledger.models.reports import What
from duban.people.models import Officer
from tests import cast


def matter(office, *, due_on, at=None, lead=None, support=(), dispatched=True, title="推进某项目建设", **more):
    """Register a matter, and send it out unless told otherwise; the clerk does both at `at`."""
    at = at or cast.at()
    regime = Governed.of(office.jurisdiction).document
    # Only the measure of Zhuoni asks for the day until which a unit may object (附件1 三2).
    accept_by = more.pop("accept_by", day(due_on) if regime.id == "zhuoni-2022" else None)
    order = matters.Order(
        title=title,
        requirement=f"{title}，按月反馈进展。",
        standard="全部完成并通过验收",
        category=more.pop("category", regime.categories[0].id if regime.categories else ""),
        source="meeting",
        due_on=day(due_on) if due_on else None,
        lead=tuple(lead or office.units[:1]),
        support=tuple(support),
        level=more.pop(
            "level", ("blue" if "blue" in regime.levels else next(iter(regime.levels))) if regime.levels else ""
        ),
        **more,
    )
    made = matters.register_matter(jurisdiction=office.jurisdiction, order=order, by=By(office.clerk, at))
    if not dispatched:
        return made
    approve_start(office, made, at)
    return matters.dispatch_matter(matter=made, by=By(office.clerk, at), accept_by=accept_by)


def approve_start(office, matter, at):
    """Let the leader approve that the matter starts, where the document asks for that (县方案 一(二))."""
    if Governed.of(matter).approval("start") is None:
        return
    asked = proposals.ask("start", of=matter, reason="按领导要求立项", by=By(office.clerk, at))
    sign(asked, at)


def sign(proposal, at):
    """Let everybody whose signature it needs agree, in order."""
    while (waiting := proposals.waiting_signature(proposal)) is not None:
        role = ROLE_OF_SIGNER[waiting.role]
        signer = waiting.officer or Officer.objects.filter(jurisdiction=proposal.jurisdiction, role=role).first()
        proposals.sign_proposal(proposal=proposal, agree=True, by=By(signer, at), reason="同意")


def sign_as(proposal, actor, agree=True, reason="", at=None):
    """Let one officer sign, at `at` or at the instant of the tests."""
    by = By(actor, at or cast.at())
    return proposals.sign_proposal(proposal=proposal, agree=agree, reason=reason, by=by)


def held(matter, unit=None):
    """Return the assignment of the matter's first lead unit, or of that unit."""
    found = matter.assignments.select_related("matter__jurisdiction", "unit__portfolio__leader").order_by("-part", "id")
    return found.filter(unit=unit).last() if unit else found.filter(part="lead").first()


def stepped(office, matter, step, at, **more):
    """Let a step of the ladder be asked for, signed and carried out at one instant; with `waits` it is left approved."""
    asked = proposals.ask("step", of=held(matter), step=step, reason="逾期", by=By(office.clerk, at))
    sign(asked, at)
    asked.refresh_from_db()
    return asked if more.get("waits") else proposals.carry_out(proposal=asked, by=By(office.clerk, at), **more)


def at_the_talk(office):
    """A matter of Sanmenxia whose unit has had its circular and its exposure: the interview is open from 18 March on."""
    made = matter(office, due_on="2026-02-27", at=cast.at("2026-02-02 09:00"), title="约谈前的项目")
    stepped(office, made, "circular", cast.at("2026-03-02 09:00"))
    exposed = {"authority": "prefecture", "medium": "市电视台", "held_on": day("2026-03-10")}
    stepped(office, made, "criticism_and_exposure", cast.at("2026-03-10 09:00"), **exposed)
    return made


def accept(office, matter, at, unit=None):
    """Let the unit sign for it."""
    return assignments.accept_assignment(assignment=held(matter, unit), by=By(office.liaison, at))


def report(office, matter, at, what=What.RESULT, unit=None):
    """Let the unit report, by default the result."""
    return reports.submit_report(
        assignment=held(matter, unit), what=what, by=By(office.liaison, at), words=reports.Words("已全部完成。")
    )


def complete(office, matter, at, unit=None):
    """Let the unit accept if it has not yet, report the result with proof, and the head of the office accept that."""
    if held(matter, unit).stage == "to_accept":
        accept(office, matter, at, unit)
    made = report(office, matter, at, unit=unit)
    attachments.add_file(
        jurisdiction=office.jurisdiction,
        name="验收单.txt",
        chunks=[f"{matter.no} 验收合格".encode()],
        by=By(office.liaison, at),
        report=made,
    )
    return reports.accept_report(report=made, by=By(office.head, at))


def claim(office, matter, *, at, actor=None, kind="circular", authority="province", document="豫政〔2026〕3号", **more):
    """Let the liaison of units[0] (or another) claim praise on a matter, with its proof."""
    actor = actor or office.liaison
    unit = actor.unit or more.pop("unit", office.units[0])
    proof = attachments.add_file(
        jurisdiction=office.jurisdiction,
        name="表彰决定.pdf",
        chunks=[b"%PDF-1.4 1"],
        matter=matter,
        unit=unit,
        by=By(actor, at),
    )
    praised = claims.Praised(
        **{
            "kind": kind, "title": "关于表扬项目建设先进单位的通报", "authority": authority, "document": document,
            "happened_on": at.date(), "matter": matter, **more,
        }
    )  # fmt: skip
    return claims.make_claim(jurisdiction=office.jurisdiction, unit=unit, praised=praised, file=proof, by=By(actor, at))


def day(text) -> datetime.date:
    """Return the day of `YYYY-MM-DD`, or the day given."""
    return datetime.date.fromisoformat(text) if isinstance(text, str) else text


def imposed(office, kind, at, *, unit=None, matter=None, clause="四(二)4", reason="逾期", **more):
    """Let the clerk put a consequence on record, of the first unit unless told otherwise."""
    return consequences.impose(
        consequences.Imposition(kind, clause, reason, **more),
        jurisdiction=office.jurisdiction,
        unit=unit or office.units[0],
        matter=matter,
        by=By(office.clerk, at),
    )
