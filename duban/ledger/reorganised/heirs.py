"""Who took over from units that ended: what belongs to a part in a matter goes with the part, what was written of the unit with its points."""

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Concat

from duban.ledger.models import Assignment, JournalLine, Reorganisation
from duban.ledger.models.assignments import Stage
from duban.ledger.reorganised.changes import changes_of
from duban.people.models import Jurisdiction, Unit

INHERITED = "assignment.inherited"


def passed_to(unit: int) -> Q:
    """Return what, of rows with a `unit` and a `matter`, belongs to a part that the unit of that key has taken over from one that ended.

    Asked where the row's own unit ended: nothing more is read of an office whose units all stand.
    """
    lines = _inherited(unit).filter(matter=OuterRef("matter"), unit=OuterRef("unit"))
    return Q(unit__abolished_on__isnull=False) & Q(Exists(lines))


def ended_into(unit: int) -> QuerySet[Unit]:
    """Return the units that ended by a reorganisation still in force, whose place the unit of that key has in all that is of no one matter."""
    # Codes are of one office: another's unit of the same code has nothing to do with it.
    main = Unit.objects.filter(pk=unit, jurisdiction=OuterRef("jurisdiction"), code=OuterRef("main"))
    made = Reorganisation.objects.filter(revoked_on=None, jurisdiction=OuterRef("jurisdiction"))
    made = made.annotate(name=Concat(Value("reorganisation:"), Cast("pk", CharField())), main=KT("to__0"))
    by = made.filter(Exists(main), name=OuterRef("of"))
    lines = JournalLine.objects.filter(Exists(by), verb="unit.abolished", unit=OuterRef("pk"))
    return Unit.objects.filter(Exists(lines), abolished_on__isnull=False)


def stands_for(own: Unit | None, unit: Unit | None, matter: str = "") -> bool:
    """Return whether a unit is that one, or one that ended and whose place that one has now: in the matter of that number, else in everything."""
    if own is None or unit is None or own.pk == unit.pk:
        return own is not None and unit is not None
    if own.jurisdiction_id != unit.jurisdiction_id:
        return False
    return unit.abolished_on is not None and heir_of(own.jurisdiction, unit.code, matter) == own.code


def heir_of(jurisdiction: Jurisdiction, unit: str, matter: str = "") -> str:
    """Return the code of who has now what was a unit's: of one matter by its number, else everything else; its own code while it stands, empty where nobody took over."""
    for change in changes_of(jurisdiction):
        if unit in change.of:
            unit = change.heirs.get((unit, matter), change.main)
    return unit


def _inherited(unit: int) -> QuerySet[JournalLine]:
    """Return the lines by which a part came to that unit: the part is still its own, or was joined with its own; not where that was taken back."""
    keys = Assignment.objects.annotate(name=Concat(Value("assignment:"), Cast("pk", CharField())))
    held = keys.filter(name=OuterRef("of"), matter=OuterRef("matter"), unit=unit)
    ended = keys.filter(name=OuterRef("of"), matter=OuterRef("matter"), stage=Stage.TRANSFERRED)
    # By its code, which stays when it is called otherwise; lines of before know its name alone.
    own = Unit.objects.filter(pk=unit, jurisdiction=OuterRef("jurisdiction"))
    before = Q(data__code__isnull=True) & Exists(own.filter(name=OuterRef("heir")))
    joined = Exists(ended) & (Exists(own.filter(code=OuterRef("code"))) | before)
    found = JournalLine.objects.filter(verb=INHERITED).annotate(heir=KT("data__to"), code=KT("data__code"))
    return found.filter(Exists(held) | joined)
