"""A period within which another document came into force: the whole of it goes by the earlier one, and every page of it says so."""

import pytest

from tests import cast, founding

YEAR, OWN = "kind=year&from=2026-01-01&to=2026-12-31", "kind=month&from=2026-03-01&to=2026-03-31"


@pytest.fixture
def moved(db):
    """A county that has gone by another document since March."""
    made = cast.office("gansu-county-2023")
    founding.adopt(made, "gansu-county-2023", from_on="2026-01-01")
    founding.adopt(made, "zhuoni-2022", from_on="2026-03-01")
    made.jurisdiction.refresh_from_db()
    return made


@pytest.mark.parametrize("page", ["/rankings?", "/scores/{unit}?", "/rankings/new?"])
def test_the_year_says_by_which_document_it_goes(moved, signed_in, settings, page):
    settings.PRESENT_DAY = "2027-01-31"
    client, address = signed_in(moved.clerk), page.format(unit=moved.units[0].code)
    said = client.get(address + YEAR).content.decode()
    assert "全期按当时施行的" in said and "2026-03-01 起施行" in said
    assert "全期按当时施行的" not in client.get(address + OWN).content.decode()
