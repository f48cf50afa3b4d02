"""What a document says and the program does not carry out is said when it is adopted, and counts as not done."""

import pytest

from duban.engine.packs import coverage, loading, unexecuted
from tests import cast, founding

PACK = """\
id: own
name: 示例办法
periods: [month, year]
groups: {unit: 单位}
events:
  blamed: {label: 被点名, of: unit, clause: 一}
  failed: {label: 未办好, of: matter, clause: 一}
clauses:
"""


def _said(*rules: str) -> list[str]:
    listed = "".join(f"      - {rule}\n" for rule in rules)
    scored = "      - {kind: score, select: {event: [blamed, failed]}, worth: '-1'}\n"
    text = f"{PACK}  - clause: 一\n    gist: 示例\n    kinds: [limit]\n    rules:\n{scored}{listed}".replace(
        "[limit]", "[score]"
    )
    regime = loading.load_pack({"regime.yaml": text})
    assert (coverage.status(regime, regime.clauses[0]) == "planned") is bool(unexecuted.unexecuted(regime))
    return [said.removeprefix("系统还不能执行：") for _, said in unexecuted.unexecuted(regime)]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("{kind: limit, act: refusal, needs: [reason, proposal]}", []),
        ("{kind: limit, act: extension, needs: [reason, {signed_by: principal}]}", []),
        ("{kind: limit, act: dispute, needs: [reason]}", ["系统里没有这项办理，对它的限制不起作用"]),
        ("{kind: limit, act: refusal, needs: [{signed_by: principal}]}", ["这项办理不经签批，要求的签字不能在系统里完成"]),
        ("{kind: limit, act: write_off, needs: [proof], once: true}", ["这项办理要求的材料系统不核对", "这项办理只能一次的限制，系统不核对"]),
        ("{kind: limit, act: refusal, at_most: {days: 5}}", ["这项办理最长多久的限制，系统不核对"]),
        ("{kind: limit, act: extension, share: '0.5'}", []),
        ("{kind: deadline, name: d, label: 转办, count: {hours: 12}, counts_from: 收到之时}", ["“转办”按小时的时限只算到日"]),
        ("{kind: deadline, name: d, label: 转办, count: {days: 0}, counts_from: 通报之日, owed_by: office}", ["“转办”是办公室自己的时限，系统不计算是否超期"]),
        ("{kind: deadline, name: d, label: 裁定异议, count: {days: 3}, counts_from: 收到申诉之日, owed_by: office}", []),
        ("{kind: deadline, name: d, label: 裁定异议, count: {range: [3, 5], unit: working_days, by: leader}, counts_from: 收到申诉之日, owed_by: office}", ["“裁定异议”是办公室自己的时限，系统不计算是否超期"]),
        ("{kind: deadline, name: d, label: 申诉, count: {days: 3}, counts_from: 公布之日}", []),
        ("{kind: deadline, name: d, label: 申诉, count: {range: [3, 5], unit: working_days, by: leader}, counts_from: 公布之日}", ["“申诉”的天数由人定，系统不核对"]),
        ("{kind: deadline, name: d, label: 月报, count: {day_of_month: 15}, counts_from: 每月, owes: report}", []),
        ("{kind: outcome, name: 约谈, select: {event: failed}}", []),
        ("{kind: cap, side: plus, most: '5', periods: [quarter]}", ["这条规则只在季度的考核里用，而 periods 里没有，不会用到"]),
        ("{kind: score, select: {event: blamed}, worth: '-2', periods: [half_year, quarter]}", ["这条规则只在半年、季度的考核里用，而 periods 里没有，不会用到"]),
        ("{kind: cap, side: plus, most: '5', periods: [quarter, year]}", []),
        ("{kind: outcome, name: 取消评优, select: {event: blamed}}", []),
    ],
)  # fmt: skip
def test_what_is_not_carried_out_is_said_in_a_sentence(rule, said):
    assert _said(rule) == said


def test_the_five_documents_are_carried_out_as_far_as_their_rules_go():
    for name in cast.REGIMES:
        assert unexecuted.unexecuted(loading.load_regime(name)) == []


@pytest.mark.django_db
def test_the_page_of_adoptions_says_it(signed_in):
    files = loading.read_pack(founding.DOCUMENTS / "s13-deadlines")
    files["regime.yaml"] = files["regime.yaml"].replace(
        "counts_from: 收到之日, owed_by: office", "counts_from: 通报之日, owed_by: office"
    )
    office = founding.office(files)
    page = signed_in(office.head).get("/regime/adoptions").content.decode()
    assert "系统还不能执行：“转办”是办公室自己的时限" in page
