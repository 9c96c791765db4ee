"""Topics and posts. A topic numbers its posts without gaps and every change of them, so that readers can catch up."""

from datetime import UTC, datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models import Area, Group, Membership
from kit import once
from kit.keys import new_key


def is_declined(*, waits: bool, created_at: datetime, hidden_at: datetime | None) -> bool:
    """Whether somebody looked at it before others read it, and did not let it through. It was hidden from its first
    moment on, which what moderators removed never was."""
    return not waits and hidden_at == created_at


class Topic(models.Model):
    """A conversation in a group. `change_number` counts every new post, edit, removal and return in it."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="topics")
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="topics")
    area = models.ForeignKey(Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="topics")
    title = models.CharField(_("title"), max_length=140)
    created_at = models.DateTimeField(default=timezone.now)
    last_post_at = models.DateTimeField(default=timezone.now)
    post_count = models.PositiveIntegerField(default=0)
    word_count = models.PositiveIntegerField(default=0, help_text="Of the posts that readers see.")
    change_number = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    pinned_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    waits = models.BooleanField(default=False, help_text="Hidden until somebody has looked at its first post.")
    source_id = models.CharField(max_length=80, null=True, blank=True, help_text="Where an import took it from.")

    class Meta:
        indexes = [
            models.Index(fields=["group", "-last_post_at", "-id"], name="topics_of_group"),
            models.Index(fields=["group"], condition=models.Q(pinned_at__isnull=False), name="topics_pinned"),
        ]
        constraints = [models.UniqueConstraint(fields=["group", "source_id"], name="topic_imported_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_declined(self) -> bool:
        return is_declined(waits=self.waits, created_at=self.created_at, hidden_at=self.hidden_at)


class Post(models.Model):
    """One contribution to a topic, said by a face. Source and rendered HTML are both kept."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="posts")
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="posts")
    number = models.PositiveIntegerField()
    change_number = models.PositiveIntegerField()
    body = models.TextField(_("text"))
    html = models.TextField()
    html_version = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.TextField(blank=True)
    waits = models.BooleanField(default=False, help_text="Hidden until a host or a moderator has looked at it.")
    sent_as = models.CharField(
        max_length=once.LENGTH, null=True, blank=True, editable=False, help_text="See kit.once."
    )
    source_id = models.CharField(max_length=80, null=True, blank=True, help_text="Where an import took it from.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="post_number_once_a_topic"),
            models.UniqueConstraint(fields=["topic", "change_number"], name="post_change_once_a_topic"),
            models.UniqueConstraint(fields=["topic", "source_id"], name="post_imported_once"),
            models.UniqueConstraint(fields=["sent_as"], name="post_sent_once"),
        ]

    def __str__(self) -> str:
        return f"post {self.number} of topic {self.topic_id}"

    @property
    def is_declined(self) -> bool:
        return is_declined(waits=self.waits, created_at=self.created_at, hidden_at=self.hidden_at)


def version_of(updated_at: datetime) -> str:
    """Which state of a draft was kept at this time."""
    return updated_at.astimezone(UTC).isoformat()


class Draft(models.Model):
    """What a face is writing and has not sent: a reply to `topic`, or a new topic when there is none."""

    author = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="drafts")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="drafts")
    title = models.CharField(max_length=140, blank=True)
    body = models.TextField(blank=True)
    without_name = models.BooleanField(default=False)
    earlier = models.TextField(blank=True, help_text="What was written elsewhere meanwhile.")
    client_key = models.CharField(max_length=40, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "topic"], name="one_draft_a_topic"),
            models.UniqueConstraint(
                fields=["author"], condition=models.Q(topic__isnull=True), name="one_draft_of_a_new_topic"
            ),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def version(self) -> str:
        """Which state of the draft this is, for those who go on writing it."""
        return version_of(self.updated_at)


class Reaction(models.Model):
    """A small sign under a post, from one face."""

    class Kind(models.TextChoices):
        THANKS = "thanks", _("Thank you")
        SAME = "same", _("Same here")
        WARMTH = "warmth", _("Thinking of you")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions")
    author = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=12, choices=Kind)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "author", "kind"], name="reaction_once")]

    def __str__(self) -> str:
        return f"{self.kind} under post {self.post_id}"


class MutedTopic(models.Model):
    """A member does not want to meet a topic: not in lists, not in notices, not in what is new."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="muted_by")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="muted_topics")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "member"], name="topic_muted_once")]

    def __str__(self) -> str:
        return f"muted topic {self.pk}"


class Mention(models.Model):
    """Somebody is spoken to by name in a post. Kept by face, for names change."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    face = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="mentions")
    words = models.CharField(max_length=60, help_text="The name as it stands in the text.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "face", "words"], name="mention_once_a_post")]

    def __str__(self) -> str:
        return f"mention {self.pk}"


class Quote(models.Model):
    """A quote in a post holds words of an earlier post of the topic. `place` counts the quotes of the post from 0."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="quotes")
    place = models.PositiveSmallIntegerField()
    source = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="quoted_in")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "place", "source"], name="source_once_a_quote")]

    def __str__(self) -> str:
        return f"quote {self.pk}"


class Watch(models.Model):
    """A face wants to be told about replies to a topic."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="watches")
    watcher = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="watches")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "watcher"], name="watch_once")]

    def __str__(self) -> str:
        return f"watch {self.pk}"


class Glance(models.Model):
    """Until when a member has been through what is new; nobody else ever sees it."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="glance")
    looked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"glance {self.pk}"
