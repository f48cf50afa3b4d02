"""What the columns of an assessment table hold, and the cells of a row put under them, whatever merged cells are missing."""

from __future__ import annotations

import re
from collections.abc import Sequence

NUMBER, NAME, CONTENT, POINTS, STANDARD, UNIT, NOTE, EMPTY = (
    "number", "name", "content", "points", "standard", "unit", "note", "empty",
)  # fmt: skip
# From the narrow to the wide: a column is the first that fits.
_HEADS = (
    (NUMBER, r"序号|编号|^号$"), (EMPTY, r"得分|自评|扣分$|评分$|考核分$|备查"), (POINTS, r"分值|分数|权重|标准分|满分|^分$|总分"),
    (STANDARD, r"标准|办法|细则|方法|计分|评分|说明及"), (NOTE, r"备注|说明|依据|来源|资料|佐证"), (UNIT, r"单位|部门|牵头|责任"),
    (CONTENT, r"内容|要求|要点|任务|三级"), (NAME, r"项目|指标|类别|事项|分类|名称|一级|二级"),
)  # fmt: skip
_NUMBER_ONLY = re.compile(r"\d+(?:\.\d+)?分?")
_ORDINAL = re.compile(r"(?:\d{1,3}|[一二三四五六七八九十]+[、.]?|[（(][一二三四五六七八九十\d]+[)）])[.、]?")


def is_header(cells: Sequence[str]) -> bool:
    """Say whether cells name the columns of an assessment table: what is assessed, and points or a standard."""
    roles = [_role(cell) for cell in cells]
    is_short = all(len(cell.strip()) <= 16 for cell in cells)
    return is_short and {POINTS, STANDARD} & set(roles) != set() and {NAME, CONTENT, UNIT} & set(roles) != set()


def columns_of(cells: Sequence[str]) -> list[str]:
    """Return what each column holds; one whose head is merged with the one before holds the same."""
    roles: list[str] = []
    for cell in cells:
        role = _role(cell)
        roles.append((roles[-1] if roles and not cell.strip() else role) or NAME)
    if NAME not in roles and CONTENT in roles:
        roles[roles.index(CONTENT)] = NAME
    return roles


def placed(cells: Sequence[str], columns: Sequence[str]) -> list[tuple[str, str]]:
    """Return (column, words) of each cell: where merged cells are missing the cells stand where they fit best, rather right than left."""
    words = [" ".join(cell.split()) for cell in cells]
    if len(words) > len(columns):
        return _widened(words, columns)
    best = max(
        range(len(columns) - len(words), -1, -1),
        key=lambda start: _fits(words, columns[start : start + len(words)]),
    )
    return list(zip(columns[best : best + len(words)], words, strict=True))


def _widened(words: list[str], columns: Sequence[str]) -> list[tuple[str, str]]:
    """A row with more cells than the head: what is more stands with the names."""
    more = len(words) - len(columns)
    at = next((place for place, role in enumerate(columns) if role == NAME), 0)
    told = [*columns[:at], *[NAME] * more, *columns[at:]]
    return list(zip(told, words, strict=True))


def _fits(words: Sequence[str], columns: Sequence[str]) -> int:
    score = 0
    for role, cell in zip(columns, words, strict=True):
        if role == POINTS:
            score += 3 if _NUMBER_ONLY.fullmatch(cell) else 0 if not cell else -4
        elif role == NUMBER:
            score += 2 if _ORDINAL.fullmatch(cell) else 0 if not cell else -3
        elif role in (STANDARD, CONTENT, NAME):
            score += -2 if _NUMBER_ONLY.fullmatch(cell) else int(bool(cell))
        if role == STANDARD and len(cell) > 12:
            score += 1
    return score


def _role(cell: str) -> str:
    plain = re.sub(r"\s", "", cell)
    return next((role for role, pattern in _HEADS if plain and re.search(pattern, plain)), "")
