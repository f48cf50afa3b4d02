"""Lists of appeals (诉求清单): what a platform hands over as a spreadsheet is taken whole, or not at all."""

import datetime

import pytest

from duban.ledger.actions.public import appeal_lists
from duban.ledger.by import By
from duban.ledger.models import Appeal
from duban.ledger.refusals import Refused
from duban.papers.reading.lists.appeals import LABELS
from duban.papers.writing import sheets
from tests import cast

NAME, PHONE = "周晓岚", "13800002222"
TODAY = datetime.date(2026, 3, 31)
DUE = datetime.date(2026, 4, 15)


@pytest.fixture
def gansu(db):
    return cast.office("gansu-county-2023")


def sheet(*rows):
    return sheets.write_xlsx([sheets.Column(label) for label in LABELS.values()], rows, name="诉求")


def take(office, data, name="清单.xlsx"):
    return appeal_lists.take_list(
        jurisdiction=office.jurisdiction, data=data, name=name, channel="hotline", by=By(office.clerk, cast.at())
    )


ROW = ("水管漏水", TODAY, "", "投诉", NAME, PHONE, "GD-7", DUE, "复杂")


def test_a_platforms_list_is_taken_whole_and_nothing_twice(gansu):
    data = sheet(ROW, ("公交改线", TODAY, "人民网留言", "建议", "", "", "", DUE, ""), ROW)
    taken = take(gansu, data)
    assert [(each.channel, each.kind, each.triage) for each in taken.made] == [
        ("hotline", "complaint", "complex"),
        ("board", "idea", ""),
    ]
    assert taken.known == 1
    with pytest.raises(Refused, match="没有可以登记的新诉求"):
        take(gansu, data)


def test_one_wrong_cell_and_nothing_is_taken(gansu):
    wrong = ("漏水", "四月一日", "飞鸽", "", "", "", "", DUE, "")
    with pytest.raises(Refused) as refused:
        take(gansu, sheet(ROW, wrong, ("", TODAY, "", "", "甲某", "", "", DUE, "")))
    assert "第 3 行“收到日期”" in refused.value.why and "第 4 行“诉求内容”" in refused.value.why
    assert not Appeal.objects.exists()
    for data, name in ((b"nothing", "a.xlsx"), (b"", "a.xlsx"), ("甲\t乙\n".encode(), "a.txt"), (b"\x00\x01", "a.doc")):
        with pytest.raises(Refused) as refused:
            take(gansu, data, name)
        assert refused.value.field == "file"


def test_a_list_is_read_as_platforms_write_it(gansu):
    text = "工单编号\t来电时间\t诉求内容\t来源\t办结时限\n9\t2026年3月30日 08:12:33\t停水\t热线\t2026/4/3\n10\t46111\t停电\t网站\t2026.4.3\n"
    first, second = take(gansu, text.encode("gb18030"), "清单.txt").made
    assert (first.received_on, first.channel, first.due_on) == (
        datetime.date(2026, 3, 30),
        "hotline",
        datetime.date(2026, 4, 3),
    )
    assert (second.received_on, second.channel) == (datetime.date(2026, 3, 30), "site")
    for row in (
        "11\t\t停气\t热线\t2026-04-03",
        "11\t2026-03-30\t停气\t来\t2026-04-03",
        "11\t2026-02-30\t停气\t热线\t2026-04-03",
    ):
        with pytest.raises(Refused, match="第 2 行"):
            take(gansu, f"工单编号\t来电时间\t诉求内容\t来源\t办结时限\n{row}\n".encode(), "清单.txt")
