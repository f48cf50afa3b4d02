"""A platform's list of appeals taken in: checked row by row, all or none, nothing twice. The file itself is not kept: it names people."""

import datetime
from dataclasses import dataclass

from duban.ledger.actions.public import appeals
from duban.ledger.actions.public.appeals import Writing
from duban.ledger.by import By
from duban.ledger.models import Appeal
from duban.ledger.models.appeals import Channel, Kind
from duban.ledger.models.matters import Triage
from duban.ledger.privacy import key_of_text
from duban.ledger.refusals import Refused
from duban.papers.reading.lists.appeals import LABELS, AppealFault, AppealRow, read_appeals
from duban.papers.reading.tasks.items import UnreadablePaper
from duban.people.models import Jurisdiction


@dataclass(frozen=True)
class Taken:
    """What came of a list: the appeals entered, and how many rows were there already."""

    made: list[Appeal]
    known: int


def take_list(*, jurisdiction: Jurisdiction, data: bytes, name: str, channel: str, by: By) -> Taken:
    """Enter every new row of a list; `channel` holds for rows that name none. A row with the same number or words on the same day is known.

    Raises Refused with every fault where a single cell is wrong, and where nothing is new: then nothing was entered.
    """
    try:
        found = read_appeals(data, name)
    except UnreadablePaper as error:
        raise Refused(str(error), field="file") from None
    faults, writings, known = list(found.faults), [], 0
    wrong = {fault.row for fault in faults}
    numbers, words = _standing(jurisdiction)
    today = by.today
    for row in found.rows:
        if row.row in wrong:
            continue
        try:
            writing = _writing(row, channel)
            appeals.check(writing, jurisdiction, today, is_office=True)
        except Refused as refusal:
            faults.append(AppealFault(row.row, LABELS.get(refusal.field, ""), str(refusal)))
            continue
        key = (writing.received_on, key_of_text(writing.text))
        if (writing.channel, writing.source_no) in numbers or key in words:
            known += 1
            continue
        words.add(key)
        if writing.source_no:
            numbers.add((writing.channel, writing.source_no))
        writings.append(writing)
    if faults:
        faults.sort(key=lambda each: each.row)
        told = "；".join(str(each) for each in faults[:10])
        more = f"；等 {len(faults)} 处" if len(faults) > 10 else ""
        raise Refused(f"一件也没有登记：{told}{more}", possible="请改正后重新上传。", field="file")
    return Taken(appeals.receive_appeals(jurisdiction=jurisdiction, writings=writings, by=by), known)


def _writing(row: AppealRow, channel: str) -> Writing:
    values = row.values
    if "received_on" not in row.dates:
        raise Refused("请写收到日期", field="received_on")
    return Writing(
        channel=_choice(
            values.get("channel", ""), {str(each.label): each.value for each in Channel}, channel, "channel"
        ),
        kind=_choice(values.get("kind", ""), {str(each.label): each.value for each in Kind}, Kind.COMPLAINT, "kind"),
        triage=_choice(values.get("triage", ""), {str(each.label): each.value for each in Triage}, "", "triage"),
        received_on=row.dates["received_on"],
        due_on=row.dates.get("due_on"),
        text=values.get("text", ""),
        person=_short(values.get("person", ""), 40, "person"),
        contact=_short(values.get("contact", ""), 60, "contact"),
        source_no=_short(values.get("source_no", ""), 60, "source_no"),
    )


def _choice(written: str, words: dict[str, str], otherwise: str, field: str) -> str:
    if not written or written in words:
        return words.get(written, otherwise)
    # 热线 is the 12345 hotline; what may be two of them is asked about.
    likely = {value for word, value in words.items() if written in word or word in written}
    if len(likely) == 1 and len(written) > 1:
        return likely.pop()
    raise Refused(f"“{written[:20]}”不在可选值里：{'、'.join(words)}", field=field)


def _short(written: str, most: int, field: str) -> str:
    if len(written) > most:
        raise Refused(f"超过 {most} 字", field=field)
    return written


def _standing(jurisdiction: Jurisdiction) -> tuple[set[tuple[str, str]], set[tuple[datetime.date, str]]]:
    rows = list(
        Appeal.objects.filter(jurisdiction=jurisdiction).values_list("channel", "source_no", "received_on", "text_key")
    )
    return {(channel, no) for channel, no, _, _ in rows if no}, {(on, key) for _, _, on, key in rows}
