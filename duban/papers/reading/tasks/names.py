"""One stretch of names and verbs read from left to right, each name given the role of the verb behind it."""

from __future__ import annotations

import re

from duban.papers.reading.tasks.dates import begins_with_limit, is_limit, number_of
from duban.papers.reading.tasks.doubts import doubt
from duban.papers.reading.tasks.persons import without_person
from duban.papers.reading.tasks.roles import Owners
from duban.papers.reading.tasks.units import is_named, is_sentence, is_unit, parted
from duban.papers.reading.words.owners import AND_OTHERS, BINDERS, CALLS, MANNERS, ROLES

_SUPPORT_MARKS = ("配合", "配合单位", "配合部门", "协办", "协办单位", "参与", "协助")
_LEAD_MARKS = ("牵头", "牵头单位", "牵头部门", "主办", "牵头负责")
MARKS = "、，,；;。.：:！!？? \u3000\t\n·"
_SEPARATORS = re.compile(r"[、，,；;。\n|｜]|(?<![\da-zA-Z])/")
ENDED = re.compile("(?:" + "|".join(f"(?P<{each.kind}>{each.words})" for each in ROLES) + r")[ ]*$")
_HIDDEN = "\ue000-\uf8ff"
_END = rf"[局委办部厅署院会府司行队心联协室镇乡道区站校园组位门团县市州处所台馆社场厂库{_HIDDEN}]"
_BOUND = re.compile(
    rf"^(?P<left>.{{2,}}?(?<={_END})(?<!社会))(?:的)?(?:(?P<joined>{BINDERS[0].words}|商(?![务业会贸标银])|(?<!会)同(?=[县市区省州]))|(?P<helps>{BINDERS[1].words})|(?P<guides>{BINDERS[2].words}))(?P<right>.{{2,}})$"
)
_LEADING = re.compile(rf"^(?P<joined>{BINDERS[0].words})(?P<right>.{{2,}})$")
# A number too long for a name, a page's number, the head of a paper.
_NO_NAME = re.compile(r"\d{5}|第\d+页|共\d+页|(?:文件|台账|清单)$")
_NOTHING = {"等", "和", "与", "分别", "共同", "会", "同", "负责", "以下", "无", "-", "—", "/"}


class Names:
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
        piece = piece.strip(MARKS)
        marked = self._show(piece[-1])[1:-1] if piece and "\ue000" <= piece[-1] <= "\uf8ff" else ""
        if marked in _LEAD_MARKS:
            names = self._names(piece[:-1])
            self.by_role["lead"] += names or []
            return names is not None
        if marked in _SUPPORT_MARKS:
            # 县统计局、县工信局（配合）: those before it since the last role, too.
            names = self._names(piece[:-1])
            self.waiting += [(name, "main") for name in names or []]
            self._close("support")
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
            ended = ENDED.search(piece)
            if ended and not (is_named(piece) and not re.search(r"(?:落实|推进)$", piece)):
                piece = piece[: ended.start()].strip(MARKS)
                verb = verb or "charge" if ended.lastgroup == "charge" else str(ended.lastgroup)
            for manner in MANNERS:
                piece = manner.compiled.sub("", piece).strip(MARKS)
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
                CALLS.compiled.sub("", part.strip(MARKS), count=1) if CALLS.compiled.match(part.strip(MARKS)) else part
            )
            name, person = without_person(self._show(name.strip(MARKS)).strip(MARKS))
            if person:
                self.owners.notes.append(("责任人", person))
            name = re.sub(r"\s+", "", name)
            if not name or name in _NOTHING:
                continue
            if not is_unit(name) and is_limit(name):
                self.owners.limits.append(name)
                continue
            if not is_unit(name) and (limit := _limit_behind(name) or _limit_before(name)):
                self.owners.limits.append(limit)
                continue
            if (
                len(name) > 40
                or is_sentence(name)
                or _NO_NAME.search(name)
                or not re.search(r"[\u3400-\u9fffA-Za-z]", name)
            ):
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


def _limit_before(name: str) -> str:
    """Give the limit with which a piece begins that goes on with what is to be done by then: 7月底前出台细则, 即时办理."""
    begun = re.sub(r"^(?:力争|确保|务必|于|在|到|须|应)+", "", name)
    return begun if begins_with_limit(begun) and not is_unit(begun) else ""
