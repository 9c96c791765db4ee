"""A scratch site to measure: one open group, 500 members, 2,000 topics of 20 posts, made from a fixed seed.

Run as `python -m benchmarks.seed` with the site's environment; it writes what the load needs into bench.json.
"""

import json
import random
from datetime import timedelta

import django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

django.setup()

from community.chat.models import Room  # noqa: E402
from community.forum.models import Post, Topic  # noqa: E402
from groups.models import Group, Membership  # noqa: E402
from kit import markdown  # noqa: E402
from people.models import Member  # noqa: E402

MEMBERS, TOPICS, POSTS_EACH, WORDS_EACH = 500, 2000, 20, 92
SYLLABLES = (
    "ba be bi bo bu da de di do du fa fe ka ke ki ko la le li lo ma me mi mo na ne no pa pe po ra re ri ro".split()
)


def vocabulary(chance: random.Random) -> list[str]:
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(4000)]


def bodies(chance: random.Random, words: list[str], count: int) -> list[tuple[str, str]]:
    """Texts of about 92 words with a little Markdown, as source and HTML; frequent words are frequent."""
    weights = [1 / (rank + 5) for rank in range(len(words))]
    made = []
    for _ in range(count):
        chosen = chance.choices(words, weights, k=WORDS_EACH)
        text = (
            " ".join(chosen[:40])
            + f". **{chosen[40]}** "
            + " ".join(chosen[41:70])
            + ".\n\n- "
            + "\n- ".join(chosen[70:])
        )
        made.append((text, markdown.render(text)))
    return made


def make_people(group: Group) -> list[Membership]:
    members = [Member(email=f"bench{number}@example.org", password="!") for number in range(MEMBERS)]
    members = Member.objects.bulk_create(members)
    faces = [
        Membership(group=group, member=member, name=f"Face {number}", name_key=f"face{number}")
        for number, member in enumerate(members)
    ]
    return Membership.objects.bulk_create(faces)


def make_topics(group: Group, faces: list[Membership], chance: random.Random) -> list[Topic]:
    words = vocabulary(chance)
    texts = bodies(chance, words, 400)
    now = timezone.now()
    topics = [
        Topic(
            group=group,
            author=chance.choice(faces),
            title=" ".join(chance.choices(words, k=6)),
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
            text, html = chance.choice(texts)
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
    (settings.VAR_DIR / "words.json").write_text(json.dumps(words[20:400]))
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
    topics = make_topics(group, faces, chance)
    room = Room.objects.create(group=group, name="Bench")
    return {
        "group": group.slug,
        "topics": [topic.key for topic in topics],
        "room": room.key,
        "sessions": [sign_in(face.member) for face in faces],
    }


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    content = fill()
    call_command("reindex", verbosity=0)
    content["words"] = json.loads((settings.VAR_DIR / "words.json").read_text())
    (settings.VAR_DIR / "bench.json").write_text(json.dumps(content))
