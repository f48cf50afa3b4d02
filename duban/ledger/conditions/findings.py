"""Whether a finding may be handed over, put right, checked or carried further now: None, or the refusal with its clause."""

from duban.engine.clauses import Regime
from duban.ledger.governed import Governed, clause_naming, paper_for
from duban.ledger.models import Finding, Inspection
from duban.ledger.models.findings import Nature, Progress
from duban.ledger.models.inspections import BEFORE, Phase
from duban.ledger.refusals import Conflict, Refused
from duban.people.models import Unit

# Of what a unit owes: the plan, the report.
OWED = (Progress.HANDED, Progress.RECTIFYING)


def clause_for(inspection: Inspection) -> str:
    """Return the clause by which what an inspection found is put right; for one received from above the one that speaks of such."""
    governed = Governed.of(inspection.jurisdiction)
    both = [each for each in governed.document.clauses if {"rectification", "findings"} <= set(each.features)]
    fitting = [each for each in both if ("received_inspections" in each.features) is inspection.is_received]
    return next((each.clause for each in fitting or both), governed.clause("rectification"))


def regime_of(finding: Finding) -> Regime:
    """Return the regime under which a finding was made: that of its matter, else the one in force."""
    return Governed.of(finding.matter or finding.inspection.jurisdiction).document


def handing_over(inspection: Inspection) -> Refused | None:
    """Say whether findings of an inspection may be handed to the unit: once it is under way, until it is in the archive."""
    if inspection.phase in BEFORE and not inspection.is_received:
        return Refused("督查还没有开始", possible="督查开始并记录问题以后再交办。")
    if inspection.phase in (Phase.CLOSED, Phase.CANCELLED):
        return Conflict(f"这次督查{inspection.get_phase_display()}，不再交办新问题")
    return None


def unannounced_to(inspection: Inspection, unit: Unit) -> Refused | None:
    """Say whether a paper to the unit would betray an unannounced inspection: until the team was put on record as there."""
    if not inspection.unannounced or inspection.visits.filter(unit=unit, arrived_at__isnull=False).exists():
        return None
    if inspection.phase not in (*BEFORE, Phase.UNDER_WAY):
        return None
    clause = Governed.of(inspection.jurisdiction).clause("unannounced")
    return Refused(f"暗访还没有记录到过{unit}，发文书会让它提前知道", clause=clause, possible="请先在点位上记录到场。")


def planning(finding: Finding) -> Refused | None:
    """Say whether the unit may hand in or change its plan: from the handing over until it reports."""
    if finding.progress not in OWED:
        return Conflict(f"这条问题现在是“{finding.get_progress_display()}”，不能改整改方案")
    return None


def reporting(finding: Finding) -> Refused | None:
    """Say whether the unit may report that it is put right: once there is a plan, not twice."""
    if finding.progress == Progress.HANDED:
        clause = clause_for(finding.inspection)
        return Refused(
            "先报整改方案：措施、责任领导和完成日期", clause=clause, possible="请先报整改方案，再报整改结果。"
        )
    if finding.progress != Progress.RECTIFYING:
        return Conflict(f"这条问题现在是“{finding.get_progress_display()}”，不需要报整改结果")
    return None


def pleading(finding: Finding) -> Refused | None:
    """Say whether the unit may plead force majeure: while it owes something, once at a time, where the document lets it count."""
    clause = excuse_clause(regime_of(finding))
    if not clause:
        return Refused("本办法没有不可抗力除外的规定", possible="可以向督查组书面说明，由其另定期限。")
    if finding.progress not in OWED:
        return Conflict(f"这条问题现在是“{finding.get_progress_display()}”")
    if finding.pleaded_on is not None and finding.excused is None:
        return Conflict("已经说明，正在等待认定", possible="认定结果出来以后会告知。")
    return None


def excuse_clause(regime: Regime) -> str:
    """Return the clause that excepts force majeure from the limit of a rectification; empty where the document has no such thing."""
    return next((each.clause for each in regime.clauses if {"excuses", "rectification"} <= set(each.features)), "")


def checking(finding: Finding) -> Refused | None:
    """Say whether a finding may be struck off or sent back: once the unit has reported."""
    if finding.progress != Progress.REPORTED:
        return Conflict(f"这条问题现在是“{finding.get_progress_display()}”，单位报来整改结果以后才能验收")
    return None


def judging_plea(finding: Finding) -> Refused | None:
    """Say whether there is a plea of force majeure to decide on."""
    if finding.pleaded_on is None or finding.excused is not None:
        return Conflict("没有待认定的不可抗力说明")
    return None


def dropping(finding: Finding) -> Refused | None:
    """Say whether a finding may be given up: until it was struck off."""
    if finding.progress in (Progress.STRUCK, Progress.DROPPED):
        return Conflict(f"这条问题现在是“{finding.get_progress_display()}”")
    return None


def reopening(finding: Finding) -> Refused | None:
    """Say whether a finding that was struck off or given up in error may be taken up again: while its inspection is not in the archive."""
    if finding.progress not in (Progress.STRUCK, Progress.DROPPED):
        return Conflict(f"这条问题现在是“{finding.get_progress_display()}”，没有销号，也没有停止整改")
    if finding.inspection.phase in (Phase.CLOSED, Phase.CANCELLED):
        return Conflict(
            f"这次督查{finding.inspection.get_phase_display()}，不能恢复", possible="可以立为事项继续督办。"
        )
    return None


def correcting_record(finding: Finding) -> Refused | None:
    """Say whether what was written down as a finding may be put right: until the unit was told of it."""
    if finding.progress != Progress.NOTED:
        return Conflict(
            f"这条问题已经交办（{finding.get_progress_display()}），任务里的文字不能再改",
            possible="写错的，请注明不再整改，另行记录后重新交办；文书可以作废。",
        )
    if finding.inspection.phase in (Phase.CLOSED, Phase.CANCELLED):
        return Conflict(f"这次督查{finding.inspection.get_phase_display()}")
    return None


def registering(finding: Finding) -> Refused | None:
    """Say whether a finding may become a matter: once, unless it was given up."""
    if finding.became is not None:
        return Conflict(f"已经立为事项 {finding.became.no}")
    if finding.progress == Progress.DROPPED or finding.nature in (Nature.EXPERIENCE, Nature.TENDENCY):
        return Refused("不再整改的问题和经验做法不立为事项")
    return None


def correcting(finding: Finding) -> Refused | None:
    """Say whether correction may be ordered: for conduct against the inspection, where the document knows such an order, once."""
    if finding.nature != Nature.CONDUCT:
        return Refused("责令改正只用于不配合督查的情形")
    if not clause_naming(regime_of(finding), "correction_orders"):
        return Refused("本办法没有责令改正的规定", possible="可以作为问题交办整改。")
    if finding.notices.filter(paper__in=_papers(finding, "correction")).exists():
        return Conflict("已经责令改正")
    return None


def telling_discipline(finding: Finding) -> Refused | None:
    """Say whether the discipline body may be told in writing: for a grave breach, where the document provides for that, once."""
    if finding.nature != Nature.BREACH:
        return Refused("只有严重违规违纪才书面报纪检监察机关")
    if not breach_clause(regime_of(finding)):
        return Refused("本办法没有移交纪检监察机关的规定", possible="请按纪检监察机关的规定另行处理。")
    if finding.consequence_id is not None:
        return Conflict("已经书面报告纪检监察机关")
    return None


def breach_clause(regime: Regime) -> str:
    """Return the clause by which a breach found on inspection goes to the discipline body; empty where the document has none."""
    found = [set(each.features) for each in regime.clauses]
    if not any("discipline_handover" in each for each in found):
        return ""
    # The one that speaks of findings and of nothing else comes first: 第十四条 before 第十一条.
    named = [each for each in regime.clauses if {"discipline_handover", "findings"} <= set(each.features)]
    if named:
        return min(named, key=lambda each: len(each.features)).clause
    return clause_naming(regime, "discipline_handover")


def criticising(finding: Finding) -> Refused | None:
    """Say whether criticism in a circular may be proposed: for a falsehood, once at a time, where the document provides for criticism."""
    if finding.nature != Nature.FALSEHOOD:
        return Refused("只有查实弄虚作假才提请通报批评")
    if finding.proposal is not None and finding.proposal.outcome in ("open", "approved", "carried_out"):
        return Conflict("已经提请通报批评")
    return None


def recommending(finding: Finding) -> Refused | None:
    """Say whether experience that was found may be put forward: once, where the document provides for that."""
    if finding.nature != Nature.EXPERIENCE:
        return Refused("只有经验做法才提请推广")
    if not clause_naming(regime_of(finding), "experience"):
        return Refused("本办法没有经验推广的规定")
    if finding.proposal is not None and finding.proposal.outcome in ("open", "approved", "carried_out"):
        return Conflict("已经提请推广")
    return None


def _papers(finding: Finding, act: str) -> set[str]:
    named = paper_for(regime_of(finding), act)
    return {act, named.id} if named else {act}
