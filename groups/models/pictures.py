"""Pictures: made anew from what was sent, so that no file tells where it came from."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from kit.keys import new_key


class Picture(models.Model):
    """A picture that somebody put into a group: in a post, as their face's, or as the group's own.

    `alt` says what is on it. Until `used_at` only whoever sent it may see it, and after a day without use it goes,
    unless a draft has named it since `drafted_at`.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="pictures")
    sender = models.ForeignKey("groups.Membership", on_delete=models.CASCADE, related_name="pictures")
    file = models.FileField(upload_to="pictures", max_length=100)
    alt = models.CharField(max_length=300, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)
    drafted_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"picture {self.key}"

    @property
    def address(self) -> str:
        """Where it is shown. It says the size, so that a page keeps room before the picture has come."""
        return reverse("groups:picture", args=[self.key, self.width, self.height])
