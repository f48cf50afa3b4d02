"""Claims: praise is claimed with proof, verified by the office, and only then scores."""

import dataclasses
import re

import pytest

from duban.ledger import access, conditions, scored_facts, scores
from duban.ledger.actions.matters import attachments
from duban.ledger.actions.scoring import claims, facts
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.queries.scoring import claims as known
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, living, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


def _lines(office, unit=None):
    drafted = scores.draft_of(office.jurisdiction, "month", stories.day("2026-03-01"), stories.day("2026-03-31"))
    code = (unit or office.units[0]).code
    return {line.clause: line.points for line in drafted.score(code).lines}


@pytest.mark.feature("publications", "commendations")
def test_what_a_unit_claims_scores_once_the_office_has_verified_it(office):
    matter = stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-02 09:00"))
    claim = stories.claim(
        office, matter, at=AT, kind="published", authority="central", document="人民日报2026年3月31日第2版"
    )
    assert claim.standing == "open" and "附件2 一(三)1" not in _lines(office)
    assert known.waiting(office.clerk) == 1
    claims.rule_on_claim(claim=claim, verified=True, reason="与报样一致", by=By(office.clerk, AT))
    assert _lines(office)["附件2 一(三)1"] == 20
    assert known.waiting(office.clerk) == 0
    line = JournalLine.objects.get(kind="published")
    assert line.of == f"attachment:{claim.file_id}" and "人民日报" in line.data["reason"]
    with pytest.raises(Conflict):
        claims.rule_on_claim(claim=claim, verified=False, reason="再看", by=By(office.head, AT))
    facts.withdraw_fact(line=line, reason="核实有误", by=By(office.clerk, AT))
    row = known.rows_of(office.jurisdiction, list(known.list_of(office.clerk, "verified")))[0]
    assert row.why == "记录已撤销" and "附件2 一(三)1" not in _lines(office)


@pytest.mark.feature("commendations")
def test_of_one_thing_praised_at_two_levels_the_highest_counts(office):
    matter = stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-02 09:00"))
    for authority, document in (("province", "豫政〔2026〕3号"), ("prefecture", "三政〔2026〕9号")):
        claim = stories.claim(office, matter, at=AT, authority=authority, document=document, occasion="防汛抢险")
        claims.rule_on_claim(claim=claim, verified=True, reason="", by=By(office.clerk, AT))
    found = _lines(office)
    assert found["附件2 一(一)3"] == 15 and found.get("附件2 一(一)6", 0) == 0
    assert [each.document for each in known.alike(office.clerk, claim)] == ["豫政〔2026〕3号"]
    waiting = stories.claim(
        office, matter, at=AT, authority="province", document="豫办通报〔2026〕1号", occasion="防汛抢险"
    )
    assert waiting in known.alike(office.clerk, claim)
    assert waiting not in known.alike(office.officers["assessment"], claim)
    with pytest.raises(Conflict):
        stories.claim(office, matter, at=AT, authority="province", document="豫办通报〔2026〕1号", person=" ")


def test_the_office_corrects_by_whom_and_says_why_it_does_not_accept(office):
    matter = stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-02 09:00"))
    claim = stories.claim(office, matter, at=AT)
    with pytest.raises(Refused, match="理由"):
        claims.rule_on_claim(claim=claim, verified=False, reason=" ", by=By(office.clerk, AT))
    claims.rule_on_claim(
        claim=claim, verified=True, authority="province_department", reason="", by=By(office.clerk, AT)
    )
    assert _lines(office)["附件2 一(一)4"] == 10
    other = stories.claim(office, matter, at=AT, document="豫政〔2026〕4号")
    claims.rule_on_claim(claim=other, verified=False, reason="不是原件", by=By(office.clerk, AT))
    assert [each.pk for each in known.list_of(office.liaison, "rejected")] == [other.pk]
    assert not access.scoring.claims(office.other_liaison).exists()
    assert [each.pk for each in access.scoring.claims(office.assessment)] == [claim.pk]


def test_what_is_refused(office):
    matter = stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-02 09:00"))
    claim = stories.claim(office, matter, at=AT)
    with pytest.raises(Conflict, match="已经登记"):
        stories.claim(office, matter, at=AT)
    with pytest.raises(Refused) as none:
        stories.claim(office, None, at=AT, document="另号")
    assert none.value.clause == "附件2 导语" and none.value.field == "matter"
    with pytest.raises(Refused, match="分值"):
        stories.claim(office, matter, at=AT, authority="county", document="另号")
    with pytest.raises(Refused, match="日期"):
        stories.claim(office, matter, at=AT, document="另号", happened_on=stories.day("2026-04-02"))
    with pytest.raises(Refused, match="没有交办"):
        stories.claim(office, matter, at=AT, actor=office.other_liaison, document="另号")
    with pytest.raises(Refused, match="密级"):
        stories.claim(office, matter, at=AT, document="机密★10年")
    with pytest.raises(Refused, match="证明"):
        praised = claims.Praised(
            kind="circular", title="通报", authority="province", document="另号", happened_on=AT.date(), matter=matter
        )
        claims.make_claim(
            jurisdiction=office.jurisdiction,
            unit=office.units[0],
            praised=praised,
            file=None,
            by=By(office.liaison, AT),
        )
    for word in ("title", "document"):
        with pytest.raises(Refused, match="请填写"):
            bare = dataclasses.replace(praised, **{word: " "})
            claims.make_claim(
                jurisdiction=office.jurisdiction,
                unit=office.units[0],
                praised=bare,
                file=claim.file,
                by=By(office.clerk, AT),
            )
    with pytest.raises(Forbidden):
        claims.withdraw_claim(claim=claim, by=By(office.other_liaison, AT))
    claims.withdraw_claim(claim=claim, by=By(office.liaison, AT))
    with pytest.raises(Conflict):
        claims.rule_on_claim(claim=claim, verified=True, reason="", by=By(office.clerk, AT))
    assert stories.claim(office, matter, at=AT).standing == "open"


@pytest.mark.feature("scored_units")
@pytest.mark.proves("sanmenxia-2019", "附件2 三2", "scored_units")
def test_a_subordinates_commendation_adds_nothing(office):
    matter = stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-02 09:00"), lead=office.units[:2])
    with pytest.raises(Refused) as refusal:
        stories.claim(office, matter, at=AT, of_subordinate=True)
    assert refusal.value.clause == "附件2 三2" and refusal.value.field == "received_by"
    below = office.units[0]
    below.ranked = False
    below.save()
    claim = stories.claim(office, matter, at=AT, actor=office.clerk)
    assert claim.standing == "verified"
    row = known.rows_of(office.jurisdiction, [claim])[0]
    assert row.worth is None and row.why_clause == "附件2 三2"
    drafted = scores.draft_of(office.jurisdiction, "month", stories.day("2026-03-01"), stories.day("2026-03-31"))
    assert drafted.score(below.code) is None
    assert all("附件2 一(一)3" not in {line.clause for line in each.lines} for each in drafted.result.units)


@pytest.mark.feature("commendations")
@pytest.mark.parametrize("regime", cast.REGIMES)
@pytest.mark.proves("zhuoni-2022", "附件1 二1、附件1 二2、附件1 二3、第十三条", "commendations")
@pytest.mark.proves("gansu-county-2023", "四3", "commendations")
def test_each_document_says_what_can_be_claimed(regime):
    office = cast.office(regime)
    praises = {each.kind: each for each in scored_facts.praise_of(office.jurisdiction)}
    if regime == "county-plan":
        assert not praises and conditions.scoring.claiming(office.jurisdiction) is not None
    elif regime == "zhuoni-2022":
        assert set(praises) == {"circular", "instruction", "promoted"}
        assert {each.authority: each.points for each in praises["circular"].worths}["ministry"] == 4
        assert not praises["circular"].matter_clause and not praises["circular"].highest_clause
    elif regime == "sanmenxia-2019":
        assert set(praises) == set(scored_facts.PRAISE) - {"promoted"}
        assert praises["published"].worth_of("prefecture_principal").points == 5
        assert praises["circular"].highest_clause == "附件2 一(一)9"
    else:
        # 四3, 第十二条(二): commended units and persons are kept on record, and no points are given.
        assert set(praises) == {"circular"} and praises["circular"].worths[0].points is None
        stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-02 09:00"))
        claim = stories.claim(office, None, at=AT, actor=office.clerk, authority="county", person="张三")
        row = known.rows_of(office.jurisdiction, [claim])[0]
        assert row.why.startswith("只作登记") and row.why_clause


@pytest.mark.feature("commendations")
@pytest.mark.proves("ankang-2020", "第十二条(二)", "commendations")
def test_the_city_commends_among_the_best_only(db):
    """安康 第十二条(二): 在优秀单位中评选先进单位、先进个人。"""
    office = cast.office("ankang-2020")
    with pytest.raises(Refused) as refusal:
        stories.claim(office, None, at=AT, actor=office.clerk, authority="prefecture", person="张三")
    assert refusal.value.clause == "第十二条(二)" and "优秀等次" in refusal.value.why
    # What a superior commends is the superior's affair.
    assert stories.claim(office, None, at=AT, actor=office.clerk, authority="province").standing == "verified"

    def grade(value):
        facts.record_fact(
            jurisdiction=office.jurisdiction, kind="grade", unit=office.units[0], fact={"grade": value}, by=By(office.clerk, AT),
            on=AT.date(), reason="年度评定",
        )  # fmt: skip

    grade("优秀")
    claim = stories.claim(office, None, at=AT, actor=office.liaison, authority="prefecture", person="张三")
    grade("良好")
    with pytest.raises(Refused):
        claims.rule_on_claim(claim=claim, verified=True, reason="", by=By(office.clerk, AT))


def _entered(office, kind, *, by=None, file=True, unit=None, **fields):
    by = By(by or office.liaison, AT)
    proof = (
        attachments.add_file(jurisdiction=office.jurisdiction, name="原件.txt", chunks=[b"shown"], by=by)
        if file
        else None
    )
    return claims.make_claim(
        jurisdiction=office.jurisdiction,
        unit=unit or office.units[0],
        praised=claims.Praised(kind=kind, happened_on=stories.day("2026-03-20"), fields=fields),
        file=proof,
        by=by,
    )


@pytest.fixture
def own(db):
    return living.office_under(living.PACK)


def test_what_units_enter_counts_once_it_is_verified_with_its_own_day(own):
    with pytest.raises(Refused, match="请填写栏目") as refusal:
        _entered(own, "article")
    assert (refusal.value.field, refusal.value.clause) == ("edition", "四")
    claim = _entered(own, "article", edition="county")
    assert (claim.standing, claim.title, claim.line) == ("open", "刊发经验", None) and "四" not in _lines(own)
    with pytest.raises(Conflict, match="同一天的这一项"):
        _entered(own, "article", edition="county")
    claims.rule_on_claim(claim=claim, verified=True, reason="与刊物一致", by=By(own.clerk, AT))
    line = JournalLine.objects.get(kind="article")
    assert (str(line.on), line.data["fact"], line.actor) == ("2026-03-20", {"edition": "county"}, own.clerk)
    assert _lines(own)["四"] == 2
    row = known.rows_of(own.jurisdiction, [claim])[0]
    assert (row.word, row.details, row.why) == ("刊发经验", (("栏目", "县刊"),), "按制度计分")


def test_what_nobody_has_to_verify_stands_as_the_unit_enters_it_and_others_cannot_be_entered(own):
    claim = _entered(own, "plan_in", file=False)
    assert claim.standing == "verified" and JournalLine.objects.get(kind="plan_in").actor == own.liaison
    with pytest.raises(Refused, match="只能登记本单位的"):
        _entered(own, "plan_in", file=False, unit=own.units[1])
    # The office's own event, and that of a body which the unit is not.
    for kind in ("typed", "by_river"):
        with pytest.raises(Refused):
            _entered(own, kind)


def test_a_unit_that_is_the_body_enters_for_others_and_shows_the_paper(own):
    own.units[0].name = "河长办"
    own.units[0].save()
    own.liaison.refresh_from_db()
    with pytest.raises(Refused, match="要附证明材料"):
        _entered(own, "by_river", file=False, unit=own.units[1])
    claim = _entered(own, "by_river", unit=own.units[1])
    assert claim.standing == "open" and known.verifier_of(claim) == "河长办"
    claims.rule_on_claim(claim=claim, verified=True, reason="凭河长办函", by=By(own.clerk, AT))
    assert JournalLine.objects.get(kind="by_river").unit == own.units[1]


def test_a_figure_that_the_unit_gives_is_entered_by_it_inside_its_bounds_and_no_other(own):
    for fields, said in (
        ({"quantity": "trained", "value": "13"}, "培训次数应是 0 至 12 的整数（次）"),
        ({"quantity": "pools", "value": "5"}, "只有培训次数"),
    ):
        with pytest.raises(Refused, match=re.escape(said)):
            _entered(own, "figure", file=False, **fields)
    claim = _entered(own, "figure", file=False, quantity="trained", value="3")
    assert claim.standing == "verified" and JournalLine.objects.get(kind="figure").actor == own.liaison
    row = known.rows_of(own.jurisdiction, [claim])[0]
    assert (row.word, row.details) == ("填报数据", (("培训次数", "3次"),))
