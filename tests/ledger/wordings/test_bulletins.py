"""Every bulletin of every regime is drafted from the data and printed both ways; its figures add up."""

import datetime

import pytest

from duban.engine.packs.loading import load_regime
from duban.ledger import journal
from duban.ledger.actions.papers import bulletins
from duban.ledger.actions.scoring import facts, rankings
from duban.ledger.actions.sources import quarterly_lists
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import QuarterlyItem
from duban.ledger.models.consequences import Kind
from duban.ledger.queries.scoring.periods import span_of
from duban.ledger.refusals import Refused
from duban.ledger.wordings import catalogue
from duban.papers.writing.fields import fields_of
from tests import cast, stories
from tests.issuing import a_month, drafted, issued
from tests.ledger.wordings.furnishing import furnished
from tests.printing import printed

MARCH = datetime.date(2026, 3, 1), datetime.date(2026, 3, 31)
AT = cast.at("2026-04-01 09:00")
pytestmark = pytest.mark.django_db


def _marks(office):
    """Grades or sheets where the regime asks for them, so that a ranking can be published."""
    for place, unit in enumerate(office.units):
        fact = (
            {"grade": "优秀" if place == 0 else "合格"}
            if office.jurisdiction.regime == "ankang-2020"
            else {"section": "季度考评", "points": str(90 - place)}
        )
        kind = "grade" if "grade" in fact else "sheet"
        if kind == "sheet" and office.jurisdiction.regime != "gansu-county-2023":
            return
        journal.record(
            "fact.recorded",
            jurisdiction=office.jurisdiction,
            unit=unit,
            actor=office.clerk,
            at=cast.at("2026-03-31 09:00"),
            effect=journal.Effect(kind=kind, fact=fact),
        )


# A correction has a test of its own: it needs something to correct.
CASES = [
    (regime, kind.id)
    for regime in cast.REGIMES
    for kind in catalogue.kinds_of(load_regime(regime))
    if kind.id != "correction"
]


@pytest.mark.feature(
    "circulars",
    "briefings",
    "weekly_briefing",
    "quarterly_summary",
    "year_end_summary",
    "assessment_handover",
    "cc_list",
)
@pytest.mark.parametrize("regime, kind", CASES)
@pytest.mark.proves("county-plan", "五(二)", "weekly_briefing")
@pytest.mark.proves("county-plan", "五(三)、六(七)", "circulars")
@pytest.mark.proves("county-plan", "五(四)", "assessment_handover")
@pytest.mark.proves("gansu-county-2023", "四1", "briefings", "circulars")
@pytest.mark.proves("gansu-county-2023", "四3", "assessment_handover")
@pytest.mark.proves("sanmenxia-2019", "四(二)1", "assessment_handover")
@pytest.mark.proves("sanmenxia-2019", "四(二)3", "honours")
@pytest.mark.proves("sanmenxia-2019", "版记", "cc_list")
@pytest.mark.proves("ankang-2020", "版记", "cc_list")
@pytest.mark.proves("zhuoni-2022", "第十一条、第十三条、附件1 一", "circulars")
@pytest.mark.proves("zhuoni-2022", "附件1 一", "ranking")
def test_each_bulletin_is_drafted_issued_and_printed_both_ways(regime, kind):
    office = furnished(regime)
    a_month(office)
    _marks(office)
    made = catalogue.kind_named(Governed.of(office.jurisdiction).document, kind)
    span = "quarter" if "quarter" in made.spans and kind in ("ranking", "honours", "assessment") else made.spans[0]
    if (regime, kind) == ("sanmenxia-2019", "honours"):
        # 四(二)3 praises at the middle and the end of the year.
        span = "half_year"
    if kind in ("ranking", "honours", "assessment") and span != "week":
        period = span_of(span, datetime.date(2026, 3, 15))
        end = min(period.last, datetime.date(2026, 12, 31))
        at = cast.at(f"{end.year + (end.month == 12)}-{end.month % 12 + 1:02d}-01 09:00")
        if kind != "assessment":
            rankings.publish_ranking(
                jurisdiction=office.jurisdiction,
                kind=span,
                from_on=period.first,
                to_on=period.last,
                by=By(office.clerk, at),
            )
    else:
        at = AT
    bulletin = drafted(office, kind, span, at=at)
    made_out = issued(office, bulletin, at)
    paper = bulletins.paper_of(made_out)
    pages, text = printed(paper, f"{regime}-bulletin-{kind}")
    assert made_out.number in text and "".join(made.name.split())[:2] and pages >= 1
    assert made_out.clause == made.clause and made_out.digest
    if paper.kind == "file" and kind not in ("assessment", "suggestions"):
        assert "抄送：" in text and "人大常委会办公室" in text
    if kind == "honours":
        assert office.units[0].name in text or office.units[1].name in text
        assert paper.title.endswith("决定" if regime == "gansu-county-2023" else "通报")
    if paper.kind == "briefing":
        assert paper.head[-1] == made.name and made_out.number == "第1期" and "报：" in text


def test_the_figures_of_a_circular_add_up():
    office = furnished("county-plan")
    a_month(office)
    text = fields_of(bulletins.paper_of(drafted(office, "circular")))["正文"]
    assert "期内应办结事项共3项，其中按期办结1项、逾期办结1项、逾期未办结1项。按期办结率33.3%。" in text
    assert "合计　3　1　1　1　33.3%" in text
    assert "乙乡承办的到期事项全部按期办结，予以表扬。" in text and "甲镇（1项）有事项逾期未办结，予以批评" in text


def test_a_month_without_matters_is_said_in_words():
    office = furnished("county-plan")
    text = fields_of(bulletins.paper_of(drafted(office, "circular")))["正文"]
    assert "期内应办结事项0项。没有到期应计的事项，不计算按期办结率。" in text and "%" not in text


def test_the_week_tells_what_is_behind_and_what_comes():
    office = furnished("county-plan")
    a_month(office)
    paper = bulletins.paper_of(drafted(office, "weekly", "week", datetime.date(2026, 4, 1), AT))
    text = fields_of(paper)["正文"]
    assert paper.head == ("督查专报",) and "逾期未办的事项" in text and "下周没有到期的事项。" in text


@pytest.mark.feature("honours", "eligibility")
@pytest.mark.proves("ankang-2020", "第十二条(二)", "honours")
def test_praise_leaves_out_who_lost_eligibility_and_says_so():
    office = furnished("ankang-2020")
    end, at = datetime.date(2026, 12, 31), cast.at("2027-01-04 09:00")
    for unit in office.units[:2]:
        facts.record_fact(
            jurisdiction=office.jurisdiction,
            kind="grade",
            unit=unit,
            fact={"grade": "优秀"},
            by=By(office.clerk, at),
            on=end,
            reason="评定",
        )
    rankings.publish_ranking(
        jurisdiction=office.jurisdiction,
        kind="year",
        from_on=datetime.date(2026, 1, 1),
        to_on=end,
        by=By(office.clerk, at),
    )
    clause = "第十二条(三)"
    stories.imposed(
        office, Kind.ELIGIBILITY, cast.at("2026-11-02 09:00"), unit=office.units[0], clause=clause, reason="虚报"
    )
    text = fields_of(bulletins.paper_of(drafted(office, "honours", "year", end, at)))["正文"]
    first, second = office.units[0].name, office.units[1].name
    assert "下列1个单位" in text and f"1　{second}" in text
    assert f"{first}已被取消评优评先资格（第十二条(三)），不列入表扬。" in text
    stories.imposed(
        office, Kind.ELIGIBILITY, cast.at("2026-12-02 09:00"), unit=office.units[1], clause=clause, reason="虚报"
    )
    with pytest.raises(Refused, match="没有应予表扬") as refusal:
        drafted(office, "honours", "year", end, at)
    assert refusal.value.clause == "第十二条(三)"


@pytest.mark.feature("quarterly_summary")
@pytest.mark.clause("ankang-2020", "第七条")
def test_the_quarterly_summary_counts_what_the_sections_handed_in_and_names_who_did_not():
    office = furnished("ankang-2020")
    field = office.units[0].portfolio
    rows = (
        ("重点批示件", "核实春耕备耕", "已完成"),
        ("重要文件", "落实惠农文件", "进展顺利"),
        ("重要文件", "清理欠薪", "进展缓慢"),
    )
    for heading, text, proposed in rows:
        quarterly_lists.add_item(
            portfolio=field,
            quarter_end=MARCH[1],
            heading=heading,
            text=text,
            proposed=proposed,
            by=By(office.section, AT),
        )
    held = quarterly_lists.hand_in_list(portfolio=field, quarter_end=MARCH[1], by=By(office.section, AT))
    slow = QuarterlyItem.objects.get(text="清理欠薪")
    keys = list(QuarterlyItem.objects.order_by("id").values_list("pk", flat=True))
    quarterly_lists.decide_list(
        quarterly=held, classes={keys[0]: "已完成", keys[1]: "进展缓慢", slow.pk: "进展缓慢"}, by=By(office.clerk, AT)
    )
    paper = bulletins.paper_of(drafted(office, "quarterly", "quarter"))
    text = "".join(fields_of(paper)["正文"].split())
    assert "各口列入清单事项共3项" in text and "已完成1" in text and "进展缓慢2" in text
    assert "已完成占33.3%、" in text and "进展缓慢占66.7%" in text and "未报送清单" in text
    printed_text = printed(paper, "ankang-quarterly-filled")[1]
    for words in ("核实春耕备耕", "落实惠农文件", "清理欠薪", "重点批示件", field.name):
        assert words in printed_text
