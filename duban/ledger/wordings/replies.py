"""The reply to a suggestion (建议提案答复): what the lead unit sends to its author, from the answer as it was entered."""

from duban.ledger.models import Suggestion
from duban.ledger.models.assignments import GONE_STAGES, Part
from duban.ledger.models.suggestions import Kind, Rank
from duban.ledger.refusals import Refused
from duban.ledger.wordings.frames import balanced, clean, letterhead_of, oneline, paragraphs
from duban.papers.writing.documents import Imprint, Paper, Paragraph
from duban.papers.writing.texts import quoted

_WHOSE = {Kind.SUGGESTION: ("建议", "代表", "人大常委会办公室"), Kind.MOTION: ("提案", "委员", "政协办公室")}


def reply_of(suggestion: Suggestion) -> Paper:
    """Return the reply of this round, signed by the lead unit. Raises Refused before the unit has answered."""
    if not suggestion.answer or suggestion.answered_on is None:
        raise Refused("还没有答复", possible="请主办单位先登记答复和办理结果（A、B、C）。")
    matter = suggestion.matter
    held = matter.assignments.exclude(stage__in=GONE_STAGES).select_related("unit").order_by("id")
    leads = [each.unit.name for each in held if each.part == Part.LEAD]
    supports = [each.unit.name for each in held if each.part == Part.SUPPORT]
    word, title, body_of = _WHOSE[Kind(suggestion.kind)]
    rank = str(Rank(suggestion.rank).label) if suggestion.rank else ""
    number = oneline(suggestion.number)
    author = oneline(suggestion.author)
    addressee = author if author.endswith((title, "等", "人", "会", "组")) else f"{author}{title}"
    place = letterhead_of(matter.jurisdiction)
    divided = f"本件由{'、'.join(leads)}主办，{'、'.join(supports)}会办。" if supports else ""
    return Paper(
        title=balanced(f"关于{rank}{'人大' if word == '建议' else '政协'}{number}{word}的答复"),
        kind="file",
        addressees=(addressee,),
        body=(
            Paragraph(f"办理结果：{suggestion.answer}", align="right", indent=False),
            Paragraph(f"您提出的关于{quoted(oneline(matter.title))}的{word}收悉，现答复如下："),
            *paragraphs(clean(suggestion.answer_text)),
            Paragraph(f"{divided}感谢您对我们工作的关心和支持。"),
        ),
        signature=tuple(leads),
        dated_on=suggestion.answered_on,
        note="联系人及电话：　　　　　　　　",
        imprint=Imprint(
            copies=(body_of, place.office),
            office=leads[0] if leads else place.office,
            printed_on=suggestion.answered_on,
        ),
    )
