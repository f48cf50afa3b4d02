"""The marks by which a ledger is filtered: what kind of matter it is, beside its category and level."""

from django.db.models import Exists, OuterRef, Q

from duban.ledger.models import Rating
from duban.ledger.models.matters import DONE_STATES, Source

_CONCERN = Q(source=Source.MESSAGE) | Q(public_commitment=True)
_RATED = Rating.objects.filter(matter=OuterRef("pk"), is_current=True)
MARKS = {
    "urgent": ("急办", Q(urgent=True)),
    "public_commitment": ("公开承诺", Q(public_commitment=True)),
    "project": ("项目类", Q(project=True)),
    "planning": ("规划编制类", Q(planning=True)),
    "unquantifiable": ("不可量化", Q(quantifiable=False)),
    "simple": ("简单", Q(triage="simple")),
    "complex": ("复杂", Q(triage="complex")),
    "difficult": ("疑难", Q(triage="difficult")),
    # With an appeal it is the sender who is called back: queries.appeals.
    "uncalled": ("群众关切待回访", Q(_CONCERN, state__in=DONE_STATES, appeals=None) & ~Q(Exists(_RATED))),
}
