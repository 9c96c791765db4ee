"""What happened in the demo in the last days: done by the actions, with its times put back after."""

from datetime import timedelta
from pathlib import Path

from community.chat import actions as chat_actions
from community.chat.models import Entry, Room, Talk
from community.forum import actions as forum_actions
from community.forum.models import Draft, Post, Topic
from config.demo.written import WrittenDeed
from groups import actions as group_actions
from groups.models import Group, Membership, Picture, RoleOffer
from kit.keys import new_key
from kit.pictures import Remade, remake

PICTURES = Path(__file__).resolve().parent / "pictures"
EMBLEM = 512  # points
BETWEEN_MESSAGES = timedelta(minutes=4)

Faces = dict[str, Membership]


def happen(written: WrittenDeed, groups: dict[str, Group], faces: dict[str, Faces]) -> None:
    face = faces[written.group][written.by]
    if written.kind == "picture":
        group_actions.change_group_picture(face, groups[written.group], _remade(written, is_square=True))
    elif written.kind == "introduction":
        group_actions.introduce(face, other=_other(written, faces))
    elif written.kind in {"talk", "asking"}:
        _talk(written, face, faces)
    elif written.kind == "offer":
        offer = group_actions.offer_role(face, _other(written, faces), role=Membership.Role.MODERATOR)
        RoleOffer.objects.filter(pk=offer.pk).update(created_at=written.at)
    elif written.kind == "draft":
        Draft.objects.create(author=face, topic=_topic(written), body=written.body, updated_at=written.at)
    elif written.kind == "first":
        topic = forum_actions.start_topic(face, groups[written.group], title=written.topic, body=written.body)
        _put_back(topic.posts.get(), written)
    else:
        _put_back(forum_actions.reply(face, _topic(written), body=_with_picture(written, face)), written)


def _talk(written: WrittenDeed, face: Membership, faces: dict[str, Faces]) -> None:
    """One of them asks the other for a private talk; where something is said, a line each in turn, they have it."""
    other = _other(written, faces)
    talk = chat_actions.ask(face, other)
    Talk.objects.filter(pk=talk.pk).update(asked_at=written.at)
    if written.kind == "asking":
        return
    sides = {other: chat_actions.accept(other, talk), face: Room.objects.get(owner=face, other=other)}
    Room.objects.filter(pk__in=[side.pk for side in sides.values()]).update(created_at=written.at)
    for number, words in enumerate(written.body.strip().splitlines()):
        speaker = other if number % 2 else face
        chat_actions.say(speaker, sides[speaker], body=words, client_key=new_key())
        said_at = written.at + (number + 1) * BETWEEN_MESSAGES
        Entry.objects.filter(room__in=sides.values(), number=number + 1).update(created_at=said_at)


def _other(written: WrittenDeed, faces: dict[str, Faces]) -> Membership:
    group, name = written.other
    return faces[group][name]


def _topic(written: WrittenDeed) -> Topic:
    return Topic.objects.get(group__slug=written.group, title=written.topic)


def _remade(written: WrittenDeed, *, is_square: bool = False) -> Remade:
    with (PICTURES / written.file).open("rb") as file:
        return remake(file, longest=EMBLEM, is_square=True) if is_square else remake(file)


def _with_picture(written: WrittenDeed, face: Membership) -> str:
    if not written.file:
        return written.body
    return f"{written.body}\n\n{_shown(group_actions.add_picture(face, _remade(written), alt=written.alt))}"


def _shown(picture: Picture) -> str:
    return f"![{picture.alt}](/media/{picture.key}-{picture.width}x{picture.height}.webp)"


def _put_back(post: Post, written: WrittenDeed) -> None:
    at = {"created_at": written.at} | ({"hidden_at": written.at} if post.waits else {})
    Post.objects.filter(pk=post.pk).update(**at)
    first = at if post.number == 1 else {}
    Topic.objects.filter(pk=post.topic_id).update(last_post_at=written.at, **first)
