"""Offices under the documents that ask for the most signatures."""

import pytest

from tests import cast


@pytest.fixture
def county(db):
    """One office under the county plan."""
    return cast.office("county-plan")


@pytest.fixture
def ankang(db):
    """One office under the Ankang regime."""
    return cast.office("ankang-2020")
