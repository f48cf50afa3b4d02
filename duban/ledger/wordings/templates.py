"""Offices' own Word templates: for which papers there may be one, which is in use, which fields it may name."""

from dataclasses import dataclass

from django.db.models import QuerySet

from duban.ledger.governed import Governed
from duban.ledger.models import Notice, PaperTemplate
from duban.ledger.wordings import catalogue
from duban.ledger.wordings.frames import clean
from duban.papers.writing.fields import PAPER_FIELDS
from duban.papers.writing.texts import date_words
from duban.people.models import Jurisdiction

NOTICE_FIELDS = {
    "事项编号": "如 2026-1",
    "事项名称": "事项的标题",
    "办理要求": "任务书中的要求",
    "完成标准": "任务书中的标准",
    "承办单位": "主送单位",
    "时限": "如 2026年4月10日",
    "依据条款": "办法的条款",
}
_OWN = {
    "dispatch": "交办通知",
    "urge": "催办通知",
    "return": "退回通知",
    "experience": "经验推广通报",
    "sanction": "处理决定通知",
    "discipline_handover": "问题移送函",
    "rectification": "整改通知",
    "correction": "责令改正通知",
    "conclusion": "督查反馈意见",
    "review": "复核决定",
}


@dataclass(frozen=True)
class Place:
    """One kind of paper that may have a template: its key, its name, and the one in use."""

    of: str
    name: str
    clause: str
    template: PaperTemplate | None


def places_of(jurisdiction: Jurisdiction) -> list[Place]:
    """Return every kind of paper that may have the office's own template, with the one in use."""
    governed = Governed.of(jurisdiction)
    used = {each.of: each for each in in_use(jurisdiction).select_related("file", "added_by")}
    named: dict[str, tuple[str, str]] = {act: (name, "") for act, name in _OWN.items()}
    for step in governed.steps:
        named.setdefault(f"step:{step.step}", (f"督办通知（{step.name}）", step.clause))
    for paper in governed.document.papers:
        if paper.act in named:
            named[paper.act] = (paper.name, paper.clause)
    for kind in catalogue.kinds_of(governed.document):
        named[f"bulletin:{kind.id}"] = (kind.name, kind.clause)
    return [Place(of, name, clause, used.get(of)) for of, (name, clause) in named.items()]


def in_use(jurisdiction: Jurisdiction) -> QuerySet[PaperTemplate]:
    """Return the templates that are in use."""
    return PaperTemplate.objects.filter(jurisdiction=jurisdiction, retired_on__isnull=True)


def template_for(jurisdiction: Jurisdiction, of: str) -> PaperTemplate | None:
    """Return the office's own template for a kind of paper, or None."""
    return in_use(jurisdiction).filter(of=of).select_related("file").first()


def fields_for(of: str) -> dict[str, str]:
    """Return the fields that a template for this kind of paper may name, with what each holds."""
    return PAPER_FIELDS if of.startswith("bulletin:") else {**PAPER_FIELDS, **NOTICE_FIELDS}


def values_of(notice: Notice) -> dict[str, str]:
    """Return the values of NOTICE_FIELDS, and of the day of issue, for a notice."""
    matter = notice.matter
    return {
        "事项编号": matter.no if matter else "",
        "事项名称": clean(matter.title) if matter else "",
        "办理要求": clean(matter.requirement) if matter else "",
        "完成标准": clean(matter.standard) if matter else "",
        "承办单位": notice.unit.name if notice.unit else "",
        "时限": date_words(notice.limit_on) if notice.limit_on else "",
        "依据条款": notice.clause,
        "成文日期": date_words(notice.issued_on),
    }
