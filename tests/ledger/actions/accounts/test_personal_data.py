"""One officer: what is kept of them is handed out; of who left, the address goes and the name stays."""

import json

import pytest

from duban.ledger.actions.accounts import personal_data
from duban.ledger.models import Message
from duban.ledger.queries.accounts import personal_data as own
from duban.ledger.refusals import Conflict, Refused
from tests import stories
from tests.senders import AT, flaws


def test_an_officer_gets_what_is_kept_of_them(office):
    office.clerk.email = "clerk@example.cn"
    office.clerk.save()
    stories.complete(office, stories.matter(office, due_on="2026-04-30"), AT)
    told = personal_data.export_officer(officer=office.liaison, actor=office.liaison, at=AT)
    assert (
        told["账号"]["账号"] == office.liaison.username
        and told["办理记录"]
        and told["上传的附件"][0]["文件名"] == "验收单.txt"
    )
    assert [each.name for each in own.files_of(office.liaison)] == ["验收单.txt"]
    assert own.files_of(office.admin) == []
    said = json.dumps(personal_data.export_officer(officer=office.clerk, actor=office.clerk, at=AT), ensure_ascii=False)
    assert "clerk@example.cn" in said and "password" not in said and office.clerk.password not in said


def test_of_who_left_the_address_goes_and_the_name_stays(office):
    officer = office.section
    officer.email = "left@example.cn"
    officer.save()
    Message.objects.create(jurisdiction=office.jurisdiction, officer=officer, kind="x", text="一件事", key="k", at=AT)
    with pytest.raises(Refused, match="还在使用"):
        personal_data.erase_officer(officer=officer, actor=office.admin, at=AT)
    officer.is_active = False
    officer.save()
    erased = personal_data.erase_officer(officer=officer, actor=office.admin, at=AT)
    erased.refresh_from_db()
    assert (erased.email, erased.has_usable_password(), erased.full_name) == ("", False, officer.full_name)
    assert not Message.objects.filter(officer=officer).exists()
    assert flaws(office) == []
    with pytest.raises(Conflict):
        personal_data.erase_officer(officer=officer, actor=office.admin, at=AT)
