"""What a newcomer reads where they write."""

from django import template

from groups import newcomers
from groups.models import Membership

register = template.Library()


@register.inclusion_tag("groups/_before_writing.html")
def before_writing(face: Membership | None) -> dict[str, object]:
    """`face` is the viewer's own, under which they write."""
    return {"sentences": newcomers.before_writing(face)}
