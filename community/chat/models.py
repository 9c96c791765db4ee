"""Rooms, entries, private talks, and how far one has read.

The log in the database is the truth; whatever is pushed is only a wake-up.
"""

from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models import Group, Membership
from kit.keys import new_key


class Room(models.Model):
    """A place for live talk in a group. Entries are numbered without gaps, and so is every change of them.

    With an `owner` it is a side: what this one face reads of a private talk with the `other`, and nobody else.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="rooms")
    owner = models.ForeignKey(Membership, on_delete=models.CASCADE, null=True, blank=True, related_name="sides")
    other = models.ForeignKey(Membership, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_number = models.PositiveIntegerField(default=0)
    change_number = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "name"], condition=models.Q(owner=None), name="room_name_once_a_group"
            ),
            models.UniqueConstraint(fields=["owner", "other"], name="one_side_a_pair"),
            models.CheckConstraint(
                condition=models.Q(owner=None, other=None) | models.Q(owner__isnull=False, other__isnull=False),
                name="a_side_has_two_faces",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"side {self.pk}"

    @property
    def is_private(self) -> bool:
        return self.owner_id is not None


class Talk(models.Model):
    """A face asks another of its group for a private talk, which begins with the other's yes.

    Whoever asked sees `is_waiting`, whoever was asked `is_to_answer`. They differ where a no is not told, and where a
    request or a yes must not reach somebody; so does what each of them has said, and therefore each has a side. And so
    each of two may have asked the other, though only one of these requests is there to be answered.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    asked_by = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="talks_asked_for")
    asked = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="talks_asked_of")
    asked_at = models.DateTimeField(default=timezone.now)
    is_waiting = models.BooleanField(default=True)
    is_to_answer = models.BooleanField(default=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asked_by", "asked"], name="one_request_each_way"),
            models.UniqueConstraint(
                *(Least("asked_by", "asked"), Greatest("asked_by", "asked")),
                condition=models.Q(is_to_answer=True),
                name="one_request_to_answer_a_pair",
            ),
            models.CheckConstraint(condition=~models.Q(asked_by=models.F("asked")), name="a_talk_has_two_faces"),
        ]

    def __str__(self) -> str:
        return f"talk {self.key}"


class Entry(models.Model):
    """One message. The same `client_key` from the same face is the same message, however often it is sent."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="entries")
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    change_number = models.PositiveIntegerField()
    client_key = models.CharField(max_length=40)
    body = models.TextField()
    html = models.TextField()
    html_version = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = _("entries")
        constraints = [
            models.UniqueConstraint(fields=["room", "number"], name="entry_number_once_a_room"),
            models.UniqueConstraint(fields=["room", "change_number"], name="entry_change_once_a_room"),
            models.UniqueConstraint(fields=["room", "author", "client_key"], name="entry_sent_once"),
        ]

    def __str__(self) -> str:
        return f"entry {self.number} of room {self.room_id}"


class Quote(models.Model):
    """A quote in an entry holds words of an earlier one in the room. `place` counts the quotes of the entry from 0."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="quotes")
    place = models.PositiveSmallIntegerField()
    source = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="quoted_in")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "place", "source"], name="entry_once_a_quote")]

    def __str__(self) -> str:
        return f"quote {self.pk}"


class ReadMark(models.Model):
    """How far a face has read in a room: up to the entry of this number. It only goes on, and nobody else sees it."""

    face = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="read_marks")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "room"], name="one_read_mark_a_room")]

    def __str__(self) -> str:
        return f"read mark {self.pk}"
