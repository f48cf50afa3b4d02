"""The papers of supervision measures: circulars that name a unit, interviews, notes with a limit, requests, decisions, handing over."""

import datetime
import re

from duban.engine.clauses import Regime
from duban.engine.rules.steps import Step
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Notice
from duban.ledger.wordings.frames import (
    cited,
    clean,
    everybody,
    file_paper,
    grid,
    letterhead_of,
    named,
    oneline,
    paragraphs,
    slip_paper,
)
from duban.papers.writing.documents import Annex, Block, Heading, Paper, Paragraph
from duban.papers.writing.texts import date_words, end_words, quoted
from duban.people.models import Jurisdiction

_GOVERNMENT = re.compile(r"^(.*?人民政府)")


def step_of(notice: Notice, name: str) -> Paper:
    """Return the paper of a ladder step, by what the document calls it."""
    matter = notice.matter
    assert matter is not None and notice.unit is not None
    step = Governed.of(matter).step(name)
    if "通报" in notice.name:
        return _circular(notice, step)
    if "请示" in notice.name:
        return _request(notice, step)
    if notice.name.endswith("单"):
        return _slip(notice, step)
    body: list[Block] = [Paragraph(fault_of(notice)), Heading(1, "一、督办措施")]
    body.append(Paragraph(f"{basis_of(notice)}，现对你单位予以{step.name}。"))
    body += [Heading(1, "二、整改要求"), Paragraph(_limit(notice))]
    return letter_to_unit(notice, f"关于{oneline(matter.title)}的{notice.name}", tuple(body))


def decision_of(notice: Notice, act: str) -> Paper:
    """Return the paper of a decision on a unit or persons, or of handing a matter over to the discipline body."""
    matter = notice.matter
    assert matter is not None
    chosen = [clean(str(each)) for each in notice.words.get("measures") or []]
    persons = [clean(str(each)) for each in notice.words.get("persons") or []]
    reason = clean(str(notice.words.get("reason") or "")).strip()
    note = paragraphs(str(notice.words.get("note") or ""))
    whom = "、".join(persons)
    held = Assignment.objects.filter(matter=matter).select_related("unit").order_by("part", "id").first()
    if act == "discipline_handover":
        of = notice.unit or (held.unit if held else None)
        return _handed_over(notice, f"{of.name if of else '责任单位'}{f'（{whom}）' if whom else ''}", reason, note)
    if "建议" in notice.name:
        return _recommended(notice, whom or (notice.unit.name if notice.unit else "责任单位"), chosen, reason, note)
    of_whom = f"对{whom}" if whom else "对你单位"
    body: tuple[Block, ...] = (
        Paragraph(fault_of(notice)),
        Heading(1, "一、事实"),
        *(paragraphs(reason) or (Paragraph("见事项办理记录。"),)),
        Heading(1, "二、处理决定"),
        Paragraph(f"{basis_of(notice)}，经批准，{of_whom}作出以下处理：{'、'.join(chosen) or '通报批评'}。"),
        Paragraph("请你单位认真整改，并书面报告整改情况。对处理有异议的，可以书面提出，由未参与认定的人员复核。"),
        *note,
    )
    return letter_to_unit(notice, f"关于{oneline(matter.title)}有关问题处理的通知", body)


def letter_to_unit(notice: Notice, title: str, body: tuple[Block, ...], annexes: tuple[Annex, ...] = ()) -> Paper:
    """Return a letter to the unit of a notice, with number, day and annexes."""
    return file_paper(
        notice.jurisdiction,
        title=title,
        number=notice.number,
        addressees=(notice.unit.name,) if notice.unit else (),
        body=body,
        on=notice.issued_on,
        annexes=annexes,
    )


def fault_of(notice: Notice) -> str:
    """Return what the unit is told of: which matter, and that it was not done by its day, or not as it should be."""
    matter, held = notice.matter, order_of(notice)
    assert matter is not None
    said = f"你单位承办的{named(matter)}"
    if held is not None and held.is_open and held.is_past(notice.issued_on):
        return f"{said}应于{end_words(held.due_on)}前办结，至今尚未办结。"
    return f"{said}未按要求办理。"


def basis_of(notice: Notice) -> str:
    """Return on which clause of the document a paper rests."""
    assert notice.matter is not None
    return f"依据{cited(Governed.of(notice.matter).document, notice.clause)}"


def order_of(notice: Notice) -> Assignment | None:
    """Return the assignment of the unit to which a paper speaks; None where it names no unit that holds the matter."""
    return Assignment.objects.filter(matter=notice.matter, unit=notice.unit).order_by("-id").first()


def government_of(jurisdiction: Jurisdiction, regime: Regime) -> str:
    """Return whom a request is addressed to: the government of the red head, else its principal as the document calls them."""
    found = _GOVERNMENT.match(letterhead_of(jurisdiction).head[-1])
    return found[1] if found else regime.roles.get("principal", "本级政府")


def discipline_body(notice: Notice) -> str:
    """Return how the discipline body beside an office is called, from the office's own letterhead."""
    head = letterhead_of(notice.jurisdiction).head[-1]
    place = re.match(r"^(.*?[市县区州])", head)
    return f"{place[1]}纪委监委" if place else "纪委监委"


def _handed_over(notice: Notice, about: str, reason: str, note: tuple[Paragraph, ...]) -> Paper:
    """Hand a matter over: by letter, or, where the document asks for a written report (卓尼 第十四条), by a report under that name."""
    matter = notice.matter
    assert matter is not None
    title, is_report = oneline(matter.title), "报告" in notice.name
    said = f"{about}在承办{quoted(title)}（编号 {matter.no}）中的有关问题，"
    body: tuple[Block, ...] = (
        Paragraph(f"{said}{'现书面报告如下。' if is_report else '经批准，现移送你单位处理。'}"),
        Heading(1, "一、问题情况"),
        *(paragraphs(reason) or (Paragraph("见随附材料。"),)),
        Heading(1, f"二、{'报告' if is_report else '移送'}依据"),
        Paragraph(
            f"{basis_of(notice)}{'，现予报告，请对有关人员依规依纪处理' if is_report else ''}。请将处理结果函告我单位。"
        ),
        *note,
        *((Paragraph("特此报告。"),) if is_report else ()),
    )
    return file_paper(
        notice.jurisdiction,
        title=f"关于{title}有关问题的报告" if is_report else f"关于移送{title}有关问题的函",
        number=notice.number,
        addressees=(discipline_body(notice),),
        body=body,
        on=notice.issued_on,
    )


def _recommended(notice: Notice, whom: str, chosen: list[str], reason: str, note: tuple[Paragraph, ...]) -> Paper:
    """Recommend what the office may not decide itself (甘肃某县 四2): addressed to the government."""
    matter = notice.matter
    assert matter is not None
    body: tuple[Block, ...] = (
        Paragraph(fault_of(notice).replace("你单位", notice.unit.name if notice.unit else "责任单位")),
        Heading(1, "一、事实"),
        *(paragraphs(reason) or (Paragraph("见事项办理记录。"),)),
        Heading(1, "二、建议"),
        Paragraph(f"{basis_of(notice)}，建议对{whom}采取以下措施：{'、'.join(chosen) or '通报批评'}。"),
        *note,
        Paragraph("妥否，请批示。"),
    )
    return file_paper(
        notice.jurisdiction,
        title=f"关于对{notice.unit.name if notice.unit else '责任单位'}的{notice.name}",
        number=notice.number,
        addressees=(government_of(notice.jurisdiction, Governed.of(notice.matter or notice.jurisdiction).document),),
        signer=str(notice.issued_by),
        body=body,
        on=notice.issued_on,
    )


def _circular(notice: Notice, step: Step) -> Paper:
    matter, unit = notice.matter, notice.unit
    assert matter is not None and unit is not None
    regime = Governed.of(matter).document
    word = "通报批评" if any(each.get("tone") == "criticism" for each in step.also) else "通报"
    facts = fault_of(notice).replace("你单位", unit.name)
    media = clean(str(notice.words.get("place") or "")) if "曝光" in step.name else ""
    shown = (
        f"，并于{date_words(datetime.date.fromisoformat(str(notice.words['held_on'])))}在{media}曝光" if media else ""
    )
    limit = (
        f"请{unit.name}于{date_words(notice.limit_on)}前完成整改并书面报告。"
        if notice.limit_on
        else f"请{unit.name}立即整改并书面报告。"
    )
    body = (
        Paragraph(facts),
        Paragraph(f"{basis_of(notice)}，现予{word}{shown}。"),
        Paragraph(f"{limit}各单位要引以为戒，对照承办事项逐项检查，按时限和标准办结。"),
        *paragraphs(str(notice.words.get("note") or "")),
    )
    return file_paper(
        notice.jurisdiction,
        title=f"关于{unit.name}未按要求办结督办事项的{word}",
        number=notice.number,
        addressees=everybody(regime),
        body=body,
        on=notice.issued_on,
        copies=letterhead_of(notice.jurisdiction).copies,
    )


def _request(notice: Notice, step: Step) -> Paper:
    matter, unit = notice.matter, notice.unit
    assert matter is not None and unit is not None
    body = (
        Paragraph(fault_of(notice).replace("你单位", unit.name)),
        Paragraph(f"经逐级督办，{unit.name}仍未完成整改。{basis_of(notice)}，提请对有关责任单位和责任人启动问责。"),
        *paragraphs(str(notice.words.get("note") or "")),
        Paragraph("妥否，请批示。"),
    )
    return file_paper(
        notice.jurisdiction,
        title=f"关于对{unit.name}启动问责的请示",
        number=notice.number,
        addressees=(government_of(notice.jurisdiction, Governed.of(notice.matter or notice.jurisdiction).document),),
        signer=str(notice.issued_by),
        body=body,
        on=notice.issued_on,
    )


def _slip(notice: Notice, step: Step) -> Paper:
    matter, unit = notice.matter, notice.unit
    assert matter is not None and unit is not None
    held = order_of(notice)
    regime = Governed.of(matter).document
    answers = any(each.id.startswith("after_") and "专题答复" in each.items for each in regime.lists)
    rows = [
        ("事项编号", matter.no, "承办单位", unit.name),
        ("督办事项", oneline(matter.title)),
        ("办理要求", clean(matter.requirement)),
        ("原定时限", end_words(held.due_on) if held else "", "督办方式", step.name),
        (
            "限定时限",
            date_words(notice.limit_on) if notice.limit_on else "",
            "督办依据",
            f"{regime.name}{notice.clause}",
        ),
        (
            "有关要求",
            f"请在限定时限内办结{'，并作专题答复：说明未按期办结的原因、已采取的措施和办结日期' if answers else '并书面报告结果'}。",
        ),
    ]
    note = str(notice.words.get("note") or "").strip()
    if note:
        rows.append(("其他说明", clean(note)))
    rows.append(("制发单位", letterhead_of(notice.jurisdiction).office, "制发日期", date_words(notice.issued_on)))
    return slip_paper(
        notice.jurisdiction,
        title=notice.name,
        number=notice.number,
        addressees=(unit.name,),
        body=(Paragraph(fault_of(notice)), grid(*rows)),
    )


def _limit(notice: Notice) -> str:
    if notice.limit_on:
        return f"请于{date_words(notice.limit_on)}前完成整改，并书面报告结果。"
    return "请立即整改，并书面报告结果。"
