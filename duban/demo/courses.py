"""Courses: how a matter goes in the demonstration. Drawn by chance, and by hand where every turn must occur at least once."""

import random
from dataclasses import dataclass, replace

ON_TIME, NEVER = "on_time", "never"


@dataclass(frozen=True)
class Course:
    """How one matter goes. `finish` counts working days from the deadline, negative before it; None: the result never comes."""

    finish: int | None = -2
    accept_after: int = 1
    returns: int = 0
    redo_late: bool = False
    refuse: str = ""  # upheld, rejected, waiting
    ask: str = ""  # extension, extension_refused, write_off, transfer
    stop: str = ""  # register, dispatch: the matter rests there; ask: the request waits for its last signature
    reopen: bool = False
    closes: bool = True
    blamed: str = ""  # poor_report, false_report, uncooperative


# Every turn that the documents know, each at least once in every office's past.
TURNS = (
    Course(ask="extension", finish=-3),
    Course(ask="extension_refused", finish=4),
    Course(ask="write_off", finish=None),
    Course(ask="transfer", finish=-2),
    Course(refuse="upheld"),
    Course(refuse="rejected", finish=3),
    Course(returns=1, blamed="poor_report"),
    Course(returns=3, finish=-12),
    Course(returns=2, redo_late=True),
    Course(reopen=True),
    Course(finish=28),
    Course(finish=17, accept_after=6),
    Course(finish=9),
    Course(returns=1, blamed="false_report", finish=2),
    Course(blamed="uncooperative"),
    Course(ask="extension", finish=6),
)
# What lies on the desks today: (working days from today to the deadline, working days since it was registered, course).
TODAY = (
    (25, 1, Course(stop="register")),
    (30, 2, Course(stop="register")),
    (12, 3, Course(stop="register")),
    (30, 2, Course(stop="dispatch")),
    (20, 2, Course(stop="dispatch")),
    (28, 4, Course(refuse="waiting")),
    (3, 30, Course(finish=-4)),
    (2, 22, Course(finish=-3)),
    (6, 40, Course(finish=-6, returns=2)),
    (5, 24, Course(finish=-7, returns=1)),
    (4, 35, Course(finish=None, ask="extension", stop="ask")),
    (9, 33, Course(finish=None, ask="write_off", stop="ask")),
    (10, 31, Course(finish=None, ask="transfer", stop="ask")),
    (0, 26, Course(finish=None)),
    (1, 21, Course(finish=None)),
    (-1, 25, Course(finish=None)),
    (-2, 28, Course(finish=None)),
    (-4, 31, Course(finish=None)),
    (-9, 40, Course(finish=None)),
    (-15, 45, Course(finish=None)),
    (-22, 50, Course(finish=None)),
    (-36, 70, Course(finish=None)),
)
# Places in TODAY that are the first unit's: to sign for, returned, due today, late.
FIRST_UNIT_HAS = (4, 9, 13, 17)


def draw(chance: random.Random, diligence: float) -> Course:
    """Return an ordinary course: the more diligent the unit (0 to 1), the likelier a result in time and in order."""
    course = Course(
        finish=-chance.choice((1, 1, 2, 3, 4, 6, 9)),
        accept_after=chance.choice((1, 1, 1, 2, 2, 3)),
        closes=chance.random() < 0.8,
    )
    if chance.random() > diligence:
        course = replace(course, finish=chance.choice((2, 4, 7, 8, 13, 20)))
    if chance.random() > diligence:
        course = replace(course, returns=chance.choice((1, 1, 2)), redo_late=chance.random() < 0.3)
    if chance.random() > diligence + 0.15:
        course = replace(course, accept_after=5)
    return course
