"""The closed list of doubts: what a reviewer must decide because the paper does not say it."""

from __future__ import annotations

DOUBTS = {
    "no_lead": "未写明牵头单位，请指定。",
    "collective": "只有统称，需落实到具体单位：{}。",
    "open_list": "“等”字之后没有写明还有哪些单位。",
    "unread_words": "责任分工中有未能识别的文字：{}。",
    "default_owner": "本项未单独写明责任单位，按全文统一规定填写，请核对。",
    "no_such_date": "日期不存在：{}。",
    "no_year": "期限没有年份，无法换算：{}。",
    "vague_date": "期限起讫不明确，请核对：{}。",
    "part_only": "只写明了其中一部分的时间（全年或全部任务的期限不明确，请核对）：{}。",
    "also_named": "文中还提到其他单位，分工请核对：{}。",
    "recurring": "周期性要求，没有一次性期限：{}。",
    "continuing": "长期或持续任务，没有一次性期限：{}。",
    "relative_date": "期限自另一日期起算，未换算：{}。",
    "event": "期限以节日或时节为准，没有具体日期，请核对：{}。",
    "immediate": "要求立即办理，没有具体日期：{}。",
    "span_of_time": "文中有起止时间，是否为完成时限请核对：{}。",
    "unread_date": "完成时限未能识别：{}。",
    "past": "按推定的年份，期限早于发文日期，请核对年份：{}。",
    "before_paper": "期限早于发文日期，请核对：{}。",
    "no_items": "没有读到任务分工。",
    "no_owners": "全文没有责任单位括注，以下任务按时间要求列出，责任单位须逐项指定。",
    "dated_elsewhere": "任务之外还有时间要求：{}。",
    "hidden": "{}在表中是隐藏的，是否办理请核对。",
    "struck": "{}带删除线，是否已经取消请核对。",
    "faulty": "{}是出错的公式，没有读入，请核对原表。",
    "strange_year": "年份不合常理，请核对：{}。",
    "recognised": "文字由图片识别得来，请对照原件核对。",
    "traditional": "文字是繁体，责任单位和期限可能没有认全，请逐项核对，或转换为简体后重新读取。",
    "garbled": "文字疑似乱码，请更换文件或编码后重试。",
}


def doubt(code: str, *words: str) -> str:
    """Give the sentence of a doubt; KeyError for a code outside the list."""
    return DOUBTS[code].format(*words)
