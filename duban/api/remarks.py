"""What is said beside an answer: which published periods what was recorded would change. The act is done all the same."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from duban.api.http import Request
from duban.ledger import access
from duban.ledger.queries.scoring import corrections
from duban.people import noting


def with_remarks(view: Callable[..., Any]) -> Callable[..., Any]:
    """Add `remarks` to the answer of an act by which a published ranking would come out otherwise, for who may see rankings before they are out."""

    def viewing(request: Request, **words: Any) -> Any:
        if request.method == "GET":
            return view(request, **words)
        with noting.noting_days() as days:
            answer = view(request, **words)
        if not days or not access.may(request.user, "see_draft_ranking"):
            return answer
        touched = corrections.touched_on(request.user.office, days, request.today)
        return _told(answer, [f"{each.said}，可以更正（correct_ranking，{each.ranking.pk}）。" for each in touched])

    return viewing


def _told(answer: Any, remarks: list[str]) -> Any:
    if not remarks:
        return answer
    if isinstance(answer, HttpResponse):
        told = json.loads(answer.content)
        answer.content = json.dumps(
            {**told, "remarks": [*told.get("remarks", []), *remarks]}, ensure_ascii=False
        ).encode()
        return answer
    return {**answer, "remarks": [*answer.get("remarks", []), *remarks]}
