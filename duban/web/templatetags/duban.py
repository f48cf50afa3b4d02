"""Template tags of every page: icons, dates and deadlines in words, clause citations, form keys, badges.

`{% load duban %}`, then: `{% icon "search" %}` · `{% form_head form %}` · `{% form_key %}` · `{{ date|day }}` · `{% deadline row.due_on row.completed_on %}` ·
`{% due matter.due_on %}` and `{{ matter.due_on|until }}`, where there may be no end · `{% clause "附件2 三5" %}` · `{% level matter.level %}` · `{% state matter %}` · `{% query page=2 %}` · `{{ text|oneline }}`.
"""

import datetime
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from urllib.parse import quote

from django import template
from django.forms import BaseForm, BoundField, PasswordInput
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from duban.engine import wording
from duban.ledger.queries.matters import deadlines, rest_days
from duban.ledger.queries.office import reminding
from duban.ledger.queries.scoring import waterfalls
from duban.papers.writing.texts import minus_signs, points_words
from duban.people.keeping import Kept
from duban.web import addresses
from duban.web.forms import Form
from duban.web.forms.faults import faults_of
from duban.web.icons import svg

register = template.Library()
_SELECTED = mark_safe(" selected")  # nosec B308  # a word of ours
# The units of an office, its fields, states: each page has the same selects.
_OPTIONS = Kept[SafeString](200)
WEEKDAYS = "一二三四五六日"
ENDLESS = "长期"
LEVEL_COLOURS = {"red": "红", "yellow": "黄", "blue": "蓝"}
TONE_ICONS = {"late": "warning", "today": "clock", "soon": "clock", "ahead": "calendar", "done": "check"}
STATE_ICONS = {
    "proposed": "pencil",
    "planned": "pencil",
    "to_accept": "inbox",
    "refused": "warning",
    "in_hand": "progress",
    "to_review": "eye",
    "returned": "back",
    "completed": "check",
    "closed": "archive",
    "written_off": "archive",
    "suspended": "pause",
    "transferred": "forward",
    "withdrawn": "back",
    "revoked": "cross",
}

HTMX = {
    "includeIndicatorStyles": False,
    "allowEval": False,
    "selfRequestsOnly": True,
    "historyCacheSize": 0,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "[45]..", "swap": True, "error": True, "target": "#toasts", "swapOverride": "beforeend"},
    ],
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return the inline SVG of that name; it is decoration, the word stands beside it."""
    # A constant of ours: no user's text comes near.
    return mark_safe(svg(name))  # nosec


@register.simple_tag
def form_key() -> SafeString:
    """Return the hidden field that makes the same form, sent twice, one act."""
    return format_html('<input type="hidden" name="form_key" value="{}">', secrets.token_urlsafe(16))


@register.simple_tag(takes_context=True)
def form_head(context: Context, form: BaseForm | None = None, *, keyed: bool = True) -> SafeString:
    """Return how a form that is posted begins: the token, the key that makes it one act, and above its fields what is wrong with the `form` that stands in it."""
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', context.get("csrf_token", ""))
    return format_html("{}{}{}", token, form_key() if keyed else "", form_faults(form) if form else "")


@register.simple_tag
def form_faults(form: BaseForm) -> SafeString:
    """Return what is wrong with a form, each fault a link to its field; nothing where it has not come back. The form notes that it was asked."""
    form.is_said = True  # type: ignore[attr-defined]
    if not form.is_bound or not form.errors:
        return mark_safe("")  # nosec B308  # nothing
    hidden = [isinstance(each.field.widget, PasswordInput) for each in form.visible_fields()]
    said = {"faults": faults_of(form), "refused": getattr(form, "refused", None), "has_files": bool(form.files)}
    said |= {"has_passwords": any(hidden), "keeps": not hidden or not all(hidden)}
    return render_to_string("components/summary.html", said)


@register.inclusion_tag("components/rare.html")
def folded(form: Form, names: str | Sequence[str], word: str = "") -> dict[str, object]:
    """Return these fields of a form, as far as it has them, folded under one line: names in a row, or divided by spaces."""
    fields = form.those(names.split() if isinstance(names, str) else names)
    return {"fields": fields, "is_open": any(form.says_something(field) for field in fields), "word": word}


@register.filter
def box(field: BoundField) -> str:
    """Return how a field is filled in: tick (one box), choices (several, or round ones), or nothing where it is written or picked from a list."""
    kind = getattr(field.field.widget, "input_type", "")
    if kind == "checkbox" and not getattr(field.field, "choices", ()):
        return "tick"
    return "choices" if kind in ("checkbox", "radio") else ""


@register.filter
def day(value: datetime.date | None) -> str:
    """Return 2026-03-31（周二）, or a dash where there is no date."""
    return f"{value:%Y-%m-%d}（周{WEEKDAYS[value.weekday()]}）" if value else "—"


@register.simple_tag(takes_context=True)
def left(context: Context, due_on: datetime.date | None) -> str:
    """Return （还剩 3 个工作日） of a date, as it is on the request's day; nothing where it has passed or there is none."""
    said = reminding.words_of(due_on, context["today"], context["calendar"]) if due_on else ""
    return f"（{said}）" if said else ""


@register.simple_tag(takes_context=True)
def rest(context: Context, on: datetime.date | None) -> SafeString | str:
    """Return the remark that a deadline lies on a rest day, with the working days beside it; nothing of a working day."""
    said = rest_days.remark_on(on, context["calendar"])
    return format_html(' <small class="rest-day">{} {}</small>', icon("calendar"), said) if said else ""


@register.filter
def until(value: datetime.date | None) -> str:
    """Return the day until which a matter runs: 2026-03-31（周二）, or 长期 where it has no end date."""
    return day(value) if value else ENDLESS


@register.simple_tag(takes_context=True)
def due(context: Context, due_on: datetime.date | None, done_on: datetime.date | None = None) -> SafeString:
    """Return the deadline of a matter or an assignment in words with its icon; 长期 where it has none, and never late."""
    if due_on is not None:
        return deadline(context, due_on, done_on)
    tone = "done" if done_on else "ahead"
    text = f"{ENDLESS}，已办结" if done_on else ENDLESS
    return format_html(
        '<span class="deadline deadline-{}" title="没有办结期限">{} {}</span>', tone, icon(TONE_ICONS[tone]), text
    )


@register.simple_tag(takes_context=True)
def deadline(context: Context, due_on: datetime.date | None, done_on: datetime.date | None = None) -> SafeString:
    """Return a deadline in words with its icon, by the jurisdiction's calendar and the request's day."""
    if due_on is None:
        return mark_safe("—")  # nosec B308  # a dash
    said = deadlines.in_words(due_on, on=context["today"], calendar=context["calendar"], done_on=done_on)
    return format_html(
        '<span class="deadline deadline-{}" title="期限 {}">{} {}</span>',
        said.tone,
        day(due_on),
        icon(TONE_ICONS[said.tone]),
        said.text,
    )


@register.simple_tag
def clause(cited: str | None, regime: str = "") -> SafeString | str:
    """Return 〔附件2 三5〕 as a link: into the side panel, or to the clause's own page. `regime` only where it is another one."""
    if not cited:
        return ""
    return format_html("〔{}〕", format_html_join("、", "{}", ((_link(part, regime),) for part in cited.split("、"))))


@register.simple_tag(takes_context=True)
def level(context: Context, value: str | None) -> SafeString | str:
    """Return the mark of importance with the regime's word; nothing where the matter has none."""
    if not value:
        return ""
    word, colour = (context["regime"].levels or {}).get(value, ""), LEVEL_COLOURS.get(value, "")
    said = " ".join(filter(None, (colour if colour != word else "", word)))
    return format_html('<span class="level level-{}">{}</span>', value, said)


@register.simple_tag
def state(thing: object) -> SafeString:
    """Return the badge of a matter's state or an assignment's stage."""
    name = "state" if hasattr(thing, "state") else "stage"
    value = getattr(thing, name)
    return format_html(
        '<span class="state state-{}">{} {}</span>',
        value,
        icon(STATE_ICONS[value]),
        getattr(thing, f"get_{name}_display")(),
    )


@register.simple_tag
def options(pairs: Iterable[tuple[object, object]], chosen: object = "") -> SafeString:
    """Return the choices of a select, each a value and its word, as they come; the chosen one is selected."""
    told, marked = tuple((value, word) for value, word in pairs), str(chosen)
    return _OPTIONS.get((told, marked), lambda: _options(told, marked))


def _options(pairs: tuple[tuple[object, object], ...], marked: str) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, _SELECTED if str(value) == marked else "", word) for value, word in pairs),
    )


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """Return the query string of this page with some parameters changed; None or "" takes one away."""
    values = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            values.pop(name, None)
        else:
            values[name] = str(value)
    return f"?{values.urlencode()}" if values else "?"


@register.simple_tag
def htmx_config() -> str:
    """Return the configuration of htmx: nothing evaluated or kept, only our own server, and a refusal shown in #toasts."""
    return json.dumps(HTMX, separators=(",", ":"))


@register.simple_tag
def polls(url: str, part: str) -> SafeString:
    """Return the attributes with which an element asks each second for its new state, as `part` of the page at that address."""
    return format_html(
        'hx-get="{0}" hx-headers="{1}" hx-trigger="every 1s" hx-target="#{2}" hx-select="#{2}" hx-swap="outerHTML"',
        url,
        json.dumps({"X-Poll": "1"}),
        part,
    )


@register.filter
def minus(said: object) -> str:
    """Return a figure, or a sentence with figures, with minus signs where hyphens stand for them: −10.00."""
    return minus_signs(str(said))


register.filter("points", points_words)  # 97.5, −8.


@register.filter
def signed(points: Decimal) -> str:
    """Return points with two places and their sign: ＋2.00, −10.00."""
    return waterfalls.hundredths(points, signed=True)


@register.filter
def at(known: Mapping[str, object] | None, key: str) -> object:
    """Return what a dictionary holds under a key, or None."""
    return (known or {}).get(key)


@register.filter
def record_page(about: str) -> str:
    """Return the page of a record by its kind and key; empty where it has none."""
    return addresses.record_page(about)


@register.filter
def authority(value: str) -> str:
    """Return an authority's word: 省委省政府."""
    return wording.VALUES["authority"].get(value, value)


@register.filter
def oneline(text: str) -> str:
    """Return the first line of a text."""
    return (text or "").strip().split("\n", 1)[0]


def _link(cited: str, regime: str) -> SafeString:
    url = reverse("clause", args=[cited]) + (f"?of={quote(regime)}" if regime else "")
    return format_html(
        '<a class="clause" href="{0}" hx-get="{0}" hx-target="#panel" hx-swap="innerHTML">{1}</a>', url, cited
    )
