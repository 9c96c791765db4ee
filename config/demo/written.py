"""What stands in the content files, with every time worked out; no database is asked here."""

from dataclasses import dataclass, field
from datetime import datetime


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
class WrittenCommunity:
    password: str
    people: list[WrittenPerson]
    groups: list[WrittenGroup]
    reviews: list[WrittenReview]

    @property
    def step_count(self) -> int:
        """How many people, faces, posts and chat entries there are to put in."""
        return len(self.people) + sum(
            len(group.faces)
            + sum(len(topic.posts) for topic in group.topics)
            + (len(group.room.entries) if group.room else 0)
            for group in self.groups
        )
