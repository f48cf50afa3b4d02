"""Who leads, supports and guides, out of the words of a bracket, a labelled line or a table cell."""

from __future__ import annotations

import re

from duban.papers.reading.tasks.doubts import doubt
from duban.papers.reading.tasks.names import ENDED, MARKS, Names
from duban.papers.reading.tasks.roles import Owners, Roles
from duban.papers.reading.tasks.units import is_unit
from duban.papers.reading.texts.folding import folded
from duban.papers.reading.words.owners import FIRST_LEADS, LABELS, SAME_BELOW

__all__ = ["Owners", "Roles", "is_unit", "owners_of_cell", "read_owners", "states_first_leads"]

_LABEL = re.compile(
    "(?:"
    + "|".join(f"(?P<{each.kind}>{each.words})" for each in LABELS)
    + r")(?:\s*[：:]\s*|(?:(?<=单位)|(?<=部门)|(?<=主体))(?:分别)?[为是](?=\S))"
)
_OPENING = re.compile(
    r"(?:负责|责任|牵头|主办|承办|配合|协办|落实|主责|参与|指导|协助|实施)(?:责任)?(?:单位|部门|处室|科室|主体)[：:为是]?"
)
_LONGEST = 2000
# Another label at the end of a bracket, of whatever kind: what it says goes beside the task.
_OTHER_LABEL = re.compile(r"[；;]\s*(?P<label>[一-龥]{2,8})[：:](?P<words>[^；;]*)")

# ①县人社局 ②县总工会
_COUNTED = re.compile(r"\s*(?:[①-⑳⑴-⒇❶-❿]|(?:^|(?<=[\s、，；]))\d{1,2}[.．、)）])\s*(?=[一-龥])")
# 县民政局（配合单位：县卫健委）
_UNWRAPPED = re.compile(
    r"[（(]((?:牵头|主办|配合|协办|参与|协助|责任|承办|指导)(?:责任)?(?:单位|部门)[：:][^（()）]{2,200})[）)]"
)
# Behind a unit, in brackets: whom to ask. 县城管局（联系人：丁某，电话：…）
_CONTACT = re.compile(
    r"[（(](?P<label>(?:第一|主要|直接|具体)?(?:联系|责任|负责|经办|承办)人(?:及电话)?|联系(?:电话|方式)|电话)[：:](?P<words>[^（()）；;]{2,40})[）)]"
)


def owners_of_cell(words: str, role: str = "charge") -> Owners:
    """Read a cell under a head for owners; `role` is lead, charge, support or guide. What are no names becomes a doubt."""
    if words.strip() in {"", "-", "—", "——", "/", "无"}:
        return Owners()
    read = read_owners(words, role)
    return read if read is not None else Owners(doubts=[doubt("unread_words", words.strip()[:80])])


def states_first_leads(words: str) -> bool:
    """Tell whether a passage says that the unit named first leads."""
    return bool(FIRST_LEADS.compiled.search(words))


def closes_item(words: str) -> bool:
    """Tell whether a bracket's content states owners: a label or a role's verb, and names that are names."""
    words = _plain(words)
    if len(words) > _LONGEST or not has_role(words):
        return False
    owners = read_owners(words)
    return owners is not None and (bool(owners) or not (owners.notes or owners.limits))


def has_role(words: str) -> bool:
    """Tell whether words speak of a role at all: a label, or a verb behind some name."""
    if _OPENING.match(words) or _LABEL.search(words):
        return True
    return any(ENDED.search(piece.strip(MARKS)) for piece in re.split(r"[，,；;。\n]", words))


def mentions_owners(words: str) -> bool:
    """Tell whether a bracket speaks of responsibility at all, so that an unread one can be shown."""
    return bool(
        re.search(r"负责(?!人|同志|任)|牵头|指导$|配合$|协助$|(?:责任|配合|牵头|指导)(?:单位|部门)[：:为是]", words)
    )


def read_owners(words: str, role: str = "charge") -> Owners | None:
    """Read a bracket, labelled line or cell; None where its words are no names. `role` holds for names without a verb."""
    owners = Owners()
    if len(words) > _LONGEST:
        return None
    words = _UNWRAPPED.sub(r"；\1；", _COUNTED.sub("、", _plain(words)))
    owners.first_leads = states_first_leads(words)
    owners.same_below = bool(SAME_BELOW.compiled.search(words))
    words = SAME_BELOW.compiled.sub("", FIRST_LEADS.compiled.sub("", words))
    scope = re.search(r"[，；,;。]?(?:适用|实施)范围为?(?![：:])[^；;]*", words)
    if scope:
        owners.notes.append(("适用范围", re.sub(r"^.*?范围[为：:]?", "", scope.group())))
        words = words[: scope.start()] + words[scope.end() :]
    for contact in _CONTACT.finditer(words):
        owners.notes.append((contact["label"], contact["words"].strip(MARKS)))
        words = words.replace(contact.group(), "")
    for other in [each for each in _OTHER_LABEL.finditer(words) if not _LABEL.match(words, each.start("label"))]:
        # 县应急局：李红；县粮储局：周兵
        if is_unit(other["label"]):
            continue
        owners.notes.append((other["label"], other["words"].strip(MARKS)))
        words = words.replace(other.group(), "")
    labels = list(_LABEL.finditer(words))
    opening = _OPENING.match(words)
    if not labels and opening:
        kinds = (("牵头|主办", "lead"), ("配合|协办|参与|协助", "support"), ("指导", "guide"))
        role = next((kind for found, kind in kinds if re.match(found, opening[0])), role)
        words = words[opening.end() :]
    first = labels[0].start() if labels else len(words)
    if not Names(owners).read(words[:first], role):
        return None
    for label, following in zip(labels, [*labels[1:], None], strict=False):
        value = words[label.end() : following.start() if following else len(words)].strip(MARKS)
        kind = label.lastgroup or role
        if kind == "limit":
            owners.limits.append(value)
        elif kind == "remark":
            owners.notes.append((label.group().strip(" ：:"), value))
        elif not Names(owners).read(value, kind):
            return None
    return owners


def _plain(words: str) -> str:
    words = re.sub(r"[\ue000-\uf8ff\ufffd]", "", folded(words))
    words = re.sub(r"[ \t\u3000]*\n[ \t\u3000]*", "\n", words).strip()
    return re.sub(r"(?<=[、，；：:])[ \t\u3000]+|[ \t\u3000]+(?=[、，；：:])", "", words)
