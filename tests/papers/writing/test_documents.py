"""The document model: what is refused, how cells meet, how typed text becomes blocks, and the record of a paper."""

import json
from dataclasses import replace

import pytest

from duban.papers.writing.checks import InvalidPaper, check
from duban.papers.writing.documents import Cell, Heading, Paper, Paragraph, Table, blocks_of, form, placed
from duban.papers.writing.records import BrokenRecord, as_json, from_json
from tests.papers.writing import samples

WHOLE = samples.circular()


@pytest.mark.parametrize("name", samples.ALL)
def test_whole_papers_have_no_fault(name):
    check(samples.ALL[name]())


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"title": " "}, "缺少标题"),
        ({"body": (), "annexes": (), "attachments": ()}, "缺少正文"),
        ({"number": "某政督[2026]012号"}, "应形如"),
        ({"number": "某政督〔2026〕012号"}, "应形如"),
        ({"dated_on": None}, "缺少成文日期"),
        ({"number": "", "signer": "王某"}, "缺少发文字号"),
        ({"attachments": ("只有一项",)}, "附件说明列1项，实有附件2个"),
        ({"addressees": ("市财政局", "")}, "主送机关中有空白"),
        ({"body": (Heading(5, "五层"),)}, "层级应为1至4"),
        ({"body": (Paragraph("垂直\x0b制表"),)}, "正文中含有不可见的控制字符 U+000B"),
        ({"body": (Paragraph("颠倒\u202e次序"),)}, "U+202E"),
        ({"body": (Paragraph("孤立\ud800代理"),)}, "U+D800"),
        ({"body": (Paragraph("造字\ue000"),)}, "自造字 U+E000"),
        ({"body": (Table(((Cell("甲"), Cell("乙")), (Cell("丙"),))),)}, "第2行缺少第2格"),
        ({"body": (Table(((Cell("甲", down=2), Cell("丙")), (Cell("乙"),)), 1),)}, "表头与下面的行合并"),
        ({"body": (Table(((Cell("甲", down=3),),), 0),)}, "跨行跨列数有误"),
        ({"body": (Table(((Cell("甲"),),), 0, widths=(1, 2)),)}, "列宽却给了2个"),
        ({"imprint": replace(WHOLE.imprint, office="")}, "版记缺少印发机关"),
        ({"kind": "briefing", "number": ""}, "简报须有"),
        ({"kind": "poster"}, "文种样式“poster”不存在"),
    ],
)
def test_every_fault_is_named(changed, fault):
    with pytest.raises(InvalidPaper) as refused:
        check(replace(WHOLE, **changed))
    assert any(fault in each for each in refused.value.faults), refused.value.faults


def test_all_faults_are_told_at_once():
    with pytest.raises(InvalidPaper) as refused:
        check(Paper(title="", body=(Heading(0, ""),)))
    assert len(refused.value.faults) == 3


def test_cells_flow_around_those_that_reach_down():
    columns, cells = placed(Table(((Cell("甲", down=2), Cell("乙", across=2)), (Cell("丙"), Cell("丁"))), heads=0))
    assert columns == 3
    assert [(row, column, cell.text) for row, column, cell in cells] == [
        (0, 0, "甲"),
        (0, 1, "乙"),
        (1, 1, "丙"),
        (1, 2, "丁"),
    ]


def test_the_last_value_of_a_form_reaches_to_the_edge():
    grid = form([("单位", "甲局", "责任人", "张某"), ("事项", "推进项目")])
    columns, cells = placed(grid)
    assert columns == 4
    assert [(cell.text, cell.across, cell.label) for _, _, cell in cells][-2:] == [
        ("事项", 1, True),
        ("推进项目", 3, False),
    ]


def test_typed_text_becomes_levels_and_keeps_every_word():
    typed = "开头。\r\n一、总体情况\n（一）办结。其余照办。\n1.甲局\n（1）细项。后文\n1.5万元不是序号\n\n结尾"
    blocks = blocks_of(typed)
    assert blocks == (
        Paragraph("开头。"),
        Heading(1, "一、总体情况"),
        Heading(2, "（一）办结。", "其余照办。"),
        Heading(3, "1.甲局"),
        Heading(4, "（1）细项。", "后文"),
        Paragraph("1.5万元不是序号"),
        Paragraph("结尾"),
    )
    kept = "".join(b.text + (b.rest if isinstance(b, Heading) else "") for b in blocks)
    assert kept == "".join(typed.split())


@pytest.mark.parametrize("name", samples.ALL)
def test_a_record_gives_the_same_paper_again(name):
    paper = samples.ALL[name]()
    assert from_json(json.loads(json.dumps(as_json(paper)))) == paper


@pytest.mark.parametrize("record", [{}, {"title": "题", "body": [{"block": "script"}]}, {"title": "题", "x": 1}])
def test_another_record_is_refused(record):
    with pytest.raises(BrokenRecord):
        from_json(record)
