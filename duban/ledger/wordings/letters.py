"""What went out with a number: the words of each notice, made from the matter, the step and what was written when it was issued."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from duban.ledger import conditions, words
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Bulletin, Notice
from duban.ledger.models.annulments import Fate
from duban.ledger.models.assignments import GONE_STAGES
from duban.ledger.wordings import feedbacks
from duban.ledger.wordings.frames import (
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
from duban.ledger.wordings.measures import decisions, interviews, outcomes
from duban.papers.writing import records
from duban.papers.writing.documents import Block, Heading, Paper, Paragraph
from duban.papers.writing.texts import date_words, end_words, quoted


def paper_of(notice: Notice) -> Paper:
    """Return a notice as it was issued, word for word; composed from the data where it was issued before that was kept."""
    kept = notice.words.get("paper")
    return stamped(records.from_json(kept) if kept else compose(notice), notice)


def stamped(paper: Paper, of: Notice | Bulletin) -> Paper:
    """Return a paper with what became of it after it went out, where something did."""
    fate = conditions.papers.annulment_of(of)
    if fate is None:
        return paper
    word = fate.get_fate_display() if fate.fate == Fate.VOIDED else f"已{fate.get_fate_display()}"
    return replace(paper, stamp=word, stamp_note=fate.said)


def compose(notice: Notice) -> Paper:
    """Return a notice in words. Its matter, unit and number must be known."""
    act = act_of(notice)
    if notice.inspection is not None:
        return feedbacks.compose(notice, act)
    if act == "dispatch":
        return _dispatch(notice)
    if act == "experience":
        return _experience(notice)
    if act in ("sanction", "discipline_handover"):
        return decisions.decision_of(notice, act)
    if act == "return":
        return _returned(notice)
    if act in ("order_correction", "order_recall"):
        return _plain(notice, _corrected(notice, is_recall=act == "order_recall"))
    if notice.words.get("outcome"):
        return outcomes.on_matter(notice) if notice.matter is not None else outcomes.of_unit(notice)
    if notice.matter is None:
        return _plain(notice, paragraphs(_note(notice)) or (Paragraph(f"现印发{notice.name}。"),))
    if act == "summons":
        return interviews.summons_of(notice)
    if act == "interview_result":
        return interviews.result_of(notice)
    if act.startswith("step:") and interviews.is_after_talk(notice):
        return interviews.after_talk(notice, act.removeprefix("step:"))
    if act.startswith("step:"):
        return decisions.step_of(notice, act.removeprefix("step:"))
    return _urge(notice)


def act_of(notice: Notice) -> str:
    """Return the act that issued a notice: `dispatch`, `urge`, `step:<name>` …"""
    regime = Governed.of(notice.matter or notice.jurisdiction).document
    return next((paper.act for paper in regime.papers if paper.id == notice.paper), notice.paper)


def _dispatch(notice: Notice) -> Paper:
    matter = notice.matter
    assert matter is not None
    regime = Governed.of(matter).document
    at_it = list(Assignment.objects.filter(matter=matter).select_related("unit"))
    held = max((each for each in at_it if each.unit_id == notice.unit_id), key=lambda each: each.pk, default=None)
    part = "配合" if held is not None and not held.is_lead else "牵头"
    source = f"根据{clean(matter.source_text)}，" if matter.source_text else ""
    others = _others(notice, at_it)
    asked: dict[str, str] = {
        "办理要求": clean(matter.requirement),
        "完成标准": clean(matter.standard) or "按办理要求执行",
        "反馈要求": _reporting(notice, held),
    }
    if notice.name.endswith("单"):
        # A document that knows no levels has none on its slip.
        knows = bool(matter.level or regime.levels)
        level = ("事项级别", words.short_level(matter.level, regime.levels)) if knows else ()
        accept = date_words(held.accept_by) if held and held.accept_by else "收到后即签收"
        rows = [
            ("事项编号", matter.no, *level),
            ("督办事项", oneline(matter.title)),
            ("承办单位", notice.unit.name if notice.unit else "", "承办分工", part),
            *asked.items(),
            ("办结时限", end_words(notice.limit_on), "签收时限", accept),
            ("其他承办单位", "、".join(others) or "无"),
        ]
        if held is not None and held.accept_by and (objecting := Governed.of(matter).objection_clause):
            told = f"对任务有异议的，于{date_words(held.accept_by)}前书面提出；逾期提出的，按{objecting}计分"
            rows.append(("异议截止", told))
        if _note(notice):
            rows.append(("备注", _note(notice)))
        rows.append(("制发单位", letterhead_of(notice.jurisdiction).office, "制发日期", date_words(notice.issued_on)))
        said = f"{source}现将下列事项交由你单位{part}办理，请按要求抓好落实。"
        return slip_paper(
            notice.jurisdiction,
            title=notice.name,
            number=notice.number,
            addressees=_addressee(notice),
            body=(Paragraph(said), grid(*rows)),
        )
    body: list[Block] = [Paragraph(f"{source}现将{named(matter)}交由你单位{part}办理，有关要求通知如下。")]
    if notice.limit_on:
        asked["办结时限"] = f"请于{date_words(notice.limit_on)}前办结并报送结果。"
    else:
        asked["办结时限"] = "长期坚持，进展按反馈要求报送。"
    if held is not None and held.accept_by:
        accepted = date_words(held.accept_by)
        asked["签收"] = f"收到本通知后，请于{accepted}前签收；对承办有异议的，在此期限内书面说明理由。"
    for place, (name, said) in enumerate(asked.items()):
        body += [Heading(1, f"{'一二三四五'[place]}、{name}"), *paragraphs(said)]
    return _plain(notice, (*body, *paragraphs(_note(notice))), copies=tuple(others))


def _reporting(notice: Notice, held: Assignment | None) -> str:
    matter = notice.matter
    assert matter is not None
    said = []
    if held is not None:
        cycles = [each.said for each in held.recurrences.filter(ended_on__isnull=True).order_by("id")]
        if cycles:
            said.append(f"{'、'.join(cycles)}报送进展情况")
    if matter.elements.strip():
        said.append(f"反馈应写明{'、'.join(oneline(each) for each in matter.elements.splitlines() if each.strip())}")
    if matter.word_limit:
        said.append(f"每次反馈不超过{matter.word_limit}字")
    said.append("办结后报送结果并附佐证材料")
    return "；".join(said) + "。"


def _urge(notice: Notice) -> Paper:
    matter = notice.matter
    assert matter is not None
    body: list[Block] = [Paragraph(f"你单位承办的{named(matter)}尚未办结，请加快办理进度，按要求抓好落实。")]
    held = _held(notice)
    if held is not None and held.is_past(notice.issued_on):
        body.append(Paragraph(f"该事项应于{end_words(held.due_on)}前办结，现已超过期限。"))
    if notice.limit_on:
        body.append(
            Paragraph(
                f"请于{date_words(notice.limit_on)}前办结，并书面报告办理结果；确有困难的，书面说明原因和下一步措施。"
            )
        )
    else:
        body.append(Paragraph("请书面报告目前进展、存在问题和预计办结日期。"))
    return _plain(notice, (*body, *paragraphs(_note(notice))))


def _returned(notice: Notice) -> Paper:
    matter = notice.matter
    assert matter is not None
    regime = Governed.of(matter).document
    reason = clean(str(notice.words.get("reason") or "")).strip()
    body: list[Block] = [
        Paragraph(f"你单位报送的{named(matter)}反馈材料，经审核不符合要求，现予退回。"),
        Heading(1, "一、退回原因"),
        *paragraphs(reason or "见审核意见。"),
        Heading(1, "二、有关要求"),
    ]
    limit = f"请于{date_words(notice.limit_on)}前" if notice.limit_on else "请尽快"
    body.append(Paragraph(f"{limit}重新办理或补办，并重新报送。依据：{regime.name}{notice.clause}。"))
    return _plain(notice, tuple(body))


def _experience(notice: Notice) -> Paper:
    matter, unit = notice.matter, notice.unit
    assert matter is not None and unit is not None
    regime = Governed.of(matter).document
    told = clean(str(notice.words.get("experience") or "")).strip()
    media = [clean(str(each)) for each in notice.words.get("media") or []]
    body: list[Block] = [
        Paragraph(f"{unit.name}在办理{named(matter)}中形成的做法值得推广，现予通报表扬。"),
        Heading(1, "一、主要做法"),
        *paragraphs(told or "见该单位报送材料。"),
        Heading(1, "二、推广要求"),
        Paragraph(
            "请各单位结合实际学习借鉴，进一步抓好重点工作落实。"
            + (f"本通报由{'、'.join(media)}宣传报道。" if media else "")
        ),
    ]
    return file_paper(
        notice.jurisdiction,
        title=f"关于推广{unit.name}经验做法的通报",
        number=notice.number,
        addressees=everybody(regime),
        body=(*body, *paragraphs(_note(notice))),
        on=notice.issued_on,
        copies=letterhead_of(notice.jurisdiction).copies,
    )


def _plain(notice: Notice, body: tuple[Block, ...], copies: tuple[str, ...] = ()) -> Paper:
    if notice.matter is None:
        title = notice.name
    elif act_of(notice) == "return":
        title = f"关于退回{quoted(oneline(notice.matter.title))}反馈材料的通知"
    else:
        # What stands in brackets tells apart papers of one name (转办通知（留言、热线、信访）), and is no part of it.
        title = f"关于{oneline(notice.matter.title)}的{notice.name.partition('（')[0]}"
    return file_paper(
        notice.jurisdiction,
        title=title,
        number=notice.number,
        addressees=_addressee(notice),
        body=body,
        on=notice.issued_on,
        copies=copies,
    )


def _addressee(notice: Notice) -> tuple[str, ...]:
    return (notice.unit.name,) if notice.unit else ()


def _held(notice: Notice) -> Assignment | None:
    return Assignment.objects.filter(matter=notice.matter, unit=notice.unit).order_by("-id").first()


def _others(notice: Notice, at_it: Sequence[Assignment]) -> list[str]:
    found = [each for each in at_it if each.stage not in GONE_STAGES and each.unit_id != notice.unit_id]
    return [each.unit.name for each in sorted(found, key=lambda each: (each.part, each.unit.order, each.pk))]


def _note(notice: Notice) -> str:
    return str(notice.words.get("note") or "").strip()


def _day(day: Any) -> str:
    return date_words(day) if day else ""


def _corrected(notice: Notice, *, is_recall: bool) -> tuple[Block, ...]:
    """Return the body of a 更正通知 or 撤回通知, by what it keeps of the paper that it replaces."""
    matter, words = notice.matter, notice.words
    assert matter is not None
    held = words.get("replaces") or {}
    before = f"{held['name']}（{held['number']}，{_in_words(held['on'])}）" if held else "交办通知"
    subject = named(matter)
    reason = clean(str(words.get("reason") or "")).strip()
    changes = [tuple(map(str, each)) for each in words.get("changes") or ()]
    if is_recall:
        said = f"就{subject}发给你单位的{before}，现予撤回，不需要办理；已经签收的，签收同时失效。"
        right = [f"该事项由{now}承办。" for label, _, now in changes if label == "承办单位"]
        return (Paragraph(said), *map(Paragraph, right), Heading(1, "撤回原因"), *paragraphs(reason))
    body: list[Block] = [Paragraph(f"就{subject}发给你单位的{before}有误，现更正如下。")]
    for place, (label, was, now) in enumerate(changes):
        body.append(Heading(1, f"{'一二三四五'[place]}、{label}"))
        if max(len(was), len(now)) > 60:
            body += [*paragraphs(f"应为：{now}")]
        else:
            body.append(Paragraph(f"原为{quoted(_in_words(was))}，应为{quoted(_in_words(now))}。"))
    body += [Heading(1, f"{'一二三四五'[len(changes)]}、更正原因"), *paragraphs(reason)]
    return (*body, Paragraph("其他内容不变，以本通知为准。"))


def _in_words(text: str) -> str:
    """Return a day in words, and everything else as it is."""
    try:
        return date_words(datetime.date.fromisoformat(text))
    except ValueError:
        return text
