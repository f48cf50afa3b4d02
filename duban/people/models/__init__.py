"""The tables of who is who: jurisdictions, units, officers, and with what they prove it."""

from duban.people.models.credentials import (
    AccessToken,
    FormerPassword,
    KeyMark,
    RecoveryCode,
    RequestCount,
    SecondFactor,
)
from duban.people.models.officers import (
    CONFIRMERS,
    LEADERS,
    OFFICE,
    UNIT_ROLES,
    Delegation,
    Group,
    Jurisdiction,
    Officer,
    Portfolio,
    Role,
    Unit,
    UnitAlias,
)

__all__ = [
    "CONFIRMERS",
    "LEADERS",
    "OFFICE",
    "UNIT_ROLES",
    "AccessToken",
    "Delegation",
    "FormerPassword",
    "Group",
    "Jurisdiction",
    "KeyMark",
    "Officer",
    "Portfolio",
    "RecoveryCode",
    "RequestCount",
    "Role",
    "SecondFactor",
    "Unit",
    "UnitAlias",
]
