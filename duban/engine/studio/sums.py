"""Whether the parts of a section add up to what the section says, for every group of units that has parts of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from duban.engine.studio import drafts
from duban.engine.studio.blanks.names import Names
from duban.engine.studio.drafts import Content
from duban.engine.vocabulary.readers import number_from
from duban.engine.wording import plain

_TOTAL = "total"


def differing(content: Content) -> Iterator[tuple[str | None, str]]:
    """Give (clause of the section, sentence) where the most of its parts does not come to its own most; parts without a most are left out of it."""
    sections = [each for each in drafts.listed(drafts.head_of(content).get("sections")) if isinstance(each, dict)]
    groups = dict(Names(content).groups())
    for section in sections:
        most = number_from(section.get("most"))
        below = [each for each in sections if (each.get("in") or _TOTAL) == section.get("id") and each is not section]
        if (
            most is None
            or section.get("when")
            or not below
            or any(_most(each) is None or each.get("when") for each in below)
        ):
            continue
        own = list(dict.fromkeys(group for each in below for group in _groups(each)))
        for group in own or [""]:
            came = sum(
                (_most(each) or Decimal() for each in below if not _groups(each) or group in _groups(each)), Decimal()
            )
            if came != most:
                clause = section.get("clause")
                whose = f"“{groups.get(group, '这组单位')}”的" if group else ""
                yield (
                    str(clause) if clause else None,
                    f"“{section.get('label', '')}”项最高{plain(most)}分，{whose}各分项最高的加起来是{plain(came)}分，请核对原件",
                )


def _most(section: Mapping[str, Any]) -> Decimal | None:
    return number_from(section.get("most"))


def _groups(section: Mapping[str, Any]) -> list[str]:
    return [str(each) for each in drafts.listed(section.get("group"))]
