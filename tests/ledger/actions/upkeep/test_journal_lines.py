"""Many lines at once are the lines that are written one after the other."""

from django.db import transaction

from duban.ledger import journal
from duban.ledger.actions.upkeep import journal_lines
from duban.ledger.models import JournalLine
from tests import cast, stories

AT = cast.at("2026-03-05 09:00")


def _written(office, matters, write):
    """What is written of the matters, whose rows are written before; then it is taken back."""
    with transaction.atomic():
        last = journal.last_of(office.jurisdiction)
        for matter in matters:
            matter.save(update_fields=["level"])
        write()
        assert list(journal.verify(office.jurisdiction)) == []
        found = JournalLine.objects.filter(jurisdiction=office.jurisdiction, seq__gt=last).order_by("seq")
        lines = list(found.values("seq", "verb", "of", "kind", "on", "unit", "matter", "data", "key", "digest"))
        transaction.set_rollback(True)
    return lines


def test_many_lines_are_the_lines_of_each(office):
    matters = [stories.matter(office, due_on="2026-03-13", at=cast.at("2026-03-02 09:00")) for _ in range(3)]
    effects = [journal.Effect(kind="late", fact={"what": "result"}, key=f"k{n}") for n in range(3)]

    def together():
        entries = [
            journal_lines.Entry(of=matter, matter=matter, data={"n": matter.no}, effect=effect, rows=[matter])
            for matter, effect in zip(matters, effects, strict=True)
        ]
        made = journal_lines.record_all(
            "lateness.derived", entries, jurisdiction=office.jurisdiction, actor=None, at=AT
        )
        assert [line.matter_id for line in made] == [matter.pk for matter in matters]

    lines = _written(office, matters, together)
    assert [list(line["data"]["rows"]) for line in lines] == [[f"matter:{matter.pk}"] for matter in matters]
    for number, matter in enumerate(matters):

        def alone(matter=matter, effect=effects[number]):
            journal.record(
                "lateness.derived", jurisdiction=office.jurisdiction, of=matter, matter=matter, actor=None, at=AT,
                data={"n": matter.no}, effect=effect,
            )  # fmt: skip

        (line,) = _written(office, [matter], alone)
        own = ("verb", "of", "kind", "on", "unit", "matter", "data", "key")
        assert {name: line[name] for name in own} == {name: lines[number][name] for name in own}
        assert number or line == lines[0]
