"""A leader's one page (一页通) on paper: A4, for the morning meeting."""

from duban.ledger.queries.matters.statistics import Mark
from duban.ledger.queries.office.one_pages import OnePage
from duban.papers.writing.documents import Block, Heading, Paper, form, table
from duban.papers.writing.texts import date_words

# So many of the five fit one sheet with all the rest.
ON_PAPER = 3


def paper_of(page: OnePage) -> Paper:
    """Return the page as a sheet: what is late, what waits, what moved, the last months, the fields, the five to speak of."""
    body: list[Block] = [Heading(1, f"一、{_words(page.said)}")]
    if page.wanted:
        rows = [
            (each.assignment.matter.title, str(each.assignment.unit), each.said, each.word.value)
            for each in page.wanted[:ON_PAPER]
        ]
        body.append(table(("请领导说一句的", "牵头单位", "情况", "建议"), rows, (4.6, 2.8, 5.2, 1.4)))
    body.append(Heading(1, f"二、等待签批 {page.waits} 件。" if page.waits else "二、没有等待签批的事项。"))
    if page.waiting:
        asked = [(each.proposal.get_act_display(), each.asked) for each in page.waiting[:2]]
        body.append(form(asked, (1, 6)))
    moved = "，".join(f"{word} {mark.count} 件" for word, mark in page.moved)
    body.append(Heading(1, f"三、近七日：{moved}。"))
    # Half a year is what fits beside the words; the page on the screen has the whole.
    recent = [each.split(" 年 ")[1] for each in page.months[-6:]]
    curves = [
        (each.word.split()[-1].replace("月办结", "办结"), *(str(value) for value in each.values[-6:]))
        for each in page.curves
    ]
    body.append(table(("月末", *recent), curves))
    # In a line, so that the five above have their room on one sheet.
    sides = "，".join(f"{each.name} {each.late.count}/{each.going.count}" for each in page.portfolios[:8])
    body.append(Heading(1, f"四、各分管领域（超期/在办）：{sides}。" if sides else f"四、{page.compared}"))
    # Who and when stand in the title: what follows fits one sheet.
    whose = f"（{page.leader}，{date_words(page.today)}）"
    return Paper(title=f"督办工作一页通{whose}", body=tuple(body), kind="form")


def _words(said: list[str | Mark]) -> str:
    return "".join(each if isinstance(each, str) else f" {each.count} 件" for each in said)
