"""Whole documents in our own sentences, each in the manner of another office, taken through the studio; totals worked by hand."""

import pytest

from duban.engine.studio import checking
from tests.engine.studio.documents import assigned, completed, drafted, figure_of, late, own, total_of

KEY_WORK = """第一条 考核实行百分制，基础分100分。
第二条 扣分标准：
（一）未按期办结的，每件扣2分；
（二）未按时反馈的，第一次扣1分，第二次扣2分，第三次及以上每次扣3分；
（三）每缺报一期扣1分，每月最多扣3分；
（四）被市政府主要领导点名的，每次扣3分，累计扣分不超过6分。
第三条 加分标准：
（一）获省政府表彰的，每次加2分，最多加4分；
（二）提前办结的，每件加0.5分，每季度加分最高不超过1分。"""
PROPOSALS = """第一条 考核内容（100分）：①办理时效30分：逾期答复的每件扣5分，扣完为止；②面商率30分：面商率达到100%得满分，每低5个百分点扣1.5分；③满意率40分：代表委员满意率按比例折算得分。
第二条 代表不满意的，每件扣2分。"""
TOWNS = """一、发牌：每张黄牌扣2分，每张红牌扣5分，最多扣12分。
二、考核（60分）
（一）反馈（40分）
1．未按时反馈的，主办单位每次扣2分，协办单位每次扣1分，扣完为止。
2．漏报、错报的，每处扣0.5分。
（二）作风（20分）
由县政府督查室评定。"""
PROJECTS = """第一条 基础分60分。
第二条 每月25日前由牵头单位报送进展，迟报的每迟1天扣0.1分，单次最多扣0.5分；漏报的每次扣1分。
第三条 每个黄色预警项目扣1分，每个红色预警项目扣3分，累计扣分最多扣8分。
第四条 典型经验被中央媒体刊发的每篇加3分，被省级媒体刊发的每篇加1分，最高不超过4分。"""


def _shown(authority):
    return {"kind": "circular", "tone": "praise", "authority": authority, "occasion": authority}


def test_key_work_of_a_city():
    """Late results 2: 4; reports late 4 times: 1+2+3+3; 缺报 March 4 → 3, April 1; named 3 times: 9 → 6; praised 3 times: 6 → 4; early 3 in a quarter: 1.5 → 1."""
    content = drafted(KEY_WORK)
    results = [assigned(f"{n}号") for n in range(5)] + [late("02-01", matter="0号"), late("03-01", matter="1号")]
    assert total_of(content, *results) == "96"
    reports = [late(f"0{n}-09", "report", matter="0号") for n in range(2, 6)]
    assert total_of(content, *results, *reports) == "87"
    missed = own(content, "缺报", "03-01", "03-02", "03-03", "03-04", "04-01")
    assert total_of(content, *missed) == "96"
    named = own(content, "被市政府主要领导点名", "05-01", "05-02", "05-03")
    praised = [{**_shown("province"), "day": f"2026-06-0{n}"} for n in (1, 2, 3)]
    assert total_of(content, *named, *praised) == "98"
    early = [completed(f"{n}号", f"01-1{n}") for n in (2, 3, 4)]
    assert total_of(content, *results, *early) == "97"
    assert checking.faults_of(content) == []


def test_proposals():
    """30-2×5; 面商率 90: 30-10×0.3; 满意率 75: 40×0.75; 2 unhappy: 4. Seven late: nothing is left of 30."""
    content = drafted(PROPOSALS)
    rates = [
        {"kind": "figure", "day": "2026-12-30", "quantity": figure_of(content, label), "value": value}
        for label, value in (("面商率", "90"), ("代表委员满意率", "75"))
    ]
    sent = [assigned(f"{n}号") for n in range(7)]
    tardy = [late("05-05", matter=f"{n}号") for n in range(7)]
    unhappy = [fact | {"matter": f"{n}号"} for n, fact in enumerate(own(content, "代表不满意", "06-01", "06-02"))]
    assert total_of(content, *rates, *sent) == "87"
    assert total_of(content, *rates, *sent, *tardy[:2], *unhappy) == "73"
    assert total_of(content, *rates, *sent, *tardy) == "57"
    assert checking.faults_of(content) == []


def test_cards_of_towns():
    """Two yellow and two red: 14 → 12. Feedback 40-2-1-0.5×2; style 15. The lot: 36+15-12."""
    content = drafted(TOWNS)
    style = next(each["id"] for each in content["regime"]["sections"] if each["label"] == "作风")
    given = {"kind": "sheet", "day": "2026-12-30", "section": style, "points": "15"}
    cards = [*own(content, "黄牌", "01-05", "02-05"), *own(content, "红牌", "03-05", "04-05")]
    sent = (assigned("一号"), assigned("二号", role="support"))
    tardy = (late("05-05", "report", "一号"), late("05-06", "report", "二号"))
    wrong = own(content, "漏报、错报", "07-01", "07-02")
    assert total_of(content, given) == "55"
    assert total_of(content, given, *cards) == "43"
    assert total_of(content, given, *sent, *tardy, *wrong) == "51"
    assert total_of(content, given, *cards, *sent, *tardy, *wrong) == "39"


@pytest.mark.parametrize(
    ("days", "total"), [((3,), "59.7"), ((5,), "59.5"), ((9,), "59.5"), ((9, 9), "59"), ((1, 2, 20), "59.2")]
)
def test_reports_of_projects(days, total):
    content = drafted(PROJECTS)
    facts = [late(f"0{n}-26", "report", "一号", days=each) for n, each in enumerate(days, 1)]
    assert total_of(content, assigned("一号"), *facts) == total


def test_warnings_and_papers_of_projects():
    """Yellow on one, red on three: 1+9 → 8. Central twice, provincial once: 7 → 4. 漏报 once: 1."""
    content = drafted(PROJECTS)
    sent = [assigned(f"{n}号") for n in range(4)]
    yellow = own(content, "黄色预警项目", "01-05", matter="0号")
    red = [fact for n in (1, 2, 3) for fact in own(content, "红色预警项目", "02-05", matter=f"{n}号")]
    assert total_of(content, *sent, *yellow, *red[:1], *red[:1]) == "56"
    assert total_of(content, *sent, *yellow, *red) == "52"
    shown = [
        {"kind": "published", "day": f"2026-0{n}-01", "authority": body} for n, body in enumerate(("central", "central", "province"), 1)
    ]  # fmt: skip
    assert total_of(content, *shown, *own(content, "漏报", "03-03")) == "63"
    assert checking.faults_of(content) == []
