"""Drawing a face from its seed: two faces of one member have nothing in common."""

import hashlib
import re
from functools import lru_cache

from django import template
from django.utils.safestring import SafeString, mark_safe

from groups import policy
from groups.models import Membership

register = template.Library()

PAPERS = ("#e9e2d0", "#d7e5dc", "#dbe3ee", "#eedfd9", "#e6dcec", "#dfe6cf", "#f0e3c2", "#d5e6e8")
RUN = re.compile("x+")
INKS = ("#5b4636", "#2f5d4a", "#34507a", "#8a4636", "#5f4675", "#55662c", "#8a6212", "#28626b")


@lru_cache(maxsize=4096)
def drawing(seed: str) -> SafeString:
    """A mirrored five by five pattern as SVG; presentation attributes only, for the page's policy bars styles."""
    bits = hashlib.sha256(seed.encode()).digest()
    rows = ["".join("x" if bits[2 + y * 3 + min(x, 4 - x)] & 1 else " " for x in range(5)) for y in range(5)]
    lines = "".join(f"M{run.start()} {y}h{len(run[0])}" for y, row in enumerate(rows) for run in RUN.finditer(row))
    return mark_safe(  # noqa: S308  built from numbers and the two lists above only
        f'<svg class="avatar" viewBox="-1 -1.5 7 7" width="44" height="44" aria-hidden="true">'
        f'<rect x="-1" y="-1.5" width="7" height="7" rx="1.5" fill="{PAPERS[bits[0] % 8]}"/>'
        f'<path d="{lines}" stroke="{INKS[bits[1] % 8]}"/></svg>'
    )


@register.simple_tag
def avatar(face: object) -> SafeString:
    """The picture of `face`, which is anything with an `avatar_seed`."""
    return drawing(face["avatar_seed"] if isinstance(face, dict) else face.avatar_seed)  # type: ignore[attr-defined]


@register.filter
def is_keeper(face: Membership) -> bool:
    """Does this face run the group or keep it safe?"""
    return policy.is_keeper(face)
