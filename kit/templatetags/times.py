"""Times in attributes, and how the page's language writes a short one for scripts: browsers know few languages."""

from datetime import datetime

from django import template
from django.utils.dates import MONTHS_3
from django.utils.formats import get_format

register = template.Library()


@register.filter
def machine_time(time: datetime | None) -> str:
    """For the attribute `datetime`, to the second: HTML knows no smaller part than a thousandth."""
    return f"{time:%Y-%m-%dT%H:%M:%S%z}" if time else ""


@register.simple_tag
def short_time_format() -> str:
    """The pattern in Django's letters: j M, H:i."""
    return str(get_format("SHORT_DATETIME_FORMAT"))


@register.simple_tag
def short_months() -> str:
    """The twelve short names, with spaces between."""
    return " ".join(str(name).title() for name in MONTHS_3.values())
