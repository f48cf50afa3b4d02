"""Setting the standard by which one class of tasks is graded (安康 第十二条(一))."""

import datetime

from django.db import transaction

from duban.ledger import journal
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import GradeStandard
from duban.ledger.queries.scoring import grade_standards
from duban.ledger.refusals import Refused
from duban.ledger.storage import locking
from duban.people.models import Jurisdiction


@transaction.atomic
def set_standard(
    *, jurisdiction: Jurisdiction, category: str, text: str, basis: str, since: datetime.date, by: By
) -> GradeStandard:
    """Put a standard in force from a day on; those before stay on record.

    Raises Refused where the document does not grade by class, for a class that it does not have, an empty standard or basis, and where
    the same stands already.
    """
    governed = Governed.of(jurisdiction)
    classes = grade_standards.classes_of(governed)
    if not classes:
        raise Refused(f"{governed.document.name}不按任务类别评等次")
    if category not in classes:
        raise Refused("没有这个任务类别", field="category", possible=f"可选：{'、'.join(classes.values())}。")
    for name, words, label in (("text", text, "标准"), ("basis", basis, "依据")):
        if not words.strip():
            raise Refused(f"请写明{label}", field=name)
    locking.hold_chain(jurisdiction)
    standing = grade_standards.in_force(jurisdiction, category, since)
    if standing is not None and (standing.text, standing.basis) == (text.strip(), basis.strip()):
        raise Refused("这一天起用的标准已经是这样", field="text")
    made = GradeStandard.objects.create(
        jurisdiction=jurisdiction,
        category=category,
        text=text.strip(),
        basis=basis.strip(),
        since=since,
        set_by=by.officer,
        set_on=by.today,
    )
    journal.record(
        "standard.set",
        jurisdiction=jurisdiction,
        of=made,
        actor=by.officer,
        at=by.at,
        data={"category": classes[category], "since": since.isoformat(), "basis": made.basis},
    )
    return made
