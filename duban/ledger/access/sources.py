"""Who may see where matters come from: meetings, instructions, collection forms, suggestions, what came from above, quarterly lists.

The other half of `access`, and the same rule: an interface obtains these records here and nowhere else.
"""

from django.db.models import F, Q, QuerySet

from duban.ledger.access import matters, office
from duban.ledger.access.rules import READS_ALL, may, one
from duban.ledger.models import (
    Attachment,
    Collection,
    Decision,
    Handover,
    Instruction,
    Meeting,
    QuarterlyItem,
    QuarterlyList,
    Report,
    Slip,
    Suggestion,
    Wish,
)
from duban.people.models import Officer, Role

# The unit that has what was handed down has its office here.
IS_HERE = Q(assignment__unit__seat=F("jurisdiction"))


def meetings(officer: Officer) -> QuerySet[Meeting]:
    """Return the meetings that the officer may see."""
    found = Meeting.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    return found if may(officer, "see_sources") else found.none()


def meeting_for(officer: Officer, pk: int) -> Meeting:
    """Return one meeting. Raises NotFound where the officer may not see it."""
    return one(meetings(officer).select_related("jurisdiction", "recorded_by"), pk=pk)


def decision_for(officer: Officer, pk: int) -> Decision:
    """Return one decision of a meeting. Raises NotFound where the officer may not see it."""
    found = Decision.objects.filter(meeting__in=meetings(officer))
    return one(found.select_related("meeting__jurisdiction", "matter"), pk=pk)


def instructions(officer: Officer) -> QuerySet[Instruction]:
    """Return the instructions that the officer may see: a leader in charge their own and those that came with the post."""
    found = Instruction.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    if not may(officer, "see_sources"):
        return found.none()
    return found.filter(Q(leader=officer) | Q(reader=officer)) if officer.role == Role.LEADER else found


def instruction_for(officer: Officer, pk: int) -> Instruction:
    """Return one instruction. Raises NotFound where the officer may not see it."""
    related = ("jurisdiction", "leader", "matter", "entered_by", "reported_by", "scan__added_by", "scan__unit")
    return one(instructions(officer).select_related(*related), pk=pk)


def collections(officer: Officer) -> QuerySet[Collection]:
    """Return the rounds of the collection form that the officer may see: whoever does not keep them, those sent to them."""
    found = Collection.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    if may(officer, "send_collection"):
        return found
    return found.filter(slips__leader=officer).distinct() if may(officer, "return_slip") else found.none()


def collection_for(officer: Officer, pk: int) -> Collection:
    """Return one round. Raises NotFound where the officer may not see it."""
    return one(collections(officer).select_related("jurisdiction", "sent_by"), pk=pk)


def slips(officer: Officer) -> QuerySet[Slip]:
    """Return the forms that the officer may see: their own; all for the office."""
    found = Slip.objects.filter(collection__jurisdiction_id=officer.jurisdiction_id or 0)
    if may(officer, "send_collection"):
        return found
    return found.filter(leader=officer) if may(officer, "return_slip") else found.none()


def slip_for(officer: Officer, pk: int) -> Slip:
    """Return one form. Raises NotFound where the officer may not see it."""
    return one(slips(officer).select_related("collection__jurisdiction", "leader"), pk=pk)


def wish_for(officer: Officer, pk: int) -> Wish:
    """Return one line of a form. Raises NotFound where the officer may not see it."""
    found = Wish.objects.filter(slip__in=slips(officer))
    return one(found.select_related("slip__collection__jurisdiction", "slip__leader", "matter"), pk=pk)


def suggestions(officer: Officer) -> QuerySet[Suggestion]:
    """Return the suggestions whose matter the officer may see: a unit those dispatched to it."""
    return Suggestion.objects.filter(matter__in=matters.matters(officer))


def suggestion_for(officer: Officer, no: str) -> Suggestion:
    """Return the suggestion of that matter. Raises NotFound where the officer may not see it."""
    return one(suggestions(officer).select_related("matter__jurisdiction"), matter__no=no)


def handovers(officer: Officer) -> QuerySet[Handover]:
    """Return what came from above to the officer's own office. The upper office sees its assignment, never this row's matter.

    What another unit has by now (单位变更), or one whose office this is no longer, is here only where it was registered.
    """
    found = Handover.objects.filter(IS_HERE | Q(matter__isnull=False), jurisdiction_id=officer.jurisdiction_id or 0)
    return found if officer.role in READS_ALL else found.none()


def handover_for(officer: Officer, pk: int) -> Handover:
    """Return one. Raises NotFound where the officer may not see it."""
    related = ("jurisdiction", "matter", "assignment__matter__jurisdiction", "assignment__unit__portfolio__leader")
    return one(handovers(officer).select_related(*related), pk=pk)


def handed_down(handover: Handover) -> QuerySet[Attachment]:
    """Return the upper office's files that go with what it handed down: its own on the matter, and those meant for this unit; none once another has it."""
    above = handover.assignment
    if not handover.is_here:
        return Attachment.objects.none()
    found = Attachment.objects.filter(
        jurisdiction=above.matter.jurisdiction,
        matter=above.matter,
        report__isnull=True,
        erased_on=None,
        replaced_by=None,
    )
    return (found.filter(unit__isnull=True) | found.filter(unit=above.unit)).order_by("id")


def sent_up(handover: Handover) -> QuerySet[Report]:
    """Return the reports on what was handed down, the last one first: the unit's; once another has it, those that went up from here."""
    found = Report.objects.filter(assignment=handover.assignment_id).order_by("-id")
    return found if handover.is_here else found.filter(submitted_by__jurisdiction=handover.jurisdiction_id)


def handed_down_file(handover: Handover, pk: int) -> Attachment:
    """Return one of these files. Raises NotFound for any other."""
    return one(handed_down(handover), pk=pk)


def quarterly_lists(officer: Officer) -> QuerySet[QuarterlyList]:
    """Return the quarterly lists of the portfolios that the officer may look at."""
    return QuarterlyList.objects.filter(portfolio__in=office.portfolios(officer))


def quarterly_item_for(officer: Officer, pk: int) -> QuarterlyItem:
    """Return one entry of a list. Raises NotFound where the officer may not see it."""
    found = QuarterlyItem.objects.filter(of__in=quarterly_lists(officer))
    return one(found.select_related("of__portfolio__jurisdiction"), pk=pk)
