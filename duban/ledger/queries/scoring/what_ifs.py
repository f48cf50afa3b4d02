"""What if (推演): the facts of an office's period by its document and by a variant of it; nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from duban.engine import cases
from duban.engine import facts as engine_facts
from duban.engine.cases import Period, Unit
from duban.engine.clauses import Regime, UnknownReading
from duban.engine.facts import Fact
from duban.engine.packs import loading, sources
from duban.engine.studio import drafts as drafting
from duban.engine.what_if import comparing
from duban.engine.what_if.comparing import Comparison
from duban.engine.what_if.figures import Figure, UnknownFigure, figure_of, figures_of, number_for
from duban.engine.what_if.variants import Variant, as_it_is, of_document, varied
from duban.ledger import documents, journal, scores
from duban.ledger.governed import Governed
from duban.ledger.models import Adoption, Document, Ranking, RegimeDraft
from duban.ledger.models.regime_drafts import Phase
from duban.ledger.queries.scoring.periods import Span
from duban.ledger.queries.scoring.rankings import published
from duban.ledger.refusals import Refused
from duban.people.models import Jurisdiction

# How a draft is named where a document is asked for: its number follows.
DRAFT = "draft:"
# So many documents of other offices are offered.
_OFFERED = 20


@dataclass(frozen=True)
class Asked:
    """What is to be otherwise: figures by their key, readings by their ambiguity, clauses left out, another document by its id or digest."""

    figures: Mapping[str, str] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    document: str = ""


@dataclass(frozen=True)
class Offered:
    """Another document or version that may be tried: `name` is its id or digest."""

    name: str
    title: str
    note: str


class Basis:
    """A period by the document that governs it; of a published one as it was published. Its units and facts are read when first asked for."""

    def __init__(
        self,
        jurisdiction: Jurisdiction,
        span: Span,
        base: Variant,
        ranking: Ranking | None,
        drafts: QuerySet[RegimeDraft],
    ) -> None:
        self._jurisdiction, self.span, self.base, self.ranking, self.drafts = jurisdiction, span, base, ranking, drafts

    @property
    def is_long(self) -> bool:
        """Say whether so many facts are to be read that people want to see how far it is."""
        return journal.last_of(self._jurisdiction) > comparing.LONG

    @cached_property
    def offered(self) -> list[Offered]:
        """The documents that may be tried: drafts, other versions that the office adopted, installed ones, those that other offices adopted."""
        open_ = self.drafts.exclude(phase__in=(Phase.ADOPTED, Phase.DISCARDED)).order_by("-changed_at")
        drafted = [Offered(f"{DRAFT}{pk}", name, "草稿") for pk, name in open_.values_list("pk", "name")[:_OFFERED]]
        return drafted + _offered(self._jurisdiction, self.base)

    @cached_property
    def _case(self) -> Mapping[str, Any]:
        if self.ranking is not None:
            return self.ranking.snapshot
        return scores.case_for(self._jurisdiction, self.span.kind, self.span.first, self.span.last)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The units of the period."""
        return cases.units_from(self._case["units"], self.base.regime.words)

    @cached_property
    def facts(self) -> list[Fact]:
        """The frozen facts of a published period, else those known by now."""
        return engine_facts.facts_from(self._case["facts"], words=self.base.regime.words)


def basis_for(jurisdiction: Jurisdiction, span: Span, drafts: QuerySet[RegimeDraft] | None = None) -> Basis:
    """Return what is to be compared for a period: the frozen case where it was published, else the facts known by now.

    `drafts` are those of the office that who asks may see: they may be tried too.
    """
    ranking = published(jurisdiction, span)
    if ranking is not None:
        base = as_it_is(scores.document_of(ranking), scores.board_of(ranking).choices)
    else:
        governed = Governed.of(jurisdiction, span.first)
        base = as_it_is(governed.document, governed.choices)
    return Basis(jurisdiction, span, base, ranking, RegimeDraft.objects.none() if drafts is None else drafts)


def ground_of(basis: Basis, document: str) -> Variant:
    """Return the document on which changes are tried: the period's own, or another by its id or digest. Raises Refused where there is none."""
    base = basis.base
    if not document:
        return base
    if document not in {each.name for each in basis.offered}:
        raise Refused("没有这部办法", field="against", possible="可以换的办法见列表。")
    if document.startswith(DRAFT):
        regime = _drafted(basis.drafts.get(pk=document.removeprefix(DRAFT)))
    else:
        is_installed = document in loading.regime_ids()
        regime = loading.load_regime(document) if is_installed else documents.loaded(document)
    is_other = regime.id != base.regime.id
    choices = {} if is_other else regime.kept(base.choices)
    return of_document(regime, choices, is_other=is_other)


def _drafted(draft: RegimeDraft) -> Regime:
    """Return the document that a draft says. Raises Refused while it is not sound."""
    try:
        return loading.load_pack(drafting.files_of(draft.content))
    except sources.PackError:
        raise Refused(
            f"草稿“{draft.name}”还有没改好的地方，不能推演", field="against", possible="请在制度工作室改好列出的问题。"
        ) from None


def figures_on(ground: Variant) -> list[Figure]:
    """Return the figures that may be changed under the readings that hold."""
    return [figure for figure in figures_of(ground.regime) if figure.holds(ground.choices)]


def fault_of(ground: Variant, key: str, text: str) -> str:
    """Say what is wrong with a figure or the value for it; empty where nothing is."""
    try:
        number_for(figure_of(ground.regime, key), text)
    except UnknownFigure as error:
        return str(error)
    return ""


def compared(jurisdiction: Jurisdiction, basis: Basis, asked: Sequence[Asked]) -> list[Comparison]:
    """Compare the document with each of the variants asked for.

    Raises Refused for a figure, value, reading, clause or document that there is not; `field` tells which.
    """
    variants = [_variant(basis, each) for each in asked]
    span, calendar = basis.span, Governed.of(jurisdiction).calendar
    period = Period(span.first, span.last, span.kind)
    return comparing.compare(basis.base, variants, basis.facts, basis.units, period, calendar)


def _variant(basis: Basis, asked: Asked) -> Variant:
    ground = ground_of(basis, asked.document)
    name = ground.name if asked.document else "变体一"
    try:
        return varied(ground, name, figures=asked.figures, readings=asked.readings, without=asked.without)
    except UnknownFigure as error:
        where = "figures" if asked.figures else "without"
        raise Refused(str(error), field=where, possible="可以改的数和条款见列表。") from None
    except UnknownReading:
        raise Refused(
            "没有这种执行口径，或者此处不能改选", field="readings", possible="可以选的执行口径见列表。"
        ) from None


def _offered(jurisdiction: Jurisdiction, base: Variant) -> list[Offered]:
    """List the documents that may be tried: other versions that the office adopted, installed ones, those that other offices adopted."""
    found: list[Offered] = []
    own = Adoption.objects.filter(jurisdiction=jurisdiction).select_related("document").order_by("-in_force_from")
    digests = []
    for adoption in own:
        digests.append(adoption.document_id)
        regime = documents.loaded(adoption.document_id)
        if regime is not base.regime:
            note = f"本办公室 {adoption.in_force_from} 起施行的版本 {regime.version}"
            found.append(Offered(adoption.document_id, regime.name, note))
    installed = loading.load_sound()[0]
    found += [
        Offered(regime.id, regime.name, "系统附带")
        for regime in installed
        if documents.digest_of(loading.read_pack(regime.id)) not in digests
    ]
    known = {documents.digest_of(loading.read_pack(regime.id)) for regime in installed}
    others = Document.objects.exclude(pk__in=[*digests, *known]).order_by("regime", "digest")
    for digest in others.values_list("pk", flat=True)[:_OFFERED]:
        regime = documents.loaded(digest)
        found.append(Offered(digest, regime.name, f"其他办公室采用的版本 {regime.version}"))
    return found
