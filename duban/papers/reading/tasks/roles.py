"""The names of one task by role, and what is doubtful about them."""

from __future__ import annotations

from dataclasses import dataclass, field

from duban.papers.reading.tasks.doubts import doubt
from duban.papers.reading.tasks.units import is_collective


@dataclass(frozen=True)
class Roles:
    """The names of one task by role, what else is said of it, and what is doubtful."""

    lead: tuple[str, ...]
    support: tuple[str, ...]
    guide: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    doubts: tuple[str, ...]


@dataclass
class Owners:
    """Names by role as one passage states them. `charged` are named without saying who leads."""

    lead: list[str] = field(default_factory=list)
    charged: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    guide: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    first_leads: bool = False
    same_below: bool = False

    def __bool__(self) -> bool:
        """Tell whether anybody is named."""
        return bool(self.lead or self.charged or self.support or self.guide)

    def add(self, other: Owners) -> None:
        """Take in what a neighbouring bracket or cell states about the same task."""
        for name in ("lead", "charged", "support", "guide", "limits", "notes", "doubts"):
            getattr(self, name).extend(each for each in getattr(other, name) if each not in getattr(self, name))
        self.first_leads |= other.first_leads
        self.same_below |= other.same_below

    def roles(self, first_leads: bool = False) -> Roles:
        """Divide the names: without 牵头 all named lead and are doubted, or the first leads where the paper says so."""
        doubts = list(dict.fromkeys(self.doubts))
        guide = list(dict.fromkeys(self.guide))
        if self.lead:
            lead, support = self.lead, self.charged + self.support
        elif first_leads or self.first_leads:
            lead, support = self.charged[:1], self.charged[1:] + self.support
        else:
            lead, support = self.charged, self.support
        lead = list(dict.fromkeys(lead))
        support = [name for name in dict.fromkeys(support) if name not in lead]
        guide = [name for name in guide if name not in lead and name not in support]
        many = [name for name in (*lead, *support, *guide) if is_collective(name)]
        undecided = len(lead) > 1 and not self.lead and not all(is_collective(name) for name in lead)
        if not lead or undecided:
            doubts.append(doubt("no_lead"))
        if many:
            doubts.append(doubt("collective", "、".join(many)))
        return Roles(tuple(lead), tuple(support), tuple(guide), tuple(dict.fromkeys(self.notes)), tuple(doubts))
