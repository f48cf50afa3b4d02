"""Tags of the help: `{% about_page %}`, the mark beside a page's title, and `{% first_day %}`, the guide of one's role on the desk."""

from typing import Any

from django import template
from django.template import Context

from duban.ledger import access
from duban.web.help import PAGES
from duban.web.help.about import cited
from duban.web.help.first_days import guide_of

register = template.Library()


@register.inclusion_tag("components/about_page.html", takes_context=True)
def about_page(context: Context) -> dict[str, Any]:
    """Return what this page is for and the clauses that it rests on; nothing where the route has no word, no clause to who may not read the document."""
    match = getattr(context.get("request"), "resolver_match", None)
    said = PAGES.get(match.url_name or "") if match else None
    officer = context.get("officer")
    clauses: list[str] = []
    if said and said.features and officer and context.get("jurisdiction") and access.may(officer, "see_regime"):
        found = (cited(context["regime"], feature) for feature in said.features)
        clauses = list(dict.fromkeys(filter(None, found)))
    return {"about": said, "clauses": clauses, "officer": officer}


@register.inclusion_tag("accounts/first_day.html", takes_context=True)
def first_day(context: Context, role: str = "") -> dict[str, Any]:
    """Return the guide of a role's first day, of one's own where none is named, in the words of the office's document."""
    officer = context["officer"]
    guide = guide_of(role or officer.role, officer, context.get("regime"))
    return {"guide": guide, "on_desk": not role, "csrf_token": context.get("csrf_token", "")}
