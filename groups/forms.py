"""The shape of what people type about groups and faces."""

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import Group
from groups.names import name_key


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
        help_text=_("Only this group sees it. Use another name in each group, and not your real one."),
    )
    about = forms.CharField(
        label=_("A few words about you"),
        max_length=200,
        required=False,
        help_text=_("If you like. Only this group sees them."),
    )

    def clean_name(self) -> str:
        return checked_name(self.cleaned_data["name"])


class GroupForm(forms.ModelForm):
    face_name = forms.CharField(
        label=_("What shall people there call you?"), max_length=40, help_text=_("Only this group sees it.")
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


class InvitationForm(forms.Form):
    uses = forms.IntegerField(label=_("For how many people?"), min_value=1, max_value=50, initial=1)
    days = forms.IntegerField(label=_("For how many days?"), min_value=1, max_value=30, initial=7)
