"""Papers of every kind, with every part that the standard knows."""

from datetime import date

from duban.papers.writing.documents import (
    Annex,
    Cell,
    Heading,
    Imprint,
    Paper,
    Paragraph,
    Table,
    blocks_of,
    form,
    table,
)

DAY = date(2026, 3, 31)
LONG = "各责任单位要对照任务清单，逐项明确完成时限和办理标准，建立台账，挂图作战，按月销号，确保全年目标如期实现。"
HOSTILE = '#panic("x") *b* _i_ $a$ @ref <label> `c` \\ #sys.inputs // - = + {{ }} {% x %} &lt; </w:t>'
TIBETAN = "ཅོ་ནེ་རྫོང་མི་དམངས་སྲིད་གཞུང་།"


def circular() -> Paper:
    ranking = table(
        ("名次", "单位", "承办（项）", "办结（项）", "办结率", "得分"),
        [(str(n), f"第{n}单位", "12", "9", "75.0%", "97.5") for n in range(1, 16)],
        caption="办理情况排名表",
    )
    return Paper(
        title="关于2026年第一季度重点督办事项\n办理情况的通报",
        head=("某某市人民政府办公室文件",),
        number="某政督〔2026〕12号",
        addressees=("各县（市、区）人民政府", "市人民政府各部门"),
        body=(
            Paragraph("现将办理情况通报如下。"),
            Heading(1, "一、总体情况"),
            Paragraph(LONG * 3),
            Heading(2, "（一）办结情况。", LONG),
            Heading(3, "1.市发展改革委。", LONG),
            Heading(4, "（1）重点项目。", LONG),
            ranking,
            Heading(1, "二、下步要求"),
            Paragraph(LONG * 4),
        ),
        attachments=("排名表及未办结事项清单", "整改任务清单"),
        annexes=(
            Annex(
                "排名表",
                (
                    table(
                        ("序号", "事项内容", "时限"),
                        [(str(n), LONG, "6月底") for n in range(8)],
                        widths=(1, 6, 2),
                    ),
                ),
            ),
            Annex("整改任务清单", (Paragraph(LONG),)),
        ),
        signature=("某某市人民政府办公室",),
        dated_on=DAY,
        note="此件公开发布",
        imprint=Imprint(
            copies=("市委办公室", "市人大常委会办公室", "市政协办公室"),
            office="某某市人民政府办公室",
            printed_on=DAY,
        ),
    )


def bilingual() -> Paper:
    return Paper(
        title="督查（办）通知单",
        head=(TIBETAN, "某某县人民政府办公室文件"),
        number="某政办督〔2026〕3号",
        signer="王某某",
        urgency="特急",
        addressees=("某某镇人民政府",),
        body=(Paragraph(LONG),),
        signature=("某某县人民政府办公室",),
        dated_on=DAY,
    )


def briefing() -> Paper:
    return Paper(
        kind="briefing",
        title="第一季度督查工作情况",
        head=("政务督查专报",),
        number="第12期",
        editor="县政府督查室",
        dated_on=DAY,
        body=blocks_of(f"一、基本情况\n{LONG}\n（一）进展。{LONG}"),
        imprint=Imprint(
            reports=("县委书记、县长",),
            copies=("各副县长",),
            office="县政府督查室",
            printed_on=DAY,
            printed=30,
        ),
    )


def sheet() -> Paper:
    grid = Table(
        (
            (Cell("被督查单位", label=True), Cell("某某镇人民政府", across=2)),
            (Cell("存在的问题", label=True), Cell(LONG, lines=12), Cell("备注", label=True)),
            (Cell("督查组长", label=True), Cell("", across=2)),
        ),
        heads=0,
        widths=(2, 6, 2),
    )
    return Paper(kind="form", title="督查反馈单", number="某政办督〔2026〕3号", body=(grid,))


def notice() -> Paper:
    """A form that an office sends out: red head, number, and the grid."""
    rows = [("事项编号", "2026-1", "承办单位", "甲镇"), ("办理要求", LONG), ("其他承办单位", "县发展改革局")]
    return Paper(
        kind="form",
        title="督查（办）通知单",
        head=("某某县人民政府办公室文件",),
        number="某政办督〔2026〕3号",
        addressees=("甲镇",),
        body=(Paragraph("现将下列事项交由你单位牵头办理。"), form(rows, widths=(2, 4, 2, 4))),
    )


def listed(rows: int, body: int = 0) -> Paper:
    """A list of units whose names are short and long, with so many rows, under so many lines of words."""
    names = ("甲镇", "某某县人力资源和社会保障局")
    lines = [(str(n), names[n % 2], "2026年10月31日", "75.0%") for n in range(rows)]
    made = table(("序号", "单位", "完成时限", "逾期未办结事项占比"), lines, widths=(1, 4, 2, 2), caption="办理情况")
    return Paper("情况", (*(Paragraph("督" * 28, indent=False) for _ in range(body)), made))


def commitment() -> Paper:
    return Paper(
        kind="form",
        title="承诺书",
        body=(
            form([("承诺单位", "市住建局", "责任人", "张某"), ("承诺事项", LONG)]),
            Paragraph("承诺单位（盖章）：", align="right"),
        ),
        dated_on=DAY,
    )


ALL = {
    "circular": circular,
    "bilingual": bilingual,
    "briefing": briefing,
    "sheet": sheet,
    "notice": notice,
    "commitment": commitment,
}


def words_of(paper: Paper) -> list[str]:
    """List every text that a reader must find in the printed paper, without spaces."""
    listed = [paper.title, paper.number, paper.signer, paper.urgency, paper.editor, paper.note]
    listed += [*paper.head, *paper.addressees, *paper.attached, *paper.signature]
    blocks = [*paper.body, *(block for annex in paper.annexes for block in annex.body)]
    for block in blocks:
        if isinstance(block, Heading):
            listed += [block.text, block.rest]
        elif isinstance(block, Paragraph):
            listed.append(block.text)
        else:
            listed += [block.caption, *(cell.text for row in block.rows for cell in row)]
    listed += [annex.title for annex in paper.annexes]
    if paper.imprint:
        listed += [*paper.imprint.copies, *paper.imprint.reports, paper.imprint.office]
    return [squeezed(words) for words in listed if words]


def squeezed(words: str) -> str:
    return "".join(words.split()).replace("\u3000", "")
