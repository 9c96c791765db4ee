"""A scratch site to measure: one open group, 500 members, 2,000 topics of 20 posts, made from a fixed seed.

$BENCH_TOPICS names another number of topics. Run as `python -m benchmarks.seed` with the site's environment; it
writes what the load needs into a file beside the database.
"""

import json
import os
import random
from datetime import timedelta
from itertools import accumulate

import django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from benchmarks.processes import CONTENT

django.setup()

from community.chat.models import Room  # noqa: E402
from community.forum.models import Post, Topic  # noqa: E402
from groups.models import Group, Membership  # noqa: E402
from kit import markdown  # noqa: E402
from people.models import Member  # noqa: E402
from people.policy import HEALTH_VERSION  # noqa: E402

MEMBERS, TOPICS, POSTS_EACH = 500, int(os.environ.get("BENCH_TOPICS", "2000")), 20
WORDS_EACH, OWN_WORDS_EACH, TEXTS = 80, 12, 2000
WORDS = 30_000
# By rank; nobody asks for the most frequent ones. Frequent words are in 2 to 12 % of the posts, middling ones in
# 0.2 to 2 %, as the words of real questions are.
FREQUENT, MIDDLING = slice(70, 400), slice(400, 4000)
SYLLABLES = (
    "ba be bi bo bu da de di do du fa fe ka ke ki ko la le li lo ma me mi mo na ne no pa pe po ra re ri ro".split()
)


class Language:
    """Made-up words, of which frequent ones are frequent as in any language (Zipf's law)."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        made = ("".join(chance.choices(SYLLABLES, k=chance.randint(2, 5))) for _ in range(3 * WORDS))
        self.words = list(dict.fromkeys(made))[:WORDS]
        self._weights = list(accumulate(1 / (rank + 5) for rank in range(len(self.words))))
        self._texts = [self._text() for _ in range(TEXTS)]

    def some(self, count: int) -> list[str]:
        return self.chance.choices(self.words, cum_weights=self._weights, k=count)

    def _text(self) -> tuple[str, str]:
        """A little Markdown, as source and HTML."""
        some = self.some(WORDS_EACH)
        text = f"{' '.join(some[:40])}. **{some[40]}** {' '.join(some[41:60])}.\n\n- " + "\n- ".join(some[60:])
        return text, markdown.render(text)

    def body(self) -> tuple[str, str]:
        """One of the texts, and a paragraph that is this post's own."""
        text, html = self.chance.choice(self._texts)
        own = " ".join(self.some(OWN_WORDS_EACH))
        return f"{text}\n\n{own}", f"{html}<p>{own}</p>\n"


def make_people(group: Group) -> list[Membership]:
    agreed = {"password": "!", "health_consent": HEALTH_VERSION}
    members = [Member(email=f"bench{number}@example.org", **agreed) for number in range(MEMBERS)]
    members = Member.objects.bulk_create(members)
    faces = [
        Membership(group=group, member=member, name=f"Face {number}", name_key=f"face{number}")
        for number, member in enumerate(members)
    ]
    return Membership.objects.bulk_create(faces)


def make_topics(group: Group, faces: list[Membership], language: Language) -> list[Topic]:
    chance = language.chance
    now = timezone.now()
    topics = [
        Topic(
            group=group,
            author=chance.choice(faces),
            title=" ".join(language.some(6)),
            created_at=now - timedelta(hours=number),
            last_post_at=now - timedelta(minutes=number),
            post_count=POSTS_EACH,
            change_number=POSTS_EACH,
        )
        for number in range(TOPICS)
    ]
    topics = Topic.objects.bulk_create(topics)
    posts = []
    for topic in topics:
        for number in range(1, POSTS_EACH + 1):
            text, html = language.body()
            posts.append(
                Post(
                    topic=topic,
                    author=chance.choice(faces),
                    number=number,
                    change_number=number,
                    body=text,
                    html=html,
                    html_version=markdown.VERSION,
                )
            )
    Post.objects.bulk_create(posts, batch_size=2000)
    return topics


def sign_in(member: Member) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.create()
    return session.session_key


@transaction.atomic
def fill() -> dict[str, object]:
    chance = random.Random(20260101)
    group = Group.objects.create(slug="bench", name="Bench", visibility="open", member_count=MEMBERS)
    faces = make_people(group)
    language = Language(chance)
    topics = make_topics(group, faces, language)
    room = Room.objects.create(group=group, name="Bench")
    return {
        "group": group.slug,
        "topics": [topic.key for topic in topics],
        "room": room.key,
        "frequent_words": language.words[FREQUENT],
        "middling_words": language.words[MIDDLING],
        "sessions": [sign_in(face.member) for face in faces],
    }


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    content = fill()
    call_command("reindex", verbosity=0)
    (settings.VAR_DIR / CONTENT).write_text(json.dumps(content))
