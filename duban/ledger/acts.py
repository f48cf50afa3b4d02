"""Acts: what may be asked for on a matter and takes effect by signatures only (报批). Each says of itself all that there is to say.

An act is one module of `duban.ledger.requests`, loaded with the app; everybody else finds it here by its name.
"""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from duban.engine import ladder
from duban.ledger import access, conditions
from duban.ledger.access.rules import MAY
from duban.ledger.by import By
from duban.ledger.governed import Governed, Signers
from duban.ledger.models import Assignment, Matter, Proposal
from duban.ledger.models.proposals import START, WORDS
from duban.ledger.refusals import Refused
from duban.ledger.situations import Situation
from duban.ledger.verbs import VERBS
from duban.people.models import OFFICE, UNIT_ROLES, Officer, Unit


class Kind(enum.Enum):
    """What is filled in: a field of a form, a member of a request to the API."""

    TEXT = "text"
    DAY = "day"
    UNIT = "unit"
    FLAG = "flag"
    ONE = "one"
    SEVERAL = "several"
    PERSONS = "persons"
    POINTS = "points"
    # The name of a step of the ladder: the page knows it, a program says it.
    STEP = "step"


class About(enum.Enum):
    """On what an act is asked for: its address and its record."""

    MATTER = "matter"
    ASSIGNMENT = "assignment"
    REPORT = "report"


@dataclass(frozen=True)
class Field:
    """One thing that who asks says. `keep` is the name under which the browser keeps what is typed, `meaning` what a programmer reads."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    hint: str = ""
    keep: str = ""
    initial: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    meaning: str = ""
    # Characters of a text.
    most: int = 2000


class Act:
    """One kind of request: who asks for it, when, with what; who signs; in which words; and what the last signature brings about."""

    name: ClassVar[str]
    # The name under which it is stored in `Proposal.act`, where that is not its own: a ruling is stored as a step.
    kept_as: ClassVar[str] = ""
    label: ClassVar[str]
    # What a rule of a document calls it, where that is another word.
    ruled: ClassVar[str] = ""
    # The word on the matter's page, the page's title, the operation's summary.
    button: ClassVar[str]
    submit: ClassVar[str] = "提请签批"
    said: ClassVar[str] = "已提请签批"
    # The paper on which the signatures stand.
    sheet: ClassVar[str]

    # The right to ask, and the posts that have it.
    right: ClassVar[str]
    asked_by: ClassVar[frozenset[str]]
    about: ClassVar[About] = About.ASSIGNMENT
    # The last part of its page's address, and the name of its operation; without one no program asks for it.
    path: ClassVar[str]
    operation: ClassVar[str] = ""
    fields: ClassVar[tuple[Field, ...]] = ()

    # Who signs, in order, where the document names nobody.
    signers: ClassVar[tuple[str, ...]] = ()
    # The leader who ordered the matter signs in the place of the one in charge of the unit.
    signed_by_who_ordered: ClassVar[bool] = False
    # A consent needs words; this is said where they are missing.
    needs_answer: ClassVar[str] = ""

    # The office asks: anybody of it may take it back.
    is_the_offices: ClassVar[bool] = False
    # Units are told once it is carried out, and not before.
    is_hidden_from_units: ClassVar[bool] = False
    # Signed, it waits for the office to carry it out; everything else takes effect with the last signature.
    is_carried_out: ClassVar[bool] = False
    execution_title: ClassVar[str] = "实施"
    # It is about what was done, not about what is still to do: it stands when nothing is owed any more.
    outlives_the_work: ClassVar[bool] = False
    # It changes what went out, and so what may have been counted: published periods that it touches are named.
    is_of_orders: ClassVar[bool] = False
    # It waits to be asked for; and where it stands among the others.
    presses: ClassVar[bool] = False
    place: ClassVar[int] = 100

    # The verbs that its effect is recorded under, with the words of a timeline; and what the unit is told of them.
    verbs: ClassVar[dict[str, str]] = {}
    told_to_unit: ClassVar[dict[str, str]] = {}

    @property
    def column(self) -> str:
        """Return what stands in the column `act` of the proposals that come of it."""
        return self.kept_as or self.name

    @property
    def route(self) -> str:
        """Return the name of its page's route."""
        return self.path.replace("-", "_")

    def offered(self, officer: Officer, now: Situation) -> bool:
        """Return whether it is among what an officer who has the right finds on the matter's page, possible or not."""
        return True

    def word(self, now: Situation) -> str:
        """Return the word on the matter's page."""
        return self.button

    def title(self, now: Situation) -> str:
        """Return the title of the page on which it is asked for."""
        return self.button

    def note(self, now: Situation) -> str:
        """Return what who asks should know."""
        return ""

    def remark(self, now: Situation) -> str:
        """Return what stands beside its word on the matter's page."""
        return ""

    def basis(self, now: Situation) -> ladder.DueStep | None:
        """Return the step of the ladder that it follows from, which the page cites with its clause."""
        return None

    def fields_for(self, now: Situation) -> tuple[Field, ...]:
        """Return what is filled in here and now."""
        return self.fields

    def step(self, now: Situation) -> str:
        """Return the step of the ladder that it is about; empty for everything else."""
        return ""

    def refused(self, now: Situation, *args: Any, **given: Any) -> Refused | None:
        """Say whether it may be asked for, with what is given: the one condition, for page, action and API; without, whether at all."""
        raise NotImplementedError

    def columns(self, now: Situation, *args: Any, **given: Any) -> dict[str, Any]:
        """Return the fields of the proposal that come of what is given."""
        return {}

    def hindered(self, proposal: Proposal) -> Refused | None:
        """Say what stands against its taking effect as things are now."""
        return None

    def approval(self, matter: Matter, step: str = "") -> Signers:
        """Return who signs it, in order, by the document's word, else by the program's own order."""
        ruled = Governed.of(matter).approval(self.column)
        if ruled is None and not self.signers:
            raise KeyError(self.column)
        return ruled or Signers(self.signers, "")

    def sentence(self, proposal: Proposal) -> str:
        """Return what is asked, in the sentence that a signer reads."""
        raise NotImplementedError

    def follows(self, proposal: Proposal, agree: bool) -> str:
        """Return what comes of the last signature, or of a refusal, where there is more to say than that it takes effect, or that all stays."""
        return ""

    def on_sheet(self, proposal: Proposal) -> tuple[str, str, str] | None:
        """Return its own line of the sheet (what it is called, what it is, what its basis is called), where it has one."""
        return None

    def asked_on_sheet(self, proposal: Proposal) -> str:
        """Return what is asked, as the sheet calls it."""
        return self.label

    def take_effect(self, proposal: Proposal, assignment: Assignment, by: By) -> None:
        """Bring about, inside the transaction of the last signature, what was asked for."""

    def execution_fields(self, proposal: Proposal) -> tuple[Field, ...]:
        """Return what is filled in where the office carries it out."""
        return ()

    def carry_out(self, proposal: Proposal, assignment: Assignment, by: By, *args: Any, **given: Any) -> None:
        """Carry out, inside one transaction, what was approved, with what its execution asks for."""
        raise NotImplementedError

    def capacity(self, signer: str, assignment: Assignment) -> str:
        """Return in what capacity the document's signer signs for this unit: the signer's own, unless the act says otherwise."""
        return signer

    def signing(self, signer: str, assignment: Assignment, to_unit: Unit | None = None) -> Officer | None:
        """Return the person who signs in that capacity; None where the role itself signs, or no leader is named for the unit."""
        if signer == "new_leader":
            return to_unit.portfolio.leader if to_unit and to_unit.portfolio else None
        if signer != "leader":
            return None
        ordered_by = assignment.matter.instructed_by
        if self.signed_by_who_ordered and ordered_by is not None:
            holder = access.delegations.holder_of(ordered_by)
            if holder is not None:
                return holder
        return assignment.unit.portfolio.leader if assignment.unit.portfolio else None


class Change(Act):
    """What a unit asks for on its own assignment, while it owes the result."""

    right, asked_by = "request_change", UNIT_ROLES
    submit, said = "提出申请", "已提出，等待签批"

    def offered(self, officer: Officer, now: Situation) -> bool:
        return officer.is_unit and now.assignment.unit_id == officer.unit_id

    def refused(self, now: Situation, *args: Any, **given: Any) -> Refused | None:
        return conditions.matters.request(now.assignment)


class Correction(Act):
    """What the office puts right of an order that is out: by the signature that let the order go out, at once where none was needed."""

    right, asked_by = "correct_order", OFFICE
    submit, said = "更正", "已提出更正"
    signed_by_who_ordered = True
    is_the_offices = is_hidden_from_units = is_of_orders = True

    def approval(self, matter: Matter, step: str = "") -> Signers:
        governed = Governed.of(matter)
        return governed.approval(self.column) or governed.approval(START) or Signers((), "")


_ACTS: dict[str, Act] = {}
Kept = TypeVar("Kept", bound=type[Act])


def register(kept: Kept) -> Kept:
    """Enter an act: its name and word, its right, its verbs. Raises ValueError for a name, or a right of other posts, that is there already."""
    act = kept()
    if act.name in _ACTS or MAY.setdefault(act.right, act.asked_by) != act.asked_by:
        raise ValueError(f"{act.name} is there already")
    _ACTS[act.name] = act
    if not act.kept_as:
        WORDS[act.name] = act.label
    VERBS.update(act.verbs)
    return kept


def every() -> list[Act]:
    """Return all acts, in the order in which pages have them."""
    return sorted(_ACTS.values(), key=lambda act: act.place)


def named(name: str) -> Act:
    """Return the act of that name. Raises KeyError where there is none."""
    return _ACTS[name]


def find(name: str) -> Act | None:
    """Return the act of that name; None where there is none."""
    return _ACTS.get(name)


def of(proposal: Proposal) -> Act:
    """Return the act of a proposal."""
    return _ACTS[proposal.act]


def names(chosen: Callable[[Act], bool]) -> list[str]:
    """Return the names, as proposals keep them, of the acts that are so."""
    return [act.name for act in _ACTS.values() if not act.kept_as and chosen(act)]


def told_to_unit(verb: str) -> str:
    """Return what the unit is told when that is recorded; empty where it is told nothing."""
    return next((act.told_to_unit[verb] for act in _ACTS.values() if verb in act.told_to_unit), "")


def refusal(act: Act, now: Situation) -> Refused | None:
    """Say whether an act may be asked for at all just now: its own condition, and not twice at a time."""
    return act.refused(now) or conditions.requests.proposed_once(now.going, now.assignment, act.column, act.step(now))


def is_of_the_side(proposal: Proposal, officer: Officer) -> bool:
    """Return whether the officer is of the side that may take a proposal back: who proposed it, and the whole office for what is its own."""
    return conditions.requests.is_own_side(proposal, officer) or (of(proposal).is_the_offices and officer.is_office)
