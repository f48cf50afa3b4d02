"""What an action answers when it does not act: never a silent return."""

from duban.engine.limits import Refusal


class Refused(Exception):
    """The act is not possible. `clause` is the document's clause that refuses it, if one does; `possible` what can be done instead.

    `reasons` are the single reasons, where there are several and `why` only sums them up.
    """

    def __init__(
        self, why: str, *, clause: str = "", possible: str = "", field: str = "", reasons: tuple[str, ...] = ()
    ) -> None:
        super().__init__(why)
        self.why = why
        self.clause = clause
        self.possible = possible
        self.field = field
        self.reasons = reasons

    def said_of(self, which: str, possible: str) -> "Refused":
        """Return it, said of one of several: `which` comes first, `possible` stands where it names no way itself."""
        self.why, self.possible = f"{which}：{self.why}", self.possible or possible
        return self

    def __str__(self) -> str:
        cited = f"〔{self.clause}〕" if self.clause else ""
        return f"{self.why}{cited}" + (f" {self.possible}" if self.possible else "")


class Forbidden(Refused):
    """This officer may not do that; somebody else may."""


class Conflict(Refused):
    """Somebody else changed the record in the meantime."""


class Changed(Conflict):
    """The record is not as it was read any more: `yours` is the version that was read, `current` the one it has now."""

    def __init__(self, why: str, yours: int, current: int) -> None:
        super().__init__(f"{why}，您看到的是旧内容", possible="请核对最新内容后再提交。")
        self.yours, self.current = yours, current


def refuse_if(refusal: Refusal | Refused | None, *, field: str = "") -> None:
    """Raise Refused where the engine's `limits`, or a condition, answered with a refusal; return where they answered None."""
    found = refused_from(refusal, field=field)
    if found is not None:
        raise found


def refused_from(refusal: Refusal | Refused | None, *, field: str = "") -> Refused | None:
    """Return a refusal of the engine as one of ours, naming the form's field; one of ours as it is; None for None."""
    if refusal is None or isinstance(refusal, Refused):
        return refusal
    return Refused(refusal.why, clause=refusal.clause, possible=refusal.possible, field=field)
