"""Rows pasted out of a spreadsheet become drafts; what is wrong with a cell stands at the cell, and nothing typed is lost."""

import pytest

from duban.ledger.models import SourcePaper

pytestmark = pytest.mark.django_db
HERE = "/papers/table"
ROWS = '序号\t重点任务\t牵头单位\t完成时限\n1\t完成旧区改造\t市财政局\t2026年6月30日\n2\t更新"管网"\t市财务局\t2026-02-30\n'


def test_rows_without_doubt_become_drafts_at_once(office, signed_in):
    answer = signed_in(office.clerk).post(HERE, {"rows": "修好道路\t甲县\t\t2026-06-30\n", "name": "调度会"})
    paper = SourcePaper.objects.get()
    assert answer.status_code == 302 and answer.url == f"/papers/{paper.pk}" and paper.name == "调度会.txt"
    draft = paper.drafts.get()
    assert (draft.text, str(draft.due_on), draft.lead[0]["unit"]) == ("修好道路", "2026-06-30", "jia")


def test_what_is_wrong_stands_at_its_cell_and_can_be_kept_as_a_doubt(office, signed_in):
    client = signed_in(office.clerk)
    answer = client.post(HERE, {"rows": ROWS})
    page = answer.content.decode()
    assert answer.status_code == 422 and not SourcePaper.objects.exists()
    assert 'data-row="1" data-column="2" data-words="没有“市财务局”这个单位' in page
    assert 'data-row="1" data-column="3" data-words="日期不存在：2026-02-30' in page
    assert "完成旧区改造" in page and 'href="#id_rows"' in page
    assert client.post(HERE, {"rows": ROWS, "anyway": "on"}).status_code == 302
    assert SourcePaper.objects.get().drafts.count() == 2


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("", "表格内容"),
        ("\n\t\n", "没有内容"),
        ("任务\t牵头单位\t完成时限", "只有表头"),
        ("甲\t乙\n" * 501, "一次最多 500 行"),
    ],
)
def test_what_makes_no_table_is_refused_in_one_sentence(office, signed_in, rows, said):
    answer = signed_in(office.clerk).post(HERE, {"rows": rows})
    assert answer.status_code == 422 and said in answer.content.decode() and not SourcePaper.objects.exists()
