"""The report on an inspection (督查报告), as briefing and as circular where the document names them; and the list of its problems as a paper.

Drafts that people edit; every figure is counted from what the team recorded. What goes to the discipline body stands in none of them.
"""

import datetime
from collections import Counter
from dataclasses import dataclass

from duban.engine.clauses import Regime
from duban.ledger.governed import Governed, clause_naming
from duban.ledger.models import Conclusion, Finding, Inspection
from duban.ledger.models.bulletins import Audience
from duban.ledger.models.conclusions import Step
from duban.ledger.models.findings import Nature, Progress
from duban.ledger.models.inspections import EXTERNAL
from duban.ledger.wordings import circulars
from duban.ledger.wordings.circulars import chapters
from duban.ledger.wordings.frames import (
    briefing_paper,
    clean,
    everybody,
    file_paper,
    letterhead_of,
    oneline,
    slip_paper,
)
from duban.papers.writing.documents import Block, Heading, Paper, Paragraph, table
from duban.papers.writing.texts import date_words, names, numeral, span_words, tally_sentence
from duban.people.models import Unit


@dataclass(frozen=True)
class Form:
    """One form in which an inspection is reported. `id` is the kind of the bulletin; `paper` and `clause` are empty where the document names none."""

    id: str
    name: str
    audience: str
    paper: str = ""
    clause: str = ""


_ACTS = {"inspection": "inspection_report", "briefing": "briefing", "circular": "circular"}
_AUDIENCES = {"circular": Audience.UNITS}


def forms_of(regime: Regime) -> list[Form]:
    """Return the forms in which an office under a regime reports an inspection, the report first."""
    found = [
        Form(_ACTS[paper.act], paper.name, _AUDIENCES.get(paper.act, Audience.LEADERS), paper.id, paper.clause)
        for paper in regime.papers
        if paper.act in _ACTS and "inspection_report" in regime.features_under(paper.clause)
    ]
    if not any(each.id == "inspection_report" for each in found):
        clause = clause_naming(regime, "inspection_report")
        found.insert(0, Form("inspection_report", "督查情况报告", Audience.LEADERS, clause=clause))
    return found


def form_named(regime: Regime, name: str) -> Form:
    """Return the form of that id. Raises KeyError where the regime has none."""
    for form in forms_of(regime):
        if form.id == name:
            return form
    raise KeyError(name)


def report_of(inspection: Inspection, form: Form, on: datetime.date) -> Paper:
    """Return the report on an inspection in one form, drafted from its team, places, findings and delivered conclusions."""
    found = list(
        Finding.objects.filter(inspection=inspection)
        .exclude(nature=Nature.BREACH)
        .select_related("unit", "matter")
        .order_by("unit__order", "unit_id", "order")
    )
    body = chapters(
        ("督查开展情况", (Paragraph(_course(inspection)),)),
        ("工作成效", _good(inspection, found)),
        ("发现的问题", _problems(found)),
        ("倾向性、苗头性问题", _tendencies(found)),
        ("整改情况", _rectified(found, on)),
        ("下一步工作建议", (Paragraph(_ADVICE),)),
    )
    title = oneline(inspection.title)
    if form.id == "briefing":
        return briefing_paper(
            inspection.jurisdiction,
            name=form.name,
            issue=circulars.UNNUMBERED,
            title=f"关于{title}情况的报告",
            body=body,
            on=on,
        )
    is_circular = form.id == "circular"
    first: tuple[Block, ...] = (Paragraph(f"现将{title}情况{'通报' if is_circular else '报告'}如下。"),)
    return file_paper(
        inspection.jurisdiction,
        title=f"关于{title}情况的{'通报' if is_circular else '报告'}",
        addressees=everybody(Governed.of(inspection.jurisdiction).document) if is_circular else (),
        body=(*first, *body),
        on=on,
        copies=letterhead_of(inspection.jurisdiction).copies if is_circular else (),
    )


def problem_list(inspection: Inspection, found: list[Finding], unit: Unit | None = None) -> Paper:
    """Return findings as the list of problems (问题清单) that units keep: problem, measures, responsible leader, limit, result."""
    named = Governed.of(inspection.jurisdiction).paper("findings")
    rows = [
        (
            str(each.order),
            each.unit.name,
            f"{clean(each.text)}（{each.get_nature_display()}）",
            clean(each.measures) or "　",
            clean(each.responsible) or "　",
            date_words(each.rectify_by) if each.rectify_by else "—",
            each.get_progress_display(),
        )
        for each in found
    ]
    head = f"督查：{inspection.no} {oneline(inspection.title)}　　{f'单位：{unit.name}' if unit else ''}"
    sheet = table(
        ("序号", "责任单位", "存在的问题", "整改措施", "责任领导", "整改期限", "整改状态"),
        rows,
        widths=(1, 2, 5, 4, 2, 2, 2),
    )
    body: tuple[Block, ...] = (Paragraph(head, indent=False), sheet if rows else Paragraph("没有问题。"))
    return slip_paper(inspection.jurisdiction, title=named.name if named else "问题清单", body=body, has_head=False)


def rectification_plan(inspection: Inspection, found: list[Finding], unit: Unit) -> Paper:
    """Return a unit's rectification plan (整改方案) as it handed it in: each problem with measures, responsible leader and day."""
    named = Governed.of(inspection.jurisdiction).paper("rectification_plan")
    rows = [
        (
            str(place),
            clean(each.text),
            clean(each.measures) or "　",
            clean(each.responsible) or "　",
            date_words(each.promised_on) if each.promised_on else "　",
            date_words(each.rectify_by) if each.rectify_by else "不限",
        )
        for place, each in enumerate(found, 1)
    ]
    sheet = table(
        ("序号", "存在的问题", "整改措施", "责任领导", "拟完成日期", "整改期限"), rows, widths=(1, 5, 5, 2, 2, 2)
    )
    head = f"单位：{unit.name}　　督查：{inspection.no} {oneline(inspection.title)}"
    body: tuple[Block, ...] = (
        Paragraph(head, indent=False),
        sheet if rows else Paragraph("没有交办的问题。"),
        Paragraph("主要负责人（公章）：　　　　　　　　年　　月　　日", align="right", indent=False),
    )
    return slip_paper(inspection.jurisdiction, title=named.name if named else "整改方案", body=body, has_head=False)


def _course(inspection: Inspection) -> str:
    team = list(inspection.members.filter(recused_on__isnull=True).order_by("id"))
    head = next((each for each in team if each.capacity == "head"), None)
    guests = [each for each in team if each.capacity in EXTERNAL]
    units = list(inspection.units.order_by("order", "id"))
    said = [f"{span_words(inspection.from_on, inspection.to_on)}，"]
    if inspection.is_received:
        said.append(
            f"{clean(inspection.authority_name)}对{names([each.name for each in units]) or '有关单位'}开展督查。"
        )
        return "".join(said)
    said.append(f"由{clean(head.name)}任组长的督查组" if head else "督查组")
    said.append(f"（共{len(team)}人{f'，其中外部参与人员{len(guests)}人' if guests else ''}）" if team else "")
    said.append(f"对{names([each.name for each in units])}开展{inspection.get_method_display()}。")
    visits = list(inspection.visits.filter(arrived_at__isnull=False).order_by("id"))
    if visits:
        ways = Counter(each.get_how_display() for each in visits)
        said.append(tally_sentence("实地到点位", len(visits), ways, unit="处"))
    return "".join(said)


def _good(inspection: Inspection, found: list[Finding]) -> tuple[Block, ...]:
    delivered = (
        Conclusion.objects.filter(inspection=inspection, step=Step.DELIVERED)
        .exclude(achievements="")
        .select_related("unit")
    )
    known = [(each.unit.name, clean(each.achievements)) for each in delivered]
    # What a conclusion says already of its unit is not said once more.
    for each in found:
        text = clean(each.text)
        if each.nature == Nature.EXPERIENCE and not any(
            name == each.unit.name and text.rstrip("。") in said for name, said in known
        ):
            known.append((each.unit.name, text))
    return tuple(Paragraph(f"{name}：{text}") for name, text in known)


def _problems(found: list[Finding]) -> tuple[Block, ...]:
    wrong = [each for each in found if each.nature not in (Nature.EXPERIENCE, Nature.TENDENCY)]
    if not wrong:
        return (Paragraph("未发现问题。"),)
    natures = Counter(each.get_nature_display() for each in wrong)
    # All of one nature: “共2个，均存在问题” would say the same twice.
    said = (
        tally_sentence("发现问题", len(wrong), natures, unit="个")
        if len(natures) > 1
        else f"发现问题共{len(wrong)}个。"
    )
    blocks: list[Block] = [Paragraph(said)]
    units: dict[str, list[Finding]] = {}
    for each in wrong:
        units.setdefault(each.unit.name, []).append(each)
    aspects = Counter(each.aspect for each in wrong if each.aspect)
    if aspects:
        blocks.append(Paragraph(f"按督查方面分：{'、'.join(f'{name}{count}个' for name, count in aspects.items())}。"))
    for place, (unit, own) in enumerate(units.items(), 1):
        told = "".join(f"{number}.{clean(each.text).strip().rstrip('。；')}；" for number, each in enumerate(own, 1))
        blocks.append(Heading(2, f"（{numeral(place)}）{unit}。", f"{told.rstrip('；')}。"))
    return tuple(blocks)


def _tendencies(found: list[Finding]) -> tuple[Block, ...]:
    """What begins to show and is nobody's fault yet (县方案 一(三)); the chapter falls away where nothing was noted."""
    return tuple(Paragraph(f"{each.unit.name}：{clean(each.text)}") for each in found if each.nature == Nature.TENDENCY)


def _rectified(found: list[Finding], on: datetime.date) -> tuple[Block, ...]:
    handed = [each for each in found if each.handed_on is not None and each.progress != Progress.DROPPED]
    if not handed:
        return ()
    ways = Counter(str(Progress(each.progress).label) for each in handed)
    behind = sum(
        1
        for each in handed
        if each.is_open and each.reported_on is None and each.rectify_by is not None and each.rectify_by < on
    )
    late = f"其中超过整改期限{behind}个。" if behind else ""
    return (Paragraph(f"截至{date_words(on)}，{tally_sentence('交办整改', len(handed), ways, unit='个')}{late}"),)


_ADVICE = "对发现的问题，由责任单位逐条制定整改方案，明确责任领导和完成时限，督查机构逐条验收、逐条销号；对整改不力的，按办法督办。"
