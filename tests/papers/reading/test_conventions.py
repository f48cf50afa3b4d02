"""One test for each convention by which division-of-work papers name owners and limits; sentences our own."""

from datetime import date

import pytest

from duban.papers.reading import parse_text


def only(text, year=2023):
    (item,) = parse_text(text, year=year).items
    return item


def owners(bracket):
    item = only(f"一、修好东门的桥。（{bracket}）")
    return list(item.lead), list(item.support)


@pytest.mark.parametrize(
    ("bracket", "lead", "support"),
    [
        ("县水利局负责", ["县水利局"], []),
        ("县水利局、县财政局负责", ["县水利局", "县财政局"], []),
        ("县水利局牵头，县财政局、县住建局配合", ["县水利局"], ["县财政局", "县住建局"]),
        ("县水利局牵头，县财政局参与", ["县水利局"], ["县财政局"]),
        ("县水利局、县财政局牵头负责", ["县水利局", "县财政局"], []),
        ("县水利局牵头会同县财政局、县住建局负责", ["县水利局"], ["县财政局", "县住建局"]),
        ("负责部门：县水利局、县财政局", ["县水利局", "县财政局"], []),
        ("责任单位：县水利局牵头，县财政局配合", ["县水利局"], ["县财政局"]),
        ("牵头单位：县水利局；配合单位：县财政局、县住建局", ["县水利局"], ["县财政局", "县住建局"]),
        ("牵头单位：县水利局；责任单位：县财政局", ["县水利局"], ["县财政局"]),
        ("责任部门：县水利局，各乡镇", ["县水利局", "各乡镇"], []),
        ("县水利局负责，县财政局配合", ["县水利局"], ["县财政局"]),
        ("由县水利局牵头，县财政局等有关部门按职责分工负责", ["县水利局"], ["县财政局", "有关部门"]),
        ("县水利局（牵头）、县财政局负责", ["县水利局"], ["县财政局"]),
    ],
)
def test_brackets_say_who_leads_and_who_supports(bracket, lead, support):
    assert owners(bracket) == (lead, support)


@pytest.mark.parametrize("separator", ["、", "，", "；", "及", "以及", "/"])
def test_separators_of_names(separator):
    assert owners(f"县水利局{separator}县财政局负责")[0] == ["县水利局", "县财政局"]


def test_names_that_contain_a_conjunction_stay_whole():
    names = ["工业和信息化局", "文化和旅游局", "县委社会工作部", "普及教育办公室", "发展和改革委员会"]
    assert owners("、".join(names) + "负责")[0] == names
    assert owners("县财政局和县审计局负责")[0] == ["县财政局", "县审计局"]


def test_inner_brackets_stay_whole():
    assert owners("各县（市、区）政府负责")[0] == ["各县（市、区）政府"]


def test_and_others_with_collectives():
    assert owners("甲部、乙部等国务院相关部门及各地区按职责分工负责")[0] == [
        "甲部",
        "乙部",
        "国务院相关部门",
        "各地区",
    ]


def test_and_others_without_a_collective_is_doubtful():
    item = only("一、修桥。（县交通局牵头，县水利局、县财政局等参与）")
    assert item.support == ("县水利局", "县财政局")
    assert any("等" in doubt for doubt in item.doubts)
    assert any("有关部门" in doubt for doubt in only("一、修桥。（县水利局牵头，县财政局等有关部门配合）").doubts)
    assert not only("一、修桥。（县交通局牵头，县水利局、县财政局等2部门配合）").doubts


@pytest.mark.parametrize(
    "bracket", ["县水利局、县财政局负责", "责任单位：县水利局、县财政局", "县水利局、县财政局按职责分工负责"]
)
def test_several_names_without_a_lead_are_doubtful(bracket):
    item = only(f"一、修桥。（{bracket}）")
    assert item.lead == ("县水利局", "县财政局")
    assert any("牵头" in doubt for doubt in item.doubts)
    assert not only("一、修桥。（县水利局负责）").doubts
    assert not only("一、修桥。（县水利局、县财政局共同牵头）").doubts


@pytest.mark.parametrize(
    ("bracket", "lead", "support"),
    [
        ("县水利局会同县财政局负责", ["县水利局"], ["县财政局"]),
        ("县水利局商县财政局、县审计局负责", ["县水利局"], ["县财政局", "县审计局"]),
        ("县水利局协同县财政局办理", ["县水利局"], ["县财政局"]),
        ("县水利局协助县财政局落实", ["县财政局"], ["县水利局"]),
        ("甲镇负责，县水利局协助", ["甲镇"], ["县水利局"]),
        ("县水利局总牵头，县财政局、县审计局分别牵头", ["县水利局", "县财政局", "县审计局"], []),
    ],
)
def test_words_between_names_say_who_leads(bracket, lead, support):
    assert owners(bracket) == (lead, support)


def test_names_for_many_are_doubtful():
    for name in ("各乡镇", "各有关单位", "县直有关部门", "其他相关单位"):
        item = only(f"一、修桥。（县水利局牵头，{name}配合）")
        assert item.support == (name,)
        assert any(name in doubt for doubt in item.doubts)


@pytest.mark.parametrize(
    "manner",
    [
        "按职责分工",
        "按照职责分工",
        "按照各自职责",
        "依职责",
        "根据职责分工",
        "分别",
        "共同",
        "在各自职责范围内",
        "按属地管理原则",
    ],
)
def test_manner_is_no_name(manner):
    assert owners(f"县水利局、县财政局{manner}负责")[0] == ["县水利局", "县财政局"]
    assert owners(f"县水利局、县财政局，{manner}负责")[0] == ["县水利局", "县财政局"]


def test_a_county_whose_name_begins_like_a_manner():
    assert owners("依安县教育局、在平县教育局按职责分工负责")[0] == ["依安县教育局", "在平县教育局"]


@pytest.mark.parametrize("scope", ["适用范围：甲省、乙市", "适用范围为全国"])
def test_scope_is_no_name(scope):
    assert owners(f"商务局负责，{scope}") == (["商务局"], [])
    assert owners(f"责任单位：商务局；{scope}") == (["商务局"], [])
    assert parse_text(f"一、修桥。（{scope}）").items == ()


def test_the_first_named_leads_from_where_the_paper_says_so():
    paper = parse_text(
        "一、修桥。（甲局、乙局负责）二、修路。（丙局、甲局负责，排在第一位的部门为牵头部门，下同）"
        "三、修渠。（乙局、丙局负责）四、修塔。（甲局、乙局、丙局负责。）"
    )
    assert [i.lead for i in paper.items] == [("甲局", "乙局"), ("丙局",), ("乙局",), ("甲局",)]
    assert [i.support for i in paper.items] == [(), ("甲局",), ("丙局",), ("乙局", "丙局")]
    aside = parse_text("一、修桥。（甲局、乙局负责）\n注：责任单位列第一位的为牵头单位。")
    assert (aside.items[0].lead, aside.items[0].support) == (("甲局",), ("乙局",))


def test_who_guides_neither_leads_nor_supports():
    item = only("一、修桥。（甲镇政府负责，县水利局指导）")
    assert (item.lead, item.support, item.guide, item.doubts) == (("甲镇政府",), (), ("县水利局",), ())
    assert only("一、修桥。（县水利局指导）").guide == ("县水利局",)
    assert only("一、修桥。（县水利局指导各镇实施）").guide == ("县水利局",)
    assert owners("县就业指导中心负责")[0] == ["县就业指导中心"]


def test_no_lead_is_doubtful():
    for bracket in ("县财政局配合", "按职责分工负责"):
        item = only(f"一、修桥。（{bracket}）")
        assert item.lead == ()
        assert any("牵头" in doubt for doubt in item.doubts)


def test_a_sentence_in_brackets_is_no_owner_and_is_shown():
    paper = parse_text("一、修桥。（行政机关应当对此负责）")
    assert paper.items == ()
    assert paper.unparsed == ("（行政机关应当对此负责）",)
    assert parse_text("一、修桥。（县水利局负责").unparsed == ("（县水利局负责",)


def test_paragraph_breaks_may_be_lost():
    paper = parse_text(
        "现将修缮事项通知如下：一、路桥工作（一）修好东桥。六月动工。（甲局负责）（二）修好西桥。（乙局负责）二、水利工作（三）清淤。（丙局负责）"
    )
    assert [(i.no, i.text, i.lead, i.parents) for i in paper.items] == [
        ("（一）", "修好东桥。六月动工。", ("甲局",), ("路桥工作",)),
        ("（二）", "修好西桥。", ("乙局",), ("路桥工作",)),
        ("（三）", "清淤。", ("丙局",), ("水利工作",)),
    ]


def test_small_points_before_one_bracket_are_one_task():
    paper = parse_text("（一）修桥。\n1.勘察；\n2.施工。（甲局负责）\n（二）修路。\n1.勘察；\n2.施工。（乙局负责）")
    assert [i.no for i in paper.items] == ["（一）", "（二）"]
    assert "勘察" in paper.items[0].text and "施工" in paper.items[0].text


def test_points_under_headings_carry_their_parents():
    paper = parse_text(
        "一、建设\n（一）道路\n1.修东路。（甲局负责）\n2.修西路。（乙局负责）\n（二）桥梁\n3.修桥。（丙局负责）"
    )
    assert [(i.no, i.parents) for i in paper.items] == [
        ("1", ("建设", "道路")),
        ("2", ("建设", "道路")),
        ("3", ("建设", "桥梁")),
    ]


def test_the_body_after_a_headline_with_its_bracket_belongs_to_it():
    paper = parse_text(
        "1.修好东桥（责任单位：甲局）\n先勘察，9月底前完工。\n2.修好西桥（责任单位：乙局）\n10月底前完工。\n某县人民政府\n2023年3月1日"
    )
    assert [(i.lead, i.due) for i in paper.items] == [
        (("甲局",), date(2023, 9, 30)),
        (("乙局",), date(2023, 10, 31)),
    ]
    assert "人民政府" not in paper.items[1].text


def test_labelled_lines_close_a_task():
    paper = parse_text(
        "1.修桥\n牵头单位：甲局\n配合单位：乙局、丙局\n完成时限：2023年9月\n2.修路\n责任单位：丁局\n完成时限：长期坚持"
    )
    first, second = paper.items
    assert (first.lead, first.support, first.due) == (("甲局",), ("乙局", "丙局"), date(2023, 9, 30))
    assert (second.lead, second.due) == (("丁局",), None)
    assert any("长期" in doubt for doubt in second.doubts)


def test_an_owner_stated_once_for_all_the_rest():
    paper = parse_text("各项任务除另有注明外，均由县水利局负责。\n1.修东桥并通车。\n2.修西桥并通车。（县住建局负责）")
    assert [i.lead for i in paper.items] == [("县水利局",), ("县住建局",)]
    assert any("统一" in doubt for doubt in paper.items[0].doubts)
    assert not paper.items[1].doubts


def test_without_any_owner_dated_points_are_drafts_without_lead():
    paper = parse_text("一、修桥。2023年9月底前完工。\n二、注意安全。")
    assert [(i.no, i.lead, i.due) for i in paper.items] == [("一", (), date(2023, 9, 30))]
    assert paper.doubts
    assert parse_text("今天天气很好。").items == ()


def test_spans_mark_the_passage():
    paper = parse_text("总则。\n一、修桥。（甲局负责）\n二、修路。（乙局负责）\n完。")
    assert [paper.text[slice(*i.span)] for i in paper.items] == [
        "一、修桥。（甲局负责）",
        "二、修路。（乙局负责）",
    ]


def test_the_published_shape():
    paper = parse_text("一、修桥，6月底前完工。（甲局负责）", year=2023)
    assert paper.as_json() == {
        "items": [
            {
                "no": "一",
                "text": "修桥，6月底前完工。",
                "lead": ["甲局"],
                "support": [],
                "milestones": [{"date": "2023-06-30", "text": "6月底前"}],
                "due": "2023-06-30",
                "doubts": [],
            }
        ],
        "unparsed": [],
    }
