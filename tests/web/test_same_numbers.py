"""Two offices under one document with the same codes, names and numbers: no page of one shows a word of the other."""

import datetime

import pytest
from django.urls import reverse

from duban.ledger.actions.matters import attachments
from duban.ledger.actions.office import daily_run, reorganisations
from duban.ledger.by import By
from duban.ledger.queries.office.reorganising import Asked
from duban.people.models import Officer, Portfolio
from tests import cast, rectifying, stories
from tests.web.permissions import ROWS

pytestmark = pytest.mark.django_db
# Stands in every word that somebody of the other office wrote.
MARK = "邻县之事"


def _live(office, word):
    """A matter that was reported with a file, one that is late, and a conclusion; then the first unit is merged into the second."""
    at = cast.at("2026-03-02 09:00")
    for due_on in ("2026-06-30", "2026-03-10"):
        made = stories.matter(office, due_on=due_on, at=at, title=f"{word}{due_on}", support=office.units[1:2])
        stories.accept(office, made, at)
        report = stories.report(office, made, at, what="progress")
        attachments.add_file(
            jurisdiction=office.jurisdiction,
            name=f"{word}.txt",
            chunks=[b"1"],
            by=By(office.liaison, at),
            report=report,
        )
    rectifying.delivered(office, rectifying.inspection(office, title=f"{word}督查"))
    daily_run.run_days(jurisdiction=office.jurisdiction, through=datetime.date(2026, 3, 31))
    asked = Asked("merge", (office.units[0],), (office.units[1],), datetime.date(2026, 4, 1))
    by = By(office.head, cast.at("2026-04-01 09:00"))
    reorganisations.reorganise(asked=asked, paper=f"{word}方案", number=f"{word}1号", by=by)
    return made


def test_no_page_shows_what_is_another_offices(signed_in, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    office, other = cast.office(slug="own"), cast.office(slug="other")
    Officer.objects.filter(jurisdiction=other.jurisdiction).update(full_name=MARK)
    Portfolio.objects.filter(jurisdiction=other.jurisdiction, name="农业口").update(name=MARK)
    theirs, made = _live(other, MARK), _live(office, "本县之事")
    assert theirs.no == made.no
    for who in ("clerk", "liaison", "other_liaison"):
        client = signed_in(Officer.objects.get(pk=office.officers[who].pk))
        pages = [name for name, row in ROWS.items() if row.method == "GET" and not row.args and who in row.who]
        shown = [client.get(address) for address in (*map(reverse, pages), reverse("matter", args=[made.no]))]
        assert not [each.request["PATH_INFO"] for each in shown if MARK.encode() in b"".join(each)]
        assert any("本县之事".encode() in b"".join(each) for each in shown)
