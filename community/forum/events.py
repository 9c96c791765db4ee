"""What happened in topics, for other rooms to hear."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PostPublished:
    """A new post; the one with number 1 began its topic."""

    post_id: int


@dataclass(frozen=True)
class PostHeld:
    """A new post that somebody looks at before others read it; once let through it is published."""

    post_id: int


@dataclass(frozen=True)
class PostLetThrough:
    """Whoever looked at it let it through; it is published in the same moment."""

    post_id: int


@dataclass(frozen=True)
class PostDeclined:
    """Whoever looked at it did not let it through; what was announced before does not say who that was."""

    post_id: int
    decliner_id: int | None = None


@dataclass(frozen=True)
class PostEdited:
    post_id: int


@dataclass(frozen=True)
class PostHidden:
    post_id: int


@dataclass(frozen=True)
class PostRestored:
    post_id: int


@dataclass(frozen=True)
class TopicClosed:
    topic_id: int


@dataclass(frozen=True)
class TopicReopened:
    topic_id: int


@dataclass(frozen=True)
class TopicPinned:
    """Its place at the top of the group's list came or went."""

    topic_id: int


@dataclass(frozen=True)
class TopicHidden:
    """The topic and every post in it."""

    topic_id: int


@dataclass(frozen=True)
class TopicRestored:
    topic_id: int


@dataclass(frozen=True)
class TopicImported:
    """A whole topic came from an archive; its posts are not announced one by one."""

    topic_id: int
