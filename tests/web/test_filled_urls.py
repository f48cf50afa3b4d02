"""An address that is filled in is the one that Django finds: for every route, with every kind of key."""

from itertools import product

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, get_resolver, reverse

from duban.web.templatetags.filled_urls import filled

KEYS = (0, 7, "7", "2026-12", "a_b", "督办", "a/b", "", "a b", "x?y", "-1", -1, True, 1.5, None)
ROUTES = {
    (name, len(params))
    for name in get_resolver().reverse_dict
    if isinstance(name, str)
    for possibilities, *_ in get_resolver().reverse_dict.getlist(name)
    for _, params in possibilities
    if params
}


def _found(route, keys):
    try:
        return reverse(route, args=keys)
    except NoReverseMatch:
        return None


@pytest.mark.parametrize(("route", "count"), sorted(ROUTES))
def test_every_route_with_every_key(route, count):
    for keys in product(KEYS, repeat=count) if count < 3 else ((key,) * count for key in KEYS):
        said = filled(route, keys)
        assert said is None or said == _found(route, keys), keys


def test_most_links_are_filled_and_the_others_are_djangos():
    assert len(ROUTES) > 100 and ("matter", 1) in ROUTES
    assert filled("matter", ["2026-12"]) == "/matters/2026-12" and filled("proposal", [12]) == "/proposals/12"
    assert filled("proposal", ["督"]) is None and filled("proposal", ["12x"]) is None and filled("nothing", [1]) is None
    links = Template(
        '{% url "matter" no %} {% url "matter" no as there %}{{ there }} {% url "proposal" pk=3 %} {% url "desk" %}'
    )
    assert links.render(Context({"no": "2026-1"})) == "/matters/2026-1 /matters/2026-1 /proposals/3 /desk"
    with pytest.raises(NoReverseMatch):
        Template('{% url "proposal" key %}').render(Context({"key": "督"}))
    assert Template('{% url "proposal" key as there %}[{{ there }}]').render(Context({"key": "督"})) == "[]"
