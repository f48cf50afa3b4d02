"""Notices as they are printed: head, number, addressee, sentences made from what was recorded, date."""

import datetime
from dataclasses import dataclass

from duban.ledger import regimes
from duban.ledger.models import Assignment, Notice


@dataclass(frozen=True)
class Letter:
    """One notice in words. `head` are the lines of the red head, `script` those of the second script above them."""

    head: tuple[str, ...]
    script: tuple[str, ...]
    number: str
    title: str
    addressee: str
    body: tuple[str, ...]
    signer: str
    date: str
    clause: str


def letter_of(notice: Notice) -> Letter:
    """Return a notice in words, made from the matter, the step and what was written when it was issued."""
    letterhead = notice.jurisdiction.letterhead
    head = tuple(letterhead.get("head") or [notice.jurisdiction.name])
    return Letter(
        head=head,
        script=_lines(letterhead.get("script")),
        number=notice.number,
        title=f"关于{notice.matter.title}的{notice.name}" if notice.matter else notice.name,
        addressee=notice.unit.name if notice.unit else "",
        body=tuple(_body(notice)),
        signer=letterhead.get("office") or head[-1],
        date=in_chinese(notice.issued_on),
        clause=notice.clause,
    )


def in_chinese(day: datetime.date) -> str:
    """Return 2026年3月31日."""
    return f"{day.year}年{day.month}月{day.day}日"


def act_of(notice: Notice) -> str:
    """Return the act that issued a notice: `dispatch`, `urge`, `step:<name>` …"""
    regime = regimes.regime_of(notice.matter or notice.jurisdiction)
    return next((paper.act for paper in regime.papers if paper.id == notice.paper), notice.paper)


def _body(notice: Notice) -> list[str]:
    act, matter = act_of(notice), notice.matter
    note = str(notice.words.get("note") or "").strip()
    if matter is None:
        return [note] if note else []
    if act == "dispatch":
        said = _dispatch(notice)
    else:
        said = [f"你单位承办的“{matter.title}”（编号 {matter.no}）尚未办结，请抓紧办理。"]
        if act.startswith("step:"):
            said = _step(notice, act.removeprefix("step:"))
        if notice.limit_on:
            said.append(f"请于{in_chinese(notice.limit_on)}前办结，并书面报告结果。")
    return [*said, note] if note else said


def _dispatch(notice: Notice) -> list[str]:
    matter = notice.matter
    assert matter is not None
    held = Assignment.objects.filter(matter=matter, unit=notice.unit).order_by("-id").first()
    part = "配合" if held is not None and not held.is_lead else "牵头"
    source = f"根据{matter.source_text}，" if matter.source_text else ""
    said = [
        f"{source}现将“{matter.title}”（编号 {matter.no}）交由你单位{part}办理。",
        f"一、办理要求。{matter.requirement}",
        f"二、完成标准。{matter.standard}",
    ]
    if notice.limit_on:
        said.append(f"三、办结期限。请于{in_chinese(notice.limit_on)}前办结并报送结果。")
    if held is not None and held.accept_by:
        said.append(f"收到本通知后，请于{in_chinese(held.accept_by)}前签收；对承办有异议的，在此期限内书面说明理由。")
    return said


def _step(notice: Notice, name: str) -> list[str]:
    matter = notice.matter
    assert matter is not None
    regime = regimes.regime_of(matter)
    step = regimes.step_named(matter, name)
    document = f"《{regime.title}》" if regime.title else regime.name
    return [
        f"你单位承办的“{matter.title}”（编号 {matter.no}）未按要求办结。",
        f"依据{document}{notice.clause}，现予以{step.name}。",
    ]


def _lines(text: object) -> tuple[str, ...]:
    if isinstance(text, str):
        return (text,) if text else ()
    return tuple(str(each) for each in text) if isinstance(text, list) else ()
