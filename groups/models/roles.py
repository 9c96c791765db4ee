"""Roles are taken on, not given: whoever is to do more in a group is asked first."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models.faces import Membership
from kit.keys import new_key


class RoleOffer(models.Model):
    """A face is asked whether it takes on a role; with `steps_down`, the whole group in the place of the asker."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        TAKEN_BACK = "taken_back", _("Taken back")
        OVER = "over", _("Over")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    face = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="role_offers")
    offered_by = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=12, choices=Membership.Role)
    steps_down = models.BooleanField(default=False)
    is_heard = models.BooleanField(
        default=True, help_text="No if the face only seems to belong, or its member keeps the asker away: no answer."
    )
    state = models.CharField(max_length=12, choices=State, default=State.ASKED)
    created_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(help_text="An answer must come before; not long after it the row goes.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["face"], condition=models.Q(state="asked"), name="one_role_offer_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"role offer {self.key}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.ASKED and self.ends_at > timezone.now()

    @property
    def is_unanswered(self) -> bool:
        """Whether the time to answer has passed without a word."""
        return self.state == self.State.ASKED and self.ends_at <= timezone.now()

    @property
    def is_declined(self) -> bool:
        return self.state == self.State.DECLINED

    @property
    def is_accepted(self) -> bool:
        return self.state == self.State.ACCEPTED
