"""The plain widgets of forms, written without Django's templates for them: a page of twenty fields would render some sixty."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]  # the stubs do not know it

_FOLDER = "django/forms/widgets"
_INPUTS = ("text", "number", "email", "password", "hidden", "date", "datetime", "time", "file", "checkbox")
_OPTION = f"{_FOLDER}/select_option.html"

Told = Mapping[str, Any]


class Renderer(DjangoTemplates):
    """Writes what Django's templates of plain widgets would, to the letter; all others are rendered by their templates."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        """Return a widget as HTML."""
        write = _WRITERS.get(template_name)
        written = write(context["widget"]) if write is not None else None
        if written is None:
            return SafeString(super().render(template_name, context, request))  # nosec  # of a template
        return mark_safe(written)  # nosec  # each part is escaped


def _input(widget: Told) -> str:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    return f'<input type="{_shown(widget["type"])}" name="{_shown(widget["name"])}"{value}{_attrs(widget["attrs"])}>'


def _option_of_many(widget: Told) -> str | None:
    # With its label around it, it is for the template.
    return None if widget.get("wrap_label") else _input(widget)


def _textarea(widget: Told) -> str:
    value = _shown(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_shown(widget["name"])}"{_attrs(widget["attrs"])}>\n{value}</textarea>'


def _select(widget: Told) -> str | None:
    parts = [f'<select name="{_shown(widget["name"])}"{_attrs(widget["attrs"])}>']
    for name, options, _ in widget["optgroups"]:
        parts += [f'\n  <optgroup label="{_shown(name)}">'] if name else []
        for each in options:
            if each["template_name"] != _OPTION:
                return None
            label = _shown(each["label"])
            parts.append(f'\n  <option value="{_text(each["value"])}"{_attrs(each["attrs"])}>{label}</option>\n')
        parts += ["\n  </optgroup>"] if name else []
    return "".join([*parts, "\n</select>"])


def _attrs(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {_shown(name)}" if value is True else f' {_shown(name)}="{_text(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _text(value: Any) -> str:
    """Return a value as the filter `stringformat` writes it."""
    return str(value) if isinstance(value, SafeData) else escape(str(value))


def _shown(value: Any) -> str:
    """Return a value as a template shows it."""
    return conditional_escape(value if type(value) is str else str(localize(template_localtime(value))))


_WRITERS: dict[str, Callable[[Told], str | None]] = {
    **{f"{_FOLDER}/{name}.html": _input for name in _INPUTS},
    f"{_FOLDER}/textarea.html": _textarea,
    f"{_FOLDER}/select.html": _select,
    f"{_FOLDER}/checkbox_option.html": _option_of_many,
    f"{_FOLDER}/radio_option.html": _option_of_many,
}
