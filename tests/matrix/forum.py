"""Topics, posts and what is done to them."""

from tests.matrix.answers import (
    BELONGS,
    FOUND,
    KEEPS,
    NO,
    NONE,
    OK,
    existence,
    for_members,
    inside,
    met,
    only,
    public,
    signed_in,
    speaking,
)
from tests.matrix.row import Row, of, sends, slug


def _topics(role: str, visibility: str) -> int:
    """The list of topics sends those who may only know the group to the page about it."""
    if inside(role, visibility) == OK:
        return OK
    return FOUND if existence(role, visibility) == OK else NONE


ROWS = [
    Row("forum:new", for_members),
    Row("forum:seen", signed_in(public, done=FOUND), form=sends(until="2026-05-05T03:12:00+00:00")),
    Row("forum:topics", _topics, slug),
    Row("forum:waiting", signed_in(only(KEEPS, inside)), slug),
    Row(
        "forum:settle",
        signed_in(only(KEEPS, inside, otherwise=NONE), done=NO),  # the post that is asked about does not wait
        of("post"),
        form=sends(answer="yes"),
    ),
    Row("forum:new_topic", signed_in(inside), slug),
    Row("forum:new_topic", speaking(inside), slug, form=sends(title="A question", body="Does it pass?")),
    Row("forum:topic", met, of("topic")),
    Row("forum:since", met, lambda world: [world.topic.key, 0]),
    Row("forum:post", lambda role, visibility: FOUND if met(role, visibility) == OK else NONE, of("post")),
    Row("forum:reply", speaking(met), of("topic"), form=sends(body="Me too.")),
    Row("forum:edit_post", signed_in(only(frozenset(), met)), of("post")),
    Row("forum:react", speaking(met, otherwise=NO), of("topic"), form=sends(give="1:thanks")),
    Row("forum:watch", signed_in(only(BELONGS, met), done=FOUND), of("topic"), form=sends(wish="yes")),
    Row("forum:mute", signed_in(met, done=FOUND), of("topic"), form=sends(wish="yes")),
    Row("forum:muted", for_members),
    Row("forum:post", lambda role, visibility: FOUND if met(role, visibility) == OK else NONE, of("unnamed")),
    Row("forum:close", signed_in(only(KEEPS, met), done=FOUND), of("topic"), form=sends(wish="yes")),
    Row("forum:pin", signed_in(only(KEEPS, met), done=FOUND), of("topic"), form=sends(wish="yes")),
    Row("forum:new_topic_with_picture", signed_in(inside), slug),
    Row("forum:reply_with_picture", speaking(met), of("topic"), form=sends(body="Me too.")),
    Row("forum:edit_post_with_picture", signed_in(only(frozenset(), met)), of("post")),
    Row("forum:suggest", speaking(inside, otherwise=NO, done=OK), slug, query="?q=@wil"),
    Row("forum:draft", speaking(met, otherwise=NO, done=OK), of("topic"), form=sends(body="Half a th")),
    Row(
        "forum:draft_of_topic",
        speaking(inside, otherwise=NO, done=OK),
        slug,
        form=sends(title="Half", body="Half a th"),
    ),
]
