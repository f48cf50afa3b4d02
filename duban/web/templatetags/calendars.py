"""The addresses of a calendar's page. `{% load calendars %}{{ line.about|its_page }}`."""

from django import template

from duban.web import addresses

register = template.Library()


@register.filter
def its_page(about: str) -> str:
    """Return the page of a record by its kind and key, as `addresses.record_page` does."""
    return addresses.record_page(about)
