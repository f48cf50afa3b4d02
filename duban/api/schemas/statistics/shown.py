"""Pictures as tables, and a leader's one page, as they are answered."""

from datetime import date

from duban.api.schemas.shapes import Answer


class PictureMark(Answer):
    """A number, and the list behind it: the page's name, and the question as parameters of its address."""

    count: int
    list: str
    query: str


class PictureLine(Answer):
    """A row of a picture's table; `texts` are its last columns, which have no list."""

    word: str
    marks: list[PictureMark]
    texts: list[str]


class Picture(Answer):
    """One picture: the sentence that says what one sees, and its table. Without lines there is nothing to draw, and the sentence says so."""

    key: str
    title: str
    said: str
    note: str
    heads: list[str]
    lines: list[PictureLine]


class Statistics(Answer):
    """The pictures of one page that one may look at."""

    year: int
    pictures: list[Picture]


class LateRow(Answer):
    """One that is late, with what was heard last and how often it was urged."""

    matter: str
    title: str
    unit: str
    due_on: date
    heard: str
    heard_on: date | None
    urged: int


class WantedRow(Answer):
    """One that needs a word: why, and which comes next (批示, 催办, 问一句)."""

    matter: str
    title: str
    unit: str
    said: str
    word: str


class CurveShown(Answer):
    """One figure at the end of each month; `count` is that of today, with its list."""

    word: str
    count: int
    query: str
    values: list[int]
    note: str


class MovedFigure(Answer):
    """What happened in seven days, with its list."""

    word: str
    count: int
    query: str


class FieldShown(Answer):
    """A field with what is in hand and late."""

    name: str
    own: bool
    going: int
    late: int


class OnePageShown(Answer):
    """A leader's one page."""

    leader: str
    on: date
    said: str
    late: list[LateRow]
    wanted: list[WantedRow]
    waits: int
    waiting: list[int]
    moved: list[MovedFigure]
    trend: str
    months: list[str]
    curves: list[CurveShown]
    compared: str
    portfolios: list[FieldShown]
