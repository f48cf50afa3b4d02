"""What a pack says and nothing reads: it looks as if it did something, and does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from typing import Any

from duban.engine.clauses import ISSUING, Regime
from duban.engine.packs.sources import PackError, likeliest
from duban.engine.rules.bases import Cap
from duban.engine.rules.formulas import Formula
from duban.engine.rules.grades import Grade
from duban.engine.rules.limits import Approval, Limit
from duban.engine.rules.points import Points
from duban.engine.rules.quantities import Across, Counted, Typed
from duban.engine.rules.scores import Score
from duban.engine.rules.sections import TOTAL, Section
from duban.engine.rules.steps import SIGNERS, Step

# What the program asks a document for: who signs, the words of lists, the papers of acts, acts with limits and signers.
ROLES = SIGNERS
LISTS = (
    "meetings", "plan_partners", "plan_filing", "progress_classes", "quarterly_lists", "poor_report_defects",
    "false_report_defects", "media", "conclusion_elements", "random_sources", "aspects",
)  # fmt: skip
LISTS_BEGINNING = ("sanctions", "after_", "rulings_")
LISTS_ENDING = ("_media",)
PAPERS = (
    "annual_plan", "assessment", "briefing", "circular", "collection", "commitment_check", "conclusion", "coordination",
    "correction", "discipline_handover", "dispatch", "escalation", "extension", "feedback", "findings", "honours",
    "inspection", "inspection_plan", "summons", "interview_result", "ledger", "milestones", "plan_application", "plan_approval",
    "plan_filing", "planning", "proof", "proposals_report", "quarterly_summary", "ranking", "rectification",
    "rectification_plan", "registration", "report", "return", "review", "review_request", "sanction", "self_inspection",
    "sheet", "special_answer", "special_meeting", "support_complaint", "transfer", "urge", "write_off",
)  # fmt: skip
ACTS = (
    "start", "dispatch", "completion", "extension", "write_off", "transfer", "escalation", "experience", "review",
    "commendation", "unplanned_inspection", "step", "refusal",
)  # fmt: skip


def unread(regime: Regime, head: str, lines: dict[str, int]) -> Iterator[PackError]:
    """Give everything that nothing reads, and sections that hold more than they may; `lines` has the line of each key of the head."""
    for key, what in _of_head(regime):
        yield PackError(head, lines.get(key, 0), what)
    used = {name for name in _figures(regime)}
    for quantity in regime.quantities:
        if quantity.id not in used:
            what = f"数量“{quantity.label}”（{quantity.id}）没有规则、公式或条件用到；请用上或删去"
            yield PackError(head, quantity.line, what)
    filled = {rule.into for clause in regime.clauses for rule in clause.rules if isinstance(rule, Score | Cap)}
    parents = {section.parent for section in regime.sections}
    for section in regime.sections:
        is_bare = section.start is None and not section.typed and section.unless_complete is None
        if is_bare and section.id not in {TOTAL, *filled, *parents}:
            yield PackError(
                head, section.line, f"“{section.label}”项没有规则计入，也没有起始分、由人给分或下属各项；请用上或删去"
            )
        yield from (PackError(head, section.line, what) for what in _overfilled(regime, section))


def unknown_acts(regime: Regime) -> Iterator[PackError]:
    """Say which limits and approvals are of acts that no page carries out: the engine answers for them, nobody asks."""
    for clause in regime.clauses:
        for rule in clause.rules:
            if isinstance(rule, Limit | Approval) and rule.act not in ACTS:
                what = f"{clause.clause}：系统没有“{rule.act}”这种办理，不会问到这条规则；有 {'、'.join(ACTS)}"
                yield PackError(clause.file, rule.line, what + likeliest(rule.act, ACTS))


def _of_head(regime: Regime) -> Iterator[tuple[str, str]]:
    rules = [rule for clause in regime.clauses for rule in clause.rules]
    steps = {rule.step for rule in rules if isinstance(rule, Step)}
    for name, said in regime.issuing.items():
        if name not in ISSUING:
            yield "issuing", f"issuing 的“{said}”（{name}）没有用处：有 {'、'.join(ISSUING)}{likeliest(name, ISSUING)}"
    for name, title in regime.roles.items():
        if name not in ROLES:
            yield "roles", f"roles 的“{title}”（{name}）没有用处：签批人只有 {'、'.join(ROLES)}{likeliest(name, ROLES)}"
    for listed in regime.lists:
        named = listed.id.partition("_")[2]
        of_step = listed.id.startswith(("after_", "rulings_")) and named not in steps
        known = listed.id in LISTS or listed.id.startswith(LISTS_BEGINNING) or listed.id.endswith(LISTS_ENDING)
        if of_step:
            yield "lists", f"lists 的“{listed.name}”（{listed.id}）：阶梯里没有“{named}”这一步{likeliest(named, steps)}"
        elif not known and listed.month is None:
            yield (
                "lists",
                f"lists 的“{listed.name}”（{listed.id}）没有用处：系统只用 {'、'.join(LISTS)} 等；请改名或删去",
            )
    for paper in regime.papers:
        act, _, step = paper.act.partition(":")
        if act in ("step", "request") and step not in steps:
            yield "papers", f"papers 的“{paper.name}”：阶梯里没有“{step}”这一步{likeliest(step, steps)}"
        elif not act:
            yield "papers", f"papers 的“{paper.name}”没有写用途（for），不会印出来"
        elif act not in ("step", "request") and act not in PAPERS:
            yield "papers", f"papers 的“{paper.name}”：没有“{act}”这种办理{likeliest(act, PAPERS)}，不会印出来"
    by = {name for event in regime.words.events.values() for name in (event.entered_by, event.verified_by)}
    by |= {name for section in regime.sections for name in section.typed}
    by |= {name for quantity in regime.quantities if isinstance(quantity.form, Typed) for name in quantity.form.by}
    by |= {str(rule.worth.person) for rule in rules if isinstance(rule, Score)}
    for name, title in regime.bodies.items():
        if name not in by:
            yield "bodies", f"bodies 的“{title}”（{name}）没有录入、核实或评定什么；请在 events、sections 里用上或删去"
    if regime.words.grades and not any(isinstance(rule, Grade) for rule in rules):
        yield "grades", "grades 没有用处：没有 kind: grade 的规则"
    classes = {str(value) for rule in rules if isinstance(rule, Score) for value in rule.select.where.get("class", ())}
    classes |= {
        key[0] for rule in rules if isinstance(rule, Score) and "class" in rule.worth.by for key in rule.worth.points
    }
    classes |= {
        key for rule in rules if isinstance(rule, Points) and rule.by == "authority_class" for key in _keys(rule)
    }
    for name, entry in {entry.id: entry for entry in regime.authority_classes}.items():
        if name not in classes:
            yield "authority_classes", f"authority_classes 的“{entry.name}”（{name}）没有规则用到；请用上或删去"
    followed = {name for rule in rules for name, _ in rule.when}
    more: tuple[Any, ...] = (*regime.authority_classes, *regime.sections, *regime.quantities)
    followed |= {name for entry in more for name, _ in entry.when}
    for reading in regime.readings:
        if reading.switch and reading.id not in followed:
            yield "readings", f"歧义“{reading.id}”有开关（switch: true），却没有规则随它变；请写 when 或去掉 switch"


def _keys(rule: Points) -> list[str]:
    return list(rule.points) if isinstance(rule.points, dict) else []


def _figures(regime: Regime) -> Iterator[str]:
    """The quantities that rules, conditions, formulas and other quantities name."""
    for section in regime.sections:
        yield from (condition.figure for condition in section.only_if)
    for clause in regime.clauses:
        for rule in clause.rules:
            yield from (condition.figure for condition in getattr(rule, "only_if", ()))
            select = getattr(rule, "select", None)
            if select is not None and select.kind == "quantity":
                yield from select.names
    for quantity in regime.quantities:
        form = quantity.form
        yield from (condition.figure for condition in quantity.only_if)
        if isinstance(form, Formula):
            yield from form.names
        elif isinstance(form, Across):
            yield form.of
        elif isinstance(form, Typed) and isinstance(form.most, str):
            yield form.most
        elif isinstance(form, Counted) and form.select.kind == "quantity":
            yield from form.select.names


def _overfilled(regime: Regime, parent: Section) -> Iterator[str]:
    """Say where the parts of a section may come to more than the section itself, for a group of units, under some readings."""
    if parent.most is None:
        return
    parts = [
        section for section in regime.sections if section.parent == parent.id and section.id not in (TOTAL, parent.id)
    ]
    names = sorted({name for section in parts for name, _ in section.when})
    offered = {reading.id: list(reading.readings) for reading in regime.readings}
    for group in regime.groups or {"": ""}:
        chain = set(regime.words.chain(group))
        for chosen in product(*(offered.get(name, [""]) for name in names)):
            reading = dict(zip(names, chosen, strict=True))
            held = [part for part in parts if part.holds(reading) and (not part.groups or chain & set(part.groups))]
            total = sum((part.most for part in held if part.most is not None), Decimal(0)) + (parent.start or 0)
            if total > parent.most:
                whose = f"（{regime.groups[group]}）" if any(part.groups for part in held) else ""
                listed = "、".join(f"{part.label}{part.most}" for part in held if part.most is not None)
                yield f"“{parent.label}”项最多{parent.most}分，其中各项最多合计{total}分{whose}：{listed}；请核对分值"
                return
