"""What stands in the content files, with every time worked out; no database is asked here."""

from dataclasses import dataclass, field
from datetime import datetime

from kit.keys import new_key


@dataclass(frozen=True, slots=True)
class WrittenPerson:
    key: str
    email: str
    joined_at: datetime
    roles: frozenset[str]
    note: str = ""


@dataclass(frozen=True, slots=True)
class WrittenFace:
    name: str
    person: str
    joined_at: datetime
    about: str = ""
    role: str = "member"
    state: str = "active"
    left_at: datetime | None = None
    answers: tuple[str, ...] = ()
    only_in: str = ""  # the title of the topic in which they speak without their name


@dataclass(slots=True)
class WrittenPost:
    number: int
    author: str
    at: datetime
    body: str
    signs: dict[str, list[str]] = field(default_factory=dict)
    edited_at: datetime | None = None
    hidden_at: datetime | None = None
    hidden_reason: str = ""


@dataclass(slots=True)
class WrittenTopic:
    title: str
    posts: list[WrittenPost]
    pinned_at: datetime | None = None
    closed_at: datetime | None = None
    area: str = ""
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    author: str
    at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class WrittenRoom:
    name: str
    opened_at: datetime
    entries: list[WrittenEntry]


@dataclass(frozen=True, slots=True)
class WrittenGroup:
    """`handle` is the name of its file, by which the other files call it."""

    handle: str
    slug: str
    name: str
    kind: str
    visibility: str
    joining: str
    purpose: str
    welcome: str
    founded_at: datetime
    rules: list[str]
    faces: list[WrittenFace]
    topics: list[WrittenTopic]
    room: WrittenRoom | None
    rota: list[str]
    blocks: list[list[str]]
    invitation: dict[str, str | int]
    other_names: str = ""
    where: str = ""
    languages: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    checks_first_posts: bool = False

    @property
    def everyday_faces(self) -> list[WrittenFace]:
        """Those that are not for one topic alone."""
        return [face for face in self.faces if not face.only_in]

    def topic(self, title: str) -> WrittenTopic:
        return next(topic for topic in self.topics if topic.title == title)


@dataclass(frozen=True, slots=True)
class WrittenReport:
    reporter: str
    at: datetime
    category: str
    words: str


@dataclass(frozen=True, slots=True)
class WrittenDecision:
    decider: str
    at: datetime
    outcome: str
    rule: int | None
    explanation: str


@dataclass(frozen=True, slots=True)
class WrittenAppeal:
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class WrittenReview:
    """`kind` is the kind of thing as moderation names it; `words` find it: a title, a name or a chat entry's words."""

    group: str
    kind: str
    words: str
    number: int
    reports: list[WrittenReport]
    decision: WrittenDecision | None
    appeal: WrittenAppeal | None


@dataclass(frozen=True, slots=True)
class WrittenDeed:
    """Something of the last days that an action does: a reply with a picture, a first post, a draft and such."""

    kind: str
    at: datetime
    group: str
    by: str
    topic: str = ""
    body: str = ""
    file: str = ""
    alt: str = ""
    other: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class WrittenCommunity:
    password: str
    people: list[WrittenPerson]
    groups: list[WrittenGroup]
    reviews: list[WrittenReview]
    deeds: list[WrittenDeed]

    @property
    def step_count(self) -> int:
        """How many people, faces, posts and chat entries there are to put in."""
        return len(self.people) + sum(
            len(group.faces)
            + sum(len(topic.posts) for topic in group.topics)
            + (len(group.room.entries) if group.room else 0)
            for group in self.groups
        )
