"""Letterheads and Word templates of an office: what is missing or would double numbers is refused at its field."""

import pytest

from duban.ledger.actions.papers import letterheads
from duban.ledger.by import By
from duban.ledger.models import JournalLine, PaperTemplate
from duban.ledger.refusals import Conflict, Refused
from duban.ledger.wordings import templates
from tests import cast
from tests.printing import word_file

pytestmark = pytest.mark.django_db
WORDS = {"head": "某市人民政府\n督查室", "code": "三政督", "circular_code": "三政督通", "office": "某市人民政府办公室"}


@pytest.fixture(autouse=True)
def files_root(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def edited(cast_of, **more):
    return letterheads.edit_letterhead(
        jurisdiction=cast_of.jurisdiction, words={**WORDS, **more}, by=By(cast_of.head, cast.at())
    )


def added(office, *lines, of="dispatch"):
    return letterheads.add_template(
        jurisdiction=office.jurisdiction, of=of, name="样式.docx", chunks=[word_file(*lines)],
        by=By(office.head, cast.at()),
    )  # fmt: skip


def test_what_was_changed_stands_in_the_journal(office):
    place = edited(office)
    assert place.letterhead["head"] == ["某市人民政府", "督查室"] and place.letterhead["office"] == WORDS["office"]
    edited(office, printer="某市印刷厂")
    lines = JournalLine.objects.filter(verb="letterhead.edited").order_by("seq")
    assert lines.last().data["changed"] == ["printer"] and "head" in lines.first().data["changed"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"head": " "}, "head"),
        ({"code": ""}, "code"),
        ({"office": ""}, "office"),
        ({"code": "三政督〔2026〕1号"}, "code"),
        ({"circular_code": "三政督 通"}, "circular_code"),
        ({"circular_code": "三政督"}, "circular_code"),
    ],
)
def test_what_cannot_stand_on_a_paper_is_refused_at_its_field(office, wrong, field):
    before = office.jurisdiction.letterhead
    with pytest.raises(Refused) as refused:
        edited(office, **wrong)
    assert refused.value.field == field
    office.jurisdiction.refresh_from_db()
    assert office.jurisdiction.letterhead == before


@pytest.fixture
def place(office):
    """A kind of paper that may have a template of the office's own, and a field of it."""
    of = templates.places_of(office.jurisdiction)[0].of
    return of, next(iter(templates.fields_for(of)))


def test_a_template_takes_the_place_of_the_one_before_and_goes_once(office, place):
    of, field = place
    first, second = (added(office, f"{{{{{field}}}}}", of=of) for _ in range(2))
    assert list(templates.in_use(office.jurisdiction)) == [second] and second.fields == [field]
    letterheads.retire_template(template=second, by=By(office.head, cast.at()))
    for template in (first, second):
        with pytest.raises(Conflict):
            letterheads.retire_template(template=template, by=By(office.head, cast.at()))
    assert [line.verb for line in JournalLine.objects.filter(verb__startswith="template.").order_by("seq")] == [
        "template.added",
        "template.added",
        "template.retired",
    ]


def test_a_file_that_cannot_serve_is_refused_with_its_faults(office, place):
    of, _ = place
    with pytest.raises(Refused) as refused:
        added(office, "{{没有这个}}", of=of)
    assert refused.value.field == "file" and "没有这个" in refused.value.why
    with pytest.raises(Refused) as refused:
        letterheads.add_template(
            jurisdiction=office.jurisdiction, of=of, name="样式.docx", chunks=[b"no document"],
            by=By(office.head, cast.at()),
        )  # fmt: skip
    assert refused.value.field == "file"
    with pytest.raises(Refused) as refused:
        added(office, "x", of="poem")
    assert refused.value.field == "of" and not PaperTemplate.objects.exists()
