"""What a record in a published period brings about: the page that follows says which period, what would change, and offers the correction."""

import datetime
from collections.abc import Collection

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html

from duban.ledger import access
from duban.ledger.queries.scoring import corrections
from duban.web.http import Request


def tell(request: Request, days: Collection[datetime.date]) -> None:
    """Say which published periods what was recorded or amended for these days would change, to who may see rankings before they are out."""
    officer = request.user
    if not (days and officer.is_authenticated and access.may(officer, "see_draft_ranking")):
        return
    for each in corrections.touched_on(officer.office, days, request.today):
        if access.may(officer, "publish_ranking"):
            way = format_html('，<a href="{}">可以更正</a>', reverse("ranking_correction", args=[each.ranking.pk]))
        else:
            way = format_html("，{}更正", "由督查室")
        messages.warning(request, format_html("{}{}。", each.said, way))
