"""Papers read in and their drafts: read, correct, drop, register in batch."""

import datetime
import hashlib
from collections.abc import Iterable, Mapping

from django.db import transaction

from duban.engine.cycles import Cycle
from duban.engine.rhythms import rhythm_from
from duban.ledger import journal
from duban.ledger.actions.matters import matters
from duban.ledger.actions.matters.attachments import add_file
from duban.ledger.actions.matters.orders import Order
from duban.ledger.actions.office import names
from duban.ledger.by import By
from duban.ledger.models import Attachment, Chain, Draft, Matter, SourcePaper
from duban.ledger.models.papers import DraftState
from duban.ledger.queries.office.names import Entry, collective_codes, entries_of, is_collective, unit_codes
from duban.ledger.queries.papers.papers import requirement_of, steps_before, title_of
from duban.ledger.refusals import Refused
from duban.ledger.secrecy import refuse_classified
from duban.papers import reading
from duban.papers.reading.formats.kinds import named_truly
from duban.papers.reading.tasks.doubt_codes import code_of
from duban.papers.reading.texts.basis import basis_of, basis_words
from duban.people.models import Jurisdiction, Unit

NO_DEADLINE = "没有期限"
_LONGEST_RECURRENCE = 200


@transaction.atomic
def read_paper(*, jurisdiction: Jurisdiction, name: str, data: bytes, by: By, year: int | None = None) -> SourcePaper:
    """Read the tasks out of a paper and keep them as drafts; nothing becomes a matter yet.

    The same paper read twice is kept once. Raises Refused where the file cannot be read.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    # The same lock as every writer of the journal takes: two who read the same paper at once keep it once.
    Chain.objects.select_for_update().get_or_create(jurisdiction=jurisdiction)
    known = SourcePaper.objects.filter(jurisdiction=jurisdiction, sha256=sha256).first()
    if known is not None:
        return known
    try:
        found = reading.parse(data, name, year=year)
    except reading.UnreadablePaper as error:
        raise Refused(
            str(error),
            possible=f"接受 {reading.ACCEPTED}；也可以直接粘贴文字。",
            field="file",
        ) from error
    refuse_classified(name, found.text, field="file")
    basis = basis_of(found.text)
    paper = SourcePaper.objects.create(
        jurisdiction=jurisdiction,
        name=name,
        text=found.text,
        sha256=sha256,
        unparsed=[*found.doubts, *found.unparsed],
        basis=basis.title,
        basis_no=basis.number,
        basis_on=basis.issued_on,
        file=_original(jurisdiction, name, data, by) if found.by_eye else None,
        read_on=by.today,
        read_by=by.officer,
    )
    codes, collectives = unit_codes(jurisdiction), collective_codes(jurisdiction)
    Draft.objects.bulk_create(
        Draft(
            paper=paper,
            order=order,
            no=item.no or "",
            text=item.text,
            lead=entries_of(item.lead, codes, collectives),
            support=entries_of(item.support, codes, collectives),
            guide=[{"name": each, "unit": codes.get(each)} for each in item.guide],
            recurrence=item.recurrence[:_LONGEST_RECURRENCE],
            notes=[list(each) for each in item.notes],
            milestones=[
                {"date": each.date.isoformat() if each.date else None, "text": each.text} for each in item.milestones
            ],
            due_on=item.due,
            doubts=[each for each in item.doubts if not _is_known(each, collectives)],
            start=item.span[0],
            end=item.span[1],
        )
        for order, item in enumerate(found.items, 1)
    )
    data_of_line = {"name": name, "sha256": sha256, "drafts": len(found.items)}
    journal.record("paper.read", jurisdiction=jurisdiction, of=paper, actor=by.officer, at=by.at, data=data_of_line)
    return paper


@transaction.atomic
def correct_draft(
    *,
    draft: Draft,
    text: str,
    lead: Iterable[Unit],
    support: Iterable[Unit],
    due_on: datetime.date | None,
    by: By,
    endless: bool = False,
    rhythm: str = "",
    remember: bool = False,
) -> Draft:
    """Put right what was read: the doubts are settled. `remember` learns a name as written as an alias of the unit chosen for it.

    A draft that was set aside is thereby taken up again. Raises Refused for one that is a matter already, without text or lead unit.
    """
    draft = _open(draft)
    jurisdiction = draft.paper.jurisdiction
    lead, support = list(lead), list(support)
    if not text.strip():
        raise Refused("任务内容不能为空", field="text")
    if not lead:
        raise Refused("请选定牵头单位", field="lead")
    if {unit.pk for unit in lead} & {unit.pk for unit in support}:
        raise Refused("同一个单位不能既牵头又配合", field="support")
    if any(unit.jurisdiction_id != jurisdiction.pk for unit in (*lead, *support)):
        raise Refused("单位不在本辖区", field="lead")
    if endless and due_on is not None:
        raise Refused("选了长期坚持，就不再填期限", field="endless")
    reports = _rhythm(rhythm)
    before = {"text": draft.text, "lead": draft.lead, "support": draft.support, "due_on": str(draft.due_on or "")}
    if remember:
        _learn(jurisdiction, draft.lead, lead, by)
        _learn(jurisdiction, draft.support, support, by)
    draft.text = text
    draft.lead = [{"name": unit.name, "unit": unit.code} for unit in lead]
    draft.support = [{"name": unit.name, "unit": unit.code} for unit in support]
    draft.set_due(due_on)
    draft.endless, draft.rhythm = endless, reports.said if reports else ""
    draft.doubts = []
    draft.state = DraftState.OPEN
    draft.save()
    journal.record(
        "draft.corrected", jurisdiction=jurisdiction, of=draft, actor=by.officer, at=by.at, data={"before": before}
    )
    return draft


@transaction.atomic
def drop_draft(*, draft: Draft, by: By) -> Draft:
    """Set a draft aside: no task of this jurisdiction. Raises Refused for a draft that is a matter already."""
    draft = _open(draft)
    draft.state = DraftState.DROPPED
    draft.save(update_fields=["state"])
    journal.record("draft.dropped", jurisdiction=draft.paper.jurisdiction, of=draft, actor=by.officer, at=by.at)
    return draft


@transaction.atomic
def register_drafts(
    *,
    paper: SourcePaper,
    drafts: Iterable[Draft],
    standard: str,
    by: By,
    category: str = "",
    level: str = "",
    source: str = "paper",
    due_on: datetime.date | None = None,
) -> list[Matter]:
    """Register drafts as proposed matters, all or none; `due_on` is the deadline of those for which the paper gives none.

    Raises Refused, naming the draft, where one has an open doubt, a unit that is not matched, no lead unit or no deadline.
    """
    today = by.today
    units = {unit.code: unit for unit in Unit.objects.filter(jurisdiction=paper.jurisdiction)}
    successors = unit_codes(paper.jurisdiction)
    units |= {code: units[successors.get(each.name, code)] for code, each in units.items() if each.abolished_on}
    registered = []
    for draft in Draft.objects.select_for_update().filter(paper=paper, pk__in=[d.pk for d in drafts]).order_by("order"):
        if draft.state != DraftState.OPEN:
            continue
        trouble = trouble_with(draft, today, due_on)
        if trouble:
            raise Refused(f"第 {draft.order} 条：{trouble}", possible="请先核对这一条。", field="drafts")
        due = None if draft.endless else draft.due_on or due_on
        order = Order(
            title=title_of(draft.text),
            requirement=requirement_of(draft),
            standard=standard,
            category=category,
            source=source,
            source_text=basis_words(paper.basis, paper.basis_no, paper.basis_on)[:200],
            due_on=due,
            lead=tuple(units[each["unit"]] for each in draft.lead),
            support=tuple(units[each["unit"]] for each in draft.support),
            level=level,
            milestones=steps_before(draft, due),
            reports=_rhythm(draft.rhythm),
        )
        draft.matter = matters.register_matter(jurisdiction=paper.jurisdiction, order=order, by=by)
        draft.state = DraftState.REGISTERED
        draft.save(update_fields=["matter", "state"])
        journal.record(
            "draft.registered",
            jurisdiction=paper.jurisdiction,
            of=draft,
            matter=draft.matter,
            actor=by.officer,
            at=by.at,
        )
        registered.append(draft.matter)
    if not registered:
        raise Refused("没有可以登记的草稿", possible="请先核对存疑的条目。")
    return registered


def trouble_with(draft: Draft, today: datetime.date, due_on: datetime.date | None = None) -> str:
    """Return why a draft cannot be registered as it stands, or an empty string; `due_on` stands in for a missing deadline."""
    if draft.doubts:
        return str(draft.doubts[0])
    if not draft.lead:
        return "没有牵头单位"
    unmatched = [each["name"] for each in (*draft.lead, *draft.support) if not each["unit"]]
    if unmatched:
        return "单位未匹配：" + "、".join(unmatched)
    if draft.endless:
        return ""
    due = draft.due_on or due_on
    if due is None:
        return NO_DEADLINE
    if due < today:
        return f"期限 {due} 已过"
    return ""


def _is_known(sentence: str, collectives: Mapping[str, list[str]]) -> bool:
    """Tell whether a doubt only says that a name means many, and who they are was said before."""
    code, words = code_of(sentence)
    return code.startswith("collective") and all(each in collectives for each in words.split("、"))


def _original(jurisdiction: Jurisdiction, name: str, data: bytes, by: By) -> Attachment:
    """Keep the picture that words were recognised in, to be looked at beside them."""
    return add_file(jurisdiction=jurisdiction, name=named_truly(data, name), chunks=[data], by=by)


def _open(draft: Draft) -> Draft:
    """Return the draft as it is now, locked. Raises Refused where it is a matter already."""
    draft = Draft.objects.select_for_update(of=("self",)).select_related("paper__jurisdiction").get(pk=draft.pk)
    if draft.state == DraftState.REGISTERED:
        raise Refused("这条草稿已经登记为事项")
    return draft


def _learn(jurisdiction: Jurisdiction, written: list[Entry], chosen: list[Unit], by: By) -> None:
    """Learn a name as written as an alias, where exactly one name had no unit and exactly one unit was put in its place."""
    unmatched = [each["name"] for each in written if not each["unit"]]
    known = {each["unit"] for each in written if each["unit"]}
    new = [unit for unit in chosen if unit.code not in known]
    if len(unmatched) == 1 and len(new) == 1 and unmatched[0] and not is_collective(unmatched[0]):
        names.learn_names(jurisdiction=jurisdiction, names={unmatched[0]: new[0]}, by=by)


def _rhythm(words: str) -> Cycle | None:
    """Return the cycle that a draft's words name, None without words. Raises Refused for words that name no day."""
    try:
        return rhythm_from(words) if words.strip() else None
    except ValueError as error:
        raise Refused(str(error), field="rhythm") from None


def offered_rhythm(draft: Draft) -> str:
    """Return how often is reported where the paper's words for what comes round name a day, else an empty string."""
    try:
        return rhythm_from(draft.recurrence).said if draft.recurrence else ""
    except ValueError:
        return ""
