"""Every form of every page: its stars agree with the server, what it demands comes at once, and it comes back with all that was typed."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from duban import web
from duban.web import urls
from tests.web.pages import forms_of
from tests.web.permissions import ROWS

# Who opens the pages: the first of these who may.
READERS = ("clerk", "liaison", "unit_head", "leader", "office_head", "administrator", "inspector")
# Pages whose forms say by other means what is missing, each with the reason.
OTHERWISE = {
    "studio_draft": "blanks of a sentence, each beside its own button; the page says which card it is",
    "paper": "questions of one blank each, with their answer's button beside it",
    "first_logins": "nobody here waits for a first login: refused whatever is chosen",
    "public_place": "number and code: missing, or wrong, nobody is told which",
    "public_state": "as public_place",
    "public_rating": "as public_place",
}
# A row that needs a story of its own before the act can be asked for.
LATER = {"plea", "summons", "execution"}


def _pages(office, signed_in):
    """Open each page that has a form, and undo what was made for it."""
    for name, row in ROWS.items():
        if row.method != "GET" or not row.who - {"anonymous"} or name in OTHERWISE or name in LATER:
            continue
        with transaction.atomic():
            address = reverse(name, args=row.args(office) if row.args else [])
            officer = office.officers[next((who for who in READERS if who in row.who), min(row.who))]
            officer.refresh_from_db()
            client = signed_in(officer)
            answer = client.get(address)
            if answer.status_code == 200 and "html" in answer.headers["Content-Type"] and not answer.streaming:
                for form in forms_of(answer.content.decode(), address):
                    if form.names:
                        yield name, client, form
            transaction.set_rollback(True)


def _send(client, form, words):
    """Send a form, undo what it did, and return the answer with the forms that came back."""
    with transaction.atomic():
        answer = client.post(form.action, {**form.sent, **words})
        transaction.set_rollback(True)
    back = answer.status_code != 302 and "html" in answer.headers.get("Content-Type", "")
    return answer, forms_of(answer.content.decode(), form.action) if back else []


def _left_to_the_act(answer, demanded):
    """Return the demanded fields that the form itself would take empty."""
    fields = getattr((answer.context or {}).get("form"), "fields", {})
    return sorted(name for name in demanded if name in fields and not fields[name].required)


@pytest.mark.django_db
def test_stars_agree_with_the_server_and_no_second_round_asks_for_more(office, signed_in):
    stars, rounds, lost, seen = {}, {}, {}, 0
    for name, client, form in _pages(office, signed_in):
        seen += 1
        place = f"{name} {form.action}"
        answer, back = _send(client, form, {})
        assert answer.status_code < 500, place
        refused = {each for one in back for each in one.wrong}
        # A choice that stands at one of its values cannot be left out.
        demanded = {each for each in form.starred if not form.sent.get(each)}
        left = _left_to_the_act(answer, demanded)
        if refused != demanded:
            stars[place] = sorted(demanded ^ refused)
        if answer.status_code == 422 and refused and "data-summary" not in answer.content.decode():
            lost[place] = "no summary"
        if not demanded and answer.status_code != 422:
            continue
        # Whatever was starred is filled in now, everything else left out: nothing new is asked for.
        answer, back = _send(client, form, form.filled(demanded, SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n")))
        assert answer.status_code < 500, place
        asked = {each for one in back for each in one.wrong if each not in form.starred}
        if asked:
            rounds[place] = sorted(asked)
        # One thing alone forgotten, where only the act itself refuses that.
        for one in left if len(demanded) > 1 else ():
            rest = form.filled(demanded - {one}, SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n"))
            assert _send(client, form, rest)[0].status_code < 500, (place, one)
    assert (stars, rounds, lost) == ({}, {}, {})
    assert seen > 150


def test_every_form_that_is_filled_in_begins_with_the_one_component():
    templates = Path(web.__file__).parent / "templates"
    without = []
    for path in sorted(templates.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for form in re.findall(r'<form\b(?:[^>]|%}>)*?method="post".*?</form>', text, re.S):
            asks = re.search(r"components/field|{% folded|<input (?!type=\"hidden\")|<select|<textarea", form)
            if asks and "{% form_head" not in form and "form_faults" not in form and path.parent.name != "studio":
                without.append(str(path.relative_to(templates)))
        assert "non_field_errors" not in text, path
    assert without == []


def test_what_takes_long_says_so_where_its_script_is():
    templates = Path(web.__file__).parent / "templates"
    slow = {path: path.read_text(encoding="utf-8") for path in templates.rglob("*.html")}
    slow = {str(path.relative_to(templates)): text for path, text in slow.items() if "data-slow=" in text}
    assert set(slow) == {
        "matters/dispatch.html",
        "papers/imports/show.html",
        "scoring/rankings/correction.html",
        "scoring/rankings/new.html",
        "scoring/what_ifs/form.html",
    }
    assert "duban/busy.js" in (templates / "base.html").read_text("utf-8")


def test_every_file_that_is_made_says_so_while_it_is_made():
    script = (Path(web.__file__).parent / "static/duban/busy.js").read_text("utf-8")
    known = re.search(r"FILES = /(.+)/;", script)[1].replace(r"\/", "/")
    routes = [str(each.pattern) for each in urls.urlpatterns]
    made = [each for each in routes if re.search(r"<fileform|export|\.xlsx|\.zip", each)]
    assert len(made) > 15
    assert [each for each in made if not re.search(known, each.replace("<fileform:form>", "docx"))] == []
