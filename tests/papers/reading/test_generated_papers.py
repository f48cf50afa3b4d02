"""Papers made out of the idioms with their right answers: what is written is read, nothing is invented, nothing disappears."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from duban.papers.reading import parse_text

UNITS = (
    "县水务局",
    "县民政局",
    "县文化和旅游局",
    "县委编办",
    "县残联",
    "县供热公司",
    "甲镇",
    "东街街道办事处",
    "县融媒体中心",
    "县总工会",
)
TASKS = ("疏通暗渠", "整修站台", "编印名录", "更换路灯", "清点库存", "开设夜校", "回收旧书", "补种行道树")
# Words, and the day or None; None with words means that a doubt must name them.
DATES = (
    ("", None),
    ("6月底前", date(2026, 6, 30)),
    ("2026年9月15日前", date(2026, 9, 15)),
    ("年内", date(2026, 12, 31)),
    ("上半年", date(2026, 6, 30)),
    ("明年一季度末前", date(2027, 3, 31)),
    ("到2027年底前", date(2027, 12, 31)),
    ("9月31日前", None),
    ("国庆节前", None),
    ("批复后20日内", None),
    ("7月中旬前", None),
)
NUMBERS = (
    lambda n: f"{n}．",
    lambda n: f"{n}、",
    lambda n: f"（{'一二三四五六'[n - 1]}）",
    lambda n: f"{'一二三四五六'[n - 1]}、",
    lambda n: f"（{n}）",
    lambda n: "①②③④⑤⑥"[n - 1],
)


@st.composite
def owners(draw):
    """Give a bracket's words and who leads, supports, guides; several leads without 牵头 want a doubt."""
    names = draw(st.lists(st.sampled_from(UNITS), min_size=3, max_size=4, unique=True))
    first, second, *rest = names
    both = "、".join([second, *rest])
    return draw(
        st.sampled_from(
            [
                (f"{first}负责", [first], [], [], False),
                (f"责任单位：{first}", [first], [], [], False),
                (f"{first}牵头，{both}配合", [first], [second, *rest], [], False),
                (f"牵头单位：{first}；配合单位：{both}", [first], [second, *rest], [], False),
                (f"{first}会同{both}负责", [first], [second, *rest], [], False),
                (f"{first}负责，{second}协助", [first], [second], [], False),
                (f"{first}负责，{second}指导", [first], [], [second], False),
                (f"{first}、{second}负责", [first, second], [], [], True),
                (f"{first}、{second}按职责分工负责", [first, second], [], [], True),
                (f"{first}、{second}共同牵头，{rest[0]}参与", [first, second], [rest[0]], [], False),
            ]
        )
    )


@st.composite
def papers(draw):
    number = draw(st.sampled_from(NUMBERS))
    tasks = draw(st.lists(st.sampled_from(TASKS), min_size=1, max_size=6, unique=True))
    behind = draw(st.booleans())
    lines, answers = [], []
    for at, task in enumerate(tasks, 1):
        who, lead, support, guide, open_lead = draw(owners())
        limit, due = draw(st.sampled_from(DATES))
        words = f"{task}，{limit}完成" if limit else task
        lines.append(f"{number(at)}{words}。（{who}）" if behind else f"{number(at)}{words}（{who}）。")
        answers.append((task, lead, support, guide, due, limit if due is None else "", open_lead))
    text = "\n".join(
        [
            "某县人民政府办公室关于印发2026年重点事项分工的通知",
            "某政办发〔2026〕3号",
            "",
            *lines,
            "",
            "某县人民政府办公室",
            "2026年1月8日",
        ]
    )
    return text, answers


@settings(max_examples=60)
@given(papers())
def test_what_is_written_is_read_and_nothing_is_invented(case):
    text, answers = case
    paper = parse_text(text)
    assert len(paper.items) == len(answers), text
    for item, (task, lead, support, guide, due, undated, open_lead) in zip(paper.items, answers, strict=True):
        assert task in item.text
        assert (list(item.lead), list(item.support), list(item.guide)) == (lead, support, guide), text
        assert item.due == due, text
        assert not undated or any(undated in doubt for doubt in item.doubts), text
        assert any("牵头" in doubt for doubt in item.doubts) == open_lead, text
        if not undated and not open_lead:
            assert item.doubts == (), text
    assert paper.unparsed == ()


PIECES = st.sampled_from(
    [
        "1．疏通暗渠，6月底前完成。",
        "2．整修站台。（县民政局负责）",
        "（三）编印名录。（县残联牵头，县总工会配合）",
        "更换路灯，9月15日前完成。",
        "清点库存。（甲镇负责，县水务局指导）",
        "以上两项由县委编办牵头。",
        "会议决定，由县水务局牵头，12月底前开设夜校。",
        "牵头单位：县供热公司",
        "完成时限：2026年10月底",
        "二、其他工作（牵头单位：县残联）",
        "请县民政局会同县总工会研究回收旧书，月底前报告。",
        "补种行道树（按计划由街道负责的除外），11月底前完成。",
        "一是3月底前勘察；二是每季度末通报。",
        "\n序号\t任务\t责任单位\n1\t清扫广场\t东街街道办事处\n",
        "——县融媒体中心（10月底前）",
    ]
)


@settings(max_examples=80)
@given(st.lists(PIECES, min_size=1, max_size=6), st.sampled_from(["\n", "\n\n"]))
def test_no_owner_and_no_limit_disappears(pieces, between):
    text = between.join(pieces)
    paper = parse_text(text, year=2026)
    answer = str(paper.as_json()) + "".join(paper.doubts)
    for word in (*UNITS, "6月底前", "9月15日前", "12月底前", "10月底", "月底前", "11月底前", "3月底前", "每季度末"):
        assert word not in text or word in answer, (word, text)
