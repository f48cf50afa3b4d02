"""The menu: beside the page all that a post has, at the foot of a phone five of it at most, and nothing lost."""

import re

import pytest

from duban.people.models import Role
from duban.web.context import MENU

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role.values)
def test_a_phones_bar_has_five_entries_at_most_and_more_has_the_rest(role, office, signed_in):
    page = signed_in(office.officers[role]).get("/desk").content.decode()
    bar = re.search(r'(?s)<nav class="menu".*?</nav>', page)[0]
    entries = re.findall(r'class="menu-item( here)?( menu-folded)?"\s+href="([^"]+)"', bar)
    folded = [href for _, is_folded, href in entries if is_folded]
    more = re.search(r'(?s)<details class="menu-more">.*</details>', bar)
    assert len(entries) == len(MENU[role])
    assert len(entries) - len(folded) + bool(more) <= 5
    assert folded == (re.findall(r'<a href="([^"]+)"', more[0]) if more else [])
