"""A group: being there, belonging, keeping it."""

from collections.abc import Callable

from tests.matrix.answers import (
    BELONGS,
    FOUND,
    HOSTS,
    KEEPS,
    NO,
    NONE,
    OK,
    SAID_AGAIN,
    Answer,
    belonging,
    existence,
    for_members,
    inside,
    met,
    only,
    others,
    public,
    signed_in,
    speaking,
)
from tests.matrix.row import Row, of, sends, slug
from tests.matrix.world import World

ASKED = frozenset({"member"})  # whether they would like to be a moderator


def _joined(role: str, visibility: str) -> int:
    """Joining: those who belong or were banned hear why not."""
    given = existence(role, visibility)
    return given if given != OK else FOUND if role in {"outsider", "former"} else SAID_AGAIN


def _invited(role: str, visibility: str) -> int:
    return FOUND if role in {"outsider", "former"} else SAID_AGAIN


def _left(role: str, visibility: str) -> int:
    """Leaving: the only host must not; whoever does not belong hears so."""
    given = existence(role, visibility)
    if given != OK:
        return given
    if role == "outsider":
        return FOUND  # nothing to leave: back to one's groups
    return FOUND if role in BELONGS - HOSTS else NO


def _asked_to_leave(role: str, visibility: str) -> int:
    """The page that asks first; whoever does not belong is led to the group."""
    given = existence(role, visibility)
    return given if given != OK or role in BELONGS else FOUND


def _asked_to_merge(role: str, visibility: str) -> int:
    """Every member is asked, whatever the group's visibility."""
    return OK if role in BELONGS else NONE


def _never(answer: Answer) -> Answer:
    """Nothing that anybody may do as things stand; whoever may know of it hears why."""
    return only(frozenset(), answer)


def _of_group(*more: str) -> Callable[[World], list[object]]:
    return lambda world: [world.group.slug, *more]


ROWS = [
    # One's own
    Row("groups:blocks", for_members),
    Row(
        "groups:unblock",
        signed_in(only(frozenset({"blocker"}), public, otherwise=NONE), done=FOUND),
        of("author"),
        form=sends(),
    ),
    Row("groups:found", for_members),
    # A group's
    Row("groups:group", existence, slug),
    Row("groups:join", signed_in(existence), slug),
    Row("groups:join", signed_in(_joined, done=FOUND), slug, form=sends(name="Newcomer")),
    Row("groups:invitation", for_members, of("invitation")),
    Row("groups:invitation", signed_in(_invited), of("invitation"), form=sends(name="Newcomer")),
    Row("groups:leave", signed_in(_asked_to_leave), slug),
    Row(
        "groups:leave",
        signed_in(_left),
        slug,
        form=sends(),
    ),
    Row("groups:members", belonging, slug),
    Row("groups:my_face", signed_in(only(BELONGS, inside, otherwise=NONE)), slug),
    Row("groups:face", met, of("group", "author")),
    Row("groups:face", inside, of("group", "nameless")),
    Row(
        "groups:introduce", signed_in(others), slug
    ),  # there is no other group to be somebody in; tests/groups/test_faces.py
    Row("groups:take_back", signed_in(others), of("group", "introduction"), form=sends()),
    Row("groups:block", signed_in(met, done=FOUND), of("group", "author"), form=sends()),
    Row("groups:remove", signed_in(only(HOSTS, met)), of("group", "author")),
    Row("groups:remove", signed_in(only(HOSTS, met), done=FOUND), of("group", "author"), form=sends()),
    Row(
        "groups:role",
        signed_in(only(HOSTS, met), done=FOUND),
        of("group", "author"),
        form=sends(role="moderator"),
    ),
    Row("groups:settings", signed_in(only(HOSTS, inside)), slug),
    Row("groups:settings", signed_in(only(HOSTS, inside), done=FOUND), slug, form=sends(name="Asthma")),
    Row("groups:settings_of", signed_in(only(HOSTS, inside)), _of_group("rules")),
    Row(
        "groups:settings_of",
        signed_in(only(HOSTS, inside), done=FOUND),
        _of_group("rules"),
        form=sends(rules="Be kind."),
    ),
    Row("groups:end", signed_in(only(HOSTS, inside)), slug),
    Row("groups:archive", signed_in(only(HOSTS, inside), done=FOUND), slug, form=sends()),
    Row("groups:reopen", signed_in(_never(inside)), slug, form=sends()),
    Row("groups:propose_merger", signed_in(only(HOSTS, inside)), slug),
    Row("groups:propose_merger", signed_in(only(HOSTS, inside), done=SAID_AGAIN), slug, form=sends(other="nowhere")),
    Row("groups:merger", signed_in(_asked_to_merge), of("merger")),
    Row("groups:merger", signed_in(_asked_to_merge, done=FOUND), of("merger"), form=sends(comes_along="no")),
    Row("groups:agree_to_merger", signed_in(_never(_asked_to_merge)), of("merger"), form=sends()),
    Row("groups:drop_merger", signed_in(only(HOSTS, _asked_to_merge), done=FOUND), of("merger"), form=sends()),
    Row("groups:requests", signed_in(only(HOSTS, inside)), slug),
    Row(
        "groups:settle",
        signed_in(only(HOSTS, inside), done=FOUND),
        of("group", "request"),
        form=sends(answer="yes"),
    ),
    Row("groups:invite", signed_in(only(HOSTS, inside)), slug),
    Row("groups:revoke", signed_in(only(HOSTS, inside), done=FOUND), of("group", "invitation"), form=sends()),
    Row("groups:removed", signed_in(only(HOSTS, inside)), slug),
    Row("groups:readmit", signed_in(_never(inside)), of("group", "author"), form=sends()),
    Row("groups:hand_over", signed_in(only(HOSTS, met), done=FOUND), of("group", "author"), form=sends()),
    Row("groups:take_offer_back", signed_in(only(HOSTS, met), done=FOUND), of("group", "author"), form=sends()),
    Row("groups:offer", signed_in(only(ASKED, inside, otherwise=NONE)), of("group", "offer")),
    Row(
        "groups:offer",
        signed_in(only(ASKED, inside, otherwise=NONE), done=FOUND),
        of("group", "offer"),
        form=sends(answer="yes"),
    ),
    Row("groups:withdraw", signed_in(others), of("request"), form=sends()),
    # Pictures: one in a post, one of a face, the group's own
    Row("groups:picture", met, lambda world: [world.picture.key, world.picture.width, world.picture.height]),
    Row("groups:picture_of_face", met, of("author")),
    Row("groups:picture_of_group", existence, slug),
    Row("groups:add_picture", speaking(inside, otherwise=NO, done=SAID_AGAIN), slug, form=sends(alt="A puffer")),
    Row("groups:remove_picture", signed_in(only(KEEPS, met), done=FOUND), of("group", "author"), form=sends()),
    Row("groups:face_picture", signed_in(only(BELONGS, inside, otherwise=NONE)), slug),
    Row("groups:group_picture", signed_in(only(HOSTS, inside)), slug),
]
