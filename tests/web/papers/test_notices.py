"""Papers as they are printed, and files that go out only to be saved."""

import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.matters import attachments, dispatches
from duban.ledger.by import By
from duban.ledger.models import Notice
from duban.ledger.storage.files import path_of
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


def _text(response):
    return response.content.decode()


@pytest.mark.feature("letterhead")
@pytest.mark.proves("zhuoni-2022", "印发通知", "letterhead")
def test_a_notice_is_printed_under_the_offices_head_in_both_scripts(zhuoni, signed_in):
    zhuoni.jurisdiction.letterhead |= {"head": ["某县人民政府文件"], "script": "རྫོང་མི་དམངས་སྲིད་གཞུང་།"}
    zhuoni.jurisdiction.save()
    stories.matter(zhuoni, due_on="2026-04-30", level="red")
    page = _text(signed_in(zhuoni.clerk).get(f"/notices/{Notice.objects.get().pk}"))
    for word in (
        "某县人民政府文件",
        "རྫོང་མི་དམངས་སྲིད་གཞུང་།",
        "卓政督〔2026〕1号",
        "甲镇：",
        "2026年3月31日",
        "data-prints",
    ):
        assert word in page


def test_a_unit_lists_the_papers_addressed_to_it(office, signed_in):
    stories.matter(office, due_on="2026-04-30", lead=office.units[:2])
    assert "〔2026〕1号" in _text(signed_in(office.liaison).get("/notices"))
    other = _text(signed_in(office.other_liaison).get("/notices"))
    assert "〔2026〕1号" not in other and "〔2026〕2号" in other
    found = _text(signed_in(office.clerk).get("/notices?q=乙县"))
    assert "〔2026〕1号" not in found and "〔2026〕2号" in found


def test_the_list_costs_the_same_with_three_and_thirty(office, signed_in):
    client = signed_in(office.clerk)
    counts = []
    for number in (3, 27):
        for _ in range(number):
            stories.matter(office, due_on="2026-04-30")
        client.get("/notices")
        with CaptureQueriesContext(connection) as queries:
            client.get("/notices")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9


def _attached(office, name, data):
    made = stories.matter(office, due_on="2026-04-30")
    return attachments.add_file(
        jurisdiction=office.jurisdiction, name=name, chunks=[data], matter=made, by=By(office.clerk, AT)
    )


def test_a_file_is_saved_under_its_name_and_never_shown_or_run(office, signed_in):
    kept = _attached(office, "会议纪要（一）.txt", b"<script>alert(1)</script>")
    answer = signed_in(office.liaison).get(f"/attachments/{kept.pk}")
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('会议纪要（一）.txt')}"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox;")
    assert signed_in(office.other_liaison).get(f"/attachments/{kept.pk}").status_code == 404


def test_a_file_that_is_gone_is_said_to_be_gone(office, signed_in):
    kept = _attached(office, "丢失.txt", b"only here")
    path_of(kept.sha256).unlink()
    answer = signed_in(office.clerk).get(f"/attachments/{kept.pk}")
    assert answer.status_code == 404 and "备份" in _text(answer)


def test_a_day_in_a_table_of_a_notice_stands_on_one_line(office, signed_in):
    made = [stories.matter(office, due_on="2026-04-30", dispatched=False) for _ in range(2)]
    dispatches.dispatch_matters(matters=made, letters="unit", by=By(office.clerk, AT))
    page = _text(signed_in(office.clerk).get(f"/notices/{Notice.objects.get().pk}"))
    assert re.search(r'<td class="nowrap"\s*>\s*2026-04-30\s*</td>', page)
