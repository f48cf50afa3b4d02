"""What the office records by hand in the demonstration: praise and criticism with evidence, sheets and grades, excuses."""

import datetime
from collections.abc import Iterator
from typing import Any

from duban.demo import words
from duban.demo.stories import Teller
from duban.ledger import conditions, scored_facts
from duban.ledger.actions.matters import attachments
from duban.ledger.actions.scoring import claims, facts
from duban.ledger.by import By
from duban.ledger.models import Assignment, Attachment, JournalLine
from duban.ledger.models.assignments import Part, Stage
from duban.people.models import Role, Unit

# Kind, fields and title of what happens now and then; {0} becomes the unit's name.
_CITY = (
    ("circular", {"tone": "praise", "authority": "province_department"}, "省直部门通报表扬{0}做法"),
    ("published", {"authority": "province"}, "省级政务信息刊发{0}经验"),
    ("instruction", {"tone": "praise", "authority": "prefecture_principal"}, "市政府主要领导批示肯定{0}"),
    ("circular", {"tone": "criticism", "authority": "prefecture_office"}, "市政府督查室通报批评{0}进度滞后"),
    ("inspection_excellent", {"authority": "province_department"}, "{0}代表市政府迎检成绩优异"),
    ("circular", {"tone": "praise", "authority": "prefecture"}, "市政府通报表扬{0}"),
    ("hosted_meeting", {"authority": "prefecture"}, "全市现场会在{0}召开"),
    ("circular", {"tone": "praise", "authority": "prefecture_office"}, "督查室通报表扬{0}"),
    ("interview", {"authority": "province_department"}, "{0}被上级部门约谈"),
    ("published", {"authority": "prefecture"}, "市政府信息专期刊发{0}做法"),
    ("instruction", {"tone": "criticism", "authority": "prefecture_principal"}, "市政府主要领导批示批评{0}"),
)
_COUNTY = (
    ("circular", {"tone": "praise", "authority": "county"}, "县政府通报表扬{0}"),
    ("instruction", {"tone": "praise", "authority": "county_principal"}, "县政府主要领导批示肯定{0}"),
    ("circular", {"tone": "praise", "authority": "prefecture"}, "上级政府通报表扬{0}"),
    ("promoted", {"authority": "prefecture_office"}, "上级督查部门推广{0}经验"),
    ("circular", {"tone": "criticism", "authority": "county"}, "县政府通报批评{0}落实不力"),
    ("instruction", {"tone": "criticism", "authority": "county_principal"}, "县政府主要领导批示批评{0}"),
    ("circular", {"tone": "praise", "authority": "province_department"}, "省级督查部门通报表扬{0}"),
    ("instruction", {"tone": "praise", "authority": "prefecture"}, "上级领导批示肯定{0}"),
    ("circular", {"tone": "praise", "authority": "county_office"}, "县政府督查室通报表扬{0}"),
    ("promoted", {"authority": "county"}, "县政府推广{0}做法"),
)
SHEETS = {
    "zhuoni-2022": (("组织领导", 40), ("工作落实", 40)),
    "gansu-county-2023": (("重点任务落实", 60), ("信息反馈", 20), ("问题整改", 20)),
}


class Recorder:
    """The clerk who records, with what proves it."""

    def __init__(self, teller: Teller, diligence: dict[str, float]) -> None:
        self.teller = teller
        self.staff = teller.staff
        self.chance = teller.chance
        self._diligence = diligence
        self._events = self._endless(_CITY if teller.staff.place.is_city else _COUNTY)

    def commend(self, at: datetime.datetime) -> None:
        """Record the next praise or criticism, for a unit that suits it; the same thing praised twice now and then."""
        kind, fields, title = next(self._events)
        bad = fields.get("tone") == "criticism" or kind == "interview"
        held = Assignment.objects.filter(
            matter__jurisdiction=self.staff.jurisdiction,
            part=Part.LEAD,
            stage__in=(Stage.IN_HAND, Stage.RETURNED) if bad else (Stage.COMPLETED,),
        ).select_related("unit", "matter")
        choice = sorted(held, key=lambda each: (self._diligence[each.unit.code], each.pk))
        if not choice:
            return
        half = choice[: len(choice) // 3 + 1] if bad else choice[-(len(choice) // 2 + 1) :]
        assignment = self.chance.choice(half)
        self._record(kind, fields, title.format(assignment.unit), assignment, at)
        if kind == "circular" and not bad and self.chance.random() < 0.3:
            again = "prefecture" if self.staff.place.is_city else "county"
            if fields["authority"] != again:
                self._record(
                    kind, {**fields, "authority": again}, f"本级同一事项通报表扬{assignment.unit}", assignment, at
                )

    def excuse(self, at: datetime.datetime) -> None:
        """Rule that the latest lateness had good reason."""
        lines = JournalLine.objects.filter(jurisdiction=self.staff.jurisdiction, kind="late", amendments__isnull=True)
        line = lines.order_by("-seq").first()
        if line is not None:
            facts.excuse_fact(
                line=line,
                reason="持续暴雨致道路中断，经核实属不可抗力。",
                by=By(self.staff.officer(Role.OFFICE_HEAD), at),
            )

    def assess(self, on: datetime.date, at: datetime.datetime) -> None:
        """Record the sheets or the grades of all units, as of the last day of a period."""
        regime = self.staff.place.regime
        for code, unit in self.staff.units.items():
            diligence = self._diligence[code]
            for section, most in SHEETS.get(regime, ()):
                points = round(most * (0.72 + 0.26 * diligence)) - self.chance.randrange(3)
                fact = {"section": section, "points": str(min(points, most))}
                self._note("sheet", fact, unit, on, "督查组季度评分表汇总。", at)
            if regime == "ankang-2020":
                grade = "优秀" if diligence > 0.88 else "良好" if diligence > 0.76 else "合格"
                self._note("grade", {"grade": grade}, unit, on, "按任务类别综合评价。", at)

    def _note(
        self, kind: str, fact: dict[str, Any], unit: Unit, on: datetime.date, reason: str, at: datetime.datetime
    ) -> None:
        facts.record_fact(
            jurisdiction=self.staff.jurisdiction,
            kind=kind,
            unit=unit,
            fact=fact,
            by=By(self.staff.officer(Role.OFFICE_HEAD), at),
            on=on,
            reason=reason,
        )

    def _record(
        self, kind: str, fields: dict[str, str], title: str, assignment: Assignment, at: datetime.datetime
    ) -> None:
        clerk = self.staff.officer(Role.CLERK)
        praised = fields.get("tone") != "criticism" and kind in scored_facts.PRAISE
        claimed = (
            praised
            and conditions.scoring.claimable(
                self.staff.jurisdiction, kind, fields["authority"], assignment.matter, False
            )
            is None
        )
        said = f"事项：{assignment.matter.title}"
        name, text = words.excerpt(title, at.date(), said)
        evidence = attachments.add_file(
            jurisdiction=self.staff.jurisdiction,
            name=name,
            chunks=[text],
            by=By(self.staff.liaisons[assignment.unit.code] if claimed else clerk, at),
            matter=assignment.matter,
        )
        if claimed:
            self._claim(kind, fields["authority"], title, evidence, assignment, at)
            return
        fact = (
            {**fields, "occasion": f"{assignment.matter.no}-{at.date()}"}
            if kind in ("circular", "instruction")
            else fields
        )
        facts.record_fact(
            jurisdiction=self.staff.jurisdiction,
            kind=kind,
            unit=assignment.unit,
            fact=fact,
            matter=assignment.matter,
            by=By(clerk, at),
            on=at.date(),
            reason=title,
            proof=evidence,
        )

    def _claim(
        self, kind: str, authority: str, title: str, evidence: Attachment, assignment: Assignment, at: datetime.datetime
    ) -> None:
        """Let the unit claim what it was praised for, and the office verify it; the last weeks' claims wait still."""
        claim = claims.make_claim(
            jurisdiction=self.staff.jurisdiction,
            unit=assignment.unit,
            praised=claims.Praised(
                kind=kind,
                title=title,
                authority=authority,
                document=f"{at.year}年第{at.timetuple().tm_yday}号",
                happened_on=at.date(),
                matter=assignment.matter,
                occasion=f"{assignment.matter.no}-{at.date()}",
            ),
            file=evidence,
            by=By(self.staff.liaisons[assignment.unit.code], at),
        )
        if at.date() <= self.teller.agenda.today - datetime.timedelta(days=21):
            clerk = self.staff.officer(Role.CLERK)
            claims.rule_on_claim(claim=claim, verified=True, reason="与原件一致。", by=By(clerk, at))

    def _endless(
        self, events: tuple[tuple[str, dict[str, str], str], ...]
    ) -> Iterator[tuple[str, dict[str, str], str]]:
        while True:
            yield from events
