"""The shape of what people write in the forum."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.forum.models import Reaction
from groups.models import Area
from kit import markdown
from kit.once import ClientKeyField


class WordsField(forms.CharField):
    """A member's words, in Markdown."""

    def __init__(self, *, label: Any, rows: int = 6) -> None:
        super().__init__(label=label, max_length=markdown.MAX_LENGTH, widget=forms.Textarea(attrs={"rows": rows}))

    def clean(self, value: object) -> str:
        # A browser sends line ends as CRLF and counts them once in maxlength, so they are made one before counting.
        words = super().clean(value.replace("\r\n", "\n") if isinstance(value, str) else value)
        if not markdown.plain(words).strip():
            raise forms.ValidationError(_("There is nothing to read in this yet."))
        return words


class WithoutName(forms.BooleanField):
    """Whether to speak as a face for this topic alone."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Without my name"),
            required=False,
            help_text=_("You get another name and picture, in this topic alone. Nobody here sees that it is you."),
        )


class ReplyForm(forms.Form):
    body = WordsField(label=_("Your reply"))
    without_name = WithoutName()
    client_key = ClientKeyField()


class EditForm(forms.Form):
    body = WordsField(label=_("Your post"), rows=10)


class TopicForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=140, help_text=_("A few words that say what it is about."))
    body = WordsField(label=_("What would you like to say or ask?"), rows=10)
    without_name = WithoutName()
    client_key = ClientKeyField()
    area = forms.ChoiceField(label=_("Area"), required=False)

    def __init__(self, *arguments: Any, areas: Sequence[Area], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.areas = {area.key: area for area in areas}
        self.fields["area"].choices = [  # type: ignore[attr-defined]
            ("", _("None")),
            *((key, area.name) for key, area in self.areas.items()),
        ]

    def clean_area(self) -> Area | None:
        return self.areas.get(self.cleaned_data["area"])

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())


class DraftForm(forms.Form):
    """What was typed so far, whatever is still wrong with it."""

    title = forms.CharField(required=False, max_length=140)
    body = forms.CharField(required=False, max_length=2 * markdown.MAX_LENGTH, strip=False)
    seen = forms.CharField(required=False, max_length=40)
    without_name = WithoutName()
    client_key = ClientKeyField()


class SignForm(forms.Form):
    """A reaction given or taken back, as `number of the post:kind`."""

    give = forms.RegexField(r"^\d{1,9}:\w{1,12}$", required=False)
    take = forms.RegexField(r"^\d{1,9}:\w{1,12}$", required=False)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        number, _colon, kind = str(cleaned.get("give") or cleaned.get("take") or "").partition(":")
        if kind not in Reaction.Kind.values:
            raise forms.ValidationError(_("There is no such sign."))
        return {"number": int(number), "kind": kind, "is_given": bool(cleaned.get("give"))}


class SettlingForm(forms.Form):
    """Whether a first post is shown; with a no, why not."""

    answer = forms.ChoiceField(choices=[("yes", ""), ("no", "")])
    reason = forms.CharField(required=False, max_length=300)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == "no" and not cleaned.get("reason"):
            self.add_error("reason", _("Say in a few words why, so that its author understands."))
        return cleaned


class WishForm(forms.Form):
    """Yes or no to one of the topic's states: closed, at the top, followed."""

    wish = forms.ChoiceField(choices=[("yes", ""), ("no", "")])


class SeenForm(forms.Form):
    """Until when somebody has seen what is new: the time of the newest thing on their page."""

    until = forms.DateTimeField()
