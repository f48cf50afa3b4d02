"""One person: what is kept of them is handed out, who they are is erased everywhere that may change, the matter stays."""

import datetime
import json

import pytest
from django.db import connection

from duban.ledger import backups, files, privacy
from duban.ledger.actions.accounts import personal_data
from duban.ledger.actions.matters import matters, orders
from duban.ledger.actions.public import appeals, senders
from duban.ledger.actions.reports import reports
from duban.ledger.actions.upkeep import retention
from duban.ledger.audit import integrity
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Appeal, Attachment, JournalLine, Message, Rating
from duban.ledger.queries.accounts import personal_data as own
from duban.ledger.queries.public import appeals as lists
from duban.ledger.queries.public import senders as known
from duban.ledger.queries.upkeep import retention as due
from duban.ledger.refusals import Conflict, Refused
from tests import cast, stories

NAME, PHONE, CARD = "周晓岚", "138-0000-2222", "622301199001011234"
AT = cast.at()


def _appeal(office, **more):
    words = {"channel": "hotline", "received_on": datetime.date(2026, 3, 30), "person": NAME, "contact": PHONE}
    words |= {"text": f"我叫{NAME}，{CARD}，住幸福路12号3单元，路灯不亮", "due_on": datetime.date(2026, 4, 10)}
    return appeals.receive_appeal(
        jurisdiction=office.jurisdiction, writing=appeals.Writing(**{**words, **more}), actor=office.clerk, at=AT
    )


def _settled(office):
    """An appeal whose matter was done, called back on and answered; the unit named the sender in its report."""
    appeal = _appeal(office)
    order = orders.Order(
        title="修路灯", requirement="修好路灯", standard="亮", category=Governed.of(office.jurisdiction).document.categories[0].id, source="message", due_on=datetime.date(2026, 4, 10),
        lead=(office.units[0],),
    )  # fmt: skip
    matter = appeals.transfer_appeal(appeal=appeal, order=order, by=By(office.clerk, AT))
    stories.approve_start(office, matter, AT)
    matters.dispatch_matter(matter=matter, by=By(office.clerk, AT))
    stories.accept(office, matter, AT)
    told = f"已上门告知{NAME}（13800002222）。"
    said = reports.submit_report(assignment=stories.held(matter), what="progress", done=told, by=By(office.liaison, AT))
    reports.accept_report(report=said, by=By(office.clerk, AT))
    stories.complete(office, matter, AT)
    appeal.refresh_from_db()
    appeals.answer_appeal(appeal=appeal, reply=f"{NAME}：路灯已修好", by=By(office.clerk, AT))
    return appeal, matter


def _everywhere():
    """Return all that the tables hold, and all that is read through the models, as one text."""
    told = [json.dumps(known.known_of(each), ensure_ascii=False) for each in Appeal.objects.all()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            told += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(told)


def _flaws(office):
    return list(map(str, integrity.verify([office.jurisdiction], integrity.Figures(), with_files=False)))


def test_what_is_kept_of_a_sender_is_handed_out_whole(office):
    first, second = _appeal(office), _appeal(office, contact="13800002222", text="又不亮了")
    _appeal(office, contact="13900000000", text="同名的另一人")
    told = senders.export_sender(appeal=second, actor=office.head, at=AT)
    assert [each["编号"] for each in told["诉求"]] == [first.number, second.number]
    assert (told["诉求"][0]["姓名"], told["诉求"][0]["联系方式"]) == (NAME, PHONE)
    line = JournalLine.objects.get(verb="sender.exported")
    assert line.actor == office.head and line.data == {"number": second.number, "appeals": 2}


def test_a_sender_is_gone_from_every_row_and_the_matter_stays(office):
    appeal, matter = _settled(office)
    other = _appeal(office, text="又不亮了")
    with pytest.raises(Refused, match="还没有答复"):
        senders.erase_sender(appeal=appeal, actor=office.head, at=AT)
    assert Appeal.objects.get(pk=appeal.pk).person == NAME
    appeals.answer_appeal(appeal=other, reply="已修", by=By(office.clerk, AT))
    assert senders.erase_sender(appeal=appeal, actor=office.head, at=AT) == 0
    stored = _everywhere()
    assert [word for word in (NAME, PHONE, "13800002222", CARD, "12号", "3单元") if word in stored] == []
    erased = Appeal.objects.get(pk=appeal.pk)
    assert erased.erased_on == AT.date() and "路灯不亮" in erased.text and "路灯已修好" in erased.reply
    assert (
        erased.matter == matter and matter.assignments.get().reports.filter(done__contains="已上门告知（略）").exists()
    )
    assert not lists.appeals_of(office.clerk, lists.Asked(who=NAME), AT.date()).exists()
    assert _flaws(office) == []
    assert not JournalLine.objects.filter(verb="sender.erased", matter=matter).exists(), "units read the matter's lines"
    with pytest.raises(Refused, match="已于"):
        senders.erase_sender(appeal=erased, actor=office.head, at=AT)


@pytest.mark.parametrize(("person", "contact"), [("群众", "没有"), ("匿名", "无"), ("", "不详"), ("某村民", "")])
def test_what_is_no_name_is_taken_out_of_nothing(person, contact):
    said = "群众匿名反映，村民没有联系方式，情况不详。"
    assert privacy.without_sender(said, person=person, contact=contact) == said


@pytest.mark.parametrize(
    "said", ["周晓岚说亮了", "周 晓岚说亮了", "打１３８－００００－２２２２说亮了", "证号622301199001011234的人说亮了"]
)
def test_a_sender_is_found_however_they_are_written(said):
    clean = privacy.without_sender(said, person="周晓岚女士", contact=PHONE, said=f"我是 {CARD}")
    assert "（略）" in clean and clean.endswith("说亮了")


def test_an_officer_of_the_same_name_stays_named(office):
    office.liaison.full_name = NAME
    office.liaison.save()
    appeal, matter = _settled(office)
    senders.erase_sender(appeal=appeal, actor=office.head, at=AT)
    done = matter.assignments.get().reports.order_by("id").first().done
    assert NAME in done and "13800002222" not in done


def test_what_a_sender_said_of_the_answer_is_masked_too(office):
    appeal, matter = _settled(office)
    rating = Rating.objects.create(
        matter=matter, appeal=appeal, satisfaction="satisfied", manner="phone", note=f"{NAME}说满意", rated_on=AT.date()
    )
    senders.erase_sender(appeal=appeal, actor=office.head, at=AT)
    rating.refresh_from_db()
    assert rating.note == "（略）说满意"


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
    assert _flaws(office) == []
    with pytest.raises(Conflict):
        personal_data.erase_officer(officer=officer, actor=office.admin, at=AT)


@pytest.fixture
def years_later(office, settings, tmp_path):
    """An office whose settled appeal and file are older than they are kept, with a second file of the same bytes that is not."""
    settings.HOME, settings.FILES_ROOT = tmp_path, tmp_path / "files"
    settings.RETAIN_SENDERS_YEARS, settings.RETAIN_FILES_YEARS = 3, 10
    appeal, matter = _settled(office)
    return office, appeal, matter


def test_what_is_due_is_counted_from_the_answer_and_the_last_line(years_later):
    office, appeal, matter = years_later
    place = office.jurisdiction
    assert list(due.senders_due(place, datetime.date(2029, 3, 31))) == []
    assert list(due.senders_due(place, datetime.date(2029, 4, 1))) == [appeal]
    assert list(due.files_due(place, datetime.date(2036, 3, 31))) == []
    assert list(due.files_due(place, datetime.date(2036, 4, 1))) == list(Attachment.objects.filter(matter=matter))
    assert due.years_before(datetime.date(2028, 2, 29), 3) == datetime.date(2025, 2, 28)
    assert due.years_before(datetime.date(2028, 2, 29), 0) is None


def test_an_erased_file_is_gone_from_disk_and_told_of(years_later, django_capture_on_commit_callbacks):
    office, _, matter = years_later
    (file,) = Attachment.objects.filter(matter=matter)
    path = files.path_of(file.sha256)
    twin = Attachment.objects.create(
        jurisdiction=office.jurisdiction,
        name="同一份.txt",
        sha256=file.sha256,
        size=file.size,
        added_by=office.clerk,
        added_on=AT.date(),
    )
    later = cast.at("2036-04-02 09:00")
    with django_capture_on_commit_callbacks(execute=True):
        retention.erase_file(attachment=file, actor=None, at=later)
    assert path.is_file(), "another row names the same bytes"
    with django_capture_on_commit_callbacks(execute=True):
        retention.erase_file(attachment=twin, actor=None, at=later)
    assert not path.exists() and files.check_files().missing == []
    file.refresh_from_db()
    assert file.name == retention.ERASED and "验收单" not in _everywhere()
    assert JournalLine.objects.filter(verb="file.erased").count() == 2
    assert _flaws(office) == []


def test_the_list_of_backups_says_which_hold_what_was_erased(settings, tmp_path):
    settings.HOME = tmp_path
    erased = datetime.date(2036, 4, 2)
    assert backups.holding(AT.date(), erased) == []
    rows = [("2026-03-01", "before"), ("2026-04-01", "during"), ("2030-01-01", "gone"), ("2036-05-01", "after")]
    lines = [json.dumps({"at": f"{day}T02:00:00+08:00", "file": name, "gone": name == "gone"}) for day, name in rows]
    (tmp_path / "backups.jsonl").write_text("\n".join([*lines, '{"at": "2031']), encoding="utf-8")
    assert backups.holding(AT.date(), erased) == ["during"]
