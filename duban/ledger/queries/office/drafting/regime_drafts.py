"""What stands against a draft of a document, and what it would change: against the version in force, and on the facts of a period."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from duban.engine.cases import Period
from duban.engine.clauses import Regime
from duban.engine.packs import loading, sources
from duban.engine.sentences.differences import Difference, differences
from duban.engine.studio import checking, drafts
from duban.engine.superior.findings import Finding, by_check, findings
from duban.engine.what_if import comparing
from duban.engine.what_if.comparing import Comparison
from duban.engine.what_if.variants import of_document
from duban.ledger import documents
from duban.ledger.governed import Governed
from duban.ledger.models import Adoption, RegimeDraft
from duban.ledger.queries.office.drafting.drafted_contents import Content
from duban.ledger.queries.scoring import what_ifs
from duban.ledger.queries.scoring.periods import Span
from duban.papers.reading.texts.regulations import REPEATED

_PIECES = re.compile(r"“[^”]*”|[-−]?\d+(?:\.\d+)?%?|.", re.DOTALL)


@dataclass(frozen=True)
class Obstacle:
    """One thing that must be put right before a draft can be checked: at which clause, and what."""

    clause: str
    what: str

    def __str__(self) -> str:
        return f"{self.clause}：{self.what}" if self.clause else self.what


def obstacles(content: Content) -> list[Obstacle]:
    """List what stands against a draft: the faults of the check, numbers that stand twice, examples that do not come out."""
    found = [
        Obstacle(each["clause"], "编号与另一条相同，请改成文件上的编号")
        for each in content["clauses"]
        if REPEATED in each["clause"]
    ]
    return found + [Obstacle(each.clause or "", each.what) for each in checking.faults_of(content)]


def regime_of(content: Content) -> Regime | None:
    """Return the document that a draft says; None while it is not sound."""
    try:
        return loading.load_pack(drafts.files_of(content))
    except sources.PackError:
        return None


def compared(draft: RegimeDraft) -> tuple[Adoption, Regime, list[Difference]] | None:
    """Return the version adopted last, and what the draft has otherwise, in words; None where there is none or the draft is not sound."""
    last = Adoption.objects.filter(jurisdiction=draft.jurisdiction).order_by("in_force_from").last()
    drafted = regime_of(draft.content)
    if last is None or drafted is None:
        return None
    before = documents.loaded(last.document_id)
    return last, before, differences(before, drafted)


@dataclass(frozen=True)
class Changed:
    """What differs at one place, each side cut into stretches: (words, whether they changed)."""

    place: str
    before: list[tuple[str, bool]]
    after: list[tuple[str, bool]]


def marked(found: list[Difference]) -> list[Changed]:
    """Return differences with the words that changed marked on both sides; numbers and quoted words are marked whole."""
    made = []
    for each in found:
        one, other = (_PIECES.findall(text) for text in (each.before, each.after))
        if not one or not other:
            made.append(Changed(each.place, [(each.before, True)] * bool(one), [(each.after, True)] * bool(other)))
            continue
        before, after = list[tuple[str, bool]](), list[tuple[str, bool]]()
        for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
            before += [("".join(one[a:b]), tag != "equal")] if b > a else []
            after += [("".join(other[c:d]), tag != "equal")] if d > c else []
        made.append(Changed(each.place, before, after))
    return made


def superior(draft: RegimeDraft) -> list[tuple[Finding, list[Finding]]]:
    """Return what of a draft may stand against superior rules, check by check; nothing while it is not sound."""
    drafted = regime_of(draft.content)
    return by_check(findings(drafted)) if drafted is not None else []


def effect(draft: RegimeDraft, span: Span) -> Comparison | None:
    """Return what the draft would make of the facts of a period, beside the document that governs it; None while it is not sound. Nothing is written."""
    drafted = regime_of(draft.content)
    if drafted is None:
        return None
    jurisdiction = draft.jurisdiction
    basis = what_ifs.basis_for(jurisdiction, span)
    is_other = drafted.id != basis.base.regime.id
    choices = {} if is_other else drafted.kept(basis.base.choices)
    variant = of_document(drafted, choices, is_other=is_other, name="草稿")
    period = Period(span.first, span.last, span.kind)
    calendar = Governed.of(jurisdiction).calendar
    return comparing.compare(basis.base, [variant], basis.facts, basis.units, period, calendar)[0]
