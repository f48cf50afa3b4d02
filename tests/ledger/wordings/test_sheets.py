"""Forms of every regime: blanks empty and filled with what is known, approval sheets, scoring sheets."""

import datetime

import pytest

from duban.engine.packs.loading import load_regime
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.models import Proposal
from duban.ledger.queries.scoring.periods import span_of
from duban.ledger.wordings import blanks, scorings, sheets
from tests import cast, stories
from tests.ledger.wordings.furnishing import furnished
from tests.printing import printed

AT = cast.at()
QUARTER = span_of("quarter", datetime.date(2026, 3, 1))
pytestmark = pytest.mark.django_db
BLANKS = [(regime, paper.id) for regime in cast.REGIMES for paper in blanks.blanks_of(load_regime(regime))]


@pytest.mark.feature("feedback_sheet")
@pytest.mark.parametrize("regime, name", BLANKS)
def test_each_form_is_printed_empty_and_for_a_unit(regime, name):
    office = furnished(regime)
    paper = next(each for each in blanks.blanks_of(load_regime(regime)) if each.id == name)
    pages, text = printed(blanks.blank_of(office.jurisdiction, paper), f"{regime}-blank-{name}")
    assert pages == 1 and "".join(paper.name.split()) in text
    held = stories.held(stories.matter(office, due_on="2026-04-30"))
    pages, text = printed(blanks.blank_of(office.jurisdiction, paper, held.matter, held.unit))
    assert pages == 1
    if paper.act != "collection":
        assert "推进某项目建设" in text and held.unit.name in text
    if paper.act == "feedback":
        assert all(word in text for word in ("被督查单位", "存在的问题", "备注", "督查组长"))


@pytest.mark.parametrize("regime", cast.REGIMES)
def test_an_extension_is_an_approval_sheet_with_who_said_what(regime):
    office = furnished(regime)
    held = stories.held(stories.matter(office, due_on="2026-04-30"))
    stories.accept(office, held.matter, AT)
    held = stories.held(held.matter)
    proposals.ask(
        "extension", of=held, until=datetime.date(2026, 5, 20), reason="设备到货推迟", by=By(office.liaison, AT)
    )
    proposal = Proposal.objects.latest("pk")
    pages, text = printed(sheets.sheet_of(proposal), f"{regime}-extension")
    assert pages == 1 and "延期审批单" in text and "2026年5月20日" in text and "设备到货推迟" in text
    assert "同意" not in text
    turn = proposal.signatures.order_by("order").first()
    proposals.sign_proposal(proposal=proposal, agree=True, by=By(turn.officer, AT), reason="请抓紧")
    _, text = printed(sheets.sheet_of(proposal))
    assert "同意：请抓紧" in text and str(turn.officer) in text and "2026年3月31日" in text


@pytest.mark.feature("scoring_sheet")
@pytest.mark.proves("zhuoni-2022", "附件2 工作落实", "scoring_sheet")
def test_the_scoring_sheet_has_the_documents_columns_and_the_points_of_the_unit():
    office = furnished("zhuoni-2022")
    office.jurisdiction.choices = {"base": "sheet_or_80"}
    office.jurisdiction.save()
    for section, points in (("组织领导", "36.5"), ("工作落实", "38")):
        facts.record_fact(
            jurisdiction=office.jurisdiction,
            kind="sheet",
            unit=office.units[0],
            fact={"section": section, "points": points},
            by=By(office.clerk, AT),
            on=AT.date(),
            reason="季度督查评分",
        )
    paper = scorings.sheet_of(office.jurisdiction, office.units[0], QUARTER)
    pages, text = printed(paper, "zhuoni-2022-scoring")
    assert [cell.text for cell in paper.body[1].rows[0]] == ["序号", "事项名称", "督查内容", "评分标准", "分值", "得分"]
    assert pages <= 2 and "36.5" in text and "38" in text and "最后得分74.5" in text


@pytest.mark.parametrize("regime", cast.REGIMES)
def test_every_regime_has_a_score_slip(regime):
    office = furnished(regime)
    _, text = printed(scorings.sheet_of(office.jurisdiction, office.units[0], QUARTER), f"{regime}-slip")
    assert office.units[0].name in text
