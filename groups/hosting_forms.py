"""The shape of what hosts type: words, rules, who comes in, what can be done, invitations and mergers."""

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from groups import languages, policy
from groups.forms import JOINING_IF_HIDDEN, OTHER_NAMES, PLACE, checked_name
from groups.models import Group

NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s+")


class LinesField(forms.CharField):
    """Several short texts, one a line, without numbers that somebody put before them."""

    def __init__(self, *, most: int, longest: int, rows: int = 4, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows}), **options)
        self.most, self.longest = most, longest

    def clean(self, value: object) -> list[str]:
        lines = [" ".join(NUMBER.sub("", line).split()) for line in super().clean(value).splitlines()]
        texts = list(dict.fromkeys(line for line in lines if line))
        if len(texts) > self.most:
            raise forms.ValidationError(_("Keep it to %(most)d lines or fewer.") % {"most": self.most})
        if any(len(text) > self.longest for text in texts):
            raise forms.ValidationError(_("Keep each line under %(most)d letters.") % {"most": self.longest})
        return texts


class WordsForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the group"),
        max_length=80,
        help_text=_("With another name the group gets another address. The old one leads there."),
    )
    purpose = forms.CharField(
        label=_("What is it for?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence, for those who look for a group."),
    )
    other_names = forms.CharField(label=_("Other names"), max_length=400, required=False, help_text=OTHER_NAMES)
    where = forms.CharField(label=_("Where is it?"), max_length=80, required=False, help_text=PLACE)
    welcome = forms.CharField(
        label=_("Words of welcome"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Those who belong read them on the page about the group."),
    )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class RulesForm(forms.Form):
    rules = LinesField(
        label=_("What we agree on"),
        most=30,
        longest=300,
        rows=6,
        help_text=_("One rule a line. They are numbered in this order; older decisions keep the words they quoted."),
    )
    questions = LinesField(
        label=_("What we ask people who want to join"),
        most=5,
        longest=200,
        help_text=_("One question a line, for groups where people ask to join. Only hosts read the answers."),
    )
    areas = LinesField(
        label=_("Areas for topics"),
        most=12,
        longest=60,
        help_text=_("One area a line, such as: First days, School, Sleep. A line that you change keeps its topics."),
    )


class AdmissionForm(forms.Form):
    visibility = forms.ChoiceField(
        label=_("Who can see it?"), choices=Group.Visibility.choices, widget=forms.RadioSelect
    )
    joining = forms.ChoiceField(
        label=_("How people join"),
        choices=Group.Joining.choices,
        widget=forms.RadioSelect,
        help_text=JOINING_IF_HIDDEN,
    )
    languages = forms.MultipleChoiceField(
        label=_("Which languages are spoken?"),
        required=False,
        choices=languages.CHOICES,
        widget=forms.CheckboxSelectMultiple,
    )
    youngest = forms.IntegerField(label=_("From age"), required=False, min_value=0, max_value=120)
    oldest = forms.IntegerField(
        label=_("Up to age"),
        required=False,
        min_value=0,
        max_value=120,
        help_text=_("Of those it is about: in a group of parents the age of the children."),
    )

    def __init__(self, *arguments: Any, group: Group, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.group = group

    def clean_languages(self) -> str:
        if len(self.cleaned_data["languages"]) > languages.MOST:
            raise forms.ValidationError(_("Choose %(most)d languages or fewer.") % {"most": languages.MOST})
        return languages.written(self.cleaned_data["languages"])

    def clean_visibility(self) -> str:
        verdict = policy.can_show_to(self.group, self.cleaned_data["visibility"])
        if not verdict:
            raise forms.ValidationError(verdict.reason)
        return self.cleaned_data["visibility"]

    def clean_oldest(self) -> int | None:
        youngest, oldest = self.cleaned_data.get("youngest"), self.cleaned_data["oldest"]
        if youngest is not None and oldest is not None and oldest < youngest:
            raise forms.ValidationError(_("This is less than where it begins."))
        return oldest


class WaysForm(forms.Form):
    has_chat = forms.BooleanField(label=_("Live chat"), required=False)
    has_pictures = forms.BooleanField(label=_("Pictures in posts"), required=False)
    has_nameless = forms.BooleanField(
        label=_("Posting without one's name"),
        required=False,
        help_text=_("A member may ask under a name made for one topic only."),
    )
    has_quick_exit = forms.BooleanField(
        label=_("A button to leave quickly on the pages of this group"),
        required=False,
        help_text=_("For people who may be looked at over their shoulder. Each member can also switch it off alone."),
    )
    checks_first_posts = forms.BooleanField(
        label=_("We look at first posts before they are shown"),
        required=False,
        help_text=_(
            "Hosts and moderators let each one through. It takes time, and newcomers wait. So does whoever writes "
            "without their name, however long they have been here: otherwise one could tell."
        ),
    )
    first_days = forms.IntegerField(
        label=_("First days of a new member"),
        min_value=0,
        max_value=60,
        help_text=_("For so many days they send no links, pictures or private messages …"),
    )
    first_posts = forms.IntegerField(
        label=_("First posts of a new member"),
        min_value=0,
        max_value=50,
        help_text=_("… and until they have written so many times."),
    )
    quiet_from = forms.TimeField(label=_("Quiet from"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("Between these hours nothing from this group rings. People can still read and write."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("quiet_from") is None) != (cleaned.get("quiet_until") is None):
            self.add_error("quiet_until", _("Say both when the quiet begins and when it ends, or neither."))
        return cleaned


class InvitationForm(forms.Form):
    uses = forms.IntegerField(label=_("For how many people?"), min_value=1, max_value=50, initial=1)
    days = forms.IntegerField(label=_("For how many days?"), min_value=1, max_value=30, initial=7)


class SettlingForm(forms.Form):
    """Yes or no to somebody who asks to join, and a few words with a no."""

    answer = forms.ChoiceField(choices=[("yes", ""), ("no", "")])
    words = forms.CharField(
        label=_("A few kind words, if you decline"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("They read them among their notices. Do not name the group: somebody may read along."),
    )


class RemovalForm(forms.Form):
    """Taking somebody out of the group: for how long, and what they read about it."""

    for_good = forms.BooleanField(label=_("They may not come back, not even with a new invitation"), required=False)
    words = forms.CharField(
        label=_("Why? A few kind words for them"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They read them among their notices. Do not name the group: somebody may read along."),
    )


class MergerForm(forms.Form):
    """The other group, by its address, as one copies it from the browser."""

    other = forms.CharField(
        label=_("Address of the other group"),
        max_length=300,
        help_text=_("Open the other group and copy its address from the top of the browser."),
    )
    words = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The hosts of the other group and the members of this one read it."),
    )

    def __init__(self, *arguments: Any, visible: QuerySet[Group], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.visible = visible

    def clean_other(self) -> Group:
        slug = _slug_in(self.cleaned_data["other"])
        group = self.visible.filter(slug=slug).first() or self.visible.filter(former_addresses__slug=slug).first()
        if group is None:
            raise forms.ValidationError(_("We found no group of this address. Copy the whole address of its page."))
        return group


def _slug_in(address: str) -> str:
    """The group's own part of an address, or of what somebody typed of it."""
    path = "/" + address.strip().split("://", 1)[-1].partition("/")[2]
    typed = address.strip().strip("/")
    try:
        return str(resolve(path).kwargs.get("slug", typed))
    except Resolver404:
        return typed


class MergerAnswerForm(forms.Form):
    comes_along = forms.ChoiceField(
        label=_("What would you like?"),
        choices=[("yes", _("I come along, under the name below")), ("no", _("I stay out of the other group"))],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("What shall people there call you?"),
        max_length=40,
        required=False,
        help_text=_("If you come along. Take another name than here. Nothing there tells who you were here."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "comes_along" not in cleaned:
            return cleaned
        cleaned["comes_along"] = cleaned["comes_along"] == "yes"
        if cleaned["comes_along"]:
            try:
                cleaned["name"] = checked_name(cleaned.get("name", ""))
            except forms.ValidationError as error:
                self.add_error("name", error)
        return cleaned
