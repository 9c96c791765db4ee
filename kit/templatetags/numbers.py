"""Numbers as people write them. Only what is shown goes through here: the same number in an address stays as it is."""

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def counted(count: int) -> str:
    """1234 as the page's language writes it: 1,234."""
    return str(count) if -1000 < count < 1000 else number_format(count, use_l10n=True, force_grouping=True)
