"""Rooms and entries. The log in the database is the truth; whatever is pushed is only a wake-up."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models import Group, Membership
from kit.keys import new_key


class Room(models.Model):
    """A place for live talk in a group. Entries are numbered without gaps, and so is every change of them."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(_("name"), max_length=80)
    created_at = models.DateTimeField(default=timezone.now)
    last_number = models.PositiveIntegerField(default=0)
    change_number = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "name"], name="room_name_once_a_group")]

    def __str__(self) -> str:
        return self.name


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
