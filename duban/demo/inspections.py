"""Inspections of the demonstration: a plan of the year, one carried out, one unannounced today, one that waits for its signature, one from above."""

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any

from duban.demo import photographs
from duban.demo.agendas import ONE_DAY, Agenda
from duban.demo.people import Staff
from duban.demo.rectifications import Rectifier
from duban.ledger.actions.inspections import (
    annual_plans,
    draws,
    inspections,
    receptions,
    self_inspections,
    teams,
    visits,
)
from duban.ledger.actions.inspections.visits import Noted
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Inspection, PlanItem, SelfInspection, Visit
from duban.ledger.models.findings import Nature
from duban.ledger.models.inspections import Capacity, Method
from duban.people.models import Officer, Unit

At = datetime.datetime
_SEEN = (
    ("进场查看，现场有施工人员，进度牌与报送一致。", None),
    ("抽查三处点位，两处台账齐全，一处缺验收签字。", Noted(Nature.PROBLEM, "一处点位没有验收签字，台账滞后一个月。")),
    ("随机入户五户，群众对进展基本满意。", Noted(Nature.EXPERIENCE, "建立“周碰头、月会商”机制，问题不过夜。")),
    (
        "值班人员在岗，设备运转正常，记录补写。",
        Noted(Nature.PARTLY, "巡查记录系事后补写，只落实了一部分。", "当场要求恢复逐日登记"),
    ),
)


class Inspector:
    """The office that inspects, with the same people throughout."""

    def __init__(self, staff: Staff, agenda: Agenda) -> None:
        self.staff = staff
        self.agenda = agenda
        self.units = list(staff.units.values())
        self.clerk, self.head = staff.officer("clerk"), staff.officer("office_head")
        governed = Governed.of(staff.jurisdiction)
        self.has_plan = bool(governed.clause("annual_plan"))
        self.receives = bool(governed.clause("received_inspections"))
        self.draws = bool(governed.clause("random_draw"))
        self.leader_signs = staff.place.regime == "ankang-2020"

    def enter(self, start: datetime.date) -> None:
        """Put everything on the agenda; chance is not asked, so that nothing else is moved by it."""
        today = self.agenda.today
        opening = self.agenda.workday(max(start, datetime.date(today.year, 1, 4)), 1)
        self._put(opening, 9, self.appoint)
        if self.has_plan:
            self._put(opening, 10, self.plan)
        self._put(self.agenda.workday(today, -40), 10, self.carry_out)
        self._put(self.agenda.workday(today, -15), 15, self.watch)
        self._put(self.agenda.workday(today, -2), 11, self.wait)
        if self.receives:
            self._put(self.agenda.workday(today, -6), 16, self.receive)

    def appoint(self, at: At) -> None:
        """Put two people on the roster."""
        for officer, body in (
            (self.staff.officer("inspector"), "政务督查员"),
            (self.staff.officer("clerk_2"), "督查室"),
        ):
            teams.appoint_officer(
                jurisdiction=self.staff.jurisdiction,
                name="",
                officer=officer,
                body=body,
                appointed_on=at.date(),
                by=By(self.clerk, at),
            )

    def plan(self, at: At) -> None:
        """Make and adopt the plan of the year."""
        jurisdiction = self.staff.jurisdiction
        plan = annual_plans.open_plan(jurisdiction=jurisdiction, year=at.year, by=By(self.clerk, at))
        held = self._day(-40)
        for title, first in (("重点项目建设综合督查", held), ("民生实事办理综合督查", datetime.date(at.year, 11, 1))):
            first = first.replace(day=1)
            if first.year != at.year or (plan.items.count() >= 2 and first != held.replace(day=1)):
                continue
            last = (first + datetime.timedelta(days=62)).replace(day=1) - ONE_DAY
            annual_plans.add_item(
                plan=plan, title=title, contents="进度、质量、资金和要素保障", from_on=first, to_on=min(last, datetime.date(at.year, 12, 31)),
                units=self.units[:4], by=By(self.clerk, at),
            )  # fmt: skip
        partners = "、".join(Governed.of(jurisdiction).words("plan_partners"))
        annual_plans.adopt_plan(plan=plan, by=By(self.head, at), made_with=partners)

    def carry_out(self, at: At) -> None:
        """Inspect four units by the plan, where there is one: self-inspections, places, what was found."""
        item = PlanItem.objects.filter(plan__jurisdiction=self.staff.jurisdiction, title__startswith="重点项目").first()
        first = self._day(-30)
        made = self._approved(
            at,
            title="重点项目建设综合督查",
            method=Method.COMPREHENSIVE,
            from_on=first,
            to_on=self._day(-27),
            units=self.units[:4],
            plan_item=item,
        )
        teams.add_member(
            inspection=made, capacity=Capacity.DEPUTY, name="某代表", body="人大代表", by=By(self.clerk, at)
        )
        for unit, place, how in zip(
            self.units,
            ("项目现场", "园区二期工地", "安置小区", "泵站"),
            ("site", "site", "people", "files"),
            strict=False,
        ):
            visits.plan_visit(inspection=made, unit=unit, place=place, how=how, on=first, by=By(self.clerk, at))
        asked = self_inspections.request_self_inspections(
            inspection=made, units=self.units[:4], due_on=self._day(-33), by=By(self.clerk, at)
        )
        for row, days in zip(asked, (-36, -35, -34, -32), strict=True):
            self._put(
                self._day(days),
                11,
                partial(self._hand_in, row),
            )
        self._put(first, 8, lambda at: inspections.start_inspection(inspection=made, by=By(self.clerk, at)))
        for hour, visit, (seen, noted) in zip((9, 11, 14, 16), made.visits.order_by("id"), _SEEN, strict=True):
            self._put(first, hour, partial(self._visit, visit, seen, noted))
        Rectifier(self.staff, self.agenda, made, self.units).enter(at)

    def watch(self, at: At) -> None:
        """Draw up an unannounced inspection that goes on today: one place was reached yesterday, two are left."""
        last = self._day(1)
        units = self.units[4:7]
        made = self._approved(
            at,
            title="便民服务暗访",
            method=Method.SPOT,
            from_on=self._day(-1),
            to_on=last,
            units=units,
            unannounced=True,
        )
        yesterday = self._day(-1)
        for unit, on in zip(units, (yesterday, self.agenda.today, self.agenda.today), strict=True):
            visits.plan_visit(
                inspection=made,
                unit=unit,
                place=f"{unit.name}服务窗口",
                how="unannounced",
                on=on,
                by=By(self.clerk, at),
            )
        self._put(yesterday, 8, lambda at: inspections.start_inspection(inspection=made, by=By(self.clerk, at)))
        first = made.visits.order_by("id")[0]
        seen, noted = (
            "窗口正常开放，办事指南没有更新。",
            Noted(Nature.CONDUCT, "工作人员拒不提供登记簿。", "当场责令提供"),
        )
        self._put(yesterday, 10, lambda at: self._visit(first, seen, noted, at))

    def wait(self, at: At) -> None:
        """Put a scheme up that waits for the leader today; its units are drawn by lot where the document has that."""
        days = (self._day(12), self._day(14))
        made = self._drafted(
            at,
            title="年底重点任务专项督查",
            method=Method.SPECIAL,
            from_on=days[0],
            to_on=days[1],
            units=self.units[:3],
        )
        if self.draws:
            pool = {unit.code: unit.name for unit in self.units}
            draws.draw_lots(
                inspection=made, what="units", pool=pool, count=3, seed=f"{at:%Y%m%d}", by=By(self.clerk, at)
            )
        inspections.apply_inspection(inspection=made, signer=self._leader_of(made), by=By(self.clerk, at))

    def receive(self, at: At) -> None:
        """Register an inspection from above with what is to be ready; one unit is, the other not yet."""
        made = receptions.register_reception(
            jurisdiction=self.staff.jurisdiction, title="上级政府综合督查", authority="province", authority_name="省政府督查室",
            from_on=self._day(5), to_on=self._day(7), units=self.units[:3], scheme="稳增长、惠民生政策落实情况", by=By(self.clerk, at),
        )  # fmt: skip
        for unit, text in ((self.units[0], "备齐项目审批和资金拨付台账"), (self.units[1], "准备政策兑现清单")):
            receptions.ask_preparation(
                inspection=made, text=text, unit=unit, due_on=self._day(3), by=By(self.clerk, at)
            )
        ready = made.preparations.get(unit=self.units[1])
        liaison = self.staff.liaisons[self.units[1].code]
        self._put(self._day(-1), 15, lambda at: receptions.finish_preparation(preparation=ready, by=By(liaison, at)))

    def _drafted(
        self, at: At, *, title: str, method: str, from_on: datetime.date, to_on: datetime.date, units: list[Unit],
        plan_item: PlanItem | None = None, unannounced: bool = False,
    ) -> Inspection:  # fmt: skip
        scheme = inspections.Scheme(
            title=title, method=method, from_on=from_on, to_on=to_on, units=units, unannounced=unannounced, plan_item=plan_item,
            scheme="查部署、查进度、查成效；听汇报与看现场相结合，以现场所见为准。",
            unplanned_reason="" if plan_item else "县政府近期部署的专项工作" if not self.staff.place.is_city else "市政府近期部署的专项工作",
        )  # fmt: skip
        made = inspections.draft_inspection(jurisdiction=self.staff.jurisdiction, scheme=scheme, by=By(self.clerk, at))
        teams.add_member(
            inspection=made, capacity=Capacity.HEAD, officer=self.staff.officer("inspector"), by=By(self.clerk, at)
        )
        return made

    def _approved(self, at: At, **words: Any) -> Inspection:
        made = self._drafted(at, **words)
        signer: Officer = self.head if made.plan_item_id or not self.leader_signs else self._leader_of(made)
        made = inspections.apply_inspection(inspection=made, signer=signer, by=By(self.clerk, at))
        made = inspections.sign_inspection(inspection=made, agree=True, opinion="同意", by=By(signer, at))
        if made.plan_item_id is None and self.leader_signs:
            body = "、".join(Governed.of(self.staff.jurisdiction).words("plan_filing"))
            made = inspections.file_inspection(
                inspection=made, filed_on=at.date(), filed_with=body, by=By(self.clerk, at)
            )
        return made

    def _leader_of(self, made: Inspection) -> Officer:
        leaders = [unit.portfolio.leader for unit in made.units.select_related("portfolio__leader") if unit.portfolio]
        return next(each for each in leaders if each is not None)

    def _hand_in(self, row: SelfInspection, at: At) -> None:
        self_inspections.hand_in_self_inspection(
            self_inspection=row,
            text="对照要求逐项自查，总体按期推进，个别环节资料不全，正在补齐。",
            by=By(self.staff.liaisons[row.unit.code], at),
        )

    def _photo(self, visit: Visit, at: At) -> visits.Photo:
        taken = photographs.photo(visit.unit.name, at.date().isoformat(), after=False)
        return visits.Photo(f"现场（{visit.unit.name}）.jpg", [taken])

    def _visit(self, visit: Visit, seen: str, noted: Noted | None, at: At) -> None:
        inspector = self.staff.officer("inspector")
        visits.arrive(visit=visit, by=By(inspector, at))
        self.agenda.put_at(
            at + datetime.timedelta(minutes=20),
            lambda at: visits.record_visit(
                visit=visit, seen=seen, noted=noted, photos=[self._photo(visit, at)], by=By(inspector, at)
            ),
        )

    def _day(self, workdays: int) -> datetime.date:
        return self.agenda.workday(self.agenda.today, workdays)

    def _put(self, day: datetime.date, hour: int, act: Callable[[At], object]) -> None:
        at = datetime.datetime.combine(day, datetime.time(hour, 5), self.agenda.now.tzinfo)
        self.agenda.put_at(at, act)
