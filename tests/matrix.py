"""The permission matrix: who gets which answer from which address and live channel.

A later room adds its rows to `ROWS` and `CHANNELS`, and what they point at to `World`. An answer is a function of the
role and of the group's visibility, so a row names only what kind of thing it is.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from community.forum import actions as forum_actions
from groups import actions as group_actions
from groups.models import Group, Membership
from moderation import actions as moderation_actions
from moderation.models import Shift
from people import actions as people_actions
from people.models import Member
from tests import make

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
KEEPS = frozenset({"host", "moderator"})

Answer = Callable[[str, str], int]
OK, KEPT, LOGIN, FOUND, NO, NONE, SAID_AGAIN = 200, 204, 302, 302, 403, 404, 422


# --- Kinds of answers ---------------------------------------------------------------------------------------------


def public(role: str, visibility: str) -> int:
    return OK


def for_members(role: str, visibility: str) -> int:
    """A page of one's own: whoever is signed in."""
    return LOGIN if role == "visitor" else OK


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


SPEAKS = frozenset({"member", "blocked", "blocker", "host", "moderator"})
HOSTS = frozenset({"host"})


def speaking(answer: Answer, *, otherwise: int = SAID_AGAIN, done: int = FOUND) -> Answer:
    """Writing in the group. Whoever may not is told so on a page that keeps what they typed."""
    return signed_in(only(SPEAKS, answer, otherwise=otherwise), done=done)


# --- The world ----------------------------------------------------------------------------------------------------


@dataclass
class World:
    """One group with everything in it that has an address, and one member in each role."""

    visibility: str
    members: dict[str, Member | AnonymousUser] = field(default_factory=dict)
    faces: dict[str, Membership] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._make_people()
        self._make_words()
        self._make_moderation()

    def _make_people(self) -> None:
        self.members = {role: make.member(role) for role in ROLES if role != "visitor"}
        self.members["visitor"] = AnonymousUser()
        self.group: Group = make.group("Asthma", host=self.members["host"], visibility=self.visibility)
        group_actions.set_rules(make.host_of(self.group), self.group, texts=["Be kind."])
        self.faces["host"] = make.host_of(self.group)
        states = {"former": "left", "banned": "banned"}
        for role in ROLES[2:]:
            if role != "host":
                duty = "moderator" if role == "moderator" else "member"
                state = states.get(role, "active")
                self.faces[role] = make.face(self.members[role], self.group, role=duty, state=state)
        make.silenced(self.faces["silenced"])
        self.author: Membership = make.face(make.member("ada"), self.group, "Willow")
        group_actions.block(self.author.member, self.faces["blocked"])
        group_actions.block(self.members["blocker"], self.author)
        self.request = make.face(make.member("rae"), self.group, "Rae", state="requested")
        self.invitation = group_actions.invite(self.faces["host"], self.group, uses=40)

    def _make_words(self) -> None:
        self.topic = make.topic(self.author)
        self.post = make.post(self.author, self.topic)
        self.room = make.room(self.group)
        self.entry = make.entry(self.author, self.room)
        self.notice = people_actions.tell(
            self.author.member, kind="reply", source="matrix", text="Somebody answered.", url="/"
        )

    def _make_moderation(self) -> None:
        bad = make.post(self.author, self.topic, body="Buy my pills.")
        worse = make.post(self.author, self.topic, body="Go away.")
        reporter = make.face(make.member("ben"), self.group)
        self.reporter = reporter.member
        self.report = moderation_actions.report(self.reporter, self.post, kind="post", category="rules", words="Rude.")
        moderation_actions.report(self.reporter, bad, kind="post", category="selling", words="")
        moderation_actions.report(self.reporter, worse, kind="post", category="abuse", words="")
        self.review = self.report.review
        other = make.face(make.member("mo"), self.group, role="moderator").member
        self.decision = self._decide(other, bad)
        self.appeal = moderation_actions.appeal(self.author.member, self._decide(other, worse), words="It was a joke.")
        self.shift = Shift.objects.create(
            group=self.group,
            moderator=self.faces["moderator"],
            starts_at=timezone.now(),
            ends_at=timezone.now() + timedelta(hours=8),
        )

    def _decide(self, moderator: Member, post: object) -> object:
        review = self.group.reviews.get(subject_key=post.key)
        rule = self.group.rules.get()
        return moderation_actions.decide(moderator, review, outcome="hide", rule=rule, explanation="Not here.")

    def close_topic(self) -> None:
        forum_actions.close_topic(self.faces["host"], self.topic)


# --- The rows -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One address, asked one way."""

    name: str
    answer: Answer
    keys: Callable[[World], list[object]] = lambda world: []
    form: Callable[[World], dict[str, object]] | None = None  # a POST where there is one
    query: str = ""

    @property
    def title(self) -> str:
        return f"{'POST' if self.form is not None else 'GET'} {self.name}{self.query}"


def slug(world: World) -> list[object]:
    return [world.group.slug]


def of(*names: str) -> Callable[[World], list[object]]:
    """The keys of things of the world: `of("topic")`, or `of("group", "author")` where the group's slug is first."""

    def keys(world: World) -> list[object]:
        return [world.group.slug if name == "group" else getattr(world, name).key for name in names]

    return keys


def sends(**fields: object) -> Callable[[World], dict[str, object]]:
    return lambda world: fields


def _join(role: str, visibility: str) -> int:
    return existence(role, visibility)


def _joined(role: str, visibility: str) -> int:
    """Joining: those who belong or were banned hear why not."""
    given = existence(role, visibility)
    return given if given != OK else FOUND if role in {"outsider", "former"} else SAID_AGAIN


def _invited(role: str, visibility: str) -> int:
    return FOUND if role in {"outsider", "former"} else SAID_AGAIN


def _opened(role: str, visibility: str) -> int:
    """Opening a room on the page that lists them."""
    given = only(HOSTS, inside)(role, visibility)
    return FOUND if given == OK else given


def _others(role: str, visibility: str) -> int:
    """A page that belongs to somebody else."""
    return NONE


def _away(role: str, visibility: str) -> int:
    return FOUND


def _kept(role: str, visibility: str) -> int:
    """Moderation's pages are there for those who keep the group safe, and for nobody else."""
    return OK if role in KEEPS else NONE


ROWS: list[Row] = [
    # Everybody's
    Row("home", public),
    Row("people:help", public),
    Row("manifest", public),
    Row("worker", public),
    Row("offline", public),
    Row("groups:directory", public),
    Row("search:search", public, query="?q=sleep"),
    Row("people:look", public),
    Row("people:look", _away, form=sends(theme="dark")),
    Row("people:leave", _away),  # what its button does stands in tests/people: whoever presses it is somebody else
    # One's own
    Row("people:me", for_members),
    Row("people:me", signed_in(public, done=FOUND), form=sends(theme="dark", language="en-gb")),
    Row("people:language", _away, form=sends(language="en-gb")),
    Row("people:notices", for_members),
    Row("people:read_all", signed_in(public, done=FOUND), form=sends()),
    Row("people:unread", for_members),
    Row("people:notice", signed_in(_others), of("notice")),
    Row("people:notice", signed_in(_others), of("notice"), form=sends()),
    Row("groups:blocks", for_members),
    Row(
        "groups:unblock",
        signed_in(only(frozenset({"blocker"}), public, otherwise=NONE), done=FOUND),
        of("author"),
        form=sends(),
    ),
    Row("groups:found", for_members),
    # A group
    Row("groups:group", existence, slug),
    Row("groups:join", signed_in(_join), slug),
    Row("groups:join", signed_in(_joined, done=FOUND), slug, form=sends(name="Newcomer")),
    Row("groups:invitation", for_members, of("invitation")),
    Row("groups:invitation", signed_in(_invited), of("invitation"), form=sends(name="Newcomer")),
    Row(
        "groups:leave",
        signed_in(lambda role, visibility: _left(role, visibility)),
        slug,
        form=sends(),
    ),
    Row("groups:members", belonging, slug),
    Row("groups:my_face", signed_in(only(BELONGS, inside, otherwise=NONE)), slug),
    Row("groups:face", met, of("group", "author")),
    Row("groups:block", signed_in(met, done=FOUND), of("group", "author"), form=sends()),
    Row("groups:remove", signed_in(only(HOSTS, met), done=FOUND), of("group", "author"), form=sends()),
    Row(
        "groups:role",
        signed_in(only(HOSTS, met), done=FOUND),
        of("group", "author"),
        form=sends(role="moderator"),
    ),
    Row("groups:settings", signed_in(only(HOSTS, inside)), slug),
    Row("groups:settings", signed_in(only(HOSTS, inside), done=FOUND), slug, form=sends(rules="Be kind.")),
    Row("groups:requests", signed_in(only(HOSTS, inside)), slug),
    Row(
        "groups:settle",
        signed_in(only(HOSTS, public, otherwise=NONE), done=FOUND),
        of("group", "request"),
        form=sends(answer="yes"),
    ),
    Row("groups:invite", signed_in(only(HOSTS, inside)), slug),
    # The forum
    Row("forum:topics", lambda role, visibility: _topics(role, visibility), slug),
    Row("forum:new_topic", signed_in(inside), slug),
    Row("forum:new_topic", speaking(inside), slug, form=sends(title="A question", body="Does it pass?")),
    Row("forum:topic", met, of("topic")),
    Row("forum:since", met, lambda world: [world.topic.key, 0]),
    Row("forum:post", lambda role, visibility: FOUND if met(role, visibility) == OK else NONE, of("post")),
    Row("forum:reply", speaking(met), of("topic"), form=sends(body="Me too.")),
    Row("forum:edit_post", signed_in(only(frozenset(), met)), of("post")),
    Row("forum:react", speaking(met, otherwise=NO), of("topic"), form=sends(give="1:thanks")),
    Row("forum:watch", signed_in(only(BELONGS, met), done=FOUND), of("topic"), form=sends(wish="yes")),
    Row("forum:close", signed_in(only(KEEPS, met), done=FOUND), of("topic"), form=sends(wish="yes")),
    Row("forum:pin", signed_in(only(KEEPS, met), done=FOUND), of("topic"), form=sends(wish="yes")),
    Row("forum:draft", speaking(met, otherwise=NO, done=KEPT), of("topic"), form=sends(body="Half a th")),
    Row(
        "forum:draft_of_topic",
        speaking(inside, otherwise=NO, done=KEPT),
        slug,
        form=sends(title="Half", body="Half a th"),
    ),
    # The chat
    Row("chat:rooms", inside, slug),
    Row("chat:rooms", _opened, slug, form=sends(name="Garden")),
    Row("chat:room", inside, of("room")),
    Row("chat:since", inside, lambda world: [world.room.key, 0]),
    Row("chat:say", speaking(inside), of("room"), form=sends(body="Hello", client_key="a-key")),
    Row("chat:close", signed_in(only(HOSTS, inside), done=FOUND), of("room"), form=sends(wish="no")),
    Row("chat:entry", lambda role, visibility: FOUND if met(role, visibility) == OK else NONE, of("entry")),
    Row("chat:edit_entry", signed_in(only(frozenset(), met)), of("entry")),
    # Moderation
    Row("moderation:report", met, lambda world: ["post", world.post.key]),
    Row("moderation:report", met, lambda world: ["topic", world.topic.key]),
    Row("moderation:report", met, lambda world: ["entry", world.entry.key]),
    Row("moderation:report", met, lambda world: ["face", world.author.key]),
    Row("moderation:reported", _others, of("report")),
    Row("moderation:queue", signed_in(_kept)),
    Row("moderation:review", signed_in(_kept), of("review")),
    Row(
        "moderation:decide",
        signed_in(_kept, done=FOUND),
        of("review"),
        form=lambda world: {"outcome": "hide", "rule": world.group.rules.get().pk, "explanation": "Not here."},
    ),
    Row("moderation:answer", signed_in(_kept), of("appeal")),
    Row("moderation:rota", signed_in(_kept), slug),
    Row(
        "moderation:remove_shift",
        signed_in(only(HOSTS, _kept), done=FOUND),
        lambda world: [world.group.slug, world.shift.key],
        form=sends(),
    ),
    Row("moderation:decision", signed_in(_others), of("decision")),
    Row("moderation:appeal", signed_in(_others), of("decision"), form=sends(words="Please look again.")),
]


def _left(role: str, visibility: str) -> int:
    """Leaving: the only host must not; whoever does not belong hears so."""
    given = existence(role, visibility)
    if given != OK:
        return given
    if role == "outsider":
        return FOUND  # nothing to leave: back to one's groups
    return FOUND if role in BELONGS - HOSTS else NO


def _topics(role: str, visibility: str) -> int:
    """The list of topics sends those who may only know the group to the page about it."""
    if inside(role, visibility) == OK:
        return OK
    return FOUND if existence(role, visibility) == OK else NONE


# Channel → whether the role may follow it, told by the same kinds of answers.
CHANNELS: dict[str, tuple[Answer, Callable[[World], str]]] = {
    "topic": (met, lambda world: world.topic.key),
    "group": (inside, lambda world: world.group.key),
    "room": (inside, lambda world: world.room.key),
}

# Addresses that are no room's, with the test that looks after them.
ELSEWHERE = {
    "account_": "tests/people: sign-up, sign-in, reset and sessions",
    "admin:": "tests/people: operators only",
}
