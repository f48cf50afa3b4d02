"""An office on its first day: founded as `duban setup` does, with accounts and nothing else; every list and desk of every post opens."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from duban.ledger.actions.office import offices
from duban.ledger.queries import block_counts
from duban.people.models import Officer, Portfolio, Role, Unit
from tests import cast

pytestmark = pytest.mark.django_db
AT = cast.at()


def _plain(patterns, before=""):
    """The addresses that take nothing: lists, desks, forms of what is new."""
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _plain(each.url_patterns, route)
        elif isinstance(each, URLPattern) and "<" not in route and "(" not in route and not route.startswith("api/"):
            yield "/" + route


def _founded(regime):
    admin, _ = offices.found_office(slug="new", name="新县", regime=regime, administrator="new.admin", at=AT)
    admin.must_change_password = False
    admin.save()
    unit = Unit.objects.create(jurisdiction=admin.office, name="甲局", code="jia", group="department")
    own = {Role.LIAISON: unit, Role.UNIT_HEAD: unit}
    for role in Role:
        if role != Role.ADMINISTRATOR:
            Officer.objects.create(
                jurisdiction=admin.office, username=f"new.{role}", full_name="某人", role=role, unit=own.get(role)
            )
    return Officer.objects.filter(jurisdiction=admin.office)


ALL = {Role.CLERK, Role.LEADER, Role.LIAISON}
FIRST = ("/desk", "/fields", "/one-page", "/matters", "/statistics", "/guide")


@pytest.mark.parametrize("regime", ["county-plan", "sanmenxia-2019"])
def test_every_page_opens_while_the_office_is_empty(signed_in, regime):
    every, opened = set(_plain(get_resolver().url_patterns)), 0
    assert every > set(FIRST)
    for officer in _founded(regime):
        client = signed_in(officer)
        for address in every if officer.role in ALL and regime == "county-plan" else FIRST:
            answer = client.get(address)
            assert answer.status_code < 500, (officer.role, address)
            opened += answer.status_code == 200
    assert opened > 40


def test_a_leader_without_a_field_has_a_desk_that_learns_of_the_first(office, signed_in):
    block_counts.forget()
    leader = Officer.objects.create(
        jurisdiction=office.jurisdiction, username="new.leader", full_name="某人", role=Role.LEADER
    )
    client = signed_in(leader)
    assert client.get("/desk").status_code == 200
    field = Portfolio.objects.filter(jurisdiction=office.jurisdiction).first()
    field.leader = leader
    field.save()
    assert field.name in client.get("/desk").content.decode()
