"""The timeline of a matter: what happened, who did it, which file goes with it, and what became of it later."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from duban.engine import wording
from duban.engine.clauses import Regime
from duban.engine.evaluation import naming
from duban.engine.recording import telling
from duban.ledger import access, acts, conditions, documents, words
from duban.ledger.governed import Governed
from duban.ledger.models import Attachment, JournalLine, Matter
from duban.ledger.models.assignments import Part
from duban.ledger.queries import presences
from duban.ledger.reorganised import heirs
from duban.ledger.verbs import VERBS
from duban.people.models import UNIT_ROLES, Officer, Unit
from duban.people.prepared import PreparedFor

PAGE = 100
_NOT_FOR_UNITS = (
    "consequence.handed_over",
    "appeal.transferred",
    "appeal.joined",
    "appeal.answered",
    "appeal.corrected",
    "appeal.reopened",
    "appeal.reply_corrected",
    "breach.reported",
    "note.added",
    "note.withdrawn",
    "finding.noted",
    "review.named",
    *(
        f"conclusion.{each}"
        for each in ("drafted", "edited", "forwarded", "recalled", "read", "signed", "returned", "opened")
    ),
)


@dataclass(frozen=True)
class Entry:
    """One line of the journal in words. `fact` is the id under which the engine knows it and `kind` its kind, empty where it is none."""

    seq: int
    verb: str
    of: str
    said: str
    at: datetime.datetime
    on: datetime.date
    who: str
    unit: Unit | None
    details: list[tuple[str, str]]
    clause: str
    fact: str
    kind: str
    algorithm: str
    digest: str
    attachment: Attachment | None
    notice: int | None
    amendments: list[str]
    is_withdrawn: bool
    is_excused: bool
    is_excusable: bool
    has_points: bool = False

    @property
    def is_backdated(self) -> bool:
        """Return whether it counts from another day than the one on which it was written down."""
        return self.on != timezone.localdate(self.at)

    @property
    def may_be_excused(self) -> bool:
        """Return whether good reason may still be ruled for it."""
        return self.is_excusable and not (self.is_excused or self.is_withdrawn)

    @property
    def may_be_withdrawn(self) -> bool:
        """Return whether it may still be taken back."""
        return self.verb in conditions.process.WITHDRAWABLE and not self.is_withdrawn


_NONE = JournalLine.objects.none()


def timeline_of(
    officer: Officer,
    matter: Matter,
    *,
    before: int | None = None,
    limit: int | None = PAGE,
    present: frozenset[str] | None = None,
) -> list[Entry]:
    """Return a matter's lines, newest first, of which a unit sees what concerns all and what concerns itself.

    `before` leaves out that line and later ones, so that a long story can be read on. `present` is what there is of the matter, as
    `presences` has it: what is not there is not asked for.
    """
    is_amended = present is None or "amended" in present
    upto = _NEVER if before is None else before
    if present is not None and presences.UNANNOUNCED not in present:
        found = _LINES.ask_for(officer, False, is_amended, limit, matter=matter.pk, before=upto)
    else:
        found = list(_lines(officer, None, is_amended, limit, matter.pk, upto))
    for line in found:
        if not is_amended:
            line._prefetched_objects_cache = {"amendments": _NONE}
        # The same for all of them: read once.
        line.matter, line.jurisdiction = matter, matter.jurisdiction
    return entries_of(found)


def _lines(
    officer: Officer, has_unannounced: bool | None, is_amended: bool, limit: int | None, matter: int, before: int
) -> QuerySet[JournalLine]:
    lines = _visible(officer, JournalLine.objects.filter(matter=matter, seq__lt=before), has_unannounced)
    lines = lines.select_related("actor", "unit").order_by("-seq")
    return (lines.prefetch_related("amendments__actor") if is_amended else lines)[:limit]


# Higher than the number of any line.
_NEVER = 2**62
_LINES = PreparedFor(_lines, matter=987_654_321_290_001, before=987_654_321_290_002)


def entries_of(lines: list[JournalLine]) -> list[Entry]:
    """Return lines of a journal in words, with their files, in a number of queries that does not grow with them."""
    keys = {key for line in lines if (key := line.key_of("attachment")) is not None}
    kept = Attachment.objects.select_related("added_by", "unit").in_bulk(keys) if keys else {}
    # A transfer is kept with the code of the unit that takes over.
    taking = [line for line in lines if line.verb == "assignment.transferred" and line.data.get("fact", {}).get("to")]
    units = Unit.objects.filter(jurisdiction__in={line.jurisdiction_id for line in taking}) if taking else []
    names = {unit.code: unit.name for unit in units}
    known: dict[int, documents.ByDay] = {}
    told: list[Entry] = []
    for line in lines:
        if line.kind and line.jurisdiction_id not in known:
            known[line.jurisdiction_id] = documents.ByDay(line.jurisdiction)
        told.append(_entry(line, kept, names, known[line.jurisdiction_id].on(line.on) if line.kind else None))
    return told


_NAMES = {
    "text": "内容",
    "whom": "问谁",
    "asked": "问题",
    "replied": "答复",
    "noted": "内容",
    "leader": "领导",
    "answer": "办理结果",
    "satisfaction": "满意度",
    "manner": "方式",
    "parts": "子事项",
    "said": "事项",
    "changed": "更正内容",
    "reason": "理由",
    "note": "说明",
    "redo_by": "重报期限",
    "number": "文号",
    "name": "名称",
    "to": "接办单位",
    "proper": "建议承办单位",
    "when": "约定时间",
    "place": "地点",
    "held_on": "进行日期",
    "missed": "应办日期",
    "due": "期限",
    "responsible": "责任领导",
    "limit": "限期",
    "role": "分工",
    "level": "级别",
    "authority": "作出机关",
    "channel": "方式",
    "what": "内容",
    "tone": "性质",
    "occasion": "事由",
    "section": "评分项",
    "points": "分值",
    "grade": "等次",
    "defect": words.DEFECT,
    "act": "报批事项",
}

_MOVED = ("assignment.inherited", "reorganisation.moved", "reorganisation.moved_back")

# What the office says to its leaders and to the office above.
_THE_OFFICES_OWN = ("instruction.reported", "instruction.read", "handover.taken", "handover.returned")


def seen_by_units(lines: QuerySet[JournalLine]) -> QuerySet[JournalLine]:
    """Return the lines without what the office does not tell units: its own proposals before they are carried out, and what it hands over."""
    return (
        lines.exclude(verb__startswith="proposal.", data__act__in=acts.names(lambda act: act.is_hidden_from_units))
        .exclude(verb__in=_NOT_FOR_UNITS)
        .exclude(verb="notice.issued", unit__isnull=True)
        # What leaders ask the office.
        .exclude(verb__startswith="question.", unit__isnull=True)
    )


def _visible(officer: Officer, lines: QuerySet[JournalLine], has_unannounced: bool | None) -> QuerySet[JournalLine]:
    lines = access.inspections.known_lines(officer, lines, has_unannounced=has_unannounced)
    if officer.role not in UNIT_ROLES:
        return lines
    own = Q(unit_id=officer.unit_id or 0) | Q(unit__isnull=True) | heirs.passed_to(officer.unit_id or 0)
    # What is being considered against a unit is the office's own until it is carried out.
    lines = lines.exclude(verb__in=_THE_OFFICES_OWN)
    return seen_by_units(lines.filter(own))


def _entry(line: JournalLine, kept: dict[int, Attachment], units: dict[str, str], document: Regime | None) -> Entry:
    amended = list(line.amendments.all())
    marks = [each.data.get("amendment", {}) for each in amended]
    return Entry(
        seq=line.seq,
        verb=line.verb,
        of=line.of,
        said=_said(line, document),
        at=line.at,
        on=line.on,
        who=str(line.actor) if line.actor else "系统",
        unit=line.unit,
        details=_details(line, units, document),
        clause=line.data.get("clause", ""),
        fact=line.fact_id if line.kind else "",
        kind=line.kind,
        algorithm=line.algorithm,
        digest=line.digest,
        attachment=kept.get(line.key_of("attachment") or 0),
        notice=line.key_of("notice"),
        amendments=[
            f"{each.on} {each.actor or '系统'}{VERBS[each.verb]}：{each.data.get('reason', '')}" for each in amended
        ],
        is_withdrawn=any(mark.get("withdrawn") for mark in marks),
        is_excused=any(mark.get("excused") for mark in marks),
        is_excusable=document is not None and conditions.process.excusable(line, document),
        has_points=conditions.process.is_awarded_less(line),
    )


def _said(line: JournalLine, document: Regime | None) -> str:
    fact = line.data.get("fact", {})
    if line.verb == "fact.recorded" and document is not None:
        return f"{VERBS[line.verb]}：{telling.name_of(document, line.kind, fact)}"
    if line.verb == "lateness.derived":
        return f"{wording.VALUES['what'].get(fact.get('what'), '限期办结')}{VERBS[line.verb]}"
    if line.verb.startswith("consequence.") and line.data.get("kind"):
        return f"{VERBS[line.verb]}：{line.data['kind']}"
    if line.verb == "report.submitted" and fact.get("what") == "result":
        return "报送办结报告"
    return VERBS[line.verb]


def _details(line: JournalLine, units: dict[str, str], document: Regime | None) -> list[tuple[str, str]]:
    fact = line.data.get("fact", {})
    told = {**{name: value for name, value in line.data.items() if name != "fact"}, **fact}
    if line.verb in ("report.submitted", "lateness.derived"):
        told.pop("what", None)
    if line.verb == "assignment.suspended":
        told["due"] = "停止计算"
    if line.verb == "file.added":
        told.pop("name", None)
    if line.verb in _MOVED:
        # The fact beside it says by its code who takes over.
        told["to"] = line.data.get("to")
        told.pop("what", None)
    if line.verb == "assignment.transferred":
        told["to"] = units.get(str(told.get("to")), told.get("to"))
    if told.get("level") and line.matter:
        told["level"] = naming.of_value(Governed.of(line.matter).document, (), "level", told["level"])
    own: list[tuple[str, str]] = []
    if line.verb == "fact.recorded" and document is not None:
        own = telling.details_of(document, line.kind, fact)
        for name in ("authority", "tone", "what", *telling.covered(document, line.kind)):
            told.pop(name, None)
    if line.verb.startswith("appeal.") and told.get("number"):
        own.append(("诉求编号", str(told.pop("number"))))
    return own + [(_NAMES[name], _value(name, told[name])) for name in _NAMES if told.get(name) not in (None, "")]


def _value(name: str, value: Any) -> str:
    if name == "role":
        return str(Part(value).label)
    if name == "act":
        return acts.named(value).label
    if name == "due":
        return wording.until(str(value))
    if name == "occasion" and str(value).startswith("step-"):
        return "督办措施"
    return str(wording.VALUES.get(name, {}).get(str(value), value))
