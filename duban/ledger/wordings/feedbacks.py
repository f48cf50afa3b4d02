"""What goes out of an inspection to a unit or to the discipline body: findings to put right, an order to correct, a conclusion, a review."""

from collections.abc import Mapping
from typing import Any

from duban.ledger.governed import Governed
from duban.ledger.models import Notice
from duban.ledger.wordings.circulars import chapters
from duban.ledger.wordings.frames import (
    cited,
    clean,
    file_paper,
    grid,
    oneline,
    paragraphs,
    slip_paper,
)
from duban.ledger.wordings.measures.decisions import discipline_body
from duban.papers.writing.documents import Annex, Block, Heading, Paper, Paragraph, Table, table
from duban.papers.writing.texts import date_words


def compose(notice: Notice, act: str) -> Paper:
    """Return a notice of an inspection in words; what it says was kept when it was issued."""
    made = {
        "rectification": _rectification,
        "correction": _correction,
        "discipline_handover": _discipline,
        "conclusion": _conclusion,
        "review": _review,
    }.get(act)
    if made is None:
        return _paper(
            notice,
            notice.name,
            paragraphs(str(notice.words.get("note") or "")) or (Paragraph(f"现印发{notice.name}。"),),
        )
    return made(notice)


def problem_table(rows: list[Mapping[str, Any]]) -> Table:
    """Return findings as a table of a paper: number, nature, what was found, what was said on the spot."""
    return table(
        ("序号", "性质", "存在的问题", "涉及事项"),
        [(str(row["order"]), clean(row["nature"]), _found(row), row["matter"] or "—") for row in rows],
        widths=(1, 2, 8, 2),
    )


def _rectification(notice: Notice) -> Paper:
    """整改意见 (卓尼 第十一条)、督办通知 (甘肃 四2): task, measures, responsibility, limit."""
    rows = list(notice.words.get("findings") or [])
    limit = date_words(notice.limit_on) if notice.limit_on else "限定日期"
    body: list[Block] = [
        Paragraph(
            f"在“{_name(notice)}”中，发现你单位存在{len(rows)}个问题（清单附后）。{_basis(notice)}，现交你单位整改，有关要求通知如下。"
        ),
        Heading(1, "一、整改任务"),
        Paragraph("对照问题清单逐条认领、逐条整改，举一反三。"),
        Heading(1, "二、整改措施"),
        Paragraph("逐条制定整改方案，写明整改措施、责任领导和完成日期，报送督查机构。"),
        Heading(1, "三、责任和时限"),
        Paragraph(
            f"单位主要负责人对整改负总责。请于{limit}前完成整改，逐条报送整改结果并附佐证材料，经验收后逐条销号。"
        ),
        *paragraphs(str(notice.words.get("note") or "")),
    ]
    annex = Annex("问题清单", (problem_table(rows),))
    return _paper(notice, f"关于“{_name(notice)}”发现问题的{notice.name}", tuple(body), annexes=(annex,))


def _correction(notice: Notice) -> Paper:
    """责令改正 (卓尼 第十九条)."""
    limit = (
        f"请于{date_words(notice.limit_on)}前改正，并书面报告改正情况。"
        if notice.limit_on
        else "请立即改正，并书面报告改正情况。"
    )
    body = (
        *chapters(
            ("事实", paragraphs(_said(notice, "found"))),
            (
                "要求",
                (
                    Paragraph(f"{_basis(notice)}，现责令你单位改正。"),
                    *paragraphs(_said(notice, "order")),
                    Paragraph(limit),
                ),
            ),
        ),
        Paragraph("拒不改正或者情节严重的，依规追究责任。"),
    )
    return _paper(notice, f"责令{notice.unit.name if notice.unit else ''}改正通知", body)


def _discipline(notice: Notice) -> Paper:
    """The written report to the discipline body on a grave breach (卓尼 第十四条)."""
    whom = "、".join(clean(str(each)) for each in notice.words.get("persons") or [])
    of = clean(str(notice.words.get("unit") or "有关单位"))
    about = f"{of}{f'（{whom}）' if whom else ''}"
    body = (
        Paragraph(f"督查组在“{_name(notice)}”中发现{about}涉嫌严重违规违纪，现将有关情况报告如下。"),
        *chapters(
            ("发现的情况", paragraphs(_said(notice, "found"))),
            ("当场处置", paragraphs(_said(notice, "order")) or (Paragraph("未采取当场处置措施。"),)),
            (
                "报告依据",
                (
                    Paragraph(
                        f"{cited(Governed.of(notice.jurisdiction).document, notice.clause)}。请依规处理，并将处理结果函告我单位。"
                    ),
                ),
            ),
        ),
        *paragraphs(_said(notice, "note")),
    )
    return file_paper(
        notice.jurisdiction,
        title=f"关于{of}有关问题的报告",
        number=notice.number,
        addressees=(discipline_body(notice),),
        body=body,
        on=notice.issued_on,
    )


def _conclusion(notice: Notice) -> Paper:
    """督查结论（通报）(卓尼 第八条(一)): achievements and problems alike, what cannot be or was only partly carried out."""
    again = bool(notice.words.get("revised"))
    first = "经复核，原结论作如下变更，以本文为准。" if again else f"现将“{_name(notice)}”的结论反馈如下。"
    body = (
        Paragraph(first),
        *chapters(
            ("工作成效", paragraphs(_said(notice, "achievements"))),
            ("存在的问题", paragraphs(_said(notice, "problems"))),
            ("未落实和部分落实的情况", paragraphs(_said(notice, "shortfalls"))),
            ("整改意见", paragraphs(_said(notice, "advice"))),
        ),
        *paragraphs(_said(notice, "rights")),
    )
    unit = notice.unit.name if notice.unit else ""
    word = "督查结论（复核后）" if again else "督查结论"
    return _paper(notice, f"关于{unit}“{_name(notice)}”的{word}", body)


def _review(notice: Notice) -> Paper:
    """复核决定 (卓尼 第十七条)."""
    changed = bool(notice.words.get("changed"))
    body: list[Block] = [
        Paragraph(
            f"你单位{clean(str(notice.words.get('made_on') or ''))}对“{_name(notice)}”的结论申请复核。经未参与该结论的人员复核，现决定如下。"
        ),
        Heading(1, "一、申请理由"),
        *paragraphs(_said(notice, "text")),
        Heading(1, "二、复核决定"),
        Paragraph(f"{_basis(notice)}，{'变更原结论，变更后的结论另行送达' if changed else '维持原结论'}。"),
        Heading(1, "三、理由"),
        *paragraphs(_said(notice, "reason")),
    ]
    return _paper(notice, f"关于“{_name(notice)}”结论的{notice.name}", tuple(body))


def feedback_sheet(notice_of: Any, unit: str, rows: list[Mapping[str, Any]], head: str, note: str = "") -> Paper:
    """Return the feedback sheet (卓尼 附件3) of a unit, filled in: unit, problems, remarks, head of the team."""
    governed = Governed.of(notice_of.jurisdiction)
    named = governed.paper("feedback")
    said = "\n".join(f"{place}. {_found(row)}" for place, row in enumerate(rows, 1)) or "未发现问题。"
    body = (
        grid(
            ("被督查单位", unit),
            ("督查事项", f"{notice_of.no} {oneline(notice_of.title)}"),
            ("存在的问题", said),
            ("备注", clean(note) or "　"),
            ("督查组长", f"{head}　　　　　　　　签名：　　　　　　年　　月　　日"),
        ),
    )
    return slip_paper(notice_of.jurisdiction, title=named.name if named else "督查反馈单", body=body, has_head=False)


def _paper(notice: Notice, title: str, body: tuple[Block, ...], annexes: tuple[Annex, ...] = ()) -> Paper:
    return file_paper(
        notice.jurisdiction,
        title=title,
        number=notice.number,
        addressees=(notice.unit.name,) if notice.unit else (),
        body=body,
        on=notice.issued_on,
        annexes=annexes,
    )


def _basis(notice: Notice) -> str:
    regime = Governed.of(notice.jurisdiction).document
    return f"依据{cited(regime, notice.clause)}" if notice.clause else "根据督查工作安排"


def _name(notice: Notice) -> str:
    assert notice.inspection is not None
    return oneline(notice.inspection.title)


def _said(notice: Notice, name: str) -> str:
    return clean(str(notice.words.get(name) or "")).strip()


def _found(row: Mapping[str, Any]) -> str:
    told = clean(str(row.get("told") or "")).strip()
    found = clean(str(row["text"])).strip()
    return f"{found}（当场处置：{told}）" if told else found
