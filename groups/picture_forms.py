"""The shape of pictures that people send, and how one is written in a text."""

import re

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from groups.models import Picture
from kit.pictures import PictureField

FACE_POINTS = 320
GROUP_POINTS = 640


class PictureForm(forms.Form):
    """A picture for a text."""

    use_required_attribute = False  # it stands inside the form of the text, which needs no picture

    picture = PictureField(
        label=_("Picture"), help_text=_("JPEG, PNG, WebP or GIF. We remove where and when it was taken.")
    )
    alt = forms.CharField(
        label=_("What can be seen on it?"),
        max_length=300,
        help_text=_("For members who cannot see it, and for everybody while it loads. One sentence is enough."),
        error_messages={"required": _("Say in a few words what can be seen: some members here cannot see pictures.")},
    )

    @property
    def most_bytes(self) -> int:
        return int(settings.PICTURE_LIMIT)

    def clean_alt(self) -> str:
        return " ".join(self.cleaned_data["alt"].split())


class FacePictureForm(forms.Form):
    picture = PictureField(
        longest=FACE_POINTS,
        is_square=True,
        label=_("A picture for your name here"),
        help_text=_("Use one that you show nowhere else, and not of your real face if nobody here should know it."),
    )


class GroupPictureForm(forms.Form):
    picture = PictureField(
        longest=GROUP_POINTS,
        is_square=True,
        label=_("A picture for the group"),
        help_text=_("Whoever may know the group sees it. Choose one that tells nothing about anybody."),
    )


def markdown_of(picture: Picture) -> str:
    """How a text shows the picture."""
    alt = re.sub(r"([\\\[\]*_`<&])", r"\\\1", picture.alt)
    return f"![{alt}]({picture.address})"
