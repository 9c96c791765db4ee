"""The only factory of the tests: people, groups and what they say, made by the actions wherever there is one."""

from datetime import timedelta
from io import BytesIO
from itertools import count

from django.utils import timezone
from PIL import Image

from community.chat import actions as chat_actions
from community.chat.models import Entry, Room
from community.forum import actions as forum_actions
from community.forum.models import Post, Topic
from groups import actions as group_actions
from groups.models import Group, Membership, Picture
from groups.names import name_key
from kit.pictures import Remade, remake
from kit.writes import insert
from people.models import Consent, Member
from people.policy import HEALTH_VERSION

PASSWORD = "a long and quiet sentence"
FIRST_DAYS_LONG_OVER = timedelta(days=100)
_numbers = count(1)


def member(name: str = "somebody", *, agrees: bool = True, **fields: object) -> Member:
    """An account that may take part and talk about health; `name` only makes its address readable."""
    if agrees:
        fields["health_consent"] = HEALTH_VERSION
    made = Member.objects.create_user(f"{name.lower()}{next(_numbers)}@example.org", PASSWORD, **fields)
    if agrees:  # the row that `people.actions.agree_about_health` writes, without its questions to a new account
        insert(Consent(member=made, purpose=Consent.Purpose.HEALTH, version=HEALTH_VERSION))
    return made


def group(name: str = "Asthma", *, host: Member | None = None, **fields: object) -> Group:
    """A group with a host; `fields` are those of `groups.actions.found`."""
    return group_actions.found(host or member("hana"), name=name, face_name=f"Hana {next(_numbers)}", **fields)


def face(owner: Member, place: Group, name: str = "", *, role: str = "member", state: str = "active") -> Membership:
    """A face of `owner` in the group, whatever its rules of joining."""
    name = name or f"Face {next(_numbers)}"
    fields = {"name": name, "name_key": name_key(name), "role": role, "state": state}
    fields |= {"joined_at": timezone.now() - FIRST_DAYS_LONG_OVER, "early_posts": 1000}
    own = Membership.objects.filter(group=place, member=owner, only_in="").first()
    if own is not None:
        for field, value in fields.items():
            setattr(own, field, value)
        own.save()
        return own
    if state == Membership.State.ACTIVE:
        place.member_count += 1
        place.save(update_fields=["member_count"])
    return insert(Membership(group=place, member=owner, **fields))


def host_of(place: Group) -> Membership:
    return place.memberships.get(role=Membership.Role.HOST)


def promoted(own: Membership, role: str = "moderator", *, by: Membership | None = None) -> Membership:
    """The face with more to do, for which a host asked it and it said yes."""
    offer = group_actions.offer_role(by or host_of(own.group), own, role=role)
    return group_actions.accept_offer(own, offer).face


def topic(author: Membership, *, title: str = "How do you sleep?", body: str = "I wake at three.") -> Topic:
    return forum_actions.start_topic(author, author.group, title=title, body=body)


def post(author: Membership, place: Topic, *, body: str = "So do I.", without_name: bool = False) -> Post:
    return forum_actions.reply(author, place, body=body, without_name=without_name)


def photograph(*, kind: str = "JPEG", width: int = 80, height: int = 60, **options: object) -> bytes:
    """A file as somebody's device would send it."""
    written = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(written, kind, **options)
    return written.getvalue()


def remade() -> Remade:
    return remake(BytesIO(photograph()))


def picture(sender: Membership, *, alt: str = "A puffer on a table") -> Picture:
    """One that stands in no post yet."""
    return group_actions.add_picture(sender, remade(), alt=alt)


def room(place: Group, name: str = "Kitchen table") -> Room:
    return chat_actions.open_room(host_of(place), place, name=name)


def entry(author: Membership, place: Room, *, body: str = "Hello") -> Entry:
    return chat_actions.say(author, place, body=body, client_key=f"key-{next(_numbers)}")


def talk(asker: Membership, asked: Membership) -> tuple[Room, Room]:
    """A private talk that has begun: the side of whoever asked, and that of whoever said yes."""
    theirs = chat_actions.accept(asked, chat_actions.ask(asker, asked))
    return Room.objects.get(owner=asker, other=asked), theirs


def silenced(own: Membership) -> Membership:
    return group_actions.silence(
        host_of(own.group), own, until=timezone.now() + timedelta(days=1), reason="A calmer day, please."
    )
