"""Who leads, supports and guides, out of the words of a bracket, a labelled line or a table cell."""

from __future__ import annotations

import re

from duban.papers.reading.tasks.dates import is_limit, number_of
from duban.papers.reading.tasks.doubts import doubt
from duban.papers.reading.tasks.roles import Owners, Roles
from duban.papers.reading.tasks.units import is_named, is_sentence, is_unit, parted
from duban.papers.reading.texts.folding import folded
from duban.papers.reading.words.owners import (
    AND_OTHERS,
    BINDERS,
    CALLS,
    FIRST_LEADS,
    LABELS,
    MANNERS,
    ROLES,
    SAME_BELOW,
)

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
_LEAD_MARKS = ("牵头", "牵头单位", "牵头部门", "主办", "牵头负责")
_MARKS = "、，,；;。.：:！!？? \u3000\t\n·"
_SEPARATORS = re.compile(r"[、，,；;。\n|｜]|(?<![\da-zA-Z])/")
_ENDED = re.compile("(?:" + "|".join(f"(?P<{each.kind}>{each.words})" for each in ROLES) + r")[ ]*$")
_HIDDEN = "\ue000-\uf8ff"
_END = rf"[局委办部厅署院会府司行队心联协室镇乡道区站校园组位门团县市州{_HIDDEN}]"
_BOUND = re.compile(
    rf"^(?P<left>.{{2,}}?(?<={_END})(?<!社会))(?:的)?(?:(?P<joined>{BINDERS[0].words}|商(?![务业会贸标银])|同(?=[县市区省州]))|(?P<helps>{BINDERS[1].words})|(?P<guides>{BINDERS[2].words}))(?P<right>.{{2,}})$"
)
_LEADING = re.compile(rf"^(?P<joined>{BINDERS[0].words})(?P<right>.{{2,}})$")
_NOTHING = {"等", "和", "与", "分别", "共同", "会", "同", "负责", "以下", "无", "-", "—", "/"}


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
    return any(_ENDED.search(piece.strip(_MARKS)) for piece in re.split(r"[，,；;。\n]", words))


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
    words = _plain(words)
    owners.first_leads = states_first_leads(words)
    owners.same_below = bool(SAME_BELOW.compiled.search(words))
    words = SAME_BELOW.compiled.sub("", FIRST_LEADS.compiled.sub("", words))
    scope = re.search(r"[，；,;。]?(?:适用|实施)范围为?(?![：:])[^；;]*", words)
    if scope:
        owners.notes.append(("适用范围", re.sub(r"^.*?范围[为：:]?", "", scope.group())))
        words = words[: scope.start()] + words[scope.end() :]
    labels = list(_LABEL.finditer(words))
    opening = _OPENING.match(words)
    if not labels and opening:
        kinds = (("牵头|主办", "lead"), ("配合|协办|参与|协助", "support"), ("指导", "guide"))
        role = next((kind for found, kind in kinds if re.match(found, opening[0])), role)
        words = words[opening.end() :]
    first = labels[0].start() if labels else len(words)
    if not _Names(owners).read(words[:first], role):
        return None
    for label, following in zip(labels, [*labels[1:], None], strict=False):
        value = words[label.end() : following.start() if following else len(words)].strip(_MARKS)
        kind = label.lastgroup or role
        if kind == "limit":
            owners.limits.append(value)
        elif kind == "remark":
            owners.notes.append((label.group().strip(" ：:"), value))
        elif not _Names(owners).read(value, kind):
            return None
    return owners


def _plain(words: str) -> str:
    words = re.sub(r"[\ue000-\uf8ff\ufffd]", "", folded(words))
    words = re.sub(r"[ \t\u3000]*\n[ \t\u3000]*", "\n", words).strip()
    return re.sub(r"(?<=[、，；：:])[ \t\u3000]+|[ \t\u3000]+(?=[、，；：:])", "", words)


class _Names:
    """One stretch of names and verbs, read from left to right: names wait for the verb that gives them their role."""

    def __init__(self, owners: Owners) -> None:
        self.owners = owners
        self.inner: list[str] = []
        self.waiting: list[tuple[str, str]] = []
        self.stand = "main"
        self.by_role: dict[str, list[str]] = {"lead": [], "charge": [], "support": [], "guide": []}
        self.passed = 0

    def read(self, words: str, role: str) -> bool:
        """Sort the names of a stretch into `owners`; False where it reads as a sentence and not as names."""
        shown = parted(self._hide(words))
        shown = re.sub(
            r"(?:(?<=牵头)|(?<=负责))(?=[^、，,；;。\n]{2,20}(?:配合|参与|协助|协办|指导)(?:$|[、，,；;。]))",
            "，",
            shown,
        )
        for piece in _SEPARATORS.split(shown):
            if not self._piece(piece):
                return False
        self._close("support" if role == "charge" and self.by_role["lead"] else role)
        found = self.by_role
        if role != "charge":
            found[role], found["charge"] = found["charge"] + found[role], []
        self.owners.lead += found["lead"]
        self.owners.charged += found["charge"]
        self.owners.support += found["support"]
        self.owners.guide += found["guide"]
        return True

    def _piece(self, piece: str) -> bool:
        piece = piece.strip(_MARKS)
        if piece and "\ue000" <= piece[-1] <= "\uf8ff" and self._show(piece[-1])[1:-1] in _LEAD_MARKS:
            names = self._names(piece[:-1])
            self.by_role["lead"] += names or []
            return names is not None
        piece, verb = self._without_verbs(piece)
        bound = _LEADING.match(piece) or _BOUND.match(piece)
        if bound:
            return self._bound(bound, verb)
        names = self._names(piece)
        if names is None:
            return False
        self.waiting += [(name, self.stand) for name in names]
        if verb:
            self._close(verb)
        return True

    def _bound(self, bound: re.Match[str], verb: str) -> bool:
        """Take in two lists that a word binds: 甲局会同乙局, 甲局协助乙局, 甲局指导各镇."""
        parts = bound.groupdict()
        left = self._names(parts.get("left") or "")
        if left is None:
            return False
        self.waiting += [(name, self.stand) for name in left]
        kind = next(each for each in ("joined", "helps", "guides") if parts.get(each))
        binder = parts[kind] or ""
        if "牵头" in binder:
            self._close("lead")
        elif kind != "joined":
            self._close({"helps": "support", "guides": "guide"}[kind])
        elif self.stand == "main":
            self.waiting = [(name, "first") for name, _ in self.waiting]
        self.stand = "joined" if kind == "joined" else "main"
        right = self._names(parts["right"] or "")
        if right is None:
            return False
        self.waiting += [(name, self.stand) for name in right]
        if verb:
            self._close(verb)
        return True

    def _close(self, role: str) -> None:
        """Give the waiting names their role; who 会同 another leads, and the other supports."""
        for name, stand in self.waiting:
            kind = {"first": "lead" if role in ("charge", "lead") else role, "joined": "support"}.get(stand, role)
            self.by_role[kind].append(name)
        self.passed += len(self.waiting)
        self.waiting, self.stand = [], "main"

    def _without_verbs(self, piece: str) -> tuple[str, str]:
        """Give what is left of a piece without its verbs and manner, and the role that they close."""
        verb, before = "", None
        while before != piece:
            before = piece
            ended = _ENDED.search(piece)
            if ended and not (is_named(piece) and not re.search(r"(?:落实|推进)$", piece)):
                piece = piece[: ended.start()].strip(_MARKS)
                verb = verb or "charge" if ended.lastgroup == "charge" else str(ended.lastgroup)
            for manner in MANNERS:
                piece = manner.compiled.sub("", piece).strip(_MARKS)
        head, mark, tail = piece.partition("牵头")
        if mark and head and not _LEADING.match(mark + tail) and not is_unit(piece):
            self.owners.doubts.append(doubt("unread_words", self._show(tail)))
            return head, "lead"
        return piece, verb or ""

    def _names(self, stem: str) -> list[str] | None:
        """Give the names in a piece, 等 and what follows it told apart; None where it is no name."""
        parts = [stem]
        others = next(iter(list(AND_OTHERS.compiled.finditer(stem))[-1:]), None)
        if others:
            parts = [stem[: others.start()], stem[others.end() :]]
            here = len(self.waiting) + bool(parts[0])
            complete = others["count"] and number_of(others["count"]) in (here, here + self.passed)
            if not complete and (others["rest"] or not parts[1]):
                self.owners.doubts.append(doubt("open_list"))
        names = []
        for part in parts:
            name = (
                CALLS.compiled.sub("", part.strip(_MARKS), count=1)
                if CALLS.compiled.match(part.strip(_MARKS))
                else part
            )
            name = re.sub(r"\s+", "", self._show(name.strip(_MARKS))).strip(_MARKS)
            if not name or name in _NOTHING:
                continue
            if not is_unit(name) and is_limit(name):
                self.owners.limits.append(name)
                continue
            if not is_unit(name) and (limit := _limit_behind(name)):
                self.owners.limits.append(limit)
                continue
            if len(name) > 40 or is_sentence(name) or not re.search(r"[\u3400-\u9fffA-Za-z]", name):
                return None
            names.append(name)
        return names

    def _hide(self, words: str) -> str:
        """Put a private character for every inner bracket, so that 县（市、区） is not cut."""

        def hide(match: re.Match[str]) -> str:
            self.inner.append(match.group())
            return chr(0xE000 + len(self.inner) - 1)

        hidden = ""
        while hidden != words and len(self.inner) < 1000:
            hidden, words = words, re.sub(r"[（(〔\[][^（()）〔〕\[\]]*[）)〕\]]", hide, words)
        return words

    def _show(self, piece: str) -> str:
        shown = ""
        while shown != piece:
            shown, piece = piece, re.sub(r"[\ue000-\uf8ff]", lambda m: self.inner[ord(m[0]) - 0xE000], piece)
        return piece


def _limit_behind(name: str) -> str:
    """Give the limit that stands with its verb among names: 力争6月底前完成, 长期坚持."""
    stem = re.sub(
        r"(?:完成|落实到位|办结|整改到位|见效|到位|报送|上报|建成|反馈)$",
        "",
        re.sub(r"^(?:力争|确保|务必|于|在|到|须|应)+", "", name),
    )
    return stem if is_limit(stem) else ""
