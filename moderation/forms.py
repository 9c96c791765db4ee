"""The shape of what people write to moderators, and moderators to people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import Membership
from groups.policy import keepers_of
from groups.queries import rules_of
from kit.once import ClientKeyField
from moderation import policy
from moderation.models import Appeal, Decision, Report, Review
from people.models import Viewer

Outcome = Decision.Outcome
TIME = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class ReportForm(forms.Form):
    category = forms.ChoiceField(label=_("What is wrong?"), choices=Report.Category.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("If you like. Only moderators read this."),
    )
    client_key = ClientKeyField()


class DecisionForm(forms.Form):
    """Offers only the outcomes that this moderator may choose for this review."""

    outcome = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    rule: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Rule"), queryset=None, required=False, empty_label=_("Choose the rule that this breaks")
    )
    explanation = forms.CharField(
        label=_("Reason, in words for the author"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Needed unless you leave it as it is. The author reads this, and the rule as it stands today. They never "
            "learn who reported."
        ),
    )

    def __init__(self, *args: Any, viewer: Viewer, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.review = review
        outcome = self.fields["outcome"]
        outcome.choices = [  # type: ignore[attr-defined]
            (value, _label(value, str(label), review))
            for value, label in Outcome.choices
            if policy.can_choose(viewer, review, value)
        ]
        self.fields["rule"].queryset = rules_of(review.group)  # type: ignore[attr-defined]
        if policy.is_about_safety_only(review):
            self._ask_for_support()

    def _ask_for_support(self) -> None:
        self.initial.setdefault("outcome", Outcome.KEEP)
        del self.fields["rule"]
        words = self.fields["explanation"]
        words.label = _("Words of support for the author")
        words.help_text = _(
            "The author reads this as a message from a moderator. It does not say that anybody reported them."
        )

    def promise_less(self) -> None:
        """Of what only two people read, its author can guess who reported it."""
        if "rule" in self.fields:  # else it is about support, and says nothing of reports
            self.fields["explanation"].help_text = _(
                "Needed unless you leave it as it is. The author reads this, and the rule as it stands today."
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        outcome = cleaned.get("outcome")
        if outcome in (None, Outcome.KEEP):
            return cleaned
        if not cleaned.get("explanation", "").strip():
            self.add_error("explanation", _("Tell the author why, in words they can read."))
        if cleaned.get("rule") is None and rules_of(self.review.group).exists():
            self.add_error("rule", _("Choose the rule of the group that this breaks."))
        return cleaned


def _label(value: str, label: str, review: Review) -> str:
    """A profile is never hidden, so its outcomes do not promise it."""
    if review.kind != "face":
        return label
    return {
        Outcome.WARN: str(_("Warn the person")),
        Outcome.SILENCE: str(_("Stop the person writing for a week")),
    }.get(Outcome(value), label)


class AppealForm(forms.Form):
    words = forms.CharField(
        label=_("Why should we look again?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Your answer"), choices=Appeal.Outcome.choices, widget=forms.RadioSelect)
    answer = forms.CharField(
        label=_("In words for the author"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )


class _FaceChoice(forms.ModelChoiceField):
    def label_from_instance(self, face: Membership) -> str:
        return face.name


class ShiftForm(forms.Form):
    moderator = _FaceChoice(label=_("Who"), queryset=None, to_field_name="key", empty_label=None)
    starts_at = forms.DateTimeField(label=_("From"), widget=TIME)
    ends_at = forms.DateTimeField(label=_("Until"), widget=TIME)

    def __init__(self, *args: Any, group: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["moderator"].queryset = keepers_of(group).order_by("name_key")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("A shift ends after it starts."))
        return cleaned
