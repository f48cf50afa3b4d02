"""How the plain reading of the laws tells entries apart, which is the stronger, and how it rounds."""

from fractions import Fraction


def name_of(entry):
    return entry["payer"]["id"] if entry["payer"] else ""


def stronger(one, other):
    """The larger amount; of equal ones the earlier day, then the fact, then the clause. Equal in all: the engine may keep either."""
    return strength(one) < strength(other)


def strength(entry):
    payer = entry["payer"]
    day = (payer["on"], payer["id"]) if payer else ("", "")
    return (-abs(entry["amount"]), *day, entry["clause"], entry["into"], entry["amount"], id(entry))


def key_of(rule, entry):
    if rule["per"] == "unit":
        return ""
    payer = entry["payer"]
    return None if payer is None else payer.get("matter" if rule["per"] == "matter" else "occasion")


def rounded(value):
    """Half up, away from nothing, two places."""
    whole, rest = divmod(abs(value) * 100, 1)
    whole += rest * 2 >= 1
    return Fraction(whole if value >= 0 else -whole, 100)


def inside(case, name):
    """A section, and those it lies in."""
    return [name] + ([] if name == "total" else inside(case, case.sections[name].get("in", "total")))


def group_of(case, per, entry):
    """The matter, the month or the quarter to which an entry belongs; None where it comes of no fact, or of a matter that is not done."""
    payer = entry["payer"]
    if payer is None:
        return None
    if per == "matter":
        return payer.get("matter")
    first, last, day = (
        (on[:4], int(on[5:7]) if per == "month" else (int(on[5:7]) + 2) // 3)
        for on in (case.first, case.last, payer["on"])
    )
    if first == last:
        return first
    return None if "matters" in entry["rule"]["select"] and payer["kind"] != "completed" else day


def narrowed(case, entries):
    """What caps of one matter, month or quarter leave: innermost sections first, matters before months before quarters; in each the earliest points stand."""
    caps = [rule for _, rule in case.rules if rule["kind"] == "cap" and "per" in rule]
    caps.sort(key=lambda rule: (-len(inside(case, rule.get("into", "total"))), rule["per"]))
    for rule in caps:
        taken, most, left = {}, Fraction(rule["most"]), []
        for entry in sorted(
            entries, key=lambda e: (e["payer"]["on"], e["payer"]["id"], *last(e)) if e["payer"] else ()
        ):
            size, group = abs(entry["amount"]), group_of(case, rule["per"], entry)
            is_meant = (entry["amount"] > 0) == (rule["side"] == "plus") and group is not None
            if is_meant and rule.get("into", "total") in inside(case, entry["into"]):
                before = taken.get(group, Fraction(0))
                taken[group] = before + size
                size = min(taken[group], most) - min(before, most)
            left.append(entry | {"amount": size if entry["amount"] > 0 else -size})
        entries = left
    return entries


def last(entry):
    """What decides between points of one fact."""
    return entry["clause"], entry["into"], entry["amount"]


def add_up(case, name, unit, entries):
    """What a section comes to, and its plus and minus points: start, lines, sections; caps, the most, the least."""
    section = case.sections[name]
    group = case.chain(case.units[unit])
    own = [entry["amount"] for entry in entries if entry["into"] == name]
    plus, minus = (sum((a for a in own if (a > 0) == side), Fraction(0)) for side in (True, False))
    value = Fraction(section.get("start", 0)) + plus + minus
    for child in case.sections.values():
        if child["id"] != "total" and child.get("in", "total") == name and child.get("group", group[0]) in group:
            worth, more, less = add_up(case, child["id"], unit, entries)
            value, plus, minus = value + worth, plus + more, minus + less
    for _, rule in case.rules:
        if rule["kind"] == "cap" and "per" not in rule and rule.get("into", "total") == name:
            most = Fraction(rule["most"])
            if rule["side"] == "plus" and plus > most:
                value, plus = value - (plus - most), most
            if rule["side"] == "minus" and -minus > most:
                value, minus = value + (-minus - most), -most
    if "most" in section and value > Fraction(section["most"]):
        plus = max(plus - (value - Fraction(section["most"])), Fraction(0))
        value = Fraction(section["most"])
    if "least" in section and value < Fraction(section["least"]):
        minus = min(minus + Fraction(section["least"]) - value, Fraction(0))
        value = Fraction(section["least"])
    return value, plus, minus
