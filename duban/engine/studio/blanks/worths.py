"""The blanks of how often something pays and what it is worth: each time, once, from the n-th; an amount, a table, a range, a slope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

from duban.engine.studio.blanks.groups import Keys, numbers_in
from duban.engine.studio.blanks.names import Choice, Names
from duban.engine.studio.blanks.parts import (
    Blank,
    BlankError,
    CannotSay,
    Filled,
    Number,
    Part,
    Values,
    Words,
    below,
    number_of,
    one,
    said,
)
from duban.engine.studio.blanks.slots import selected
from duban.engine.vocabulary.readers import number_from
from duban.engine.wording import plain

WORTHS = (
    ("amount", "固定分值"), ("by", "按类别分别定分值"), ("place", "按第几次分别定分值"), ("times", "按累计几次定分值"),
    ("range", "在幅度内由人定"), ("slope", "达不到的按差额扣"), ("itself", "就是这个数"),
)  # fmt: skip
SIDES = (("minus", "扣"), ("plus", "加"))
_TABLE_SIDES = (*SIDES, ("signed", "有扣有加（扣的写负数）"))
_MOST = 24


@dataclass(frozen=True)
class Signed(Part):
    """An amount with its side: 扣5分, 加3分; 0 is neither."""

    label: str = "分值"
    required: bool = True

    def put(self, value: Any, at: str, into: Filled) -> None:
        number = number_from(value)
        if number is None:
            raise CannotSay(self.label)
        into[below(at, "side")] = ["plus" if number > 0 else "minus"]
        into[below(at, "amount")] = [plain(abs(number))]

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        side, amount = below(at, "side"), below(at, "amount")
        yield Blank(side, "扣还是加", "choice", SIDES, tuple(said(values, side)), self.required)
        yield Blank(amount, "几分", "number", (), tuple(said(values, amount)), self.required, after="分")

    def take(self, values: Values, at: str, names: Names) -> Any:
        side, amount = one(values, below(at, "side")), number_of(values, below(at, "amount"), "几分")
        if amount is None:
            if self.required:
                raise BlankError(below(at, "amount"), "几分", "还没有填")
            return None
        return plain(_of_side(side, amount, at))


def _of_side(side: str, amount: Decimal, at: str) -> Decimal:
    if side == "signed":
        return amount
    if amount < 0:
        raise BlankError(below(at, "amount"), "几分", "不写正负号，扣还是加在前面选")
    if side not in ("minus", "plus"):
        if amount:
            raise BlankError(below(at, "side"), "扣还是加", "还没有选")
        return amount
    return -amount if side == "minus" else amount


@dataclass(frozen=True)
class Table(Part):
    """Amounts by a field, several fields, the place in the row or the number of times; one a row, all with one side or signed."""

    def put(self, value: Any, at: str, into: Filled) -> None:
        by = value["by"] if isinstance(value["by"], list) else [value["by"]]
        if not isinstance(value["points"], dict):
            raise CannotSay("分值")
        into[below(at, "by")] = [str(each) for each in by]
        rows = list(_flat(value["points"], len(by)))
        numbers = [number_from(amount) for _, amount in rows]
        if any(number is None for number in numbers):
            raise CannotSay("分值")
        known = [number for number in numbers if number is not None]
        side = "minus" if all(n <= 0 for n in known) else "plus" if all(n >= 0 for n in known) else "signed"
        into[below(at, "side")] = [side]
        for place, ((key, _), number) in enumerate(zip(rows, known, strict=True), start=1):
            for part, word in enumerate(key, start=1):
                into[below(at, f"rows.{place}.key{part}")] = [word]
            into[below(at, f"rows.{place}.amount")] = [plain(number if side == "signed" else abs(number))]

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        by = said(values, below(at, "by"))
        is_stepped = by in (["place"], ["times"])
        if not is_stepped:
            known = tuple((field.name, field.label) for field in names.fields(_by_kinds(values, at), by))
            yield Blank(below(at, "by"), "按什么区分", "several", known, tuple(by), True, before="按")
        yield Blank(below(at, "side"), "扣还是加", "choice", _TABLE_SIDES, tuple(said(values, below(at, "side"))), True)
        domains = [] if is_stepped else [_domain(name, names, values, at) for name in by]
        is_tiered = len(by) == 1 and not is_stepped and _is_number(by[0], names, values, at)
        held = {
            row: tuple(one(values, f"{at}.rows.{row}.key{n + 1}") for n in range(len(by)))
            for row in numbers_in(values, f"{at}.rows")
        }
        offered = (
            [key for key in product(*([c for c, _ in d] for d in domains)) if key not in held.values()]
            if domains and all(domains)
            else []
        )
        row = max(held, default=0)
        more = {row + n: key for n, key in enumerate(offered[:_MOST] if by else (), start=1)} or {
            row + 1: ("",) * len(by)
        }
        for place, key in {**held, **more}.items():
            for part, word in enumerate(key):
                name = f"{at}.rows.{place}.key{part + 1}"
                if is_stepped:
                    yield Blank(
                        name,
                        "第几次" if by == ["place"] else "累计几次",
                        "number",
                        (),
                        (word,) if word else (),
                        before="第" if by == ["place"] else "累计",
                        after="次",
                    )
                elif is_tiered:
                    yield Blank(name, "从多少起", "number", (), (word,) if word else (), before="从", after="起")
                else:
                    yield Blank(
                        name,
                        "哪一类",
                        "choice" if domains[part] else "words",
                        tuple(domains[part]),
                        (word,) if word else (),
                    )
            amount = f"{at}.rows.{place}.amount"
            yield Blank(amount, "几分", "number", (), tuple(said(values, amount)), after="分")

    def take(self, values: Values, at: str, names: Names) -> Any:
        by = said(values, below(at, "by"))
        if not by:
            raise BlankError(below(at, "by"), "按什么区分", "还没有选")
        known = {field.name for field in names.fields(_by_kinds(values, at), by)}
        if by not in (["place"], ["times"]) and set(by) - known:
            raise BlankError(below(at, "by"), "按什么区分", "所选的内容已不在这份文件里，请重新选择")
        side, points = one(values, below(at, "side")), dict[str, Any]()
        for row in numbers_in(values, f"{at}.rows"):
            place = f"{at}.rows.{row}"
            amount = number_of(values, below(place, "amount"), "几分")
            key = [one(values, below(place, f"key{part + 1}")) for part in range(len(by))]
            if amount is None:
                continue
            if not all(key):
                raise BlankError(below(place, "key1"), "哪一类", "没有选，却填了分值")
            if by in (["place"], ["times"]) and not (key[0].isdecimal() and int(key[0])):
                raise BlankError(below(place, "key1"), "第几次", f"应是不小于1的整数，“{key[0]}”不是")
            if len(by) == 1 and _is_number(by[0], names, values, at) and number_from(key[0]) is None:
                raise BlankError(below(place, "key1"), "从多少起", f"应是数，“{key[0]}”不是")
            inner = points
            for word in key[:-1]:
                inner = inner.setdefault(word, {})
            if key[-1] in inner:
                raise BlankError(below(place, "key1"), "哪一类", "填了两次")
            inner[key[-1]] = plain(_of_side(side, amount, place))
        if not points:
            raise BlankError(below(at, "rows.1.amount"), "几分", "至少要填一项")
        return {"by": by if len(by) > 1 else by[0], "points": points}


def _by_kinds(values: Values, at: str) -> tuple[str, ...]:
    return selected(values, at) or tuple(said(values, "fact"))


def _is_number(name: str, names: Names, values: Values, at: str) -> bool:
    fields = {field.name: field.type for field in names.fields(_by_kinds(values, at), [name])}
    return fields.get(name) in ("whole", "decimal")


def _domain(name: str, names: Names, values: Values, at: str) -> list[Choice]:
    fields = {field.name: field for field in names.fields(_by_kinds(values, at), [name])}
    found = fields.get(name)
    return list(found.choices) if found else []


def _flat(points: dict[str, Any], depth: int) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in points.items():
        if isinstance(value, dict) and depth > 1:
            yield from (((str(key), *rest), amount) for rest, amount in _flat(value, depth - 1))
        else:
            parts = (str(key),) if depth == 1 else tuple(str(key).replace(",", " ").replace("/", " ").split())
            if len(parts) != depth:
                raise CannotSay("分值")
            yield parts, value


RANGE = Keys(
    {
        "least": Number("最少几分（扣分写负数）"),
        "most": Number("最多几分（扣分写负数）"),
        "by": Words("由谁定", True, "由", "定", lambda n, v, at: n.persons()),
    }
)
SLOPE = Keys(
    {
        "at": Number("达到多少", True, before="达"), "full": Number("得几分", True, before="得", after="分"),
        "each": Number("每少1扣几分", True, before="每少1扣", after="分"), "least": Number("最低几分", before="最低", after="分"),
    }
)  # fmt: skip
SIGNED, TABLE = Signed(), Table()


@dataclass(frozen=True)
class Worth(Part):
    """What it is worth, by its shape."""

    def put(self, value: Any, at: str, into: Filled) -> None:
        if not isinstance(value, dict):
            into[below(at, "shape")] = ["amount"]
            SIGNED.put(value, at, into)
        elif set(value) == {"slope"} and isinstance(value["slope"], dict):
            into[below(at, "shape")] = ["slope"]
            each = number_from(value["slope"].get("each"))
            SLOPE.put({**value["slope"], "each": None if each is None else -each}, at, into)
        elif set(value) <= {"range", "by"} and isinstance(value.get("range"), list) and len(value["range"]) == 2:
            into[below(at, "shape")] = ["range"]
            least, most = value["range"]
            RANGE.put({"least": least, "most": most, "by": value.get("by")}, at, into)
        elif set(value) == {"by", "points"}:
            by = value["by"]
            into[below(at, "shape")] = [by if by in ("place", "times") else "by"]
            TABLE.put(value, at, into)
        else:
            raise CannotSay("分值")

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        shape = one(values, below(at, "shape")) or "amount"
        yield Blank(below(at, "shape"), "怎样定分值", "choice", WORTHS, (shape,), True)
        yield from _shaped(shape).blanks(_by_shape(values, at, shape), at, names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        shape = one(values, below(at, "shape")) or "amount"
        if shape == "itself":
            return None
        found = _shaped(shape).take(_by_shape(values, at, shape), at, names)
        if shape == "slope":
            return {"slope": {**found, "each": plain(-Decimal(found["each"]))}}
        if shape == "range":
            return {"range": [found.get("least"), found.get("most")], "by": found["by"]}
        return found


def _shaped(shape: str) -> Part:
    parts: dict[str, Part] = {"range": RANGE, "slope": SLOPE, "amount": SIGNED, "itself": Keys({})}
    return parts.get(shape, TABLE)


def _by_shape(values: Values, at: str, shape: str) -> Values:
    """By place and by number of times what the table goes by is the shape itself."""
    return {**values, below(at, "by"): [shape]} if shape in ("place", "times") else values
