"""Files of a page: pictures as pictures, everything else as what can be saved. `{% load pictures %}{% files held %}`."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context

from duban.ledger.models import Attachment
from duban.ledger.queries.reports import pictures

register = template.Library()


@register.inclusion_tag("components/files.html", takes_context=True)
def files(
    context: Context,
    held: Attachment | Iterable[Attachment],
    of_inspection: bool = False,
    bare: bool = False,
    pictures_only: bool = False,
) -> dict[str, Any]:
    """Show one or more files: a gallery of those that are pictures, and the others in a list; `bare` without the way to replace one.

    The rows come with `added_by` and `unit`, so that nothing is asked. `of_inspection`: they are an inspection's.
    """
    shown, others = pictures.split([held] if isinstance(held, Attachment) else held)
    return {
        "shown": shown,
        "others": [] if pictures_only else others,
        "of_inspection": of_inspection,
        "bare": bare,
        "route": "inspection_file" if of_inspection else "attachment",
        "officer": context.get("officer"),
    }
