"""Bulletins on how matters stand: circular, weekly briefing, briefing to leaders. Drafts that an office edits; every figure is counted."""

import datetime
from dataclasses import dataclass

from duban.engine.clauses import Regime
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment
from duban.ledger.queries.matters import tallies
from duban.ledger.queries.scoring.periods import Span
from duban.ledger.wordings import contrasts
from duban.ledger.wordings.frames import (
    briefing_paper,
    everybody,
    file_paper,
    letterhead_of,
    oneline,
)
from duban.papers.writing.documents import Block, Heading, Paper, Paragraph, Table, table
from duban.papers.writing.texts import (
    date_words,
    end_words,
    names,
    numeral,
    rate_sentence,
    share,
    span_words,
    tally_sentence,
)
from duban.people.models import Jurisdiction

# A briefing's number is given when it is issued.
UNNUMBERED = "第　期"
_MOST = 30


@dataclass(frozen=True)
class Request:
    """What a draft is made of: whose, by which name, for which days, and on which day it is written."""

    jurisdiction: Jurisdiction
    name: str
    first: datetime.date
    last: datetime.date
    on: datetime.date
    kind: str = ""

    @property
    def span(self) -> str:
        """Return the period in words, in the document's own where it names it."""
        span = Span.under(self.regime, self.kind, self.first, self.last)
        return span_words(self.first, self.last) if span.own is None else span.name

    @property
    def regime(self) -> Regime:
        """Return the regime in force."""
        return Governed.of(self.jurisdiction).document


def circular(asked: Request) -> Paper:
    """完成情况通报: what was due, what became of it by unit, whom to praise and whom to admonish (县方案 五(三))."""
    period = tallies.period_of(asked.jurisdiction, asked.first, asked.last, asked.on)
    body: list[Block] = [
        Paragraph(f"现将{asked.span}督办事项完成情况通报如下。"),
        *chapters(
            ("总体情况", overall(asked, period)),
            ("各单位完成情况", _by_unit(period)),
            ("表扬单位", _praise(period)),
            (
                "批评单位",
                (*_blame(period), *contrasts.in_circular(asked.jurisdiction, asked.first, asked.last, period)),
            ),
            ("下步要求", (Paragraph(_REQUIREMENT),)),
        ),
    ]
    return circular_paper(asked, f"关于{asked.span}督办事项完成情况的{_genre(asked.name)}", tuple(body))


def weekly(asked: Request) -> Paper:
    """《督查专报》 of a week (县方案 五(二)): what moved, what fell due, what is behind, what comes next week."""
    period = tallies.period_of(asked.jurisdiction, asked.first, asked.last, asked.on)
    behind = tallies.behind(asked.jurisdiction, min(asked.last, asked.on))
    following = asked.last + datetime.timedelta(days=1), asked.last + datetime.timedelta(days=7)
    coming = tallies.ahead(asked.jurisdiction, *following)
    body = chapters(
        (
            "本周动态",
            (Paragraph(f"本周新交办{period.sent}项，认定办结{period.done}项，收到单位反馈{period.reports}件。"),),
        ),
        ("本周到期事项", (Paragraph(_due_sentence("本周应办结督办事项", period)),)),
        ("逾期未办结事项", listed(behind, "没有逾期未办结的事项。", "逾期未办结事项")),
        ("下周到期事项", listed(coming, "下周没有到期的事项。", "下周到期事项")),
    )
    title = f"{asked.span}督办事项进展情况"
    return briefing_paper(asked.jurisdiction, name=asked.name, issue=UNNUMBERED, title=title, body=body, on=asked.on)


def briefing(asked: Request) -> Paper:
    """《政务督查专报》 to the government and its leaders (甘肃 四1): how it stands, where it sticks, what is proposed."""
    period = tallies.period_of(asked.jurisdiction, asked.first, asked.last, asked.on)
    behind = tallies.behind(asked.jurisdiction, asked.on)
    stuck = (
        f"截至{date_words(asked.on)}，逾期未办结{len(behind)}项。"
        if behind
        else f"截至{date_words(asked.on)}，没有逾期未办结的事项。"
    )
    body = chapters(
        ("督查情况", (*overall(asked, period), *_by_unit(period))),
        ("存在问题", (Paragraph(stuck), *(listed(behind, "", "逾期未办结事项") if behind else ()))),
        (
            "工作建议",
            (
                Paragraph(
                    "对逾期未办结的事项，由责任单位逐项说明原因、明确办结日期，督查机构按办法逐级督办；需要协调的，提请分管领导研究。"
                ),
            ),
        ),
    )
    title = f"关于{asked.span}重点工作督查情况的报告"
    return briefing_paper(asked.jurisdiction, name=asked.name, issue=UNNUMBERED, title=title, body=body, on=asked.on)


def circular_paper(asked: Request, title: str, body: tuple[Block, ...]) -> Paper:
    """Return a circular to everybody, without a number as yet."""
    return file_paper(
        asked.jurisdiction,
        title=title,
        addressees=everybody(asked.regime),
        body=body,
        on=asked.on,
        copies=letterhead_of(asked.jurisdiction).copies,
    )


def chapters(*parts: tuple[str, tuple[Block, ...]]) -> tuple[Block, ...]:
    """Return chapters 一、 二、 … with their blocks; a chapter with nothing in it is left out."""
    kept = [(name, blocks) for name, blocks in parts if blocks]
    made: list[Block] = []
    for place, (name, blocks) in enumerate(kept, 1):
        made += [Heading(1, f"{numeral(place)}、{name}"), *blocks]
    return tuple(made)


def overall(asked: Request, period: tallies.Period) -> tuple[Paragraph, ...]:
    """Return the sentences that say how many were due and what became of them; they add up."""
    said = f"{asked.span}新交办督办事项{period.sent}项，认定办结{period.done}项。"
    return (Paragraph(said + _due_sentence("期内应办结事项", period)),)


def listed(held: list[Assignment], none: str, caption: str) -> tuple[Block, ...]:
    """Return a list of matters with unit and deadline; beyond thirty it says how many more there are."""
    if not held:
        return (Paragraph(none),)
    rows: list[tuple[str, ...]] = [
        (str(place), oneline(each.matter.title), each.unit.name, end_words(each.due_on))
        for place, each in enumerate(held[:_MOST], 1)
    ]
    blocks: tuple[Block, ...] = (
        table(("序号", "事项", "责任单位", "办结时限"), rows, widths=(1, 6, 3, 3), caption=caption),
    )
    more = len(held) - _MOST
    return (*blocks, Paragraph(f"另有{more}项，共{len(held)}项。")) if more > 0 else blocks


def _due_sentence(subject: str, period: tallies.Period) -> str:
    said = tally_sentence(subject, period.whole.due, period.whole.parts)
    rate = rate_sentence(
        "按期办结率", period.whole.parts[tallies.ON_TIME], period.whole.counted, "没有到期应计的事项，不计算按期办结率"
    )
    return f"{said}{rate}。"


def _by_unit(period: tallies.Period) -> tuple[Table, ...]:
    if not period.units:
        return ()
    shown = tallies.nonzero([period.whole])
    rows: list[tuple[str, ...]] = [
        (each.unit.name if each.unit else "", *_figures(each, shown)) for each in period.units
    ]
    rows.append(("合计", *_figures(period.whole, shown)))
    header = ("单位", "应办结", *shown, "按期办结率")
    return (table(header, rows, widths=(5, *([2] * (len(header) - 2)), 3), caption="各单位督办事项完成情况"),)


def _figures(tally: tallies.Tally, shown: list[str]) -> tuple[str, ...]:
    rate = share(tally.parts[tallies.ON_TIME], tally.counted) or "不计"
    return str(tally.due), *(str(tally.parts[name]) for name in shown), rate


def _praise(period: tallies.Period) -> tuple[Paragraph, ...]:
    good = [
        each.unit.name for each in period.units if each.unit and each.due and each.parts[tallies.ON_TIME] == each.due
    ]
    return (Paragraph(f"{names(good)}承办的到期事项全部按期办结，予以表扬。"),) if good else ()


def _blame(period: tallies.Period) -> tuple[Paragraph, ...]:
    bad = [
        (each.unit.name, each.parts[tallies.OVERDUE])
        for each in period.units
        if each.unit and each.parts[tallies.OVERDUE]
    ]
    if not bad:
        return ()
    told = "、".join(f"{name}（{count}项）" for name, count in bad)
    return (Paragraph(f"{told}有事项逾期未办结，予以批评，限期整改。"),)


def _genre(name: str) -> str:
    return "通报" if "通报" in name else "情况报告"


_REQUIREMENT = (
    "各单位要对照承办事项和时限逐项检查，抓紧办理尚未办结的事项，按要求如实反馈进展；确有困难的，及时书面报告。"
)
