"""The shape of what people type about groups and faces."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import Group, Membership
from groups.names import name_key

MOST_RULES = 30
LONGEST_RULE = 300
NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s+")


def checked_name(name: str) -> str:
    """The name without needless spaces; at least two characters that the eye can tell apart."""
    name = " ".join(name.split())
    if len(name_key(name)) < 2:
        raise forms.ValidationError(_("Choose a name with at least two letters or digits."))
    return name


class FaceForm(forms.Form):
    name = forms.CharField(
        label=_("What shall people here call you?"),
        max_length=40,
        help_text=_("Whoever may read here sees it. Use another name in each group, and not your real one."),
    )
    about = forms.CharField(
        label=_("A few words about you"),
        max_length=200,
        required=False,
        help_text=_("If you like. Whoever may read here sees them."),
    )

    def clean_name(self) -> str:
        return checked_name(self.cleaned_data["name"])


class GroupForm(forms.ModelForm):
    face_name = forms.CharField(
        label=_("What shall people there call you?"),
        max_length=40,
        help_text=_("Whoever may read there sees it. Use a name that you have nowhere else."),
    )

    class Meta:
        model = Group
        fields = ["name", "purpose", "kind", "visibility", "joining", "welcome"]
        labels = {
            "name": _("Name of the group"),
            "purpose": _("What is it for?"),
            "welcome": _("Words of welcome"),
        }
        help_texts = {
            "purpose": _("One sentence, for those who look for a group."),
            "welcome": _("Those who belong read them on the page about the group."),
        }
        widgets = {"welcome": forms.Textarea(attrs={"rows": 4})}

    def clean_face_name(self) -> str:
        return checked_name(self.cleaned_data["face_name"])


class SettingsForm(forms.Form):
    purpose = forms.CharField(
        label=_("What is it for?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence, for those who look for a group."),
    )
    welcome = forms.CharField(
        label=_("Words of welcome"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Those who belong read them on the page about the group."),
    )
    rules = forms.CharField(
        label=_("What we agree on"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One rule a line. They are numbered in this order; older decisions keep the words they quoted."),
    )
    has_quick_exit = forms.BooleanField(
        label=_("A button to leave quickly on the pages of this group"),
        required=False,
        help_text=_("For people who may be looked at over their shoulder. Each member can also switch it off alone."),
    )

    def clean_rules(self) -> list[str]:
        """The rules, one a line, without numbers that somebody put before them."""
        lines = [" ".join(NUMBER.sub("", line).split()) for line in self.cleaned_data["rules"].splitlines()]
        rules = [line for line in lines if line]
        if len(rules) > MOST_RULES:
            raise forms.ValidationError(_("Keep it to %(most)d rules or fewer.") % {"most": MOST_RULES})
        if any(len(rule) > LONGEST_RULE for rule in rules):
            raise forms.ValidationError(_("Keep each rule under %(most)d letters.") % {"most": LONGEST_RULE})
        return rules


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("What this person does here"), choices=Membership.Role.choices)


class InvitationForm(forms.Form):
    uses = forms.IntegerField(label=_("For how many people?"), min_value=1, max_value=50, initial=1)
    days = forms.IntegerField(label=_("For how many days?"), min_value=1, max_value=30, initial=7)
