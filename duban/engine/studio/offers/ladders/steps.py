"""Steps that follow one another when a limit passes undone, as rules: 首次通报，限5个工作日；仍未完成的，约谈."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from duban.engine.studio.blanks.names import Names
from duban.engine.studio.offers.found import Found
from duban.engine.studio.offers.words import CHINESE, NUMBER, Part, number_of, parts_of

_FIRST = re.compile(
    r"(?:未按(?:规定|要求)?[^,，。;；]{0,4}(?:时限|期限|时间)[^,，。;；]{0,6}(?:完成|办结)|(?:逾期|到期)(?:仍)?未(?:办结|完成)|规定(?:期限|时限)内未能完成)[^,，。;；]{0,12}"
)
_AGAIN = re.compile(rf"(?:{NUMBER}\s*(?P<unit>个工作日|日|天)内)?仍(?:未|不能|不)[^,，。;；]{{0,18}}的?[,，]")
_LIMIT = re.compile(rf"限(?:期)?{NUMBER}\s*(?P<unit>个工作日|日|天)内?(?:完成)?")
_UNITS = {"个工作日": "working_days", "日": "days", "天": "days"}
_LEAD = re.compile(
    r"^(?:首次)?(?:予以|给予|由[^,，]{0,8}?(?=约谈|提请|通报|发|下发|印发|亮|挂牌|移送|启动|追责|追究|问责)|将|要)"
)


def steps_in(words: str, names: Names) -> Iterator[Found]:
    """Recognise a ladder within one clause: a first step after the limit, each further one after the limit of the one before."""
    found: list[tuple[dict[str, Any], Part, re.Match[str]]] = []
    for part in parts_of(words):
        again, first = _AGAIN.search(part.text), _FIRST.search(part.text)
        if found and again:
            limit = again[1] and {_UNITS[again["unit"]]: int(number_of(again[1]))}
            if limit:
                found[-1][0]["limit"] = limit
            name = _action(part.text[again.end() :])
        elif first and not found:
            name = _action(re.sub(r"^[^,，]{0,10}的?(?:责任单位|单位)?[,，]?", "", part.text[first.end() :]))
        else:
            continue
        if not name:
            return
        step: dict[str, Any] = {
            "kind": "step",
            "name": name,
            "opens": {"after": found[-1][0]["step"] if found else "deadline"},
        }
        step["step"] = _id_of(name, names, len(found))
        own = _LIMIT.search(part.text)
        if own:
            step["limit"] = {_UNITS[own["unit"]]: int(number_of(own[1]))}
        match = again if found and again else first
        assert match is not None
        found.append((step, part, match))
    if len(found) < 2 or not all("limit" in step for step, _, _ in found[:-1]):
        return
    for step, part, match in found:
        yield Found(step, ((part.begin + match.start(), part.begin + len(part.text)),), "期限过后仍未完成，走到这一步")


_HEADED = re.compile(
    r"^\s*(?:\([一二三四五六七八九十]+\)|[一二三四五六七八九十\d]+[、.])?(?P<name>[^。:,，]{2,10}督办)。"
)
_UNDONE = re.compile(r"规定(?:期限|时限)内未能?完成|仍(?:未|不能)")
_CHANNELS = (("电话", "phone"), ("书面", "written"), ("现场", "on_site"), ("会议", "meeting"))


def headed_step_in(words: str, names: Names) -> Iterator[Found]:
    """Recognise a clause that is one step of a ladder and bears its name: 书面督办。电话督办后仍未…."""
    headed = _HEADED.search(words)
    undone = _UNDONE.search(words, headed.end()) if headed else None
    channels = [value for word, value in _CHANNELS if headed and word in headed["name"]]
    if headed is None or undone is None or len(channels) != 1:
        return
    after: str | None = "deadline"
    if "规定" not in undone[0]:
        before = words[headed.end() : undone.start()]
        named = [
            step for step, label in names.steps() if any(word in label and word in before for word, _ in _CHANNELS)
        ]
        after = named[-1] if named else next((step for step, _ in names.steps()[::-1] if "通知单" in before), None)
    if after is None:
        return
    rule = {
        "kind": "step", "name": headed["name"], "step": _id_of(headed["name"], names, 0), "opens": {"after": after}, "limit": "set",
        "carried_by": {"fact": "urged", "where": {"channel": channels[0]}},
    }  # fmt: skip
    yield Found(rule, (headed.span("name"), undone.span()), f"“{headed['name']}”是一步，“{undone[0]}”时走到这一步")


# 逾期3天未办结的，电话催办；逾期7天的，书面催办: by how many days the matter is late.
_OVERDUE = re.compile(
    rf"(?:(?:逾期|超期|超时)(?P<over>超过)?|(?<=[;；])(?P<more>超过))(?:达到?|满)?{NUMBER}\s*(?P<unit>个工作日|天|日)(?:\(含\))?(?:及?以上)?(?P<what>(?:仍?未|没有)[^,，。;；的]{{1,8}})?(?:的(?:责任|承办)?(?:单位)?)?[,，]?(?P<act>[^,，。;；扣加减\d]{{2,24}})"
)
_LATE = re.compile(
    rf"(?:逾期|超期|超时)[^,，。;；\d{CHINESE}]{{0,3}}(?:[\d{CHINESE}]+\s*(?:个工作日|天|日)?\s*[至到—～~－-]\s*)?[\d{CHINESE}]+\s*(?:个工作日|天|日|个?月|周|个?星期)"
    rf"|(?<=[;；])超过\s*[\d{CHINESE}]+\s*(?:个工作日|天|日)"
)
# 逾期未办结的，亮黄牌: before the first number of days.
_AT_ONCE = re.compile(
    r"(?:逾期|超期)仍?未(?:办结|完成|办理)的?(?:责任|承办)?(?:单位)?[,，](?P<act>[^,，。;；扣加减\d]{2,24})(?=[;；,，]|$)"
)
ACT = re.compile("催办|提醒|通报|约谈|督办|亮[黄红橙蓝]|[黄红]牌|问责|发函|警示|检查|说明|谈话")
_OFFICE_FIRST = re.compile("^(?:的)?(?:由)?(?:市|县|区)?(?:委|政府)?督[查办改](?:室|科|局|办)?(?:发出?(?!函)|进行)?")
# What was not handed in is no matter undone.
OF_REPORTS = re.compile("签收|进展|方案|计划|报告|总结|材料|[周旬月季年]报|报[送表]|反馈(?=逾期|超期|超时)")


def _about(text: str, match: re.Match[str]) -> str:
    """What is late, before and behind the days: 月报逾期3天的, 逾期3天未签收的."""
    return re.split("[,，;；]", text[: match.start()])[-1] + match[0][:2] + (match["what"] or "")


def overdue_steps_in(words: str, names: Names) -> Iterator[Found]:
    """Recognise a ladder by how long a matter is late; nothing where the days do not grow, or points go with them."""
    for sentence in parts_of(words, "。\n"):
        rows = [each for each in _OVERDUE.finditer(sentence.text) if ACT.search(each["act"])]
        days = [int(number_of(each[3])) + bool(each["over"] or each["more"]) for each in rows]
        is_sound = days == sorted(set(days)) and len({each["unit"] == "个工作日" for each in rows}) == 1
        is_sound = is_sound and len(rows) == len(_LATE.findall(sentence.text))
        if not rows or not is_sound or any(OF_REPORTS.search(_about(sentence.text, each)) for each in rows):
            continue
        at_once = _AT_ONCE.search(sentence.text, 0, rows[0].start())
        first = (
            step_of(at_once["act"], {"after": "deadline"}, names, 0) if at_once and ACT.search(at_once["act"]) else None
        )
        if at_once and first:
            yield Found(first, (sentence.span(at_once),), f"“{at_once[0]}”：办理期限过后走到这一步")
        for further, (match, number) in enumerate(zip(rows, days, strict=True), int(first is not None)):
            unit = "working_days" if match["unit"] == "个工作日" else "days"
            rule = step_of(match["act"], {"after": "deadline", unit: number}, names, further)
            if rule is None:
                return
            yield Found(rule, (sentence.span(match),), f"“{match[0]}”：按办理期限过了几天走到这一步")


def step_of(act: str, opens: dict[str, Any], names: Names, further: int) -> dict[str, Any] | None:
    """Return the step that words name, `further` new ones behind those of the draft; None where they name none."""
    name = _action(_OFFICE_FIRST.sub("", act.strip()))
    if not name:
        return None
    rule: dict[str, Any] = {"kind": "step", "step": _id_of(name, names, further), "name": name, "opens": opens}
    channels = [value for word, value in _CHANNELS if word in name and re.search("催办|督办", name)]
    if len(channels) == 1:
        rule["carried_by"] = {"fact": "urged", "where": {"channel": channels[0]}}
    return rule


def _id_of(name: str, names: Names, further: int) -> str:
    """The name of a step in the draft where one is called so, else one that the draft has not."""
    held = {label: step for step, label in names.steps()}
    used = set(held.values())
    free = (made for number in range(1, 100) if (made := f"step_{number}") not in used)
    return held.get(name) or next(made for place, made in enumerate(free) if place == further)


def _action(text: str) -> str:
    """The name of a step: what is done, without who does it and how long it runs."""
    first = re.split("[,，]", _LEAD.sub("", text.strip(" ,，")))
    said = _LEAD.sub("", first[0]).strip()
    return said if 2 <= len(said) <= 24 else ""
