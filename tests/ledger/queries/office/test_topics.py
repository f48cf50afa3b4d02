"""Topics: every kind of message that there is belongs to one of them, and to one alone."""

from duban.ledger import acts
from duban.ledger.actions.office import message_kinds as kinds
from duban.ledger.queries.office.outbox.topics import BY_KEY, CHOICES, TOPICS, topic_of

SAID = {
    *kinds.TO_UNIT, *kinds.TO_PRINCIPAL, *kinds.TO_OFFICE, *kinds.BY_PUBLIC, *kinds.SIGNING, *kinds.DECIDED,
    *(verb for act in acts.every() for verb in act.told_to_unit),
    "reminder", "officer.added", "officer.password_reset", "officer.disabled", "officer.edited", "second_factor.reset",
    "account_change.asked", "account_change.confirmed", "account_change.declined", "succession.made", "paper.voided",
    "conclusion.forwarded", "conclusion.read", "review.named", "inspection.applied", "instruction.reported", "question.answered",
}  # fmt: skip


def test_every_kind_has_its_topic():
    placed = {
        kind: [
            topic.key
            for topic in TOPICS
            for each in topic.kinds
            if kind == each or (each[-1] == "." and kind.startswith(each))
        ]
        for kind in SAID
    }
    assert placed == {kind: [topic_of(kind).key] for kind in SAID}


def test_what_must_be_known_says_why_and_what_nobody_thought_of_is_told():
    assert all(topic.why for topic in TOPICS if topic not in CHOICES)
    assert {topic_of(each).key for each in ("unit.urged", "report.returned", "made.up")} == {"orders"}
    for must in ("orders", "sanctions", "deadlines", "signing", "accounts"):
        assert BY_KEY[must].why
