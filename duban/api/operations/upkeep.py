"""The journal, for the auditor."""

from typing import Any

from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from duban.api import serializers
from duban.api.http import Request
from duban.ledger import access
from duban.ledger.models import JournalLine

router = Router(tags=["journal"])


class AskedLines(Schema):
    """Lines after that number, `limit` at a time."""

    model_config = ConfigDict(extra="forbid")
    after: int = Field(0, ge=0, le=2_000_000_000)
    limit: int = Field(100, ge=1, le=500)


@router.get("/journal", operation_id="list_journal", summary="日志")
def index(request: Request, asked: Query[AskedLines]) -> dict[str, Any]:
    """List the journal's lines in their order, with the digests that chain them."""
    access.require(request.user, "see_journal")
    lines = JournalLine.objects.filter(jurisdiction=request.user.office, seq__gt=asked.after)
    related = ("actor", "unit", "matter", "amends")
    page = list(lines.select_related(*related).order_by("seq")[: asked.limit + 1])
    more, page = len(page) > asked.limit, page[: asked.limit]
    return {"lines": [serializers.line(each) for each in page], "next": page[-1].seq if more else None}
