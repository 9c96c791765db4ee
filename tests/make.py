"""The only factory of the tests: people, groups and what they say, made by the actions wherever there is one."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from community.chat import actions as chat_actions
from community.chat.models import Entry, Room
from community.forum import actions as forum_actions
from community.forum.models import Post, Topic
from groups import actions as group_actions
from groups.models import Group, Membership
from groups.names import name_key
from people.models import Member

PASSWORD = "a long and quiet sentence"
_numbers = count(1)


def member(name: str = "somebody", **fields: object) -> Member:
    """An account that may take part; `name` only makes its address readable."""
    return Member.objects.create_user(f"{name.lower()}{next(_numbers)}@example.org", PASSWORD, **fields)


def group(name: str = "Asthma", *, host: Member | None = None, **fields: object) -> Group:
    """A group with a host; `fields` are those of `groups.actions.found`."""
    return group_actions.found(host or member("hana"), name=name, face_name=f"Host {next(_numbers)}", **fields)


def face(owner: Member, place: Group, name: str = "", *, role: str = "member", state: str = "active") -> Membership:
    """A face of `owner` in the group, whatever its rules of joining."""
    name = name or f"Face {next(_numbers)}"
    fields = {"name": name, "name_key": name_key(name), "role": role, "state": state}
    own, is_new = Membership.objects.update_or_create(group=place, member=owner, defaults=fields)
    if is_new and state == Membership.State.ACTIVE:
        place.member_count += 1
        place.save(update_fields=["member_count"])
    return own


def host_of(place: Group) -> Membership:
    return place.memberships.get(role=Membership.Role.HOST)


def topic(author: Membership, *, title: str = "How do you sleep?", body: str = "I wake at three.") -> Topic:
    return forum_actions.start_topic(author, author.group, title=title, body=body)


def post(author: Membership, place: Topic, *, body: str = "So do I.") -> Post:
    return forum_actions.reply(author, place, body=body)


def room(place: Group, name: str = "Kitchen table") -> Room:
    return chat_actions.open_room(host_of(place), place, name=name)


def entry(author: Membership, place: Room, *, body: str = "Hello") -> Entry:
    return chat_actions.say(author, place, body=body, client_key=f"key-{next(_numbers)}")


def silenced(own: Membership) -> Membership:
    return group_actions.silence(
        host_of(own.group), own, until=timezone.now() + timedelta(days=1), reason="A calmer day, please."
    )
