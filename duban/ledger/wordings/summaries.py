"""Bulletins on how units stand: ranking, praise, quarterly summary by portfolio, year-end summary, proposals."""

from collections import Counter

from duban.engine.rules.honours import Honour
from duban.ledger.governed import Governed
from duban.ledger.models import JournalLine, QuarterlyItem, QuarterlyList, Suggestion
from duban.ledger.models.ratings import Satisfaction
from duban.ledger.models.suggestions import Answer
from duban.ledger.queries.process import consequences
from duban.ledger.queries.process.objection_limits import Limits
from duban.ledger.queries.scoring import rankings
from duban.ledger.queries.scoring.periods import Span
from duban.ledger.refusals import Refused
from duban.ledger.wordings import contrasts
from duban.ledger.wordings.circulars import Request, chapters, circular_paper
from duban.ledger.wordings.frames import clean, file_paper, oneline
from duban.papers.writing.documents import Block, Heading, Paper, Paragraph, table
from duban.papers.writing.texts import date_words, names, numeral, points_words, shares, tally_sentence
from duban.people.models import Portfolio

_FACTS = (("circular", "praise", "通报表扬"), ("circular", "criticism", "通报批评"), ("interview", "", "约谈"))


def ranking(asked: Request) -> Paper:
    """排名通报, from the published ranking. Raises Refused where that period was not published."""
    table_ = _published(asked)
    graded = table_.has_grades
    # Where the document ranks groups apart, each place is one in its group.
    apart = any(row.pool for row in table_.rows)
    graded_beside = (("等次", 2),) if table_.graded_by else ()
    points = (("名次", 1), ("单位", 4), ("得分", 2), *graded_beside, ("基础得分", 2), ("加分", 2), ("减分", 2))
    columns = (("等次", 1), ("单位", 4)) if graded else points
    columns = (("组别", 3), *columns) if apart else columns
    rows: list[tuple[str, ...]] = []
    for row in table_.rows:
        if graded:
            rows.append((*((row.pool,) if apart else ()), row.grade or "", row.name))
        else:
            total = points_words(row.total) if row.total is not None else ""
            rows.append(
                (
                    *((row.pool,) if apart else ()),
                    *(str(row.rank), row.name, total),
                    *((row.grade or "待定",) if table_.graded_by else ()),
                    points_words(row.start),
                    points_words(row.plus),
                    points_words(row.minus),
                )
            )
    what = "等次" if graded else "排名"
    caption = f"{asked.span}督查考核{what}"
    said = f"{asked.span}参加考核{len(table_.rows) + len(table_.unranked)}个单位，其中列入{what}{len(table_.rows)}个、未列入{len(table_.unranked)}个。"
    first: dict[str, list[str]] = {}
    for row in (each for each in table_.rows if each.rank == 1):
        first.setdefault(row.pool, []).append(row.name)
    if first and not graded and not table_.bare:
        said += "".join(f"{names(whom)}名列{f'{group}第一' if group else '第一'}。" for group, whom in first.items())
    reasons: dict[str, list[str]] = {}
    for _, name, reason in table_.unranked:
        reasons.setdefault(reason, []).append(name)
    why = [Paragraph(f"{names(whom)}{reason}，不列入{what}。") for reason, whom in reasons.items()]
    why += contrasts.of_grades(table_)
    leading = {row.unit for row in table_.rows if row.rank == 1}
    leads = contrasts.in_ranking(asked.jurisdiction, asked.first, asked.last, asked.on, leading)
    by = f"在{date_words(until.due)}以前" if (until := Limits.of_ranking(table_.ranking)) else ""
    header, widths = zip(*columns, strict=True)
    body = (
        Paragraph(f"现将{asked.span}督查考核{what}通报如下。"),
        *chapters(
            ("总体情况", (Paragraph(said), *(Paragraph(each) for each in (table_.bare,) if each), *leads)),
            (f"{what}情况", (table(header, rows, widths=widths, caption=caption), *why)),
            ("有关要求", (Paragraph(f"各单位要对照失分项查找原因，补齐短板；对得分有异议的，可以{by}书面提出复核。"),)),
        ),
    )
    return circular_paper(asked, f"关于{asked.span}督查考核{what}情况的通报", body)


def honours(asked: Request) -> Paper:
    """表扬通报: the units that the published result names. Raises Refused where it names none or was not published."""
    table_ = _published(asked)
    # A document with grades praises the best grade (安康 第十二条(二)); who lost eligibility is not praised (卓尼 第十二条, 甘肃 四3).
    # Where it names no number (甘肃某县 四3, reading cut_offs) the draft names the first, and the office adds to the sentence.
    is_open = not table_.has_grades and not Governed.of(asked.jurisdiction).document.rules_of(Honour)
    best = [
        row
        for row in table_.rows
        if row.honours or (table_.has_grades and row.grade == "优秀") or (is_open and row.rank == 1)
    ]
    barred = consequences.barred(asked.jurisdiction, asked.last, asked.on)
    named = [row.name for row in best if row.unit not in barred]
    left_out = [(row.name, barred[row.unit].clause) for row in best if row.unit in barred]
    told = [Paragraph(f"{name}已被取消评优评先资格（{clause}），不列入表扬。") for name, clause in left_out]
    if not named:
        why = "".join(each.text for each in told)
        raise Refused(
            f"{asked.span}的结果中没有应予表扬的单位{'：' if why else ''}{why}",
            clause=left_out[0][1] if left_out else "",
        )
    rows = [(str(place), name) for place, name in enumerate(named, 1)]
    word = "表彰" if "表彰" in asked.name else "通报表扬"
    listed: tuple[Block, ...] = (
        Paragraph(f"在{asked.span}督查考核中，下列{len(named)}个单位办理督办事项成效突出，现予{word}。"),
        table(("序号", "单位"), rows, widths=(1, 5), caption="表扬单位"),
    )
    if is_open:
        listed = (Paragraph(f"在{asked.span}督查考核中，{'、'.join(named)}办理督办事项成效突出，现予{word}。"),)
    body = (
        *listed,
        *told,
        Paragraph("希望受表扬的单位再接再厉；各单位要以其为榜样，高质量完成承办事项。"),
    )
    return circular_paper(
        asked, f"关于{word[-2:]}{asked.span}督查考核先进单位的{'决定' if '决定' in asked.name else '通报'}", body
    )


def quarterly(asked: Request) -> Paper:
    """季度分口汇总通报 in three classes (安康 第七条), from the sections' lists as the office decided them."""
    classes = Governed.of(asked.jurisdiction).words("progress_classes") or ("已完成", "进展顺利", "进展缓慢")
    lists = {
        each.portfolio_id: each
        for each in QuarterlyList.objects.filter(portfolio__jurisdiction=asked.jurisdiction, quarter_end=asked.last)
    }
    items: dict[int, list[QuarterlyItem]] = {}
    for item in QuarterlyItem.objects.filter(of__in=lists.values()).order_by("id"):
        items.setdefault(item.of_id, []).append(item)
    whole: Counter[str] = Counter()
    blocks: list[Block] = []
    portfolios = list(Portfolio.objects.filter(jurisdiction=asked.jurisdiction).select_related("leader").order_by("id"))
    silent = [each.name for each in portfolios if each.pk not in lists or lists[each.pk].handed_in_on is None]
    for place, portfolio in enumerate(portfolios, 1):
        own = items.get(lists[portfolio.pk].pk, []) if portfolio.pk in lists else []
        counts = Counter(each.decided or each.proposed for each in own)
        whole.update(counts)
        head = Heading(
            2,
            f"（{numeral(place)}）{portfolio.name}。",
            tally_sentence("列入清单事项", len(own), _ordered(counts, classes)),
        )
        blocks.append(head)
        if own:
            rows = [
                (str(number), each.heading, clean(each.text), clean(each.progress), each.decided or each.proposed)
                for number, each in enumerate(own, 1)
            ]
            blocks.append(table(("序号", "清单", "内容", "进展", "分类"), rows, widths=(1, 2, 5, 5, 2)))
    total = sum(whole.values())
    parts = _ordered(whole, classes)
    said = [tally_sentence(f"{asked.span}各口列入清单事项", total, parts)]
    if total:
        told = zip(parts, shares(list(parts.values())), strict=True)
        said.append(f"{'、'.join(f'{name}占{part}' for name, part in told)}。")
    if silent:
        said.append(f"{names(silent, unit='个口')}未报送清单。")
    body = (
        Paragraph(f"现将{asked.span}分口工作进展情况通报如下。"),
        *chapters(("总体情况", (Paragraph("".join(said)),)), ("分口情况", tuple(blocks))),
    )
    return circular_paper(asked, f"关于{asked.span}分口工作进展情况的通报", body)


def _told_of(asked: Request) -> dict[str, Counter[str]]:
    """Return how often each unit was praised, criticised or summoned in the time, by its name."""
    counts: dict[str, Counter[str]] = {}
    lines = (
        JournalLine.objects.filter(
            jurisdiction=asked.jurisdiction,
            kind__in=("circular", "interview"),
            on__range=(asked.first, asked.last),
            unit__isnull=False,
        )
        .exclude(amendments__verb__in=("fact.withdrawn", "fact.excused"))
        .values_list("unit__name", "kind", "data")
    )
    for unit, kind, data in lines:
        for wanted, tone, word in _FACTS:
            if kind == wanted and tone in ("", data["fact"].get("tone")):
                counts.setdefault(unit, Counter())[word] += 1
    return counts


def assessment(asked: Request) -> Paper:
    """Praise, interviews and criticism by unit, and the period's result, for the assessment office (安康 第十二条(四), 三门峡 四(二)1, 县方案 五(四))."""
    counts = _told_of(asked)
    lost = consequences.lost_in(asked.jurisdiction, asked.first, asked.last, asked.on)
    without = set(lost.values_list("unit__name", flat=True))
    span = Span(asked.kind, asked.first, asked.last)
    found = rankings.published(asked.jurisdiction, span)
    result = rankings.table_of(found, asked.on) if found else None
    scores = {row.name: row for row in result.rows} if result else {}
    words = [word for _, _, word in _FACTS]
    order = list(dict.fromkeys([*scores, *sorted(counts), *sorted(without)]))
    rows: list[tuple[str, ...]] = []
    for name in order:
        row = scores.get(name)
        score = (points_words(row.total) if row.total is not None else row.grade or "") if row else "—"
        place = str(row.rank) if row and row.rank else "—"
        told = counts.get(name, Counter())
        rows.append((name, score, place, *(str(told[word]) for word in words), "是" if name in without else "否"))
    sums = [sum(each[word] for each in counts.values()) for word in words]
    said = "、".join(f"{word}{number}次" for word, number in zip(words, sums, strict=True))
    known = (
        f"考核结果按{date_words(found.published_at.date())}发布的{asked.span}结果列出。"
        if found
        else f"{asked.span}的考核结果尚未发布，得分和名次暂缺。"
    )
    body: list[Block] = [
        Paragraph(f"现将{asked.span}督查考核奖惩情况汇总报送，供你单位年度考核使用。"),
        *chapters(
            ("总体情况", (Paragraph(f"{asked.span}，{said}；取消评优评先资格{len(without)}个单位。{known}"),)),
            (
                "各单位情况",
                (
                    table(
                        ("单位", "考核结果", "名次", *words, "取消评优资格"),
                        rows,
                        widths=(4, 2, 2, 2, 2, 2, 2),
                        caption=f"{asked.span}奖惩情况汇总",
                    )
                    if rows
                    else Paragraph("没有可以汇总的情况。"),
                ),
            ),
        ),
    ]
    title = f"关于报送{asked.span}督查考核奖惩情况的函"
    city = asked.regime.level == "prefecture"
    return file_paper(
        asked.jurisdiction, title=title, addressees=(f"{'市' if city else '县'}考核办",), body=tuple(body), on=asked.on
    )


def suggestions(asked: Request) -> Paper:
    """建议提案办理情况报告 (甘肃 二(四)): how many, with what answer, how content their authors are."""
    found = list(
        Suggestion.objects.filter(
            matter__jurisdiction=asked.jurisdiction, matter__registered_on__range=(asked.first, asked.last)
        )
        .select_related("matter")
        .prefetch_related("matter__ratings")
        .order_by("kind", "number", "id")
    )
    answered = Counter(str(Answer(each.answer).label) if each.answer else "尚未答复" for each in found)
    rated = Counter(str(Satisfaction(each.satisfaction).label) for each in found if each.satisfaction)
    kinds = Counter(each.get_kind_display() for each in found)
    rows = [
        (
            each.get_kind_display(),
            clean(each.number),
            clean(each.author),
            oneline(each.matter.title),
            each.answer or "办理中",
            each.get_satisfaction_display() or "未评价",
        )
        for each in found
    ]
    told = tally_sentence("收到满意度评价", sum(rated.values()), rated, unit="件") if rated else "尚未收到满意度评价。"
    sheet = (
        table(
            ("类别", "编号", "提出人", "事项", "结果", "满意度"),
            rows,
            widths=(3, 2, 2, 5, 2, 2),
            caption="建议提案办理情况",
        )
        if rows
        else None
    )
    body = (
        Paragraph(f"现将{asked.span}建议提案办理情况报告如下。"),
        *chapters(
            ("总体情况", (Paragraph(tally_sentence("承办建议提案", len(found), kinds, unit="件")),)),
            ("办理结果", (Paragraph(tally_sentence("承办建议提案", len(found), answered, unit="件") + told),)),
            ("逐件情况", (sheet,) if sheet else ()),
        ),
    )
    where = "市" if asked.regime.level == "prefecture" else "县"
    to = (f"{where}人大常委会", f"{where}政协")
    return file_paper(
        asked.jurisdiction, title=f"关于{asked.span}建议提案办理情况的报告", addressees=to, body=body, on=asked.on
    )


def _published(asked: Request) -> rankings.Table:
    found = rankings.published(asked.jurisdiction, Span(asked.kind, asked.first, asked.last))
    if found is None:
        raise Refused(
            f"{asked.span}的考核结果还没有发布", possible="请先在“考核”里发布这一期，再起草通报。", field="period"
        )
    return rankings.table_of(found, asked.on)


def _ordered(counts: Counter[str], classes: tuple[str, ...]) -> dict[str, int]:
    named = {name: counts[name] for name in classes}
    return named | {name or "未分类": number for name, number in counts.items() if name not in named}
