"""`duban person` and `duban retention`: shown before anything is erased, refused in one line."""

import json
import zipfile

import pytest

from duban.cli import main
from duban.ledger.models import Appeal, Attachment, JournalLine
from duban.ledger.storage import files
from tests.senders import NAME, settled

pytestmark = pytest.mark.django_db
PLACE = "sanmenxia-2019"


def test_a_sender_is_written_out_and_erased_only_when_meant(office, capsys, tmp_path):
    appeal, _ = settled(office)
    named, target = ["--appeal", f"{PLACE}/{appeal.number}"], tmp_path / "out.zip"
    assert main(["person", "export", *named, str(target)]) == 0
    assert target.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(target) as packed:
        assert json.loads(packed.read("person.json"))["诉求"][0]["姓名"] == NAME
    assert main(["person", "export", *named, str(target)]) == 2 and "没有覆盖" in capsys.readouterr().err
    assert main(["person", "erase", *named]) == 0 and "将清除" in capsys.readouterr().out
    assert Appeal.objects.get(pk=appeal.pk).person == NAME
    assert main(["person", "erase", *named, "--yes"]) == 0
    assert Appeal.objects.get(pk=appeal.pk).person == ""


def test_an_officer_is_written_out_with_their_files_and_erased_once_they_left(office, capsys, tmp_path):
    settled(office)
    target = tmp_path / "out.zip"
    assert main(["person", "export", "--officer", office.liaison.username, str(target)]) == 0
    with zipfile.ZipFile(target) as packed:
        assert [name.partition("-")[2] for name in packed.namelist()] == ["", "验收单.txt"]
    assert main(["person", "erase", "--officer", office.liaison.username, "--yes"]) == 2
    assert "请先停用账号" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["export", "--officer", "nobody", "x.zip"],
        ["export", "--appeal", "S2026-1", "x.zip"],
        ["export", "--appeal", "nowhere/S2026-1", "x.zip"],
        ["erase", "--appeal", f"{PLACE}/S2026-99", "--yes"],
        ["export", "--officer", f"{PLACE}.clerk", "/nowhere/at/all/x.zip"],
    ],
)
def test_what_cannot_be_is_said_in_one_line(office, capsys, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["person", *words]) == 2
    said = capsys.readouterr()
    assert said.out == "" and len(said.err.strip().splitlines()) == 1 and list(tmp_path.iterdir()) == []


def test_retention_lists_first_then_erases_and_names_the_backups(
    office, capsys, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.HOME, settings.FILES_ROOT = tmp_path, tmp_path / "files"
    settings.RETAIN_SENDERS_YEARS = settings.RETAIN_FILES_YEARS = 0
    appeal, matter = settled(office)
    assert main(["retention"]) == 0 and "到期" not in capsys.readouterr().out
    # The years are counted by the clock of the machine: everything becomes old enough by being dated back.
    Appeal.objects.update(replied_on="2010-01-04", received_on="2010-01-04")
    Attachment.objects.update(added_on="2010-01-04")
    settings.RETAIN_SENDERS_YEARS, settings.RETAIN_FILES_YEARS = 3, 10
    (tmp_path / "backups.jsonl").write_text('{"at": "2011-01-01T00:00:00+08:00", "file": "alt.dump"}\n')
    (file,) = Attachment.objects.filter(matter=matter)
    assert main(["retention", "--jurisdiction", PLACE]) == 0
    listed = capsys.readouterr().out
    assert f"诉求 {appeal.number}" in listed and "备份中仍有：alt.dump" in listed and "加 --erase 才清除" in listed
    assert Appeal.objects.get(pk=appeal.pk).person == NAME
    with django_capture_on_commit_callbacks(execute=True):
        assert main(["retention", "--erase"]) == 0
    assert f"已清除：{PLACE} 诉求 {appeal.number}" in capsys.readouterr().out
    assert Appeal.objects.get(pk=appeal.pk).person == ""
    assert JournalLine.objects.filter(verb="sender.erased", actor=None).count() == 1
    # Its matter has lines of this year: the file stays for as long as the matter lives.
    assert files.path_of(file.sha256).is_file()
    assert main(["retention", "--erase"]) == 0 and "诉求" not in capsys.readouterr().out
