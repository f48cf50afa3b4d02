"""Clauses that plainly ask nothing of the system: titles, purpose, definitions, who explains, from when in force; offered, never taken by itself."""

from __future__ import annotations

import re

from duban.engine.studio import drafts
from duban.engine.studio.drafts import Content
from duban.engine.studio.offers.words import alike

# Where one of these is said, the clause does something whatever else it says.
_ACTS = re.compile(r"\d+(?:\.\d+)?\s*(?:分|个?工作日|日内|天内|小时|%)|[加减扣]\s*分|通报|约谈|问责|排名")
_REASONS = (
    (re.compile(r"^为.{2,200}制定(?:本|了本|《)"), "宗旨"),
    (re.compile(r"本(?:办法|细则|方案|规定|制度)所称.{1,80}是指"), "定义"),
    (re.compile(r"本(?:办法|细则|方案|规定|制度|通知).{0,12}由.{2,40}负责解释"), "解释权"),
    (re.compile(r"本?(?:办法|细则|方案|规定|制度|通知)?自(?:发布|印发|公布|下发|发文|\d{4}年).{0,16}起(?:施行|执行|实施|试行)"), "施行日期"),
    (re.compile(r"^附件[:：]"), "附件目录"),
)  # fmt: skip
_MARK = re.compile(
    r"^\s*(?:第[零〇一二三四五六七八九十百\d]+条(?:之[一二三四五])?|[(][一二三四五六七八九十\d]+[)]|[一二三四五六七八九十]+、|\d+[.、])\s*"
)
# So many signs a title has at most, and what leads to a list and ends with a colon.
_TITLE, _LEAD = 24, 60


def reason_of(content: Content, number: str) -> str | None:
    """Return why a clause plainly needs nothing from the system, None where it may need something. Raises KeyError without the clause."""
    clause = drafts.clause_of(content, number)
    words = _MARK.sub("", re.sub(r"\s+", "", alike(str(clause.get(drafts.ORIGINAL) or ""))))
    if number == "印发通知":
        return "印发通知"
    if not words or _ACTS.search(words):
        return None
    is_title = len(words) <= _TITLE and not re.search("[。;；]", words)
    if (is_title or (words.endswith(":") and len(words) <= _LEAD)) and _has_parts(content, number):
        return "由下面各条规定"
    return next((reason for pattern, reason in _REASONS if pattern.search(words)), None)


def _has_parts(content: Content, number: str) -> bool:
    stem = number.removesuffix("导语").strip()
    others = (drafts.number_of(each) for each in drafts.clauses_of(content))
    return any(other.startswith(stem) and other != number for other in others) if stem else False
