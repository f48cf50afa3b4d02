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
        if rule["kind"] == "cap" and rule.get("into", "total") == name:
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
