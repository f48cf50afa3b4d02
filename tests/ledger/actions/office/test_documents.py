"""Documents are adopted whole: nothing on a disk changes what governs an office, and what began keeps its document."""

import datetime
import shutil

import pytest

from duban.engine.packs import loading
from duban.ledger import documents, scores
from duban.ledger.actions.office import daily_run, offices
from duban.ledger.actions.office import documents as acts
from duban.ledger.actions.scoring import rankings
from duban.ledger.audit import integrity, published_rankings
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Adoption, Document, JournalLine
from duban.ledger.refusals import Refused
from duban.people.models import Jurisdiction
from tests import cast, stories

pytestmark = pytest.mark.django_db
AT = cast.at("2026-01-05 09:00")
YEAR = {"kind": "year", "from_on": datetime.date(2026, 1, 1), "to_on": datetime.date(2026, 12, 31)}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of packs with one that is nobody's but this test's."""
    shutil.copytree(loading.REGIMES / "county-plan", tmp_path / "own")
    head = tmp_path / "own" / "regime.yaml"
    head.write_text(head.read_text("utf-8").replace("id: county-plan", "id: own", 1), "utf-8")
    monkeypatch.setenv("DUBAN_REGIMES", str(tmp_path))
    return tmp_path


def adopt(office, files, day, today="2026-03-02", actor=None):
    return acts.adopt_document(
        jurisdiction=office,
        files=files,
        in_force_from=datetime.date.fromisoformat(day),
        actor=actor,
        at=cast.at(f"{today} 09:00"),
        today=datetime.date.fromisoformat(today),
    )


def changed(files):
    """The same document with another figure: a telephone call costs twice as much."""
    body = files["body.yaml"]
    assert '"-0.1"' in body or "'-0.1'" in body
    return files | {"body.yaml": body.replace('"-0.1"', '"-0.2"').replace("'-0.1'", "'-0.2'")}


def founded(folder):
    offices.found_office(slug="shili", name="示例县", regime="own", administrator="shili.admin", at=AT)
    return Jurisdiction.objects.get(slug="shili")


def test_a_founded_office_has_adopted_its_document(folder):
    office = founded(folder)
    (made,) = Adoption.objects.filter(jurisdiction=office)
    assert (made.document_id, made.document.regime) == (office.document, "own")
    assert documents.digest_of(loading.read_pack("own")) == office.document
    assert JournalLine.objects.filter(verb="document.adopted").count() == 1


def test_nothing_moves_when_the_file_is_edited_renamed_and_deleted(folder):
    office = cast.office("county-plan", slug="xian")
    Jurisdiction.objects.filter(pk=office.jurisdiction.pk).update(regime="own")
    office.jurisdiction.refresh_from_db()
    acts.record_first(jurisdiction=office.jurisdiction, at=AT, today=AT.date())
    office.jurisdiction.refresh_from_db()
    late = stories.matter(office, due_on="2026-02-10", at=cast.at("2026-02-02 09:00"))
    stories.accept(office, late, cast.at("2026-02-02 10:00"))
    daily_run.run_days(jurisdiction=office.jurisdiction, through=datetime.date(2026, 2, 20))
    ranking = rankings.publish_ranking(
        jurisdiction=office.jurisdiction, **YEAR, by=By(office.head, cast.at("2027-01-04 09:00"))
    )
    before = scores.draft_of(office.jurisdiction, **YEAR).result.as_json()
    step = Governed.of(late).steps[0].step
    for spoil in (_edit, _rename, shutil.rmtree):
        spoil(folder / "own")
        documents.loaded.cache_clear()
        assert list(published_rankings.flaws_of(ranking)) == []
        assert scores.draft_of(office.jurisdiction, **YEAR).result.as_json() == before
        assert Governed.of(late).steps[0].step == step
        (folder / "own").mkdir(exist_ok=True)


def _edit(path):
    body = path / "body.yaml"
    body.write_text(changed({"body.yaml": body.read_text("utf-8")})["body.yaml"], "utf-8")


def _rename(path):
    head = path / "regime.yaml"
    head.write_text(head.read_text("utf-8").replace("id: own", "id: other", 1), "utf-8")


def test_the_next_document_governs_what_begins_from_its_day(folder):
    office = cast.office("county-plan", slug="xian")
    acts.record_first(jurisdiction=office.jurisdiction, at=AT, today=AT.date())
    office.jurisdiction.refresh_from_db()
    old = office.jurisdiction.document
    before = stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-01 09:00"))
    files = changed(loading.read_pack("county-plan"))
    made = adopt(office.jurisdiction, files, "2026-04-01")
    office.jurisdiction.refresh_from_db()
    assert office.jurisdiction.document == old
    daily_run.run_days(jurisdiction=office.jurisdiction, through=datetime.date(2026, 4, 1))
    office.jurisdiction.refresh_from_db()
    assert office.jurisdiction.document == made.document_id != old
    after = stories.matter(office, due_on="2026-05-30", at=cast.at("2026-04-02 09:00"))
    before.refresh_from_db()
    assert Governed.of(before).document is documents.loaded(old)
    assert Governed.of(after).document is documents.loaded(made.document_id)
    march, april = datetime.date(2026, 3, 1), datetime.date(2026, 4, 1)
    assert documents.digest_governing(office.jurisdiction, march) == old
    assert documents.digest_governing(office.jurisdiction, april) == made.document_id
    assert JournalLine.objects.filter(verb="document.in_force").count() == 2


def test_a_matter_of_the_same_day_keeps_the_document_under_which_it_was_registered(folder):
    office = cast.office("county-plan", slug="xian")
    acts.record_first(jurisdiction=office.jurisdiction, at=AT, today=AT.date())
    office.jurisdiction.refresh_from_db()
    old = office.jurisdiction.document
    before = stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-02 08:00"))
    made = adopt(office.jurisdiction, changed(loading.read_pack("county-plan")), "2026-03-02")
    office.jurisdiction.refresh_from_db()
    after = stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-02 10:00"))
    before.jurisdiction.refresh_from_db()
    assert (before.document_id, after.document_id) == (old, made.document_id)
    assert Governed.of(before).document is documents.loaded(old)
    assert Governed.of(after).document is documents.loaded(made.document_id)


def test_readings_go_along_where_the_next_document_has_them(folder):
    office = founded(folder)
    ambiguity = next(each for each in Governed.of(office).document.readings if each.switch)
    other = next(reading for reading in ambiguity.readings if reading != ambiguity.chosen)
    office.choices = {ambiguity.id: other, "gone": "one"}
    office.save(update_fields=["choices"])
    adopt(office, changed(loading.read_pack("own")), "2026-03-02")
    office.refresh_from_db()
    assert office.choices == {ambiguity.id: other}
    assert Governed.of(office, datetime.date(2026, 1, 6)).choices == {ambiguity.id: other, "gone": "one"}


def test_what_cannot_be_adopted_is_refused_and_nothing_is_kept(folder):
    office = founded(folder)
    own = loading.read_pack("own")
    adopt(office, changed(own), "2026-06-01")
    again = own | {"body.yaml": own["body.yaml"] + "\n# 注\n"}
    for files, day, why in (
        (changed(own), "2026-07-01", "完全相同"),
        (again, "2026-03-01", "不能早于今天"),
        (again, "2026-06-01", "晚于上一次"),
        (own | {"regime.yaml": "id: own\n"}, "2026-07-01", "3 处错误"),
    ):
        with pytest.raises(Refused, match=why):
            adopt(office, files, day)
    assert Adoption.objects.filter(jurisdiction=office).count() == 2 == Document.objects.count()


def test_a_text_that_was_changed_in_the_database_is_found(folder):
    office = founded(folder)
    assert [str(each) for each in integrity.verify([office], integrity.Figures())] == []
    document = Document.objects.get(pk=office.document)
    Document.objects.filter(pk=document.pk).update(files=changed(document.files))
    (flaw,) = [str(each) for each in integrity.verify([office], integrity.Figures())]
    assert "全文与校验码不符" in flaw
