"""Two groups becoming one: nobody is carried over without a yes, and no words move to other readers."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.keys import new_key


class Merger(models.Model):
    """`leaving` is to join `staying`: its hosts ask, the others agree, then every member answers until `ends_at`."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ASKING = "asking", _("Asking")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    leaving = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="mergers_away")
    staying = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="mergers_here")
    proposed_by = models.ForeignKey("groups.Membership", on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED)
    created_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["leaving"], condition=models.Q(state__in=["proposed", "asking"]), name="one_merger_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"merger {self.key}"


class MergerAnswer(models.Model):
    """What one member of the leaving group says: come along under `name`, or not."""

    merger = models.ForeignKey(Merger, on_delete=models.CASCADE, related_name="answers")
    face = models.ForeignKey("groups.Membership", on_delete=models.CASCADE, related_name="+")
    comes_along = models.BooleanField()
    name = models.CharField(max_length=40, blank=True)
    name_key = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merger", "face"], name="merger_answered_once")]

    def __str__(self) -> str:
        return f"answer {self.pk}"
