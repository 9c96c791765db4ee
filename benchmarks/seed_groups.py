"""A scratch site with a small and a large group, and a member of 200 groups; filled once, in some seconds.

Run as `python -m benchmarks.seed_groups` with the site's environment; it writes what the load needs into groups.json.
"""

import json

import django
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

django.setup()

from benchmarks.seed import sign_in  # noqa: E402
from community.forum.actions import reply, start_topic  # noqa: E402
from groups.finding import search_words_of  # noqa: E402
from groups.models import Group, Membership  # noqa: E402
from groups.policy import visible_faces  # noqa: E402
from kit.pages import keyset  # noqa: E402
from people.models import Member  # noqa: E402

SMALL, LARGE, MANY, POSTS = 20, 50_000, 200, 20


def add_people(group: Group, count: int) -> None:
    for start in range(0, count, 5000):
        numbers = range(start, min(start + 5000, count))
        made = (Member(email=f"{group.slug}{number}@example.org", password="!") for number in numbers)
        members = Member.objects.bulk_create(made)
        Membership.objects.bulk_create(
            Membership(group=group, member=member, name=f"Face {number}", name_key=f"face{number:06}", early_posts=100)
            for number, member in zip(numbers, members, strict=True)
        )


def add_group(slug: str) -> Group:
    name = f"Group {slug}"
    return Group.objects.create(slug=slug, name=name, search_words=search_words_of(name), kind="interest")


def belong(member: Member, group: Group) -> Membership:
    return Membership.objects.create(
        group=group, member=member, name=member.email, name_key=member.email, early_posts=100
    )


@transaction.atomic
def fill() -> dict[str, object]:
    few, many = (Member.objects.create(email=f"{name}@example.org", password="!") for name in ("few", "many"))
    small, large = add_group("small"), add_group("large")
    for group, count in ((small, SMALL), (large, LARGE)):
        add_people(group, count - 1)
        Group.objects.filter(pk=group.pk).update(member_count=count)
    author = belong(few, small)
    belong(few, large)
    belong(many, large)
    for number in range(MANY - 1):
        belong(many, add_group(f"g{number}"))
    cursor = None
    for _page in range(400):
        faces = visible_faces(many).filter(group=large, state="active")
        cursor = keyset(faces, order=("name_key", "pk"), cursor=cursor, size=50).next_cursor
    topic = start_topic(author, small, title="Bench", body="Some words.")  # as long as what the bare page is for
    for number in range(2, POSTS + 1):
        reply(author, topic, body=f"Some words, and **{number}** times as many. " * 6)
    return {
        "topic": topic.key,
        "far_down": cursor,
        "sessions": {"few": sign_in(few), "many": sign_in(many)},
    }


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    kept = settings.VAR_DIR / "groups.json"
    if not kept.exists():
        kept.write_text(json.dumps(fill()))
