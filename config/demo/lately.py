"""What happened in the demo in the last days: done by the actions, with its times put back after."""

from pathlib import Path

from community.forum import actions as forum_actions
from community.forum.models import Draft, Post, Topic
from config.demo.written import WrittenDeed
from groups import actions as group_actions
from groups.models import Group, Membership, Picture
from kit.pictures import Remade, remake

PICTURES = Path(__file__).resolve().parent / "pictures"
EMBLEM = 512  # points

Faces = dict[str, Membership]


def happen(written: WrittenDeed, groups: dict[str, Group], faces: dict[str, Faces]) -> None:
    face = faces[written.group][written.by]
    if written.kind == "picture":
        group_actions.change_group_picture(face, groups[written.group], _remade(written, is_square=True))
    elif written.kind == "introduction":
        group, name = written.other
        group_actions.introduce(face, other=faces[group][name])
    elif written.kind == "draft":
        Draft.objects.create(author=face, topic=_topic(written), body=written.body, updated_at=written.at)
    elif written.kind == "first":
        topic = forum_actions.start_topic(face, groups[written.group], title=written.topic, body=written.body)
        _put_back(topic.posts.get(), written)
    else:
        picture = group_actions.add_picture(face, _remade(written), alt=written.alt)
        _put_back(forum_actions.reply(face, _topic(written), body=f"{written.body}\n\n{_shown(picture)}"), written)


def _topic(written: WrittenDeed) -> Topic:
    return Topic.objects.get(group__slug=written.group, title=written.topic)


def _remade(written: WrittenDeed, *, is_square: bool = False) -> Remade:
    with (PICTURES / written.file).open("rb") as file:
        return remake(file, longest=EMBLEM, is_square=True) if is_square else remake(file)


def _shown(picture: Picture) -> str:
    return f"![{picture.alt}](/media/{picture.key}-{picture.width}x{picture.height}.webp)"


def _put_back(post: Post, written: WrittenDeed) -> None:
    at = {"created_at": written.at} | ({"hidden_at": written.at} if post.waits else {})
    Post.objects.filter(pk=post.pk).update(**at)
    first = at if post.number == 1 else {}
    Topic.objects.filter(pk=post.topic_id).update(last_post_at=written.at, **first)
