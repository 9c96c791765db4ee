"""Drawing a face from its seed: two faces of one member have nothing in common."""

import hashlib
import re
from functools import lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from groups import policy
from groups.models import Group, Membership

register = template.Library()

PAPERS = ("#e9e2d0", "#d7e5dc", "#dbe3ee", "#eedfd9", "#e6dcec", "#dfe6cf", "#f0e3c2", "#d5e6e8")
RUN = re.compile("x+")
PICTURE = '<img class="{css}" src="{address}" width="{size}" height="{size}" alt="" loading="lazy" decoding="async">'
INKS = ("#5b4636", "#2f5d4a", "#34507a", "#8a4636", "#5f4675", "#55662c", "#8a6212", "#28626b")


@lru_cache(maxsize=4096)
def drawing(seed: str) -> SafeString:
    """A mirrored five by five pattern as SVG; presentation attributes only, for the page's policy bars styles. The
    style sheet paints the paper in the drawing's own `color`, which is shorter than a shape behind every face."""
    bits = hashlib.sha256(seed.encode()).digest()
    rows = ["".join("x" if bits[2 + y * 3 + min(x, 4 - x)] & 1 else " " for x in range(5)) for y in range(5)]
    lines = "".join(f"M{run.start()} {y}h{len(run[0])}" for y, row in enumerate(rows) for run in RUN.finditer(row))
    return mark_safe(  # noqa: S308  built from numbers and the two lists above only
        f'<svg class="avatar" viewBox="-1 -1.5 7 7" width="44" aria-hidden="true" color="{PAPERS[bits[0] % 8]}" '
        f'stroke="{INKS[bits[1] % 8]}"><path d="{lines}"/></svg>'
    )


def portrait(seed: str, *, key: str, has_picture: bool) -> SafeString:
    """What stands beside a face's name: its picture, or else its drawing. Neither says more than the name does."""
    if not has_picture:
        return drawing(seed)
    return format_html(PICTURE, css="avatar", address=reverse("groups:picture_of_face", args=[key]), size=44)


@register.simple_tag
def avatar(face: Any) -> SafeString:
    """The picture of `face`, which is a face, or a dict with its `avatar_seed`, `face_key` and `picture_id`."""
    if isinstance(face, dict):
        return portrait(face["avatar_seed"], key=face.get("face_key", ""), has_picture=bool(face.get("picture_id")))
    has_picture = bool(getattr(face, "picture_id", None))
    return portrait(face.avatar_seed, key=face.key if has_picture else "", has_picture=has_picture)


@register.simple_tag
def emblem(group: Group) -> SafeString:
    """The group's picture beside its name, if it has one."""
    if not group.picture_id:
        return mark_safe("")
    return format_html(PICTURE, css="emblem", address=reverse("groups:picture_of_group", args=[group.slug]), size=96)


@register.filter
def isolated(name: str) -> SafeString:
    """A name within a sentence, which may run the other way than the sentence."""
    return format_html("<bdi>{}</bdi>", name)


@register.filter
def is_keeper(face: Membership) -> bool:
    """Does this face run the group or keep it safe?"""
    return policy.is_shown_as_keeper(face)
