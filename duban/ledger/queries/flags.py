"""The marks by which a ledger is filtered: what kind of matter it is, beside its category and level."""

from django.db.models import Q

MARKS = {
    "urgent": ("急办", Q(urgent=True)),
    "public_commitment": ("公开承诺", Q(public_commitment=True)),
    "project": ("项目类", Q(project=True)),
    "planning": ("规划编制类", Q(planning=True)),
    "unquantifiable": ("不可量化", Q(quantifiable=False)),
    "simple": ("简单", Q(triage="simple")),
    "complex": ("复杂", Q(triage="complex")),
    "difficult": ("疑难", Q(triage="difficult")),
}
