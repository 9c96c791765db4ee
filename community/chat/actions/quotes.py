"""Keeping whose words stand in the quotes of an entry."""

from django.db.models import Q

from community.chat.models import Entry, Quote
from kit import quoting

LOOKED_THROUGH = 500  # entries of a room, the newest


def sources_in(html: str, room_id: int, *, but: int = 0) -> quoting.Sources:
    """What the quotes of an entry repeat of others in its room; where many write, asked before it is locked. Removed
    words that it did not quote before count for nobody's: what is left out of a quote would tell who guessed right."""
    if quoting.OPENING not in html:
        return {}
    quoted = Quote.objects.filter(entry=but).values("source")
    readable = Entry.objects.filter(Q(hidden_at=None) | Q(pk__in=quoted), room=room_id).exclude(pk=but)
    entries = readable.order_by("-number").values_list("pk", "html")
    return quoting.sources_of(html, [quoting.Said(*entry) for entry in entries[:LOOKED_THROUGH]])


def keep(entry: Entry, sources: quoting.Sources) -> None:
    rows = [Quote(entry=entry, place=place, source_id=pk) for place, found in sources.items() for pk in found]
    if rows:
        Quote.objects.bulk_create(rows, ignore_conflicts=True)


def note(entry: Entry, *, before: str = "") -> None:
    """Both at once, where few write; of an entry that was changed, with the HTML that it had before."""
    if quoting.OPENING not in before + entry.html:
        return
    sources = sources_in(entry.html, entry.room_id, but=entry.pk)
    quotes = Quote.objects.filter(entry=entry)
    kept = quoting.kept_sources(sources, quotes.values_list("place", "source_id"), before=before, html=entry.html)
    quotes.delete()
    keep(entry, kept)


def those_quoting(source: Entry) -> list[Entry]:
    """They change with it when it is removed and when it comes back."""
    return list(Entry.objects.filter(quotes__source=source).distinct().select_related("author").order_by("number"))
