"""What is typed in a room, and the name of a new one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community.chat.models import Room
from groups.models import Group

LONGEST = 4_000  # characters of one entry


class SayForm(forms.Form):
    body = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        error_messages={
            "required": _("Write something first."),
            "max_length": _("This is too long for the chat. Shorten it, or write it as a topic."),
        },
    )
    client_key = forms.CharField(max_length=40, widget=forms.HiddenInput)


class EditForm(forms.Form):
    body = forms.CharField(label=_("Your message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))


class ReadForm(forms.Form):
    """How far an open page was read, and whether it is put away."""

    number = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    away = forms.BooleanField(required=False)


class RoomForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the room"), max_length=80, help_text=_("For example: Kitchen table, Night owls, First days.")
    )

    def __init__(self, *arguments: object, group: Group, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self.group = group

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if Room.objects.filter(group=self.group, name=name).exists():
            raise forms.ValidationError(_("There is a room of this name already."))
        return name
