"""What comes of the inspection that was carried out: findings put right or not, conclusions on their way, a review, the report before its signer."""

import datetime
from functools import partial

from django.db.models import QuerySet

from duban.demo import photographs
from duban.demo.agendas import Act, Agenda
from duban.demo.people import Staff
from duban.ledger import conditions
from duban.ledger.actions.inspections import conclusions, inspection_reports, rectifications, reviews, teams
from duban.ledger.actions.papers import bulletins
from duban.ledger.by import By
from duban.ledger.models import Conclusion, Finding, Inspection
from duban.ledger.models.inspections import Capacity
from duban.ledger.queries.inspections import conclusions as known
from duban.people.models import Officer, Unit

At = datetime.datetime


class Rectifier:
    """One inspection after the team is home."""

    def __init__(self, staff: Staff, agenda: Agenda, inspection: Inspection, units: list[Unit]) -> None:
        self.staff, self.agenda, self.inspection, self.units = staff, agenda, inspection, units
        self.clerk, self.writer = staff.officer("clerk"), staff.officer("clerk_2")
        self.inspector, self.principal = staff.officer("inspector"), staff.officer("principal")

    def enter(self, at: At) -> None:
        """Put everything on the agenda; the second clerk joins the team and writes."""
        teams.add_member(
            inspection=self.inspection, capacity=Capacity.MEMBER, officer=self.writer, by=By(self.clerk, at)
        )
        self._put(-25, 9, self.hand_over)
        for day, hour, act in (
            (-22, 10, self.plan),
            (-15, 15, self.report),
            (-13, 9, self.send_back),
            (-10, 16, self.report),
            (-8, 10, self.strike),
        ):
            self._put(day, hour, act)
        for place, unit in enumerate(self.units[:4]):
            self._put(-24, 14 + place, partial(self.conclude, unit))
        self._put(-20, 10, self.report_upwards)
        self._put(-5, 11, self.object)

    def hand_over(self, at: At) -> None:
        """Hand every finding to its unit: one has time until today, one is behind."""
        for unit, day in ((self.units[1], -9), (self.units[3], -2)):
            found = list(self._found(unit).filter(progress="noted"))
            rectifications.hand_over_findings(
                inspection=self.inspection,
                unit=unit,
                findings=found,
                rectify_by=self._day(day),
                by=By(self.inspector, at),
            )
        row = self._found(self.units[3]).get()
        self._put(-20, 10, lambda at: self._plan(row, "恢复逐日登记，专人核对", at))

    def plan(self, at: At) -> None:
        """Let the first unit say what it will do, who answers for it, and until when."""
        self._plan(self._found(self.units[1]).get(), "补办验收签字，台账由专人每周核对", at)

    def report(self, at: At) -> None:
        """Let it report, with proof; the second time it is done."""
        row = self._found(self.units[1]).get()
        result = "验收签字已补齐，台账更新到本周。" if row.returned else "已安排补签，台账正在整理。"
        name = f"整改佐证{row.returned + 1}.txt"
        photo = photographs.photo(row.unit.name, at.date().isoformat(), after=True)
        evidence = [(name, [result.encode()]), (f"整改后{row.returned + 1}.jpg", [photo])]
        rectifications.report_rectification(
            finding=row, result=result, evidence=evidence, by=By(self._liaison(row.unit), at)
        )

    def send_back(self, at: At) -> None:
        """Find that nothing is signed yet."""
        row = self._found(self.units[1]).get()
        rectifications.return_rectification(
            finding=row, reason="现场查看仍没有签字，台账未更新。", by=By(self.inspector, at)
        )

    def strike(self, at: At) -> None:
        """Strike it off on the spot."""
        row = self._found(self.units[1]).get()
        rectifications.strike_off(finding=row, note="到场复查，签字齐全，台账一致。", by=By(self.inspector, at))

    def conclude(self, unit: Unit, at: At) -> None:
        """Write a conclusion for a unit: two are delivered, one waits for the leader, one is still with the team."""
        words = known.words_for(self.inspection, unit)
        words = {
            "achievements": words["achievements"] or "项目总体按计划推进，进度与报送一致。",
            "problems": words["problems"] or "未发现问题。",
            "shortfalls": words["shortfalls"] or "无。",
            "advice": "对照问题逐条整改，按期报送结果。",
        }
        made = conclusions.draft_conclusion(inspection=self.inspection, unit=unit, words=words, by=By(self.writer, at))
        place = self.units.index(unit)
        if place == 3:
            return
        conclusions.forward_conclusion(conclusion=made, to_sign=self.principal, by=By(self.writer, at))
        self._put(-23, 9 + place, lambda at: self._read(made, at))
        if place in (1, 2):
            self._put(-22, 14 + place, lambda at: self._sign(made, at))

    def report_upwards(self, at: At) -> None:
        """Draft the report from the records and put it before who signs."""
        made = inspection_reports.draft_report(
            inspection=self.inspection, form="inspection_report", by=By(self.writer, at)
        )
        bulletins.forward_bulletin(bulletin=made, by=By(self.writer, at))

    def object(self, at: At) -> None:
        """Let a unit ask for a review, where the document has one."""
        row = Conclusion.objects.get(inspection=self.inspection, unit=self.units[1])
        if conditions.reviews.requesting(row, at.date()) is None:
            reviews.request_review(
                conclusion=row, text="台账滞后系系统切换所致，督查前已书面说明。", by=By(self._liaison(row.unit), at)
            )

    def _read(self, made: Conclusion, at: At) -> None:
        conclusions.read_conclusion(conclusion=made, agree=True, opinion="", by=By(self.inspector, at))

    def _sign(self, made: Conclusion, at: At) -> None:
        conclusions.sign_conclusion(conclusion=made, agree=True, opinion="同意", by=By(self.principal, at))
        conclusions.deliver_conclusion(conclusion=made, by=By(self.clerk, at))

    def _plan(self, row: Finding, measures: str, at: At) -> None:
        row.refresh_from_db()
        assert row.rectify_by is not None
        rectifications.plan_rectification(
            finding=row,
            measures=measures,
            responsible="分管负责人",
            promised_on=row.rectify_by,
            by=By(self._liaison(row.unit), at),
        )

    def _found(self, unit: Unit) -> QuerySet[Finding]:
        return Finding.objects.filter(inspection=self.inspection, unit=unit).exclude(nature="experience")

    def _liaison(self, unit: Unit) -> Officer:
        return self.staff.liaisons[unit.code]

    def _day(self, workdays: int) -> datetime.date:
        return self.agenda.workday(self.agenda.today, workdays)

    def _put(self, workdays: int, hour: int, act: Act) -> None:
        at = datetime.datetime.combine(self._day(workdays), datetime.time(hour, 35), self.agenda.now.tzinfo)
        self.agenda.put_at(at, act)
