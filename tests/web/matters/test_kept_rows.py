"""A row of the ledger that was written before looks as one that is written anew: for every reader, list and day, and after every change."""

import re
from itertools import product

import pytest

from duban.ledger.models import Matter, Report
from duban.ledger.queries.matters.listing import rows as listing
from duban.people.models import Officer, Unit
from duban.web.templatetags import duban, rows
from tests import cast, stories

pytestmark = pytest.mark.django_db
EARLY = cast.at("2026-03-02 09:00")
ALL = "no,title,requirement,standard,category,source,lead,support,responsible,due,state,progress,registered_on,dispatched_on,registered_by"
LISTS = ("", "due=late", f"cols={ALL}", "q=事")


def _rows(answer):
    """Return the list's body, the keys of forms left out."""
    body = re.search(r"<tbody>.*</tbody>", answer.content.decode(), re.DOTALL)[0]
    assert answer.status_code == 200
    return re.sub(r'name="(csrfmiddlewaretoken|form_key)" value="[^"]*"', "", body)


def _told(browsers):
    """Return what each reader's lists show as this worker has them kept, which is what they show with nothing kept."""
    kept, anew = {}, {}
    for who, asked in product(browsers, LISTS):
        kept[who, asked] = _rows(browsers[who].get(f"/matters?{asked}"))
    for who, asked in product(browsers, LISTS):
        _forget()
        anew[who, asked] = _rows(browsers[who].get(f"/matters?{asked}"))
    assert kept == anew
    _forget()
    # What the next change finds kept.
    for who, asked in product(browsers, LISTS):
        browsers[who].get(f"/matters?{asked}")
    return anew


def _forget():
    for each in (rows._LOOKS, duban._OPTIONS, listing._ROWS, listing._STATEMENTS):
        each.forget()


def test_after_every_change_a_kept_row_shows_it(office, signed_in, settings):
    late = stories.matter(office, due_on="2026-03-20", at=EARLY, title="前面的事", support=[office.units[1]])
    stories.accept(office, late, EARLY)
    stories.matter(office, due_on="2026-05-20", dispatched=False, title="没有交办的事")
    reported = stories.matter(office, due_on="2026-05-20", at=EARLY, title="后面的事")
    stories.accept(office, reported, EARLY)
    browsers = {who: signed_in(office.officers[who]) for who in ("clerk", "liaison", "leader")}
    helping = Officer.objects.get(pk=office.liaison.pk)
    helping.pk, helping.username, helping.unit = None, "helping", office.units[1]
    helping.save()
    browsers["helping"] = signed_in(helping)

    def tomorrow():
        settings.PRESENT_DAY = "2026-04-01"

    changes = [
        lambda: stories.report(office, reported, cast.at("2026-03-30 09:00")),
        lambda: Report.objects.update(done="改过的进展"),
        lambda: Matter.objects.filter(pk=late.pk).update(title="<b>换了题目</b>"),
        lambda: Matter.objects.filter(pk=late.pk).update(urgent=True),
        lambda: Unit.objects.filter(pk=office.units[0].pk).update(name="改了名的局"),
        lambda: Matter.objects.filter(pk=reported.pk).update(parent=late),
        lambda: Officer.objects.filter(pk=office.clerk.pk).update(full_name="换了人"),
        tomorrow,
    ]
    before = _told(browsers)
    for number, change in enumerate(changes):
        change()
        after = _told(browsers)
        assert after != before, number
        before = after
    assert "&lt;b&gt;换了题目&lt;/b&gt;" in before["clerk", ""]
