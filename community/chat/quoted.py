"""Quotes in entries as each reader may see them: words that they do not meet elsewhere are in no quote either."""

from typing import Any

from django.db.models import Exists, OuterRef

from community.chat.models import Quote
from groups.models import Block
from groups.withheld import Withheld
from kit.quoting import OPENING, with_quotes
from people.models import Viewer


def without_withheld(entries: list[dict[str, Any]], *, viewer: Viewer) -> list[dict[str, Any]]:
    """These rows of entries, with a sentence in quotes of whom the viewer blocked, and of what was removed."""
    quoting = {row["key"] for row in entries if OPENING in row["html"]}
    if not quoting:
        return entries
    is_blocked = Exists(Block.objects.filter(blocker_id=viewer.pk or 0, blocked=OuterRef("source__author")))
    rows = Quote.objects.filter(entry__key__in=quoting).annotate(is_blocked=is_blocked)
    withheld: dict[str, dict[int, str]] = {}
    for key, place, removed_at, blocked in rows.values_list("entry__key", "place", "source__hidden_at", "is_blocked"):
        if blocked or removed_at:
            kind = Withheld.BLOCKED if blocked else Withheld.REMOVED
            withheld.setdefault(key, {})[place] = kind.html
    return [row | {"html": with_quotes(row["html"], withheld.get(row["key"], {}))} for row in entries]
