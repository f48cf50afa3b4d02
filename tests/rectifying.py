"""An inspection under way, as tests tell it: its team, what it found, a conclusion on its way to the unit."""

import datetime

from duban.ledger.actions.inspections import conclusions, rectifications
from duban.ledger.by import By
from duban.ledger.models import Finding, Inspection, Member, Visit
from tests import cast, stories

BEGUN = datetime.date(2026, 3, 2)
WORDS = {
    "achievements": "年度任务过半。",
    "problems": "两个项目未开工。",
    "shortfalls": "无。",
    "advice": "四月底前开工。",
}


def inspection(office, *, head=None, team=(), title="一季度重点工作督查", phase="under_way", **more):
    """Return an inspection of the first two units under way; the inspector heads it, the clerk is on it."""
    made = Inspection.objects.create(
        jurisdiction=office.jurisdiction,
        no=more.pop("no", "DC2026-1"),
        title=title,
        method=more.pop("method", "special"),
        scheme="按方案督查。",
        from_on=BEGUN,
        to_on=datetime.date(2026, 3, 20),
        phase=phase,
        opened_by=office.clerk,
        opened_on=BEGUN,
        signed_by=office.principal,
        signed_on=BEGUN,
        **more,
    )
    made.units.set(office.units[:2])
    head = head or office.inspector
    for officer, capacity in ((head, "head"), *((each, "member") for each in team or [office.clerk])):
        Member.objects.create(inspection=made, officer=officer, name=str(officer), capacity=capacity)
    return made


def visit(made, unit, *, arrived=True):
    """Return a place of it."""
    return Visit.objects.create(
        inspection=made,
        unit=unit,
        place="项目工地",
        on=BEGUN,
        arrived_at=cast.at("2026-03-02 10:00") if arrived else None,
    )


def finding(office, made, *, nature="problem", unit=None, text="项目没有开工", **more):
    """Return what the team found on a unit, by default the first."""
    return Finding.objects.create(
        inspection=made,
        unit=unit or office.units[0],
        order=made.findings.count() + 1,
        nature=nature,
        text=text,
        found_by=office.inspector,
        found_on=BEGUN,
        **more,
    )


def handed(office, made=None, *, by="2026-04-30", at=None, **more):
    """Return a finding that was handed to its unit."""
    made = made or inspection(office)
    row = finding(office, made, **more)
    rectifications.hand_over_findings(
        inspection=made,
        unit=row.unit,
        findings=[row],
        rectify_by=stories.day(by),
        by=By(office.clerk, at or cast.at()),
    )
    row.refresh_from_db()
    return row


def reported(office, made=None, *, at=None, **more):
    """Return a finding that its unit reports as put right."""
    at = at or cast.at()
    row = handed(office, made, at=at, **more)
    rectifications.plan_rectification(
        finding=row,
        measures="倒排工期",
        responsible="王副局长",
        promised_on=row.rectify_by,
        by=By(office.liaison, at),
    )
    rectifications.report_rectification(
        finding=row, result="已经开工", evidence=[("现场.txt", [b"photo"])], by=By(office.liaison, at)
    )
    row.refresh_from_db()
    return row


def drafted(office, made=None, *, unit=None, at=None, **words):
    """Return a conclusion that the clerk drafted."""
    return conclusions.draft_conclusion(
        inspection=made or inspection(office),
        unit=unit or office.units[0],
        words={**WORDS, **words},
        by=By(office.clerk, at or cast.at()),
    )


def signed(office, made=None, *, at=None, **more):
    """Return a conclusion that the head read and the principal signed."""
    at = at or cast.at()
    row = drafted(office, made, at=at, **more)
    conclusions.forward_conclusion(conclusion=row, to_sign=office.principal, by=By(office.clerk, at))
    conclusions.read_conclusion(conclusion=row, agree=True, opinion="", by=By(office.inspector, at))
    return conclusions.sign_conclusion(conclusion=row, agree=True, opinion="同意", by=By(office.principal, at))


def delivered(office, made=None, *, at=None, **more):
    """Return a conclusion that the unit has."""
    row = signed(office, made, at=at, **more)
    conclusions.deliver_conclusion(conclusion=row, by=By(office.clerk, at or cast.at()))
    row.refresh_from_db()
    return row
