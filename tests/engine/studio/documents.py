"""A document in our own words taken through the studio as a clerk would who takes every offer, and what its rules come to."""

from duban.engine.studio import drafts, examples
from duban.engine.studio.offers import items, offers_in, taken
from duban.engine.studio.offers.levels import levels_in
from duban.papers.reading.texts.inline_items import cut_items
from duban.papers.reading.texts.regulations import split_regulation

YEAR = {"from": "2026-01-01", "to": "2026-12-31", "kind": "year"}


def drafted(text, **head):
    """The draft of a text with every item, level and offer taken; clauses without any are said to need none."""
    passages = cut_items(each for each in split_regulation(text) if not each.heads)
    content = drafts.new("某地办法", [(each.clause, each.words) for each in passages])
    content["regime"] |= {"periods": ["month", "quarter", "year"], "groups": {"department": "部门"}} | head
    for passage in passages:
        levels = levels_in(passage.words, content)
        if levels:
            content["regime"]["levels"] = {f"level_{at}": label for at, label in enumerate(levels.labels, 1)}
        for item in items.items_in(content, passage.clause):
            content = items.taken(item, content, passage.clause)
    for passage in passages:
        while offers := offers_in(passage.words, content, passage.clause):
            content = taken(offers[0], content, passage.clause)
    for clause in content["clauses"]:
        if drafts.is_undecided(clause):
            clause["no_rule"] = "试"
    return content


def event_of(content, label):
    """The id of a happening by its label."""
    return next(name for name, entry in content["regime"]["events"].items() if entry["label"] == label)


def figure_of(content, label):
    """The id of a typed figure by its label."""
    return next(name for name, entry in content["regime"]["quantities"].items() if entry["label"] == label)


def total_of(content, *facts, period=YEAR):
    """What a unit of 部门 comes to by these facts, as a string; they are of 甲局 unless they say otherwise."""
    told = [{"unit": "甲局", **fact} for fact in facts]
    example = {
        "name": "手算",
        "period": period,
        "units": {"甲局": "department"},
        "facts": told,
        "totals": {"甲局": "0"},
    }
    (tried,) = examples.tried(content | {"regime": content["regime"] | {"examples": [example]}})
    assert tried.came_to, tried.why
    return tried.came_to


def late(day, what="result", matter=None, **more):
    """A lateness of that day."""
    return {"kind": "late", "what": what, "day": f"2026-{day}"} | ({"matter": matter} if matter else {}) | more


def assigned(matter, due="2026-12-30", day="2026-01-02", **more):
    """A matter sent out."""
    return {"kind": "assigned", "day": day, "matter": matter, "due": due, **more}


def completed(matter, day):
    """A matter done on that day of 2026."""
    return {"kind": "completed", "day": f"2026-{day}", "matter": matter}


def own(content, label, *days, **more):
    """A happening of the document's own, once on each of these days."""
    return [{"kind": event_of(content, label), "day": f"2026-{day}", **more} for day in days]
