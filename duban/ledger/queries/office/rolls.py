"""What taking in an office's people would do: what is new, what is there already and differs, what is wrong at which cell."""

import re
from collections import Counter
from typing import Any

from duban.ledger.conditions.office import naming_unit
from duban.ledger.governed import Governed
from duban.ledger.models.account_changes import Change, Standing
from duban.ledger.queries.accounts import powers
from duban.ledger.queries.office.roll_plans import LABELS, Entry, RollPlan
from duban.papers.reading.lists.rolls import SHEETS, Roll, RollFault, RollRow
from duban.papers.reading.texts.folding import name_together
from duban.people import groups, pinyin
from duban.people.models import LEADERS, UNIT_ROLES, Jurisdiction, Officer, Portfolio, Role, Unit

_ROLES = {**{str(label): value for value, label in Role.choices}, **{value: value for value in Role.values}}
_ROLES |= {"联络员": Role.LIAISON, "负责人": Role.UNIT_HEAD, "督查室主任": Role.OFFICE_HEAD, "督查室副主任": Role.CLERK}
_YES, _NO = {"是", "参加", "1", "true", "√"}, {"否", "不参加", "0", "false", "×"}
_LENGTHS = {"name": 80, "full_name": 40, "title": 60, "username": 60, "code": 40, "portfolio": 60}


def plan_of(jurisdiction: Jurisdiction, roll: Roll, by: Officer) -> RollPlan:
    """Return what the roll would bring about in the office now; nothing is written."""
    return _Checking(jurisdiction, roll, by).plan


class _Checking:
    def __init__(self, jurisdiction: Jurisdiction, roll: Roll, by: Officer) -> None:
        self.jurisdiction, self.by, self.plan = jurisdiction, by, RollPlan()
        for fault in roll.faults:
            (self.plan.remarks if fault.is_remark else self.plan.faults).append(fault)
        self._groups = Governed.of(jurisdiction).document.groups
        units = (
            Unit.objects.filter(jurisdiction=jurisdiction, abolished_on=None)
            .select_related("portfolio")
            .prefetch_related("aliases")
        )
        self._units = list(units)
        self._named: dict[str, Unit] = {alias.name: unit for unit in self._units for alias in unit.aliases.all()}
        self._named |= {unit.name: unit for unit in self._units}
        self._codes = {unit.code: unit for unit in self._units}
        self._fields = {each.name: each for each in jurisdiction.portfolios.select_related("leader")}
        self._officers = list(Officer.objects.filter(jurisdiction=jurisdiction).select_related("unit"))
        elsewhere = Officer.objects.exclude(jurisdiction=jurisdiction).filter(is_active=True)
        self._elsewhere = dict(elsewhere.values_list("username", "full_name"))
        # In small letters: names that differ in nothing else are taken for one another.
        self._accounts = {each.lower() for each in Officer.objects.values_list("username", flat=True)}
        open_ = powers.changes(by).filter(standing=Standing.OPEN, kind=Change.ADD).values_list("wanted", flat=True)
        self._asked_for = {(each.get("full_name"), each.get("role")) for each in open_}
        self._said_fields = {row["name"] for row in roll.portfolios}
        # Name or alias → the unit's name, of all that are there or come with this roll.
        self._unit_names = {name: unit.name for name, unit in self._named.items()}
        self._leaders = {
            name_together(each.full_name) for each in self._officers if each.role in LEADERS and each.is_active
        }
        self._leaders |= {row["full_name"] for row in roll.officers if _ROLES.get(row["role"]) in LEADERS}
        self._has_confirmers = powers.confirmers(jurisdiction, apart_from=by).exists()
        for row in roll.units:
            self._take(row, self._unit)
        for row in roll.portfolios:
            self._take(row, self._portfolio)
        for row in roll.officers:
            self._take(row, self._officer)

    def _take(self, row: RollRow, read: Any) -> None:
        before = len(self.plan.faults)
        for name, most in _LENGTHS.items():
            if len(row[name]) > most:
                self._fault(row, name, f"{LABELS[name]}超过 {most} 字")
        missing = [each for each in self.plan.faults if each.sheet == row.sheet and each.place in row.places.values()]
        entry = read(row) if len(self.plan.faults) == before and not missing else None
        if entry is None:
            return
        if entry.record is None:
            {Unit: self.plan.units, Portfolio: self.plan.portfolios, Officer: self.plan.officers}[
                {"单位": Unit, "分管领域": Portfolio, "人员": Officer}[row.sheet]
            ].append(entry)
        elif entry.changes:
            self.plan.differing.append(entry)
        else:
            self.plan.same += 1

    def _fault(self, row: RollRow, name: str, why: str) -> None:
        self.plan.faults.append(RollFault(row.sheet, row.at(name), why))

    def _remark(self, row: RollRow, name: str, why: str) -> None:
        self.plan.remarks.append(RollFault(row.sheet, row.at(name), why, True))

    # Units.

    def _unit(self, row: RollRow) -> Entry | None:
        name, code = row["name"], row["code"].lower()
        there = self._codes.get(code) if code else None
        there = there or self._named.get(name)
        group = self._group(row)
        ranked = self._ranked(row)
        if code and not re.fullmatch(r"[a-z0-9_-]+", code):
            self._fault(row, "code", "代码只能用小写字母、数字、横线和下划线")
        if row["portfolio"] and row["portfolio"] not in {*self._fields, *self._said_fields}:
            self._fault(row, "portfolio", f"没有“{row['portfolio']}”这个分管领域，请在“分管领域”表里加上")
        names = _names(row["aliases"])
        self._check_names(row, there, [name, *names])
        refusal = naming_unit(name, set(self._unit_names.values())) if there is None else None
        if refusal is not None:
            self._fault(row, "name", f"{refusal.why}{refusal.possible and '，'}{refusal.possible.rstrip('。')}")
        if there is None and code and code in self._new("code"):
            self._fault(row, "code", f"代码 {code} 在表里重复")
        values = {"name": name, "group": group, "aliases": names, "portfolio": row["portfolio"], "ranked": ranked}
        for each in (name, *names):
            self._unit_names[each] = there.name if there else name
        if there is None:
            return Entry(row, {**values, "ranked": ranked is not False, "code": code})
        return Entry(row, values, there, self._unit_changes(row, there, values))

    def _unit_changes(self, row: RollRow, there: Unit, values: dict[str, Any]) -> dict[str, tuple[str, str]]:
        changes, known = {}, [alias.name for alias in there.aliases.all()]
        if values["name"] not in (there.name, *known):
            changes["name"] = (there.name, values["name"])
        if values["group"] and values["group"] != there.group:
            changes["group"] = (self._groups.get(there.group, "不属于任何类别"), self._groups[values["group"]])
        if values["portfolio"] and values["portfolio"] != (there.portfolio.name if there.portfolio else ""):
            changes["portfolio"] = (there.portfolio.name if there.portfolio else "", values["portfolio"])
        if values["ranked"] is not None and values["ranked"] != there.ranked:
            changes["ranked"] = ("是" if there.ranked else "否", "是" if values["ranked"] else "否")
        more = [each for each in values["aliases"] if each not in known and each != there.name]
        if more:
            changes["aliases"] = ("、".join(known), "、".join([*known, *more]))
        return changes

    def _group(self, row: RollRow) -> str:
        words = {word: group for group, word in self._groups.items()} | {group: group for group in self._groups}
        group = words.get(row["group"], "")
        likely = groups.suggested(row["name"], self._groups)
        if not group:
            hint = f"；{likely.why}，可能是“{self._groups[likely.group]}”" if likely else ""
            self._fault(row, "group", f"没有“{row['group']}”这个类别，可选：{'、'.join(self._groups.values())}{hint}")
        elif likely is not None and likely.group != group:
            self._remark(row, "group", f"“{row['name']}”{likely.why}，像是“{self._groups[likely.group]}”，请核对类别")
        return group

    def _ranked(self, row: RollRow) -> bool | None:
        words = row["ranked"].lower()
        if words and words not in _YES | _NO:
            self._fault(row, "ranked", f"请填“是”或“否”，不能是“{row['ranked']}”")
        return None if not words else words in _YES

    def _check_names(self, row: RollRow, there: Unit | None, names: list[str]) -> None:
        taken = Counter(self._new("name") + [each for entry in self.plan.units for each in entry.values["aliases"]])
        for place, name in enumerate(names):
            at = "aliases" if place else "name"
            owner = self._named.get(name)
            if place and len(name) > 80:
                self._fault(row, at, "简称或别名超过 80 字")
            elif taken[name]:
                self._fault(row, at, f"“{name}”在表里重复")
            elif owner is not None and owner != there:
                self._fault(row, at, f"“{name}”已是“{owner.name}”的名称或别名")

    def _new(self, name: str) -> list[str]:
        return [entry.values[name] for entry in self.plan.units]

    # Fields and who is in charge of them.

    def _portfolio(self, row: RollRow) -> Entry | None:
        name, leader, there = row["name"], row["leader"], self._fields.get(row["name"])
        if any(entry.name == name for entry in self.plan.portfolios):
            self._fault(row, "name", f"“{name}”在表里重复")
            return None
        if leader and leader not in self._leaders:
            self._fault(
                row, "leader", f"“{leader}”不是本办公室的领导：请在“人员”表里写上，岗位选分管领导、主要领导或秘书长"
            )
            return None
        if not leader and there is None:
            self._remark(row, "leader", f"“{name}”没有分管领导，该领域单位的报批暂时无人可签")
        values = {"name": name, "leader": leader}
        before = name_together(there.leader.full_name) if there and there.leader else ""
        changes = {"leader": (before, leader)} if there and leader and leader != before else {}
        return Entry(row, values, there, changes)

    # Officers.

    def _officer(self, row: RollRow) -> Entry | None:
        role = _ROLES.get(row["role"], "")
        if not role:
            self._fault(
                row, "role", f"没有“{row['role']}”这个岗位，可选：{'、'.join(str(each) for each in Role.labels)}"
            )
            return None
        unit = self._unit_names.get(row["unit"], "")
        if row["unit"] and not unit:
            self._fault(row, "unit", f"没有“{row['unit']}”这个单位，请在“单位”表里写上，或改用它的名称、别名")
        elif role in UNIT_ROLES and not unit:
            self._fault(row, "unit", f"{Role(role).label}要写明所在单位")
        elif role not in UNIT_ROLES and unit:
            self._fault(row, "unit", f"{Role(role).label}不属于承办单位，这一格请留空")
        there = self._same_person(row, role, unit)
        values = {
            "full_name": row["full_name"], "role": role, "unit": unit, "title": row["title"],
            "username": there.username if there else self._account(row),
        }  # fmt: skip
        if there is None and self._is_of_another_office(row):
            values["same_as"] = row["username"]
        twins = [e for e in [*self.plan.officers, *self.plan.differing] if self._is_twin(e, values)]
        if twins:
            self._fault(row, "full_name", f"“{row['full_name']}”与{twins[0].row.place}重复；同名的两人请写明账号")
        if there is None and (row["full_name"], role) in self._asked_for:
            self._remark(row, "full_name", f"“{row['full_name']}”的账号已经申请，正在等第二人确认")
            return None
        if there is None:
            asked = self._needs_second(Change.ADD, None, role, "")
            return Entry(row, values, None, {}, asked)
        changes = {
            name: (before, after)
            for name, before, after in (
                ("full_name", there.full_name, values["full_name"]),
                ("role", str(Role(there.role).label), str(Role(role).label)),
                ("unit", there.unit.name if there.unit else "", unit),
                ("title", there.title, values["title"] or there.title),
            )
            if before != after
        }
        return Entry(row, values, there, changes, bool(changes) and self._needs_second(Change.EDIT, there, role, unit))

    def _same_person(self, row: RollRow, role: str, unit: str) -> Officer | None:
        """Find who is meant: by account; else by name and unit; else by name, where only one outside the units has it."""
        if row["username"]:
            return next((each for each in self._officers if each.username == row["username"]), None)
        named = [each for each in self._officers if name_together(each.full_name) == row["full_name"]]
        here = [each for each in named if (each.unit.name if each.unit else "") == unit]
        if len(here) > 1:
            here = [each for each in here if each.role == role] or here
        if len(here) > 1:
            self._fault(row, "full_name", f"同名的有 {len(here)} 人，请写明账号")
        elif not here and named:
            where = "、".join(each.unit.name if each.unit else str(each.get_role_display()) for each in named)
            self._remark(row, "full_name", f"另有同名人员（{where}），这里按另一个人增加；是同一人的，请写明账号")
        return here[0] if here else None

    def _account(self, row: RollRow) -> str:
        wanted = row["username"]
        if wanted and not re.fullmatch(r"[A-Za-z0-9._-]{1,60}", wanted):
            self._fault(row, "username", "账号只能用字母、数字、点、横线和下划线")
        elif self._is_of_another_office(row):
            made = pinyin.free_of(wanted[:50].lower(), self._accounts)
            self._remark(
                row,
                "username",
                f"{row['full_name']}在本系统的另一个办公室已有账号 {wanted}：这里另开 {made}，本人用 {wanted} 登录后确认，"
                "即可一次登录、两个岗位",
            )
            self._accounts.add(made.lower())
            return made
        elif wanted.lower() in self._accounts:
            self._fault(row, "username", f"账号 {wanted} 已被使用")
        made = wanted or pinyin.free_of(pinyin.spelled(row["full_name"])[:50] or "user", self._accounts)
        self._accounts.add(made.lower())
        return made

    def _is_of_another_office(self, row: RollRow) -> bool:
        """Return whether the account in a row is that of somebody of the same name in another office: the same person's other post."""
        return bool(row["username"]) and self._elsewhere.get(row["username"]) == row["full_name"]

    @staticmethod
    def _is_twin(entry: Entry, values: dict[str, Any]) -> bool:
        same = ("full_name", "unit", "role")
        is_of_people = entry.row.sheet == SHEETS["officers"][0]
        return is_of_people and not entry.row["username"] and all(entry.values[each] == values[each] for each in same)

    def _needs_second(self, kind: Change, there: Officer | None, role: str, unit: str) -> bool:
        if not self._has_confirmers:
            return False
        found = self._unit_names.get(unit)
        record = self._named.get(found) if found else None
        return powers.needs_second(
            kind, jurisdiction=self.jurisdiction, actor=self.by, officer=there, role=role, unit=record
        )


def _names(words: str) -> list[str]:
    parts = (part.strip() for part in re.split(r"[、，,；;\n/|]+", words))
    return list(dict.fromkeys(part for part in parts if part))
