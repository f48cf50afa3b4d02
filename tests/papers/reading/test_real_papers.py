"""Every published paper at hand, with counts and owners verified by eye."""

from datetime import date

import pytest

from duban.papers.reading import parse

# paper: tasks, tasks with a lead, tasks with a deadline, year
COUNTS = {
    "a01": (21, 21, 0, 2019),
    "a02": (17, 17, 0, 2018),
    "a03": (18, 18, 0, 2018),
    "a05": (15, 15, 0, 2018),
    "a06": (30, 30, 0, 2018),
    "a11": (2, 1, 2, 2018),
    "a12": (2, 0, 2, 2019),
    "a17": (20, 20, 5, 2020),
    "a19": (6, 0, 6, 2014),
    "b01": (0, 0, 0, 2018),
    "f15": (0, 0, 0, 2018),
    "g01": (0, 0, 0, 2019),
    "h01": (0, 0, 0, None),
}

# Sentences outside every task that name a limit, or a unit that has to do something, all the same.
UNREAD = {"a01": 1, "a06": 2, "a11": 5, "a12": 1, "a17": 2, "a19": 10}


def read(realdocs, name):
    (path,) = realdocs.glob(f"{name}_*.txt")
    return parse(path.read_bytes(), path.name)


@pytest.mark.parametrize("name", COUNTS)
def test_counts(realdocs, name):
    paper = read(realdocs, name)
    items = paper.items
    assert (
        len(items),
        sum(bool(i.lead) for i in items),
        sum(bool(i.due) for i in items),
        paper.year,
    ) == COUNTS[name]
    assert len(paper.unparsed) == UNREAD.get(name, 0)
    assert bool(items) or paper.doubts


def test_every_paper_is_read_without_inventing(realdocs):
    papers = sorted(realdocs.glob("*.txt"))
    assert len(papers) >= len(COUNTS)
    for path in papers:
        paper = parse(path.read_bytes(), path.name)
        for item in paper.items:
            passage = paper.text[slice(*item.span)]
            assert all(name in passage for name in item.lead + item.support)
            assert all(milestone.text in passage for milestone in item.milestones)


def test_a01_the_first_named_leads(realdocs):
    items = read(realdocs, "a01").items
    assert [i.no for i in items] == [str(n) for n in range(1, 22)]
    assert (items[0].lead, items[0].support) == (("税务总局",), ("财政部", "海关总署"))
    assert (items[5].lead, items[5].support) == (("海关总署",), ("商务部", "有关部门"))
    assert items[13].support == ("工业和信息化部", "生态环境部", "海关总署")
    assert len(items[0].parents) == 2


def test_a02_and_others_with_the_provinces(realdocs):
    item = read(realdocs, "a02").items[0]
    assert item.lead[-2:] == ("全国总工会", "各省级人民政府")
    assert "中央和国家机关工委" in item.lead
    assert any("等" in doubt for doubt in item.doubts)


def test_a05_commas_collectives_and_a_limit_counted_from_the_issue(realdocs):
    items = read(realdocs, "a05").items
    assert items[3].lead == ("人力资源社会保障部",)
    assert items[3].support == ("科技部", "财政部", "住房城乡建设部", "市场监管总局", "各省级人民政府")
    assert any("30日内" in doubt for doubt in items[11].doubts)


def test_a06_with_others_concerned(realdocs):
    paper = read(realdocs, "a06")
    assert (paper.items[17].lead, paper.items[17].support) == (("国家发展改革委", "财政部"), ("有关部门",))
    assert any("2018年12月31日前" in words for words in paper.unparsed)


def test_a12_several_limits(realdocs):
    item = read(realdocs, "a12").items[1]
    assert [m.date for m in item.milestones] == [
        date(2019, 6, 30),
        date(2019, 9, 30),
        date(2019, 12, 31),
        date(2020, 12, 31),
    ]
    assert item.due == date(2020, 12, 31)


def test_a17_without_paragraph_breaks(realdocs):
    items = read(realdocs, "a17").items
    assert (items[2].lead, items[2].support) == (
        ("自然资源部",),
        ("住房城乡建设部", "国务院相关部门", "各地区"),
    )
    assert items[18].support == ("国务院相关部门和单位", "各地区")
    assert {i.no: i.due for i in items if i.due} == {
        "（二）": date(2020, 12, 31),
        "（五）": date(2020, 12, 31),
        "（十一）": date(2021, 6, 30),
        "（十五）": date(2020, 12, 31),
        "（十六）": date(2020, 12, 31),
    }
    assert len(items[4].milestones) == 2


def test_h01_is_named_garbled(realdocs):
    assert any("乱码" in doubt for doubt in read(realdocs, "h01").doubts)
    assert not any("乱码" in doubt for doubt in read(realdocs, "a17").doubts)
