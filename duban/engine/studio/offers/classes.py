"""Of which class of matters words speak (重点事项逾期的, 市领导批示件未按时反馈的), as a level or a category of the document."""

from __future__ import annotations

import re

from duban.engine.studio.blanks.names import Names

_OF = "(?:督[办查])?(?:工作)?(?:事项|任务|件|项目|工单)"
_CLASS = re.compile(
    rf"(?:特别重要|比较重要|较?重要|重大|重点|紧急|特急|加急|急办|限时|一般性?|普通|常规|日常|[一二三四甲乙丙ABC]类|[红黄蓝橙绿]色)的?{_OF}"
    r"|(?:国务院|中央|省委?|[市州]委?|上级)(?:级|、?[省市州]?政府)?(?:及?以上)?(?:督[查办]|交办|转办|挂牌督办)(?:的)?(?:事项|任务|件)"
    rf"|(?:批示|批办|议定|会议|信访|舆情|热线)(?:交办)?(?:件|事项|工单)|(?:建议|提案|议案)(?:件|事项)?(?=逾期|超期|未|迟|不|办理)"
)
_PLAIN = re.compile("(?:事项|任务|工作|件|项目|工单|类|级|督办|督查|办理|性|的|色)")


def named_in(words: str, names: Names) -> tuple[re.Match[str], dict[str, str]] | None:
    """Return where words name a class of matters, and the level or category that it is; that is empty where the document has none or several such. None where no class is named."""
    match = _CLASS.search(words)
    if match is None:
        return None
    said = _PLAIN.sub("", match[0])
    listed = [("level", names.levels()), ("category", names.categories())]
    found = [(key, each) for key, known in listed for each, label in known if _is(said, _PLAIN.sub("", label))]
    return match, dict(found) if len(found) == 1 else {}


def _is(said: str, label: str) -> bool:
    return bool(said) and bool(label) and (said in label or label in said)
