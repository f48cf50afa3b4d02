"""A slow plain reading of the laws: totals of a pack and a case with fractions, lists and loops, nothing compiled, nothing shared with the engine.

It knows what the generator of test_reference.py can write, no more. Facts and packs are plain dicts, days are text (they order as days do).
"""

from fractions import Fraction
from itertools import groupby

from tests.engine.comparing import add_up, key_of, name_of, narrowed, rounded, stronger

NEVER = "9999-12-30"


class Case:
    """One pack, one period, the facts known at its end."""

    def __init__(self, pack, facts, units, period):
        self.pack, self.units, (self.first, self.last) = pack, units, period
        self.facts = sorted((fact for fact in facts if fact["on"] <= self.last), key=lambda f: (f["on"], f["id"]))
        self.rules = [(clause, rule) for clause in pack["clauses"] for rule in clause["rules"]]
        self.sections = {"total": {"id": "total"}} | {section["id"]: section for section in pack["sections"]}

    def chain(self, group):
        """The group and those it lies in."""
        entry = self.pack["groups"][group]
        return [group] + (self.chain(entry["in"]) if isinstance(entry, dict) and "in" in entry else [])

    def assigned(self, matter):
        return next(f for f in self.facts if f["kind"] == "assigned" and f["matter"] == matter and f["role"] == "lead")

    def role(self, fact):
        own = [
            f
            for f in self.facts
            if f["kind"] == "assigned" and f["matter"] == fact["matter"] and f["unit"] == fact["unit"]
        ]
        return own[-1]["role"] if own else None

    def became(self, matter):
        """The words that hold of a matter at the period's end; each matter has one lead here."""
        lead = self.assigned(matter)
        done = [f["on"] for f in self.facts if f["kind"] == "completed" and f["matter"] == matter]
        day, due = (done[-1] if done else None), lead["due"]
        words = {"done"} if day else {"undone"}
        if day is None or day >= self.first:
            words.add("in_hand")
        if day >= self.first if day else due <= self.last:
            words.add("at_stake")
        if self.first <= due <= self.last:
            words.add("due")
        if day and self.first <= day <= self.last:
            words.add("closed")
        if day and day <= due:
            words.add("on_time")
        if (day and day > due) or (not day and due < self.last):
            words.add("late")
        return words

    def stands(self, fact):
        """Not excused, not put right."""
        event = self.pack["events"].get(fact["kind"], {})
        enders = [
            f for f in self.facts
            if f["kind"] in event.get("until", ()) and f["unit"] == fact["unit"] and f["on"] >= fact["on"]
            and (fact.get("matter") is None or f.get("matter") == fact["matter"]) and not f.get("excused")
        ]  # fmt: skip
        return not fact.get("excused") and not enders

    def events(self, kind, is_life):
        """What counts of a kind in the window: of facts that are the same only the earliest."""
        event = self.pack["events"][kind]
        names = event["same"] if "same" in event else ["day", *event["fields"]]
        found, seen = [], set()
        for fact in self.facts:
            if fact["kind"] != kind or not self.stands(fact) or not (is_life or fact["on"] >= self.first):
                continue
            key = (fact["unit"], fact.get("matter"), *(fact["on"] if n == "day" else fact.get(n) for n in names))
            if key not in seen:
                seen.add(key)
                found.append(fact)
        return found

    def value(self, fact, name):
        if name in ("category",):
            return self.assigned(fact["matter"]).get("category") if fact.get("matter") else None
        if name == "level":
            return fact.get("level") or (self.assigned(fact["matter"]).get("level") if fact.get("matter") else None)
        if name == "role":
            return self.role(fact) if fact.get("matter") else None
        return fact.get(name)

    def selected(self, select, unit, is_life=False):
        """The facts that a select takes, of one unit, or of all where it is None."""
        where = select.get("where", {})
        if "matters" in select:
            found = []
            words = [select["matters"]] if isinstance(select["matters"], str) else select["matters"]
            for fact in self.facts:
                if fact["kind"] != "assigned" or fact["unit"] != unit or fact["role"] != where.get("role", "lead"):
                    continue
                lead = self.assigned(fact["matter"])
                if "category" in where and lead["category"] != where["category"]:
                    continue
                if not set(words) <= self.became(fact["matter"]):
                    continue
                done = [f for f in self.facts if f["kind"] == "completed" and f["matter"] == fact["matter"]]
                found.append(done[-1] if done else fact)
            return found
        found = []
        for fact in self.events(select["event"], is_life):
            if unit is not None and fact["unit"] != unit:
                continue
            if all(self.value(fact, name) == wanted for name, wanted in where.items()):
                found.append(fact)
        return found

    def paid(self, select, count, worth, unit):
        """(payer, facts behind it, facts it takes, number) for each time that it pays."""
        is_life = count.get("over") == "life"
        facts = sorted(self.selected(select, unit, is_life), key=lambda f: (f["on"], f["id"]))
        by = worth.get("by") if isinstance(worth, dict) else None
        names = count.get("within") or count.get("once_per")
        found = []
        is_alone = "once_per" in count and "in_a_row" not in count and by != "times"
        rows = self.rows(facts, names, is_alone)
        if "in_a_row" in count:
            series = sorted(
                {f[count["along"]] for f in self.selected(select, None, is_life) if f.get(count["along"]) is not None}
            )
            for row in rows:
                placed = sorted({series.index(f[count["along"]]) for f in row if f.get(count["along"]) is not None})
                for _, run in groupby(enumerate(placed), key=lambda pair: pair[1] - pair[0]):
                    run = [place for _, place in run]
                    if len(run) >= count["in_a_row"]:
                        behind = [f for place in run for f in row if f.get(count["along"]) == series[place]]
                        payer = next(f for f in row if f.get(count["along"]) == series[run[count["in_a_row"] - 1]])
                        found.append((payer, behind, behind, len(run)))
        elif by == "times":
            found = [(row[-1], row, row, len(row)) for row in rows]
        elif by == "place":
            found = [(f, [f], [f], place) for row in rows for place, f in enumerate(row, 1)]
        elif "once_per" in count and "from" in count:
            found = [(row[count["from"] - 1], row, row, count["from"]) for row in rows if len(row) >= count["from"]]
        elif "once_per" in count:
            found = [(row[0], row, row, 1) for row in rows]
        elif "from" in count or "within" in count:
            count = {"from": 1, **count}
            rows = rows if "from" in count and count["from"] > 1 else [facts]
            found = [(f, row, [f], place) for row in rows for place, f in enumerate(row, 1) if place >= count["from"]]
        else:
            found = [(f, [f], [f], 1) for f in facts]
        return [entry for entry in found if entry[0]["on"] >= self.first or "matters" in select]

    def rows(self, facts, name, is_alone):
        """Facts alike in a field; what has not the field is in no row, or (where each row pays once) a row by itself."""
        if name is None or name == "unit":
            return [facts] if facts else []
        rows = {}
        for fact in facts:
            key = fact.get(name)
            if key is not None:
                rows.setdefault(key, []).append(fact)
            elif is_alone:
                rows[fact["id"], "alone"] = [fact]
        return list(rows.values())

    def figure(self, name, unit):
        """A quantity: a fraction, or "none" where a formula divides by nothing and is left out."""
        quantity = self.pack["quantities"][name]
        if "count" in quantity:
            words = {k: v for k, v in quantity["count"].items() if k in ("once_per", "within", "from")}
            select = {k: v for k, v in quantity["count"].items() if k in ("event", "matters", "where")}
            return Fraction(len(self.paid(select, words, "1", unit)))
        if "sum" in quantity:
            return sum(
                (Fraction(str(f.get(quantity["sum"]["field"], 0))) for f in self.selected(quantity["sum"], unit)),
                Fraction(0),
            )
        if "across" in quantity:
            values = [self.figure(quantity["of"], other) for other in self.units]
            return {"max": max, "min": min, "sum": sum, "mean": lambda v: sum(v) / len(v)}[quantity["across"]](values)
        top, bottom = (self.figure(part, unit) for part in quantity["formula"].split(" / "))
        return Fraction(quantity["if_zero"]) if bottom == 0 else top / bottom

    def holds(self, rule, unit):
        tests = {
            "at_least": lambda a, b: a >= b, "over": lambda a, b: a > b, "at_most": lambda a, b: a <= b,
            "under": lambda a, b: a < b, "is": lambda a, b: a == b,
        }  # fmt: skip
        return all(
            tests[word](self.figure(entry["figure"], unit), Fraction(number))
            for entry in rule.get("only_if", ()) for word, number in entry.items() if word != "figure"
        )  # fmt: skip

    def amount(self, worth, entry):
        payer, _, _, number = entry
        if not isinstance(worth, dict):
            return Fraction(worth)
        if worth["by"] in ("place", "times"):
            keys = [int(key) for key in worth["points"] if int(key) <= number]
            return Fraction(worth["points"][str(max(keys))]) if keys else None
        key = self.value(payer, worth["by"])
        return Fraction(worth["points"][key]) if key in worth["points"] else None

    def entries(self, unit):
        """Every entry of a unit: clause, rule, section, amount, the facts it takes, its payer."""
        found = []
        group = self.chain(self.units[unit])
        for clause, rule in self.rules:
            if rule["kind"] != "score" or not self.holds(rule, unit):
                continue
            name, fits = rule.get("into", "total"), True
            while name != "total":
                fits = fits and self.sections[name].get("group", group[0]) in group
                name = self.sections[name].get("in", "total")
            if not fits:
                continue
            select, worth, made = rule["select"], rule.get("worth"), []
            if "quantity" in select:
                value = self.figure(select["quantity"], unit)
                made.append((rounded(value), {""}, None))
            elif "unit" in select:
                if select["unit"] in group:
                    made.append((Fraction(worth), {""}, None))
            else:
                for entry in self.paid(select, rule.get("count", {}), worth, unit):
                    amount = self.amount(worth, entry)
                    if amount is not None:
                        made.append((amount, {f["id"] for f in entry[2]}, entry[0]))
            for amount, takes, payer in made:
                found.append({
                    "clause": clause["clause"], "rule": rule, "into": rule.get("into", "total"), "amount": amount,
                    "takes": takes, "payer": payer, "counts": clause.get("counts", "all"),
                })  # fmt: skip
        return self.highest(self.multiplied(self.replaced(found), unit))

    def replaced(self, entries):
        """Rules strike only earlier clauses or, in their own, the others; the generator lets only the last rule of a clause replace."""
        gone = []
        for entry in sorted(entries, key=lambda e: -self.place(e)):
            if id(entry) in gone:
                continue
            for other in entries:
                clauses = entry["rule"].get("replaces", ())
                if (
                    other["clause"] in clauses
                    and other["rule"] is not entry["rule"]
                    and entry["takes"] & other["takes"]
                ):
                    gone.append(id(other))
        return [entry for entry in entries if id(entry) not in gone]

    def place(self, entry):
        return next(place for place, (_, rule) in enumerate(self.rules) if rule is entry["rule"])

    def multiplied(self, entries, unit):
        for _, rule in self.rules:
            if rule["kind"] == "factor" and self.holds(rule, unit):
                for entry in entries:
                    of = rule.get("of")
                    if (not of or entry["clause"] in of) and (entry["amount"] < 0) == (rule["side"] == "minus"):
                        entry["amount"] *= Fraction(rule["times"])
        return entries

    def highest(self, entries):
        gone = []
        for entry in entries:
            for other in entries:
                same = entry["clause"] == other["clause"] and entry["counts"] == "highest" and entry is not other
                if same and name_of(entry) == name_of(other) and stronger(other, entry):
                    gone.append(id(entry))
        entries = [entry for entry in entries if id(entry) not in gone]
        gone = []
        for _, rule in self.rules:
            if rule["kind"] != "highest_only":
                continue
            for entry in entries:
                for other in entries:
                    if (
                        entry is other
                        or not ({entry["clause"], other["clause"]} <= set(rule["of"]))
                        or not entry["amount"]
                    ):
                        continue
                    keys = [key_of(rule, e) for e in (entry, other)]
                    if keys[0] is None or keys[0] != keys[1] or entry["amount"] * other["amount"] <= 0:
                        continue
                    if stronger(other, entry):
                        gone.append(id(entry))
        return [entry for entry in entries if id(entry) not in gone]

    def total(self, unit):
        """What the sections come to; two places, half up; None where the document gives no points at all."""
        scoring = any(rule["kind"] == "score" for clause in self.pack["clauses"] for rule in clause.get("rules", ()))
        if not scoring and not any("start" in section for section in self.sections.values()):
            return None
        entries = narrowed(self, self.entries(unit))
        return rounded(add_up(self, "total", unit, entries)[0])
