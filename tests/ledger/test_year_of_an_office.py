"""A year of a made-up county under two documents: founded by a roll, full of mistakes that are put right, handed over whole.

January to June under a plan that signs every start and ranks by the year, from July on under one that ranks by the quarter.
"""

import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from duban.ledger import journal
from duban.ledger.actions.matters import dispatches, matters, orders
from duban.ledger.actions.office import calendars, daily_run, officers, offices, reorganisations, rolls, successions
from duban.ledger.actions.papers import annulments, drafts, imports, notices
from duban.ledger.actions.requests import batches, proposals
from duban.ledger.actions.scoring import corrections, facts, rankings
from duban.ledger.audit import integrity
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, JournalLine, Matter, Notice, Ranking
from duban.ledger.models.assignments import OPEN_STAGES
from duban.ledger.queries.office.reorganising import Asked
from duban.ledger.queries.papers import numbering
from duban.ledger.queries.scoring.periods import span_of
from duban.papers.reading.lists.rolls import roll_of
from duban.papers.writing import sheets
from duban.people.models import Jurisdiction, Officer
from tests import cast, founding, stories
from tests.engine.test_holiday_notices import NOTICE

pytestmark = pytest.mark.django_db

BUREAUS = ("教育局", "民政局", "水务局", "林业局", "交通运输局", "卫生健康局", "住房和城乡建设局", "农业农村局")
TOWNS = ("青石镇", "白水镇", "柳林乡", "南坪镇", "北岭乡", "东坝镇")
UNITS = [*(f"丁县{name}" for name in BUREAUS), *TOWNS]
LEADERS = {"产业口": "林则平", "民生口": "苏敏"}
PAPERS = {
    "分工.txt": """丁县人民政府办公室关于印发2026年民生实事分工的通知
丁政办发〔2026〕3号

1．新建幼儿园两所，8月底前投用。（丁县教育局牵头，丁县住房和城乡建设局配合）
2．改造敬老院三处，9月底前完成。（丁县民政局负责）
3．修复灌渠十公里，5月底前通水。（丁县水务局牵头，青石镇、白水镇配合）

丁县人民政府办公室
2026年1月8日
""",
    "纪要.txt": """丁县人民政府常务会议纪要
2026年2月3日

一、会议决定，由丁县林业局牵头，南坪镇、北岭乡配合，4月20日前完成荒山造林三千亩。
二、丁县交通运输局牵头，6月底前打通柳林乡断头路。
""",
    "清单.txt": """2026年为民办实事清单

（一）新增标准化村卫生室六所
牵头单位：丁县卫生健康局
配合单位：东坝镇、柳林乡
完成时限：2026年10月31日
（二）推广良种两万亩
牵头单位：丁县农业农村局
完成时限：2026年5月31日
""",
}  # fmt: skip


@pytest.fixture(autouse=True)
def files_root(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


class Year:
    """The office and its people by post; `clerk(when)` and its like say who acts and when."""

    def __init__(self):
        administrator, _ = offices.found_office(
            slug="ding", name="丁县", regime="county-plan", administrator="ding.admin", at=cast.at("2026-01-05 08:30"), code="丁督"
        )  # fmt: skip
        self.jurisdiction = administrator.jurisdiction
        self.taken = rolls.take_roll(roll=_roll(), by=By(administrator, cast.at("2026-01-05 09:00")))

    def by(self, name, when):
        return By(Officer.objects.get(full_name=name, jurisdiction=self.jurisdiction), cast.at(when))

    def clerk(self, when):
        return self.by("文书员", when)

    def head(self, when):
        return self.by("督查室主任", when)

    def until(self, day):
        daily_run.run_days(jurisdiction=self.jurisdiction, through=datetime.date.fromisoformat(day))

    def is_sound(self):
        return [str(each) for each in integrity.verify([self.jurisdiction], integrity.Figures())] == []


def _roll():
    fields = list(LEADERS)
    return roll_of(
        {
            "portfolios": [{"name": name, "leader": leader} for name, leader in LEADERS.items()],
            "units": [
                {
                    "name": name,
                    "group": "township" if name in TOWNS else "department",
                    "portfolio": fields[number % 2],
                    "aliases": name.removeprefix("丁"),
                }
                for number, name in enumerate(UNITS)
            ],
            "officers": [
                {"full_name": "文书员", "role": "clerk"},
                {"full_name": "督查室主任", "role": "office_head"},
                {"full_name": "县长甲", "role": "principal"},
                *({"full_name": leader, "role": "leader"} for leader in LEADERS.values()),
                {"full_name": "周继任", "role": "leader"},
                *({"full_name": f"{name}联络员", "role": "liaison", "unit": name} for name in UNITS),
            ],
        }
    )


def _ledger():
    """Last year's ledger as it was kept: 113 rows of fourteen units, a month's end each."""
    heads = ("序号", "事项内容", "*办结时限", "责任单位", "备注")
    rows = [
        (str(number), f"重点项目第{number}号", f"2026年{2 + number % 10}月底前", UNITS[number % len(UNITS)], "去年结转")
        for number in range(1, 114)
    ]
    return sheets.write_xlsx([sheets.Column(head) for head in heads], rows)


def _take_papers_in(year):
    for name, text in PAPERS.items():
        paper = drafts.read_paper(
            jurisdiction=year.jurisdiction, name=name, data=text.encode(), by=year.clerk("2026-02-04 09:00")
        )
        assert not [draft for draft in paper.drafts.all() if not draft.lead], name
        drafts.register_drafts(
            paper=paper,
            drafts=paper.drafts.all(),
            standard="全部完成",
            category="work_report",
            by=year.clerk("2026-02-04 10:00"),
        )
    file = imports.keep_ledger(
        jurisdiction=year.jurisdiction, name="台账.xlsx", data=_ledger(), by=year.clerk("2026-02-04 11:00")
    )
    defaults = imports.Defaults(category="decision", source="paper", standard="全部办结", basis="去年结转事项")
    imports.import_ledger(file=file, defaults=defaults, by=year.clerk("2026-02-04 11:10"))


def _send_all(year):
    """Put up the starts at once, let each leader sign theirs with one signature, send all with one notice for each unit."""
    proposed = list(Matter.objects.filter(jurisdiction=year.jurisdiction).order_by("pk"))
    assert len(proposed) == 120
    asked = batches.ask_starts(matters=proposed, reason="全年任务", by=year.clerk("2026-02-05 09:00"))
    waiting = {each.pk: proposals.waiting_signature(each).officer for each in asked}
    for leader in LEADERS.values():
        by = year.by(leader, "2026-02-05 10:00")
        own = [each for each in asked if waiting[each.pk] == by.officer]
        batches.sign_each(chosen=own, agree=True, by=by)
    for matter in proposed:
        matter.refresh_from_db()
    made = dispatches.dispatch_matters(matters=proposed, letters="unit", by=year.clerk("2026-02-05 11:00"))
    assert len(made) == len(UNITS)


def _held(year, title):
    return Assignment.objects.select_related("matter", "unit").get(
        matter__jurisdiction=year.jurisdiction, matter__title__contains=title, part="lead"
    )


def _complete(year, assignment, day):
    """Let the unit sign for it and report the result, and the head of the office accept that."""
    office = cast.Cast(
        year.jurisdiction,
        [assignment.unit],
        {"liaison": Officer.objects.get(unit=assignment.unit, role="liaison"), "office_head": year.head(f"{day} 09:00").officer},
    )  # fmt: skip
    stories.complete(office, assignment.matter, cast.at(f"{day} 09:30"), unit=assignment.unit)


def _correct_a_deadline(year):
    """It was typed wrong at dispatch and ran out; the correction is signed as the start was, and what followed falls with it."""
    wrong = _held(year, "荒山造林")
    year.until("2026-04-24")
    assert JournalLine.objects.filter(matter=wrong.matter, kind="late").exists()
    asked = proposals.ask(
        "correct_due", of=wrong, due_on=datetime.date(2026, 10, 20), reason="月份写错", by=year.clerk("2026-04-27 09:00")
    )  # fmt: skip
    waiting = proposals.waiting_signature(asked)
    proposals.sign_proposal(proposal=asked, agree=True, by=By(waiting.officer, cast.at("2026-04-27 10:00")))
    wrong.refresh_from_db()
    assert wrong.due_on == datetime.date(2026, 10, 20)
    standing = [row for row in journal.fact_rows(year.jurisdiction) if row["matter"] == wrong.matter.no]
    assert "late" not in {row["kind"] for row in standing}


def _void_a_paper(year):
    made = _held(year, "荒山造林")
    urging = notices.issue_notice(of=made.matter, act="urge", unit=made.unit, by=year.clerk("2026-04-28 09:00"))
    annulments.void_paper(paper=urging, reason="单位写错", by=year.clerk("2026-04-28 09:10"))
    register = numbering.register_of(year.clerk("2026-04-28 10:00").officer, "notice", 2026)
    assert not any(row.is_gap for row in register) and any(row.annulment for row in register)


def _lose_a_leader(year):
    """A leader leaves in May with a signature open; the successor gives it, and what was signed stays with who signed."""
    by = year.clerk("2026-05-11 09:00")
    order = orders.Order(
        "新增停车位二百个", "按月报进展", "decision", "meeting", datetime.date(2026, 12, 20),
        lead=(year.jurisdiction.units.get(name="丁县民政局"),), standard="全部划线",
    )  # fmt: skip
    matter = matters.register_matter(jurisdiction=year.jurisdiction, order=order, by=by)
    asked = proposals.ask("start", of=matter, reason="群众反映", by=by)
    leaver = proposals.waiting_signature(asked).officer
    signed = leaver.signatures.exclude(decision="waiting").count()
    heir = year.by("周继任", "2026-05-12 09:00").officer
    successions.hand_over(of=leaver, to=heir, reason="调任", by=year.head("2026-05-12 09:00"))
    administrator = Officer.objects.get(username="ding.admin")
    officers.disable_officer(officer=leaver, by=By(administrator, cast.at("2026-05-12 09:30")))
    assert proposals.waiting_signature(asked).officer == heir
    proposals.sign_proposal(proposal=asked, agree=True, by=By(heir, cast.at("2026-05-13 09:00")))
    assert leaver.signatures.exclude(decision="waiting").count() == signed > 0
    assert matters.dispatch_matter(matter=Matter.objects.get(pk=matter.pk), by=year.clerk("2026-05-13 10:00"))


def _merge_two_bureaus(year):
    """Two bureaus become one on 10 July; what they had in hand is the successor's, papers of before keep the old name."""
    gone, heir = (year.jurisdiction.units.get(name=f"丁县{name}") for name in ("林业局", "水务局"))
    in_hand = gone.assignments.filter(stage__in=OPEN_STAGES).count()
    had = heir.assignments.filter(stage__in=OPEN_STAGES).count()
    asked = Asked("merge", (gone,), (heir,), datetime.date(2026, 7, 10))
    reorganisations.reorganise(
        asked=asked, paper="丁县机构改革方案", number="丁委发〔2026〕12号", by=year.head("2026-07-10 09:00")
    )
    assert in_hand > 0 and gone.assignments.filter(stage__in=OPEN_STAGES).count() == 0
    assert heir.assignments.filter(stage__in=OPEN_STAGES).count() == had + in_hand
    assert Notice.objects.filter(unit=gone).exists()


def _rank_and_correct(year):
    """From July another document governs what is new; its third quarter is published, and corrected when a figure was misread."""
    governed = SimpleNamespace(jurisdiction=year.jurisdiction, head=year.head("2026-07-01 00:10").officer)
    founding.adopt(governed, "gansu-county-2023", from_on="2026-07-01")
    year.jurisdiction.refresh_from_db()
    _merge_two_bureaus(year)
    quarter = span_of("quarter", datetime.date(2026, 9, 30))
    units = list(year.jurisdiction.units.exclude(name="丁县林业局").order_by("pk"))

    def enter(points, when):
        entries = {(unit, "季度考评"): Decimal(number) for unit, number in points.items()}
        facts.enter_marks(
            jurisdiction=year.jurisdiction, span=quarter, entries=entries, reason="季度督查", by=year.clerk(when)
        )

    year.until("2026-10-12")
    enter({unit: 90 - number for number, unit in enumerate(units)}, "2026-10-12 09:00")
    published = rankings.publish_ranking(
        jurisdiction=year.jurisdiction, kind="quarter", from_on=quarter.first, to_on=quarter.last,
        by=year.head("2026-10-13 09:00"),
    )  # fmt: skip
    enter({units[1]: "99"}, "2026-10-20 09:00")
    corrected = corrections.correct_ranking(
        ranking=published, reason="第二名的分数抄错", by=year.head("2026-10-20 10:00")
    )
    place = {each["unit"]: each["rank"] for each in corrected.result["units"]}
    assert place[units[1].code] == 1 and Ranking.objects.get(pk=published.pk).result == published.result


def _enter_the_next_year(year):
    by = year.clerk("2026-11-09 09:00")
    calendars.take_notice(jurisdiction=year.jurisdiction, text=NOTICE, actor=by.officer, at=by.at, today=by.today)
    calendar = Governed.of(Jurisdiction.objects.get(pk=year.jurisdiction.pk)).calendar
    assert not calendar.is_provisional(datetime.date(2027, 2, 5))


def test_a_year_of_mistakes_put_right_is_handed_over_whole():
    year = Year()
    assert (year.jurisdiction.units.count(), str(year.taken)) == (14, "已增加单位 14 个、分管领域 2 个、人员 20 名")
    _take_papers_in(year)
    _send_all(year)
    for title in ("新建幼儿园", "改造敬老院", "重点项目第1号"):
        _complete(year, _held(year, title), "2026-02-20")
    _correct_a_deadline(year)
    _void_a_paper(year)
    _lose_a_leader(year)
    assert year.is_sound()
    _rank_and_correct(year)
    _enter_the_next_year(year)
    year.until("2026-12-31")
    assert year.is_sound()
    # 121 matters, three of them done: what is open goes on in the next year.
    still = Matter.objects.filter(jurisdiction=year.jurisdiction).exclude(state__in=["completed", "closed"])
    year.until("2027-01-04")
    assert year.is_sound() and still.count() == 118
