"""Who asks, and the kinds of answers they get: an answer is a function of the role and of the group's visibility."""

from collections.abc import Callable

ROLES = (
    "visitor",
    "outsider",
    "member",
    "former",
    "banned",
    "blocked",
    "blocker",
    "silenced",
    "host",
    "moderator",
)
VISIBILITIES = ("open", "listed", "hidden")
BELONGS = frozenset({"member", "blocked", "blocker", "silenced", "host", "moderator"})
SPEAKS = frozenset({"member", "blocked", "blocker", "host", "moderator"})
KEEPS = frozenset({"host", "moderator"})
HOSTS = frozenset({"host"})

Answer = Callable[[str, str], int]
OK, KEPT, LOGIN, FOUND, NO, NONE, SAID_AGAIN = 200, 204, 302, 302, 403, 404, 422


def public(role: str, visibility: str) -> int:
    return OK


def for_members(role: str, visibility: str) -> int:
    """A page of one's own: whoever is signed in."""
    return LOGIN if role == "visitor" else OK


def others(role: str, visibility: str) -> int:
    """A page that belongs to somebody else."""
    return NONE


def existence(role: str, visibility: str) -> int:
    """That the group is there: everybody, unless it is hidden."""
    return OK if visibility != "hidden" or role in BELONGS else NONE


def inside(role: str, visibility: str) -> int:
    """What was said in the group."""
    return OK if visibility == "open" or role in BELONGS else NONE


def met(role: str, visibility: str) -> int:
    """What the author said, whom the blocker does not want to meet."""
    return NONE if role == "blocker" else inside(role, visibility)


def belonging(role: str, visibility: str) -> int:
    """For those who belong; others who may read inside are told so."""
    if role in BELONGS:
        return OK
    return NO if visibility == "open" else NONE


def signed_in(answer: Answer, *, done: int = OK) -> Answer:
    """The same where a visitor is asked to sign in first; `done` is what a deed answers in the place of a page."""

    def asked(role: str, visibility: str) -> int:
        if role == "visitor":
            return LOGIN
        given = answer(role, visibility)
        return done if given == OK else given

    return asked


def only(roles: frozenset[str], answer: Answer, *, otherwise: int = NO) -> Answer:
    """What `answer` gives, narrowed to some roles; the others who would have got it hear a sentence."""

    def narrowed(role: str, visibility: str) -> int:
        given = answer(role, visibility)
        return otherwise if given == OK and role not in roles else given

    return narrowed


def speaking(answer: Answer, *, otherwise: int = SAID_AGAIN, done: int = FOUND) -> Answer:
    """Writing in the group. Whoever may not is told so on a page that keeps what they typed."""
    return signed_in(only(SPEAKS, answer, otherwise=otherwise), done=done)
