"""The papers of an interview (约谈): the opinion with which consent is asked, the summons, what is owed afterwards, and the report of its result."""

import datetime

from duban.engine.rules.steps import Step
from duban.ledger.governed import Governed
from duban.ledger.models import Matter, Notice
from duban.ledger.queries.process import consequences
from duban.ledger.wordings import blanks
from duban.ledger.wordings.frames import clean, file_paper, named, paragraphs
from duban.ledger.wordings.measures.decisions import basis_of, fault_of, government_of, letter_to_unit
from duban.papers.writing.documents import Annex, Block, Heading, Paper, Paragraph
from duban.papers.writing.texts import date_words
from duban.people.models import Unit

# Papers that a unit writes after an interview, and goes out with the sheet for it.
_OWED = ("书面承诺", "书面检查")


def is_after_talk(notice: Notice) -> bool:
    """Return whether the paper of a step is the one that goes out after the unit was spoken with."""
    return notice.name in _OWED or "约谈" in notice.name


def summons_of(notice: Notice) -> Paper:
    """Return the summons: why, when, where, who speaks with whom, what is to be brought along."""
    matter, unit, step = _about(notice)
    said = {name: clean(str(notice.words.get(name) or "")) for name in ("when", "place", "led_by", "summoned")}
    day, _, time = said["when"].partition(" ")
    when = f"{date_words(datetime.date.fromisoformat(day))}{time}"
    regime = Governed.of(matter).document
    owed = [each.word for each in consequences.papers_after(regime, step.step)]
    body: list[Block] = [
        Paragraph(fault_of(notice)),
        Paragraph(f"{basis_of(notice)}，经批准，决定约谈你单位主要负责人。有关事项通知如下。"),
    ]
    if notice.words.get("again"):
        body.append(Paragraph("原通知的时间、地点作废，以本通知为准。"))
    items = [
        ("时间", f"{when}。"),
        ("地点", f"{said['place']}。"),
        ("约谈人", f"{said['led_by']}。"),
        ("参加人员", f"{said['summoned'] or '单位主要负责人'}，不得由他人代替；确有特殊情况的，提前书面请假。"),
        ("约谈内容", "未办结的原因、已采取的措施、整改打算和完成时限。"),
    ]
    if owed:
        items.append(("提交材料", f"{'、'.join(owed)}（式样附后），由主要负责人签名并加盖公章。"))
    for place, (name, words) in enumerate(items):
        body += [Heading(1, f"{'一二三四五六'[place]}、{name}"), Paragraph(words)]
    body += paragraphs(str(notice.words.get("note") or ""))
    annexes = tuple(Annex(word, blanks.owed_blank(word, matter, unit)) for word in owed)
    return letter_to_unit(notice, f"关于约谈{unit.name}主要负责人的通知", tuple(body), annexes)


def after_talk(notice: Notice, step: str) -> Paper:
    """Return what goes to the unit after the interview: what it owes, by when, until when it has to put things right."""
    matter, unit, rung = _about(notice, step)
    owed = notice.name if notice.name in _OWED else "情况说明和整改方案"
    held = f"{_held(notice)}约谈了你单位主要负责人。" if notice.words.get("held_on") else ""
    is_promise = owed == "书面承诺"
    by = (
        f"请立即提交{owed}"
        if is_promise
        else f"请于{date_words(notice.limit_on)}前提交{owed}"
        if notice.limit_on
        else f"请按期提交{owed}"
    )
    body: list[Block] = [
        Paragraph(fault_of(notice)),
        Heading(1, f"一、{'约谈' if '约谈' in rung.name else rung.name}"),
        Paragraph(f"{basis_of(notice)}，{held or f'现对你单位实行{rung.name}。'}"),
        Heading(1, "二、提交材料"),
        Paragraph(f"{by}（式样附后），由单位主要负责人签名并加盖公章。"),
    ]
    if notice.limit_on:
        until = f"{'承诺事项应于' if is_promise else '整改期限为'}{date_words(notice.limit_on)}{'前兑现' if is_promise else ''}"
        body.append(Paragraph(f"{until}，逾期仍未办结的，按办法进入下一步。"))
    body += paragraphs(str(notice.words.get("note") or ""))
    title = f"关于约谈{unit.name}后提交{owed}的通知" if "约谈" in rung.name else f"关于责成{unit.name}提交{owed}的通知"
    return letter_to_unit(notice, title, tuple(body), (Annex(owed, blanks.owed_blank(owed, matter, unit)),))


def result_of(notice: Notice) -> Paper:
    """Return the report on an interview to the principal leader (安康 第十二条(三): 约谈结果报主要领导)."""
    matter = notice.matter
    assert matter is not None
    regime = Governed.of(matter).document
    said = {
        name: clean(str(notice.words.get(name) or "")) for name in ("unit", "summoned", "led_by", "record", "result")
    }
    talk = f"{_held(notice)}，{said['led_by']}就{named(matter)}约谈了{said['unit']}{said['summoned'] or '主要负责人'}。"
    body: tuple[Block, ...] = (
        Heading(1, "一、约谈情况"),
        Paragraph(f"{basis_of(notice)}，{talk}"),
        *paragraphs(said["record"]),
        Heading(1, "二、约谈以后的整改落实情况"),
        *paragraphs(said["result"]),
        Paragraph("特此报告。"),
    )
    return file_paper(
        notice.jurisdiction,
        title=f"关于约谈{said['unit']}结果的报告",
        number=notice.number,
        addressees=(regime.roles.get("principal") or government_of(notice.jurisdiction, regime),),
        signer=str(notice.issued_by),
        body=body,
        on=notice.issued_on,
    )


def _held(notice: Notice) -> str:
    day = date_words(datetime.date.fromisoformat(str(notice.words["held_on"])))
    place = clean(str(notice.words.get("place") or ""))
    return f"{day}{f'在{place}' if place else ''}"


def _about(notice: Notice, step: str = "") -> tuple[Matter, Unit, Step]:
    assert notice.matter is not None and notice.unit is not None
    name = step or str(notice.words["step"])
    return notice.matter, notice.unit, Governed.of(notice.matter).step(name)
