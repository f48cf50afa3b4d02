"""Which pictures, and whose page, are asked for."""

from typing import Literal

from pydantic import Field

from duban.api.schemas.bodies import Body


class AskedStatistics(Body):
    """Which page of pictures, of which year (this one where it is empty), and by what they are narrowed, as on the page."""

    page: Literal["matters", "units"] = "matters"
    year: str = Field("", pattern=r"^(\d{4})?$")
    unit: str = Field("", max_length=40)
    portfolio: str = Field("", max_length=9)
    source: str = Field("", max_length=20)
    level: str = Field("", max_length=40)


class AskedOnePage(Body):
    """Whose page: the leader's user name; the first where it is empty."""

    leader: str = Field("", max_length=150)
