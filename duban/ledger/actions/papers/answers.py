"""What a clerk answers once for a whole paper: which units a name means, which day a limit is, what is no task, what it all is based on."""

import contextlib
import datetime
from collections.abc import Iterable, Sequence

from django.db import transaction

from duban.engine.rhythms import rhythm_from
from duban.ledger import journal
from duban.ledger.actions.office import names
from duban.ledger.by import By
from duban.ledger.models import Draft, SourcePaper
from duban.ledger.models.papers import DraftState
from duban.ledger.queries.office.names import is_collective
from duban.ledger.queries.papers.questions import comes_round
from duban.ledger.refusals import Refused
from duban.papers.reading.tasks.doubt_codes import OF_DAYS, code_of
from duban.people.models import Unit

Entry = dict[str, str | None]
_STALE = "没有需要这样处理的草稿，可能已经处理过"


@transaction.atomic
def match_name(*, paper: SourcePaper, name: str, units: Sequence[Unit], remember: bool, by: By) -> list[Draft]:
    """Say which units a name means in all open drafts of a paper; `remember` keeps it as alias or collective name.

    Raises Refused without a unit, for units of another jurisdiction, or where no open draft has that name unmatched.
    """
    units = list(dict.fromkeys(units))
    if not units:
        raise Refused("请选定单位", field="units")
    if any(unit.jurisdiction_id != paper.jurisdiction_id for unit in units):
        raise Refused("单位不在本辖区", field="units")
    changed = []
    for draft in _open(paper):
        lead = _replaced(draft.lead, name, units)
        taken = {each["unit"] for each in lead if each["unit"]}
        support = [
            each for each in _replaced(draft.support, name, units) if not each["unit"] or each["unit"] not in taken
        ]
        if lead != draft.lead or support != draft.support:
            draft.lead, draft.support = lead, support
            draft.doubts = [each for each in draft.doubts if not _is_of_name(each, name, draft)]
            changed.append(draft)
    if not changed:
        raise Refused(_STALE, possible="请刷新后再看。")
    Draft.objects.bulk_update(changed, ["lead", "support", "doubts"])
    if remember and (len(units) > 1 or is_collective(name)):
        names.set_collective(jurisdiction=paper.jurisdiction, name=name, units=units, by=by)
    elif remember:
        names.learn_names(jurisdiction=paper.jurisdiction, names={name: units[0]}, by=by)
    _record(paper, by, changed, {"name": name, "units": [unit.code for unit in units]})
    return changed


@transaction.atomic
def set_day(*, paper: SourcePaper, doubt: str, due_on: datetime.date, by: By) -> list[Draft]:
    """Set one day for all open drafts with the same doubt about their limit. Raises Refused where there is none, or it is past."""
    if due_on < by.today:
        raise Refused("期限不能早于今天", field="due_on")
    changed = [draft for draft in _open(paper) if doubt in draft.doubts and code_of(doubt)[0] in OF_DAYS]
    for draft in changed:
        draft.set_due(due_on)
        draft.doubts = [each for each in draft.doubts if each != doubt]
    return _keep(paper, changed, ["due_on", "milestones", "doubts"], by, {"doubt": doubt, "due_on": str(due_on)})


@transaction.atomic
def settle_doubts(*, paper: SourcePaper, code: str, by: By, first_leads: bool = False) -> list[Draft]:
    """Confirm for all open drafts that what was read is right, where they have a doubt of that kind.

    What goes on or comes round becomes a matter without end, with its rhythm where the words name one. Where no lead is named, all named lead together, or with `first_leads` the first alone. Raises Refused where there is none.
    """
    changed = []
    for draft in _open(paper):
        left = [each for each in draft.doubts if code_of(each)[0] != code]
        is_meant = left != draft.doubts or (code == "recurring" and comes_round(draft))
        if not is_meant or (code == "no_lead" and not draft.lead):
            continue
        if code in ("continuing", "recurring") and draft.due_on is None:
            _make_endless(draft, code)
        draft.doubts = left
        if code == "no_lead" and first_leads:
            draft.lead, draft.support = draft.lead[:1], [*draft.lead[1:], *draft.support]
        changed.append(draft)
    fields = ["lead", "support", "doubts", "endless", "rhythm"]
    return _keep(paper, changed, fields, by, {"settled": code, "first_leads": first_leads})


@transaction.atomic
def set_leads(*, paper: SourcePaper, orders: Iterable[int], lead: Sequence[Unit], by: By) -> list[Draft]:
    """Let the same units lead several open drafts. Raises Refused without a unit or draft, and for units of another jurisdiction."""
    if not lead:
        raise Refused("请选定牵头单位", field="units")
    if any(unit.jurisdiction_id != paper.jurisdiction_id for unit in lead):
        raise Refused("单位不在本辖区", field="units")
    codes = {unit.code for unit in lead}
    changed = _chosen(paper, orders)
    for draft in changed:
        draft.lead = [{"name": unit.name, "unit": unit.code} for unit in lead]
        draft.support = [each for each in draft.support if each["unit"] not in codes]
        draft.doubts = [each for each in draft.doubts if code_of(each)[0] not in ("no_lead", "collective_lead")]
    return _keep(paper, changed, ["lead", "support", "doubts"], by, {"lead": sorted(codes)})


@transaction.atomic
def set_days(*, paper: SourcePaper, orders: Iterable[int], due_on: datetime.date, by: By) -> list[Draft]:
    """Set one limit for several open drafts; their doubts about it are settled thereby. Raises Refused where it is past."""
    if due_on < by.today:
        raise Refused("期限不能早于今天", field="due_on")
    changed = _chosen(paper, orders)
    for draft in changed:
        draft.set_due(due_on)
        draft.doubts = [each for each in draft.doubts if code_of(each)[0] not in OF_DAYS]
    return _keep(paper, changed, ["due_on", "milestones", "doubts"], by, {"due_on": str(due_on)})


@transaction.atomic
def drop_drafts(*, paper: SourcePaper, orders: Iterable[int], by: By) -> list[Draft]:
    """Set several drafts aside at once: no tasks of this jurisdiction. Raises Refused where none of them is open."""
    changed = _chosen(paper, orders)
    for draft in changed:
        draft.state = DraftState.DROPPED
        journal.record("draft.dropped", jurisdiction=paper.jurisdiction, of=draft, actor=by.officer, at=by.at)
    Draft.objects.bulk_update(changed, ["state"])
    return changed


@transaction.atomic
def set_basis(*, paper: SourcePaper, basis: str, basis_no: str, basis_on: datetime.date | None, by: By) -> SourcePaper:
    """Say what the matters of a paper are based on, as notices will name it: the paper, its number, its date."""
    paper.basis, paper.basis_no, paper.basis_on = basis.strip(), basis_no.strip(), basis_on
    paper.save(update_fields=["basis", "basis_no", "basis_on"])
    data = {"basis": paper.basis, "no": paper.basis_no, "on": str(basis_on or "")}
    journal.record("paper.based", jurisdiction=paper.jurisdiction, of=paper, actor=by.officer, at=by.at, data=data)
    return paper


def _make_endless(draft: Draft, code: str) -> None:
    """Let a draft go on without end; what comes round also takes its rhythm, where the words name a day."""
    words = [draft.recurrence, *(about for each, about in map(code_of, draft.doubts) if each == "recurring")]
    words = [each for each in words if each]
    draft.endless = True
    with contextlib.suppress(ValueError):
        draft.rhythm = rhythm_from(words[0]).said if words else ""


def _open(paper: SourcePaper) -> list[Draft]:
    return list(Draft.objects.select_for_update().filter(paper=paper, state=DraftState.OPEN).order_by("order"))


def _chosen(paper: SourcePaper, orders: Iterable[int]) -> list[Draft]:
    wanted = set(orders)
    found = [draft for draft in _open(paper) if draft.order in wanted]
    if not found:
        raise Refused("没有选中待核的草稿", possible="请先勾选。")
    return found


def _replaced(written: list[Entry], name: str, units: Sequence[Unit]) -> list[Entry]:
    """Put the units in place of a name that has none, each unit once."""
    there = {each["unit"] for each in written if each["unit"]}
    made: list[Entry] = []
    for each in written:
        if each["name"] != name or each["unit"]:
            made.append(each)
            continue
        made += [{"name": name, "unit": unit.code} for unit in units if unit.code not in there]
        there |= {unit.code for unit in units}
    return made


def _is_of_name(sentence: str, name: str, draft: Draft) -> bool:
    """Tell whether a doubt only said that this name means many, and all such names of the draft are matched by now."""
    code, words = code_of(sentence)
    if not code.startswith("collective"):
        return False
    unmatched = {each["name"] for each in (*draft.lead, *draft.support) if not each["unit"]}
    return name in words and not any(other and other in words for other in unmatched)


def _keep(paper: SourcePaper, changed: list[Draft], fields: list[str], by: By, data: dict[str, object]) -> list[Draft]:
    if not changed:
        raise Refused(_STALE, possible="请刷新后再看。")
    Draft.objects.bulk_update(changed, fields)
    _record(paper, by, changed, data)
    return changed


def _record(paper: SourcePaper, by: By, changed: list[Draft], data: dict[str, object]) -> None:
    told = {**data, "drafts": [draft.order for draft in changed]}
    journal.record("paper.answered", jurisdiction=paper.jurisdiction, of=paper, actor=by.officer, at=by.at, data=told)
