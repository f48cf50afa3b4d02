"""What if (推演): a period of the office by its document and by a variant, side by side; everything is in the address, nothing is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import urlencode

from duban.engine.clauses import Ambiguity
from duban.engine.packs import loading
from duban.engine.scoring import Score
from duban.engine.what_if import telling
from duban.engine.what_if.comparing import Comparison, Row
from duban.engine.what_if.fairness import Share
from duban.engine.what_if.figures import Figure
from duban.engine.what_if.variants import Variant
from duban.ledger import access, documents
from duban.ledger.queries.scoring import what_ifs
from duban.ledger.queries.scoring.what_ifs import Asked
from duban.ledger.refusals import Refused
from duban.web.asked import leave_out, span_of
from duban.web.http import Request
from duban.web.pages import read_page
from duban.web.views.scoring.rankings import picker

# Units up to which the picture shows all of them; beyond, those that move.
_DRAWN = 40
# Where the answer comes into the page.
_CUT = "<!-- answer -->"
# How high a row of the picture is, in units of the drawing.
_ROW = 36
# So much of a list is shown at once.
_FIRST, _SHOWN = 6, 4


@dataclass(frozen=True)
class Line:
    """A unit in the picture: where it stands left and right, from the top."""

    row: Row
    path: str
    moves: bool
    rises: bool


@dataclass(frozen=True)
class Bar:
    """A class of units with how far its mean moves; `width` in parts of 100."""

    share: Share
    width: int
    said: str


@read_page("try_document")
def show(request: Request) -> HttpResponseBase:
    """Show what a period would come to; without changes, what may be changed."""
    jurisdiction = request.user.office
    span = span_of(request, jurisdiction)
    seen = access.office.regime_drafts(request.user)
    basis = what_ifs.basis_for(jurisdiction, span, seen)
    if not (basis.facts or "from" in request.GET):  # Nothing happened yet in the period that has just begun.
        span = span.before()
        basis = what_ifs.basis_for(jurisdiction, span, seen)
    refused, ground = None, basis.base
    try:
        ground = what_ifs.ground_of(basis, request.GET.get("document", ""))
    except Refused as error:
        refused = error
    figures = what_ifs.figures_on(ground)
    rows, strange = _figure_rows(request, ground, figures)
    readings = _reading_rows(request, ground)
    without = [each for each in dict.fromkeys(request.GET.getlist("without")) if each]
    asked = Asked(
        {row["figure"].key: row["value"] for row in rows if not row["fault"]},
        {row["ambiguity"].id: row["chosen"] for row in readings},
        tuple(without),
        request.GET.get("document", "") if refused is None else "",
    )
    is_asked = asked != Asked() and not (strange or refused)
    is_long = is_asked and basis.is_long
    found = None
    if is_asked and not is_long:
        try:
            (found,) = what_ifs.compared(jurisdiction, basis, [asked])
        except Refused as error:
            refused = error
    shown = {
        **picker(jurisdiction, basis.base.regime, span, request.today),
        "basis": basis,
        "ground": ground,
        "figures": [figure for figure in figures if figure.key not in asked.figures],
        "rows": rows,
        "strange": strange,
        "readings": readings,
        "switches": [each for each in ground.regime.readings if each.switch and each.id not in asked.readings],
        "without": without,
        "offered": basis.offered,
        "chosen_document": asked.document,
        "refused": refused,
        "keeps": urlencode(
            [(name, value) for name, value in _listed(request) if name not in ("kind", "from", "to", "unit")]
        ),
        "of_base": basis.base.regime.id,
        "of_variant": _citable(request, ground),
        "is_long": is_long,
        "cut": _CUT,
    }
    if is_long:
        return StreamingHttpResponse(_streamed(request, basis, asked, shown))
    if found is not None:
        shown |= _told(found, request.GET.get("unit", ""))
    return render(request, "scoring/what_ifs/show.html", shown)


def _streamed(request: Request, basis: what_ifs.Basis, asked: Asked, shown: dict[str, Any]) -> Iterator[str]:
    """Yield the page as it comes: its head, how far it is, then the answer. The browser needs no script for that."""
    head, _, tail = render_to_string("scoring/what_ifs/show.html", shown, request).partition(_CUT)
    yield f'{head}<div class="trial-waits" role="status"><p>正在读取记录，请稍候……</p>'
    yield f"<p>已读取 {len(basis.facts):,} 条记录，{len(basis.units)} 个单位，正在推演……</p>"
    try:
        (found,) = what_ifs.compared(request.user.office, basis, [asked])
        answer = render_to_string(
            "scoring/what_ifs/result.html", shown | _told(found, request.GET.get("unit", "")), request
        )
    except Refused as error:
        answer = render_to_string("components/refusal.html", {"refusal": error}, request)
    yield f"</div>{answer}{tail}"


def _listed(request: Request) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.GET.lists() for value in values]


def _figure_rows(
    request: Request, ground: Variant, figures: Sequence[Figure]
) -> tuple[list[dict[str, Any]], list[str]]:
    """Give a row for each figure that the address names, with its value and what is wrong with it; and the names that are none."""
    known = {figure.key: figure for figure in figures}
    rows, strange = [], []
    for key in dict.fromkeys(filter(None, request.GET.getlist("figure"))):
        if key not in known:
            strange.append(key)
            continue
        value = request.GET.get(f"v:{key}", known[key].value).strip()
        fault = what_ifs.fault_of(ground, key, value)
        is_changed = not fault and value != known[key].value
        rows.append({"figure": known[key], "value": value, "fault": fault, "is_changed": is_changed})
    return rows, strange


def _reading_rows(request: Request, ground: Variant) -> list[dict[str, Any]]:
    known: Mapping[str, Ambiguity] = {each.id: each for each in ground.regime.readings if each.switch}
    rows = []
    leave_out(request, *["reading"] * any(name not in known for name in request.GET.getlist("reading")))
    for name in dict.fromkeys(request.GET.getlist("reading")):
        if name in known:
            held = ground.choices[name]
            chosen = request.GET.get(f"r:{name}", held)
            chosen = chosen if chosen in known[name].readings else held
            rows.append({"ambiguity": known[name], "chosen": chosen, "held": held})
    return rows


def _citable(request: Request, ground: Variant) -> str:
    """The id under which clauses of the document tried can be opened here; empty where they cannot."""
    name = ground.regime.id
    if request.GET.get("document", "").startswith(what_ifs.DRAFT):
        return ""
    if name in loading.regime_ids() or documents.adopted_as(request.user.office, name) is not None:
        return name
    return ""


def _told(found: Comparison, unit: str) -> dict[str, Any]:
    names = {row.unit: row.name for row in found.rows}
    causes = [
        {
            "of": each.side,
            "clause": each.clause,
            "change": telling.signed(each.change),
            "said": telling.cause_said(each),
        }
        for each in found.causes
    ]
    row = next((each for each in found.rows if each.unit == unit), None)
    steps = [(names.get(each.unit, ""), each.matter, telling.step_said(each)) for each in found.steps]
    return {
        "found": found,
        "headline": telling.headline(found),
        "drawn": _drawn(found),
        "reasons": [_reasons(found, each) for each in found.rows if each.is_otherwise],
        "causes": causes[:_FIRST],
        "more_causes": causes[_FIRST:],
        "untouched": max(0, sum(bool(each.rules) for each in found.variant.regime.clauses) - len(causes)),
        "groups": _bars(found.groups),
        "sizes": _bars(found.sizes),
        "fair": _fair(found.groups),
        "steps": steps[:_FIRST],
        "more_steps": steps[_FIRST:],
        "missing": _missing(found),
        "order": [telling.order_said(each, names) for each in found.order_after],
        "order_before": [telling.order_said(each, names) for each in found.order_before],
        "beside": None if row is None else _beside(found, row),
    }


def _reasons(found: Comparison, row: Row) -> tuple[Row, str, list[str], int]:
    """A unit with how its total changes, the clauses that do it (the first few), and how many more there are."""
    said = telling.reason_of(found, row)
    return row, telling.signed(row.change), said[:_SHOWN], max(0, len(said) - _SHOWN)


def _missing(found: Comparison) -> list[tuple[str, list[str]]]:
    """What cannot be told, with the clauses of which it is so."""
    held: dict[str, list[str]] = {}
    for each in found.missing:
        for why in each.why:
            held.setdefault(why, []).append(each.clause)
    return list(held.items())


def _drawn(found: Comparison) -> dict[str, Any]:
    """The picture: units by their places under one and the other, a line between; thick where the place is another."""
    rows = found.rows if len(found.rows) <= _DRAWN else [row for row in found.rows if row.is_otherwise][:_DRAWN]
    left = sorted(rows, key=lambda row: _place(row.before))
    right = sorted(rows, key=lambda row: (_place(row.after), _place(row.before)))
    height = {row.unit: place * _ROW + _ROW // 2 for place, row in enumerate(right)}
    lines = []
    for place, row in enumerate(left):
        if row.before is not None and row.after is not None:
            start, end = place * _ROW + _ROW // 2, height[row.unit]
            lines.append(Line(row, f"M3,{start} C50,{start} 50,{end} 97,{end}", bool(row.rise), (row.rise or 0) > 0))
    return {
        "left": [(row, _written(row.before)) for row in left],
        "right": [(row, _written(row.after), telling.signed(row.change) if row.change else "") for row in right],
        # Those that move lie above the others.
        "lines": sorted(lines, key=lambda line: line.moves),
        "height": len(rows) * _ROW,
        "left_out": len(found.rows) - len(rows),
    }


def _place(score: Score | None) -> tuple[bool, int]:
    return (True, 0) if score is None or score.rank is None else (False, score.rank)


def _written(score: Score | None) -> str:
    if score is None:
        return "—"
    if score.total is None:
        return score.grade or ("待录入" if score.is_pending else "—")
    return " ".join(filter(None, (f"{score.total:.2f}".replace("-", "−"), score.grade)))


def _bars(shares: Sequence[Share]) -> list[Bar]:
    moves = [abs(share.change or Decimal(0)) for share in shares]
    widest = max(moves, default=Decimal(0)) or Decimal(1)
    return [
        Bar(share, int(move * 100 / widest), telling.signed(share.change))
        for share, move in zip(shares, moves, strict=True)
    ]


def _fair(shares: Sequence[Share]) -> str:
    """Say for which classes the means move most and least."""
    known = sorted((share for share in shares if share.change is not None), key=lambda share: -(share.change or 0))
    if not known:
        return "两边都有总分的单位一个也没有"
    if not any(share.change for share in known):
        return "各类单位的平均总分都不变"
    if len(known) == 1 or known[0].change == known[-1].change:
        return f"{known[0].name}平均 {telling.signed(known[0].change)} 分"
    first, last = known[0], known[-1]
    return f"{first.name}平均 {telling.signed(first.change)} 分，{last.name} {telling.signed(last.change)} 分"


def _beside(found: Comparison, row: Row) -> dict[str, Any]:
    """The two score cards of one unit, clause by clause."""
    cards = []
    for score in (row.before, row.after):
        lines = score.lines if score is not None else []
        cards.append([(line.clause, telling.points(line.points)) for line in lines])
    clauses = dict.fromkeys(clause for card in cards for clause, _ in card)
    told = [
        (clause, *("、".join(points for name, points in card if name == clause) or "—" for card in cards))
        for clause in clauses
    ]
    return {"row": row, "lines": told, "totals": (_written(row.before), _written(row.after))}
