"""The ways between the pages of a group, which most of its pages show alike."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from kit.fragments import PreparedFragment

register = template.Library()
TABS = PreparedFragment("groups/_group_tabs.html", "group_slug")


@register.simple_tag(takes_context=True)
def group_tabs(context: dict[str, Any], tab: str) -> SafeString:
    """For pages with the context of groups.queries.head_of; `tab` is the one that is open."""
    group = context["group"]
    return TABS.html(
        {"group_slug": group.slug},
        tab=tab,
        is_inside=bool(context.get("is_inside")),
        has_chat=group.has_chat,
        may_see_members=bool(context.get("may_see_members")),
        may_moderate=bool(context.get("may_moderate")),
        checks_first_posts=bool(group.checks_first_posts),
    )
