"""The scoring sheet of one matter (卓尼 附件2): its rows, its bounds, what it does to the unit's points, and the paper."""

import datetime
from decimal import Decimal

import pytest

from duban.ledger import scores
from duban.ledger.actions.scoring.matter_sheets import enter_sheet
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import JournalLine
from duban.ledger.queries.scoring import matter_sheets
from duban.ledger.queries.scoring.periods import span_of
from duban.ledger.refusals import Refused
from duban.ledger.wordings import scorings
from tests import cast, stories

MARCH = span_of("month", datetime.date(2026, 3, 1))
FULL = {name: Decimal(points) for name, points in
        {"组织领导1": "8", "组织领导2": "10", "组织领导3": "15", "工作落实": "36"}.items()}  # fmt: skip
ROWS = ("组织领导1", "组织领导2", "组织领导3", "工作落实1", "工作落实2", "工作落实3", "工作落实4")


@pytest.fixture
def held(zhuoni):
    return stories.held(stories.matter(zhuoni, due_on="2026-03-20", at=cast.at("2026-03-02 09:00")))


def _enter(office, held, at, entries=FULL, span=MARCH, reason="督查组评分"):
    return enter_sheet(assignment=held, span=span, entries=entries, reason=reason, by=By(office.clerk, at))


def _total(office, unit):
    result = scores.draft_of(office.jurisdiction, "month", MARCH.first, MARCH.last)
    return result.score(unit.code)


@pytest.mark.feature("scoring_sheet")
@pytest.mark.proves("zhuoni-2022", "附件2 表式", "scoring_sheet")
@pytest.mark.proves("zhuoni-2022", "附件2 组织领导1", "scoring_sheet")
@pytest.mark.proves("zhuoni-2022", "附件2 组织领导2", "scoring_sheet")
@pytest.mark.proves("zhuoni-2022", "附件2 组织领导3", "scoring_sheet")
@pytest.mark.proves("zhuoni-2022", "附件2 工作落实1", "scoring_sheet", "findings", "rectification")
@pytest.mark.proves("zhuoni-2022", "附件2 工作落实2", "scoring_sheet", "rectification")
@pytest.mark.proves("zhuoni-2022", "附件2 工作落实3", "scoring_sheet", "milestones")
@pytest.mark.proves("zhuoni-2022", "附件2 工作落实4", "scoring_sheet", "reports")
def test_a_matter_has_a_sheet_of_its_own_and_units_get_the_mean_of_theirs(zhuoni, held, at):
    parts = matter_sheets.parts_of(Governed.of(zhuoni.jurisdiction))
    assert [row.clause.removeprefix("附件2 ") for part in parts for row in part.rows] == list(ROWS)
    assert matter_sheets.keys_of(parts) == {
        "组织领导1": 10, "组织领导2": 10, "组织领导3": 20, "工作落实": 40
    }  # fmt: skip
    assert _enter(zhuoni, held, at) == 4
    assert _total(zhuoni, held.unit).total == Decimal("69.00")
    other = stories.held(stories.matter(zhuoni, due_on="2026-03-25", at=cast.at("2026-03-03 09:00"), title="另一件"))
    _enter(zhuoni, other, at, {**FULL, "工作落实": Decimal(40)})
    score = _total(zhuoni, held.unit)
    assert score.total == Decimal("71.00") and [str(line.points) for line in score.lines] == ["33", "38"]
    assert "2件事项平均" in score.lines[0].why and len(score.lines[0].facts) == 6
    paper = scorings.matter_sheet_of(held, MARCH)
    cells = [[cell.text for cell in row] for row in paper.body[1].rows]
    assert cells[0] == ["序号", "事项名称", "督查内容", "评分标准", "分值", "得分"] and len(cells) == 9
    assert held.matter.no in cells[1][1] and cells[1][-2:] == ["10", "8"] and cells[4][-2:] == ["40", "36"]
    assert cells[-1] == ["最后得分", "69"]


def test_a_corrected_mark_replaces_the_old_one_and_both_stay(zhuoni, held, at):
    _enter(zhuoni, held, at)
    assert _enter(zhuoni, held, at, {**FULL, "组织领导3": Decimal(17)}, reason="复核后更正") == 1
    assert _total(zhuoni, held.unit).total == Decimal("71.00")
    verbs = list(JournalLine.objects.filter(verb__startswith="fact.").values_list("verb", flat=True))
    assert verbs.count("fact.recorded") == 5 and verbs.count("fact.withdrawn") == 1
    with pytest.raises(Refused, match="没有新的内容"):
        _enter(zhuoni, held, at, {**FULL, "组织领导3": Decimal(17)})


@pytest.mark.parametrize(
    ("changes", "why", "field"),
    [
        ({"组织领导1": None}, "没有填", "组织领导1"),
        ({"组织领导2": Decimal("10.5")}, "应在 0 到 10 分之间", "组织领导2"),
        ({"工作落实": Decimal(-1)}, "应在 0 到 40 分之间", "工作落实"),
        ({"精神面貌": Decimal(1)}, "没有“精神面貌”", "精神面貌"),
    ],
)
def test_what_is_missing_or_out_of_bounds_is_refused_at_its_row(zhuoni, held, at, changes, why, field):
    entries = {key: value for key, value in {**FULL, **changes}.items() if value is not None}
    with pytest.raises(Refused, match=why) as refusal:
        _enter(zhuoni, held, at, entries)
    assert refusal.value.field == field and not JournalLine.objects.filter(kind="sheet").exists()


def test_matters_that_are_not_quantifiable_or_not_in_hand_have_no_sheet(zhuoni, held, at):
    plain = stories.matter(zhuoni, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"), quantifiable=False)
    for assignment, span in ((stories.held(plain), MARCH), (held, span_of("month", datetime.date(2026, 2, 1)))):
        with pytest.raises(Refused, match="没有评分表"):
            _enter(zhuoni, assignment, at, span=span)


def test_what_the_ledger_knows_stands_beside_the_sheet(zhuoni, held, at):
    stories.accept(zhuoni, held.matter, cast.at("2026-03-03 09:00"))
    stories.report(zhuoni, held.matter, cast.at("2026-03-23 09:00"))
    known = matter_sheets.known_of(stories.held(held.matter), MARCH, datetime.date(2026, 3, 31))
    assert known.reports == 1 and [each[1:] for each in known.late] == [(datetime.date(2026, 3, 20), 3)]


def test_a_document_without_such_a_sheet_has_none(office, at):
    held = stories.held(stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00")))
    with pytest.raises(Refused, match="不按事项逐件评分"):
        _enter(office, held, at)


def test_marks_of_single_matters_are_no_marks_of_the_units_table(zhuoni, held, at):
    from duban.ledger.queries.scoring import entered_marks

    _enter(zhuoni, held, at)
    assert entered_marks.standing(zhuoni.jurisdiction, ("sheet",), MARCH) == {}
