"""Personal data lie sealed: nothing of them is read out of the tables, also of those that were filled by 0.1.0; backwards nothing is lost."""

import datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from duban.ledger import journal, privacy
from duban.ledger.actions.public import appeals
from duban.ledger.by import By
from duban.ledger.models import Appeal, JournalLine
from duban.ledger.queries.public import appeals as lists
from duban.people import sealing
from duban.people.models import Officer
from tests import cast, stories
from tests.ledger.new_databases import models_in, new_database

NAME, PHONE, CARD, MAIL = "周晓岚女士", "138-0000-2222", "622301199001011234", "13811112222@example.cn"
TEXT = f"我叫{NAME}，身份证{CARD}，电话{PHONE}，路灯不亮"
# The last migrations before anything was sealed, and those that sealed it.
BEFORE = [("ledger", "0002_append_only"), ("people", "0001_initial")]
SEALED = [("ledger", "0007_seal_rows"), ("people", "0005_second_factor")]


def _appeal(office, **more):
    words = {
        "channel": "hotline",
        "received_on": datetime.date(2026, 3, 30),
        "text": TEXT,
        "person": NAME,
        "contact": PHONE,
    }
    writing = appeals.Writing(**{**words, "due_on": datetime.date(2026, 4, 10), **more})
    return appeals.receive_appeal(jurisdiction=office.jurisdiction, writing=writing, actor=office.clerk, at=cast.at())


def _stored(table):
    """Return every value of a table as text, as somebody reads it who has the database alone."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        return "\n".join(str(value) for row in cursor.fetchall() for value in row)


def _naming(stored):
    return [word for word in (NAME, "周晓岚", PHONE, PHONE.replace("-", ""), CARD, MAIL) if word in stored]


def test_nothing_of_a_sender_or_an_address_is_read_in_the_tables(office):
    appeal = _appeal(office)
    appeals.answer_appeal(appeal=appeal, reply=f"{NAME}您好，已修好", by=By(office.clerk, cast.at()))
    Officer.objects.filter(pk=office.clerk.pk).update(email=MAIL)
    assert _naming(_stored("ledger_appeal") + _stored("people_officer") + _stored("ledger_journalline")) == []
    appeal.refresh_from_db()
    assert (appeal.person, appeal.contact, appeal.text) == (NAME, PHONE, TEXT)
    assert Officer.objects.get(pk=office.clerk.pk).email == MAIL


@pytest.mark.parametrize(
    ("who", "found"),
    [
        (NAME, 1),
        ("周晓岚", 1),
        ("周", 1),
        ("13800002222", 1),
        ("138 0000 2222", 1),
        ("2222", 1),
        ("晓", 0),
        ("--", 0),
        ("李", 0),
    ],
)
def test_a_sender_is_found_by_name_surname_number_and_its_end(office, who, found):
    _appeal(office)
    _appeal(office, person="", contact="", text="别的事")
    assert lists.appeals_of(office.clerk, lists.Asked(who=who), datetime.date(2026, 3, 31)).count() == found


def test_words_are_searched_without_names_and_numbers(office):
    _appeal(office)
    count = {
        word: lists.appeals_of(office.clerk, lists.Asked(words=word), datetime.date(2026, 3, 31)).count()
        for word in ("路灯", CARD)
    }
    assert count == {"路灯": 1, CARD: 0}


def test_what_is_sealed_cannot_be_compared(office):
    with pytest.raises(FieldError):
        Appeal.objects.filter(person=NAME).exists()


def test_another_key_reads_nothing_and_says_so(office, settings):
    pk = _appeal(office).pk
    settings.SECRET_KEY = "another key"
    with pytest.raises(sealing.WrongKey, match="密钥"):
        Appeal.objects.get(pk=pk)


def test_a_line_carries_no_number_of_a_person(office):
    matter = stories.matter(office, due_on="2026-04-30", dispatched=False)
    digest = "a" * 20 + "b13800002222b" + "c" * 31
    data = {"note": f"已打电话１３８００００２２２２，证件 {CARD}", "sha256": digest, "names": [PHONE], "count": 3}
    line = journal.record(
        "fact.recorded", jurisdiction=office.jurisdiction, matter=matter, actor=office.clerk, at=cast.at(), data=data
    )
    kept = JournalLine.objects.get(pk=line.pk).data
    assert kept == {"note": "已打电话（略），证件 （略）", "sha256": digest, "names": ["（略）"], "count": 3}
    assert list(journal.verify(office.jurisdiction)) == []


def test_a_filled_database_of_the_first_release_is_sealed_and_comes_back(db, tmp_path):
    def to(targets):
        executor = MigrationExecutor(connection)
        executor.migrate(targets)
        return MigrationExecutor(connection).loader.project_state(targets).apps

    # A database of its own, which goes no further than is needed: what every migration since does to a filled one, the tests of releases show.
    with new_database(tmp_path) as name, models_in(name):
        old = to(BEFORE)
        place = old.get_model("people", "Jurisdiction").objects.create(slug="old", name="某县", regime="county-plan")
        old.get_model("people", "Officer").objects.create(
            username="old.clerk", password="!", jurisdiction=place, email=MAIL
        )
        made = {
            "channel": "hotline",
            "received_on": datetime.date(2026, 3, 30),
            "text": TEXT,
            "person": NAME,
            "contact": PHONE,
        }
        made |= {"jurisdiction": place, "text_key": "t" * 64, "contact_key": "c" * 64, "reply": "已修好"}
        old.get_model("ledger", "Appeal").objects.create(number="S2026-1", **made)
        sealed = to(SEALED)
        assert _naming(_stored("ledger_appeal") + _stored("people_officer")) == []
        appeal = sealed.get_model("ledger", "Appeal").objects.get()
        assert (appeal.person, appeal.contact, appeal.text, appeal.reply) == (NAME, PHONE, TEXT, "已修好")
        assert appeal.contact_key == privacy.key_of_contact("13800002222") and "路灯不亮" in appeal.masked_text
        again = to(BEFORE).get_model("ledger", "Appeal").objects.get()
        assert (again.person, again.contact, again.text, again.reply) == (NAME, PHONE, TEXT, "已修好")
        # SHA-256 of 13800002222, as 0.1.0 knew a contact again.
        assert again.contact_key == "c622d505e68dea4a034b4235bc4d0743b6464c1db264e39d3a4ed7df00806780"
        assert _naming(_stored("people_officer")) == [MAIL]


def test_sealing_that_broke_off_is_gone_on_with(office):
    """A lot is sealed, the machine dies, the migration is run again: what was sealed stays as it is, what was not is sealed."""
    migration = import_module("duban.ledger.migrations.0007_seal_rows")
    sealed, plain = _appeal(office), _appeal(office, text="别的事", person="")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_appeal SET text = %s, person = '', contact = '' WHERE id = %s",
            ["gAAAA 开头的普通文字", plain.pk],
        )
        cursor.execute("SELECT text FROM ledger_appeal WHERE id = %s", [sealed.pk])
        before = cursor.fetchone()

        executor = MigrationExecutor(connection)
        state = executor.loader.project_state([("ledger", "0006_no_truncation")]).apps
        migration.seal(state, SimpleNamespace(connection=connection))
        cursor.execute("SELECT text FROM ledger_appeal WHERE id = %s", [sealed.pk])
        assert cursor.fetchone() == before
    assert Appeal.objects.get(pk=plain.pk).text == "gAAAA 开头的普通文字"
