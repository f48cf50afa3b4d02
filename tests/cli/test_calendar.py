"""`duban calendar`: a notice from a file for every office, what it would move first, withdrawn again."""

import pytest

from duban.cli import main
from duban.ledger.models import HolidayNotice
from tests import cast
from tests.engine.test_holiday_notices import NOTICE


@pytest.mark.django_db
def test_a_notice_is_checked_taken_listed_and_withdrawn(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("duban.cli.upkeep.installations.require_own_key", lambda: None)
    monkeypatch.setattr("duban.cli.running.daily.present_moment", lambda: cast.at("2026-12-28 09:00"))
    office = cast.office("gansu-county-2023")
    file = tmp_path / "通知.txt"
    file.write_text(NOTICE, encoding="utf-8")
    assert main(["calendar", "add", str(file), "--check"]) == 0
    assert "没有录入" in capsys.readouterr().out and not HolidayNotice.objects.exists()
    assert main(["calendar", "add", str(file)]) == 0
    assert "已录入：国办发明电〔2026〕88号 2027年" in capsys.readouterr().out
    assert main(["calendar", "add", str(file), "--office", office.jurisdiction.slug]) == 2
    assert "已经录入" in capsys.readouterr().err
    made = HolidayNotice.objects.get()
    assert main(["calendar", "list"]) == 0 and "2027年" in capsys.readouterr().out
    assert main(["calendar", "withdraw", str(made.pk), "--reason", "录错"]) == 0
    file.write_text("春节从2月5日放假到11日", encoding="utf-8")
    capsys.readouterr()
    assert main(["calendar", "add", str(file), "--year", "2027", "--number", "某〔2026〕1号"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert HolidayNotice.objects.filter(withdrawn_on=None).count() == 0
