"""A draft that is half written, or written wrongly by hand: every question about it is answered, and everything wrong is said."""

import copy
import random
import re

import pytest

from duban.engine.packs import loading
from duban.engine.studio import blanks, cards, checking, drafts, examples, heads, offers, telling
from tests.engine.studio.test_blanks import PACKS

JUNK = (
    None,
    "",
    0,
    -1,
    1.5,
    True,
    "x",
    "甲",
    [],
    {},
    ["x"],
    {"a": "b"},
    [None],
    10**12,
    "2026-13-01",
    {"event": "late"},
    [[]],
    "-5",
)
EXAMPLE = {
    "name": "例", "period": {"from": "2026-01-01", "to": "2026-12-31", "kind": "year"}, "units": {"甲单位": "department"},
    "facts": [{"kind": "late", "what": "report", "day": "2026-02-01", "unit": "甲单位"}], "points": {"甲单位": "-5"},
}  # fmt: skip


def _places(value, path=()):
    yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        yield from _places(entry, (*path, key))


def _broken(content, chance):
    made = copy.deepcopy(content)
    for _ in range(chance.choice((1, 1, 3))):
        *path, last = chance.choice([path for path in _places(made) if len(path) > 1])
        inner = made
        for step in path:
            inner = inner[step]
        inner[last] = copy.deepcopy(chance.choice(JUNK))
    return made


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_wrong_in_a_draft_is_said_and_nothing_breaks(seed):
    chance = random.Random(seed)
    for _ in range(10):
        content = drafts.content_of(loading.read_pack(chance.choice(PACKS)))
        content["clauses"][0] |= {"original": "每次扣5分", "examples": [copy.deepcopy(EXAMPLE)]}
        content = _broken(content, chance)
        for fault in [*checking.faults_of(content), *checking.hints_of(content)]:
            assert fault.what and "None" not in fault.what
        cards.states_of(content)
        for clause in drafts.clauses_of(content)[:3]:
            if drafts.number_of(clause):
                cards.card_of(content, drafts.number_of(clause))
            for rule in drafts.rules_of(clause):
                blanks.blanks_of(rule, content)
            offers.offers_in("迟报每次扣5分，3日内反馈。", content, drafts.number_of(clause) or None)
            for example in drafts.examples_of(clause):
                telling.blanks_for(telling.values_of(example, content), content)
        for entry in heads.entries_of(content):
            heads.blanks_for(heads.values_of(content, entry.key, entry.place), content, entry.key)
        examples.tried(content)
        drafts.files_of(content)


def test_what_is_typed_into_blanks_at_random_is_taken_or_refused_by_name():
    chance = random.Random(7)
    typed = (
        [],
        [""],
        ["x"],
        ["-5"],
        ["甲", "乙"],
        ["1"],
        ["0"],
        ["9" * 30],
        ["event"],
        ["by"],
        ["slope"],
        ["place"],
        ["range"],
        ["count"],
        ["found"],
    )
    content = drafts.content_of(loading.read_pack("sanmenxia-2019"))
    rules = [rule for clause in content["clauses"] for rule in drafts.rules_of(clause)]
    for _ in range(150):
        values = dict(blanks.values_of(chance.choice(rules), content))
        for name in chance.sample(sorted(values), min(3, len(values))):
            values[name] = chance.choice(typed)
        blanks.blanks_for(values, content)
        try:
            blanks.rule_of(values, content)
        except blanks.BlankError as error:
            assert error.label and not re.search("[a-z]{3,}", error.label + re.sub("“[^”]*”", "", error.what))
