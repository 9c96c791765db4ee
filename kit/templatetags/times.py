"""How the page's language writes a short time, for scripts: many browsers know nothing of smaller languages."""

from django import template
from django.utils.dates import MONTHS_3
from django.utils.formats import get_format

register = template.Library()


@register.simple_tag
def short_time_format() -> str:
    """The pattern in Django's letters: j M, H:i."""
    return str(get_format("SHORT_DATETIME_FORMAT"))


@register.simple_tag
def short_months() -> str:
    """The twelve short names, with spaces between."""
    return " ".join(str(name).title() for name in MONTHS_3.values())
