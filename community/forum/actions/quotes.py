"""Keeping whose words stand in the quotes of a post."""

from collections import deque

from django.db.models import Q, QuerySet

from community.forum import policy
from community.forum.models import Post, Quote, Topic
from groups.models import Membership
from kit import quoting

LOOKED_THROUGH = 500  # posts of a topic, the newest


def sources_in(html: str, topic: Topic, *, face: Membership | None, but: int = 0) -> quoting.Sources:
    """What the quotes of a post repeat of other posts of its topic; asked before the topic is locked. `face` is whose
    eyes have read them, nobody's where its author is not known yet."""
    if quoting.OPENING not in html:
        return {}
    posts = _read_by(face, topic, quoted_by=but).exclude(pk=but).order_by("-number").values_list("pk", "html")
    return quoting.sources_of(html, [quoting.Said(*post) for post in posts[:LOOKED_THROUGH]])


def _read_by(face: Membership | None, topic: Topic, *, quoted_by: int) -> QuerySet[Post]:
    """Posts that whoever quotes can have read, and those that the post quoted before. Words that wait or were removed
    would answer to guesses else: what is left out of a quote was guessed right."""
    posts = Post.objects.filter(topic=topic)
    if policy.can_read_removed(face, topic.group):
        return posts
    quoted = Quote.objects.filter(post=quoted_by).values("source")
    return posts.filter(Q(hidden_at=None) | Q(author=face) | Q(pk__in=quoted))


def keep(post: Post, sources: quoting.Sources) -> None:
    rows = [Quote(post=post, place=place, source_id=pk) for place, found in sources.items() for pk in found]
    if rows:
        Quote.objects.bulk_create(rows, ignore_conflicts=True)


def keep_again(post: Post, sources: quoting.Sources, *, before: str) -> None:
    """The same for a post that was changed."""
    if quoting.OPENING not in before + post.html:
        return
    quotes = Quote.objects.filter(post=post)
    kept = quoting.kept_sources(sources, quotes.values_list("place", "source_id"), before=before, html=post.html)
    quotes.delete()
    keep(post, kept)


def keep_imported(topic: Topic, *, after: int) -> None:
    """The same for the posts of a topic after this number, which came all at once."""
    if not Post.objects.filter(topic=topic, number__gt=after, html__contains=quoting.OPENING).exists():
        return
    said: deque[quoting.Said] = deque(maxlen=LOOKED_THROUGH)
    rows: list[Quote] = []
    for pk, number, html in Post.objects.filter(topic=topic).order_by("number").values_list("pk", "number", "html"):
        if number > after and quoting.OPENING in html:
            found = quoting.sources_of(html, list(reversed(said)))
            rows += [Quote(post_id=pk, place=place, source_id=one) for place, some in found.items() for one in some]
        said.append(quoting.Said(pk, html))
    Quote.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def stamp_quoting(source: Post) -> None:
    """Posts that quote this one have changed with it: open pages ask for them. The topic is locked."""
    topic = source.topic
    quoting_posts = list(Post.objects.filter(quotes__source=source).distinct().order_by("number").only("pk"))
    if not quoting_posts:
        return
    for post in quoting_posts:
        topic.change_number += 1
        Post.objects.filter(pk=post.pk).update(change_number=topic.change_number)
    topic.save(update_fields=["change_number"])
