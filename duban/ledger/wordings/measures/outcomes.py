"""The paper of what a document attaches to a situation (专函督办、约谈、取消评优 …): of a unit on a matter, or of a unit as a whole."""

import datetime

from duban.ledger.governed import Governed
from duban.ledger.models import Notice
from duban.ledger.wordings.frames import clean, file_paper, oneline, paragraphs
from duban.ledger.wordings.measures.decisions import letter_to_unit
from duban.papers.writing.documents import Block, Heading, Paper, Paragraph
from duban.papers.writing.texts import date_words, quoted


def on_matter(notice: Notice) -> Paper:
    """Return what the document's clause brings about for a unit on a matter: on which, why, and what."""
    matter = notice.matter
    assert matter is not None
    document = Governed.of(matter).document
    reason = clean(str(notice.words.get("reason") or ""))
    body = [
        *paragraphs(f"你单位承办的{quoted(oneline(matter.title))}（{matter.no}），{reason}"),
        *paragraphs(
            f"根据《{document.title or document.name}》{notice.clause}，对你单位作出“{notice.words['outcome']}”的处理。"
        ),
    ]
    # What stands in brackets tells apart papers of one name (转办通知（留言、热线、信访）), and is no part of it.
    title = f"关于{oneline(matter.title)}的{notice.name.partition('（')[0]}"
    return file_paper(
        notice.jurisdiction,
        title=title,
        number=notice.number,
        addressees=(notice.unit.name,) if notice.unit else (),
        body=tuple(body),
        on=notice.issued_on,
    )


def of_unit(notice: Notice) -> Paper:
    """Return what it brings about for a unit as a whole: in which period, why, by whose approval; of an interview who speaks with whom, when and where."""
    assert notice.unit is not None
    said = {
        name: clean(str(notice.words.get(name) or ""))
        for name in ("basis", "outcome", "span", "reason", "approved_by", "led_by", "summoned", "when", "place")
    }
    decided = f"依据{said['basis']}，经{said['approved_by']}同意，对你单位作出“{said['outcome']}”的处理。"
    body: list[Block] = [
        Paragraph(f"你单位在{said['span']}考核中{_reached(said['reason'])}。"),
        Paragraph(decided),
    ]
    if said["led_by"]:
        day, _, time = said["when"].partition(" ")
        when = f"{date_words(datetime.date.fromisoformat(day))}{time}" if day else "另行通知"
        items = [
            ("时间", when),
            ("地点", said["place"] or "另行通知"),
            ("约谈人", said["led_by"]),
            ("参加人员", f"{said['summoned'] or '单位主要负责人'}，不得由他人代替；确有特殊情况的，提前书面请假"),
            ("约谈内容", "造成上述情形的原因、已采取的措施、整改打算和完成时限"),
        ]
        for place, (name, words) in enumerate(items):
            body += [Heading(1, f"{'一二三四五'[place]}、{name}"), Paragraph(f"{words}。")]
    body += paragraphs(str(notice.words.get("note") or ""))
    title = (
        f"关于约谈{notice.unit.name}主要负责人的通知"
        if said["led_by"]
        else f"关于对{notice.unit.name}{said['outcome']}的通知"
    )
    return letter_to_unit(notice, title, tuple(body))


def _reached(why: str) -> str:
    """What led to it, as a sentence goes on: 位列第6名，第2次, or 自2026年2月10日起符合办法规定的情形."""
    since, started, said = why.partition(" 起")
    if started:
        return f"自{date_words(datetime.date.fromisoformat(since))}起{said}"
    said = why.removeprefix("期末").replace(" ", "")
    return f"位列{said}" if said.startswith("第") else said
