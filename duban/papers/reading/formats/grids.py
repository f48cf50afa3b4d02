"""A sheet of cells, whatever file it came from: words by place, what is merged, and what is hidden or struck out."""

from __future__ import annotations

from dataclasses import dataclass, field

from duban.papers.reading.tasks.items import UnreadablePaper

ROWS, COLUMNS, SHEETS = 20_000, 256, 50
CELLS = 600_000
TOO_LARGE = "工作表范围过大（最多 2 万行、256 列），已拒绝读取。"
# The sheets of our templates on which nobody fills anything in: how it is done, what may be chosen, an example.
TEMPLATE_SHEETS = frozenset({"填写说明", "选项", "示例"})
# How our templates begin the notes on their headings.
TEMPLATE_NOTE = "填写说明："

Place = tuple[int, int]


@dataclass
class Sheet:
    """A sheet: words by (row, column) from 1, and which corner each merged cell takes its words from.

    `struck` are the places whose words are struck out as a whole; `left_out` the words struck out within others, by place;
    `comments` what stands on cells without being in them, by address.
    A sheet that the file hides holds no words: only its name is said. `marks_unread` where the file may hide rows or strike words
    out and the reader of its format cannot tell.
    """

    name: str
    words: dict[Place, str] = field(default_factory=dict)
    dates: set[Place] = field(default_factory=set)
    faulty: set[Place] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    covered: dict[Place, Place] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: set[Place] = field(default_factory=set)
    left_out: dict[Place, str] = field(default_factory=dict)
    comments: list[tuple[str, str]] = field(default_factory=list)
    is_hidden: bool = False
    marks_unread: bool = False

    @property
    def height(self) -> int:
        """Count the rows down to the last word."""
        return max((row for row, _ in self.words), default=0)

    @property
    def width(self) -> int:
        """Count the columns up to the last word."""
        return max((column for _, column in self.words), default=0)

    def spread(self) -> dict[Place, Place]:
        """Map every covered place of a merge to the corner that holds its words."""
        corners = dict(self.covered)
        height, width = self.height, self.width
        for top, left, bottom, right in self.merges:
            for row in range(top, min(bottom, height) + 1):
                for column in range(left, min(right, width) + 1):
                    if (row, column) != (top, left):
                        corners[row, column] = (top, left)
            if len(corners) > CELLS:
                raise UnreadablePaper(TOO_LARGE)
        return corners

    def remarks(self) -> list[str]:
        """Say what a reader of the printed sheet would not see, or see struck out, and where."""
        if self.is_hidden:
            return [f"工作表“{self.name}”是隐藏的，没有读入。"]
        said = []
        if self.marks_unread and self.words:
            said.append(
                f"工作表“{self.name}”：这种格式读不出哪些行列被隐藏、哪些文字带删除线，已全部读入，请核对，或另存为 .xlsx 后再读。"
            )
        columns = sorted(column for column in self.hidden_columns if any(at == column for _, at in self.words))
        if columns:
            letters = "、".join(column_letters(column) for column in columns)
            said.append(f"工作表“{self.name}”的{letters}列是隐藏的，已一并读入，请核对。")
        for place, words in sorted(self.left_out.items()):
            said.append(f"“{self.name}”{address(place)}有带删除线的文字，没有读入：{words[:60]}")
        said += [
            f"“{self.name}”{at}的批注没有读入，请核对：{words[:120]}"
            for at, words in self.comments
            if not words.startswith(TEMPLATE_NOTE)
        ]
        return said


def sheet_of_rows(rows: list[list[str]], name: str) -> Sheet:
    """Make a sheet of rows of words. Raises UnreadablePaper where it is beyond bounds."""
    sheet = Sheet(name)
    for number, row in enumerate(rows, 1):
        for column, words in enumerate(row, 1):
            if words.strip():
                if number > ROWS or column > COLUMNS or len(sheet.words) >= CELLS:
                    raise UnreadablePaper(TOO_LARGE)
                sheet.words[number, column] = words.strip()
    return sheet


def address(place: Place) -> str:
    """Write a place as spreadsheets do: (4, 2) is B4."""
    return f"{column_letters(place[1])}{place[0]}"


def column_letters(column: int) -> str:
    """Write a column as spreadsheets do: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
