"""Reorganisations (单位变更) as people read them: the rules, what moved, and the sentence on a score card."""

import datetime
from dataclasses import dataclass
from typing import Any

from duban.ledger import access
from duban.ledger.models import Reorganisation
from duban.ledger.models.reorganisations import Kind, Points
from duban.ledger.queries.office.reorganising import LABELS
from duban.people.models import Jurisdiction, Officer, Unit


@dataclass(frozen=True)
class Group:
    """What of one kind moved: how many rows, and those that the reader may see by name, each with the successor and what was said."""

    label: str
    count: int
    shown: list[tuple[str, str, str]]

    @property
    def unnamed(self) -> int:
        """Return how many are not shown by name."""
        return self.count - len(self.shown)


def groups_of(reader: Officer, made: Reorganisation, names: dict[str, str]) -> list[Group]:
    """Return what a reorganisation moved, kind by kind: a unit reads by name what came to it, whoever reads all matters everything."""
    reads_all, own = reader.role in access.READS_ALL, reader.unit.code if reader.unit is not None else ""
    found = []
    for kind, label in LABELS.items():
        rows = [each for each in made.items if each["kind"] == kind]
        shown = [
            (
                each["words"],
                names.get(each["to"], "") if kind != "kept" else "",
                _said(made, each),
            )
            for each in rows
            if reads_all or (own and each["to"] == own)
        ]
        if rows:
            found.append(Group(label, len(rows), shown))
    return found


def _said(made: Reorganisation, item: dict[str, Any]) -> str:
    if made.revoked_on is not None and item["kind"] != "kept":
        return str(item.get("left") or "已退回")
    return str(item["said"]).replace("added", "新增")


def names_of(jurisdiction: Jurisdiction) -> dict[str, str]:
    """Return the names of all units by their codes, those that ended too."""
    return dict(Unit.objects.filter(jurisdiction=jurisdiction).values_list("code", "name"))


def said_of(made: Reorganisation, names: dict[str, str]) -> str:
    """Return what happened as one sentence."""
    of, to = ("、".join(names.get(code, code) for code in codes) for codes in (made.of, made.to))
    what = {Kind.MERGE: f"并入{to}", Kind.SPLIT: f"拆分为{to}", Kind.ABOLISH: f"撤销，职责划入{to}" if to else "撤销"}
    return f"{of}自 {made.on} 起{what[Kind(made.kind)]}（{made.paper}，{made.number}）"


def notes_on(jurisdiction: Jurisdiction, unit: Unit, first: datetime.date, last: datetime.date) -> list[str]:
    """Return what the score card of a unit says of the reorganisations of a period: whose the points are, and by which paper."""
    found = Reorganisation.objects.filter(jurisdiction=jurisdiction, revoked_on=None, on__range=(first, last))
    rows = [each for each in found.order_by("on", "pk") if unit.code in (*each.of, *each.to)]
    names: dict[str, Any] = names_of(jurisdiction) if rows else {}
    return [f"{said_of(each, names)}：{_counted(each, unit, names)}" for each in rows]


def _counted(made: Reorganisation, unit: Unit, names: dict[str, str]) -> str:
    main = names.get(made.to[0], "") if made.to else ""
    if made.points == Points.STAY or not main:
        return "原单位当期的得分、扣分留在原单位，不计入承接单位"
    own = "本单位" if unit.code == made.to[0] else main
    return f"原单位当期的得分、扣分计入{own}" + (
        "，随事项分出的计入承接该事项的单位" if made.kind == Kind.SPLIT else ""
    )


def rules_of(kind: str, points: str) -> list[str]:
    """Return the rules by which it is done, as the page states them."""
    counted = {
        Points.FOLLOW: "原单位当期的得分、扣分计入承接单位",
        Points.STAY: "原单位当期的得分、扣分留在原单位，不计入承接单位",
    }[Points(points)]
    found = [
        "在办事项连同应报送的时限、定期报送、报批和督办措施转给承接单位，期限不变，已经逾期的仍按原期限计",
        "两家承办同一事项的合为一份：有牵头的留牵头的一份，另一份未到的时限和未批的报批随之结束",
        "已办结的事项、已印发的文书、已发布的排名和以往的得分留在原单位，仍用原名称",
        f"{counted}；自生效之日起原单位不再参加排名，也不再供选择",
        "原名称、简称都指向承接单位，以后读入的旧文件仍能对应",
    ]
    return found if kind != Kind.SPLIT else [*found, "拆分的，逐件确定承接单位；没有另选的归主要承接单位"]
