"""The items of an assessment table as a clerk leaves them: which are taken, under which number and name, for how many points, how they come about."""

import re
from dataclasses import replace

from django.http import QueryDict

from duban.ledger.queries.office.drafting.drafted_arrangements import Arrangement
from duban.ledger.queries.office.drafting.drafted_contents import Content
from duban.ledger.queries.office.drafting.drafted_tables import MISSING, WAYS, Line, Proposal, proposal_of
from duban.ledger.refusals import Refused
from duban.papers.reading.texts.folding import folded

_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,2})?")


def arrangement_of(content: Content, number: str, given: QueryDict) -> Arrangement:
    """Return the cut that the form asks for. Raises Refused, with the field, for points that are no number, a way that there is not, no table."""
    found = proposal_of(content, number)
    if found is None:
        raise Refused("这一条里没有考核表", possible="可能刚刚被改了，请刷新后再看。", field="clause")
    ticked = set(given.getlist("take"))
    lines = tuple(_line(each, given) for each in found.lines if str(each.place) in ticked and not each.is_there)
    missing = given.get("missing", "pending")
    if missing not in dict(MISSING):
        raise Refused("请选没有填报时怎样算", field="missing")
    return Arrangement("table", number, lines=lines, missing=missing)


def typed_into(found: Proposal, given: QueryDict) -> list[Line]:
    """Return the proposed items with what was typed in place of what was read, where anything was."""
    return [_typed(each, given) for each in found.lines]


def _typed(line: Line, given: QueryDict) -> Line:
    def said(key: str, was: str) -> str:
        return folded(str(given.get(f"{line.place}-{key}", was))).strip()

    return replace(
        line,
        number=said("number", line.number),
        name=said("name", line.name),
        points=said("points", line.points),
        unit=said("unit", line.unit),
        way=said("way", line.way),
    )


def _line(line: Line, given: QueryDict) -> Line:
    made = _typed(line, given)
    if not made.number or not made.name:
        raise Refused(f"“{line.number}”：请填写条号和名称", field=f"{line.place}-number")
    if made.points and not _NUMBER.fullmatch(made.points):
        raise Refused(f"“{made.number}”的分值应是数，“{made.points}”不是", field=f"{line.place}-points")
    if made.way not in dict(WAYS):
        raise Refused(f"“{made.number}”：请选怎样得分", field=f"{line.place}-way")
    return replace(made, name=made.name[:60], unit=made.unit[:60])
