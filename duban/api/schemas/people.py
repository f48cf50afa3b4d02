"""What is handed in of an office's people, of their letters and of its robots, and what is answered."""

from typing import Annotated, Literal

from pydantic import Field

from duban.api.schemas.bodies import Body
from duban.api.schemas.shapes import Answer

Word = Annotated[str, Field(max_length=200)]


class NewUnitRow(Body):
    """A unit: `group` by its code or its word in the document, `aliases` separated by 、, `ranked` 是 or 否, `portfolio` by name."""

    name: Word
    group: Word
    aliases: Annotated[str, Field(max_length=800)] = ""
    portfolio: Word = ""
    ranked: Word = ""
    code: Word = ""


class NewPortfolioRow(Body):
    """A field with the name of the leader in charge."""

    name: Word
    leader: Word = ""


class NewOfficerRow(Body):
    """An officer: `role` by its code or its word, `unit` by a name or alias."""

    full_name: Word
    role: Word
    unit: Word = ""
    title: Word = ""
    username: Word = ""


class NewRoll(Body):
    """An office's people. `update`: keys of the differences to take over, as a check names them."""

    units: Annotated[list[NewUnitRow], Field(max_length=2000)] = []
    portfolios: Annotated[list[NewPortfolioRow], Field(max_length=500)] = []
    officers: Annotated[list[NewOfficerRow], Field(max_length=3000)] = []
    update: Annotated[list[Word], Field(max_length=5000)] = []
    only_check: bool = False


class RollPlace(Answer):
    """What is wrong or to be looked at, and where: `units[3].group`."""

    place: str
    why: str


class RollDifference(Answer):
    """A record that is there and differs: what `update` calls it, and by field what is there and what the row says."""

    key: str
    name: str
    place: str
    changes: dict[str, list[str]]


class RollTaken(Answer):
    """How many of each were added, changed, and asked for because a second person must confirm them."""

    units: int
    portfolios: int
    officers: int
    changed: int
    asked: int


class RollChecked(Answer):
    """What a roll brings about; `taken` is null where it was only checked, or where there are faults."""

    taken: RollTaken | None
    units: int
    portfolios: int
    officers: int
    same: int
    differing: list[RollDifference]
    faults: list[RollPlace]
    remarks: list[RollPlace]


class ChosenTopics(Body):
    """The topics of which one wants no letter."""

    muted: Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=20)]


class ChosenWays(Body):
    """Where one's letters go; empty: not by that way; `robot` null keeps what is set. `alone`: nobody else is in the robot's group."""

    to_the_letter = frozenset({"robot_secret"})

    email: Annotated[str, Field(max_length=200)] = ""
    wecom: Annotated[str, Field(max_length=64)] = ""
    robot: Annotated[str, Field(max_length=400)] | None = None
    robot_secret: Annotated[str, Field(max_length=100)] = ""
    alone: bool = False


class TestedWay(Body):
    """The way by which a test goes out."""

    channel: Literal["mail", "webhook", "wechat", "own"]


class Topic(Answer):
    """One sort of message: whether letters speak of it, and why it cannot be left out; empty where it can."""

    key: str
    word: str
    says: str
    comes: bool
    why: str


class MessageChoice(Answer):
    """What an officer chose; of a robot only whether there is one. `ways` are the channels by which letters come now."""

    email: str
    wecom: str
    robot: bool
    ways: list[str]
    topics: list[Topic]


class Tested(Answer):
    """What the other side answered."""

    said: str


class NewRobot(Body):
    """A robot of a group, by the address that its maker shows."""

    to_the_letter = frozenset({"secret"})

    name: Annotated[str, Field(min_length=1, max_length=40)]
    address: Annotated[str, Field(max_length=400)]
    secret: Annotated[str, Field(max_length=100)] = ""


class NewApplication(Body):
    """The application of WeCom that writes to single persons; `base` where a private installation answers."""

    to_the_letter = frozenset({"secret"})

    name: Annotated[str, Field(min_length=1, max_length=40)]
    corporation: Annotated[str, Field(max_length=64)]
    agent: Annotated[str, Field(max_length=20)]
    secret: Annotated[str, Field(max_length=200)]
    base: Annotated[str, Field(max_length=200)] = ""


class Letting(Body):
    """Who is in the group and of what the robot speaks there; nothing of it for an application."""

    readers: Literal["", "office", "units", "unit"] = ""
    unit: Annotated[str, Field(max_length=40)] = ""
    kinds: Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=20)] = []


class Robot(Answer):
    """One robot in use: the host that it calls, who reads it, of what it speaks, how it stands; never what lets it speak."""

    id: int
    name: str
    maker: str
    host: str
    readers: str
    kinds: list[str]
    on: bool
    state: str


class Robots(Answer):
    """The robots in use."""

    robots: list[Robot]
