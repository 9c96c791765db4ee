"""The shape of what people type about groups and faces."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups import languages
from groups.models import Group, Membership, Question
from groups.names import gives_away, is_hard_to_see, is_of_the_house, name_key
from groups.queries import Wish
from kit.once import ClientKeyField


def checked_name(name: str) -> str:
    """The name without needless spaces; at least two characters that the eye can tell apart."""
    name = " ".join(name.split())
    if len(name_key(name)) < 2:
        raise forms.ValidationError(_("Choose a name with at least two letters or digits."))
    if is_hard_to_see(name):
        raise forms.ValidationError(_("There are letters in this name that cannot be seen. Type it again by hand."))
    if is_of_the_house(name):
        raise forms.ValidationError(_("This sounds like somebody who runs the place. Choose another name."))
    if why := gives_away(name):
        raise forms.ValidationError(why)
    return name


OTHER_NAMES = _("What else people call it, with commas between: sugar, T1D. They find the group by these words, too.")
JOINING_IF_HIDDEN = _("If it is hidden, nobody finds it to join or ask: people come by invitation only.")
PLACE = _("A town or a part of one, if the group has to do with it.")


class FaceForm(forms.Form):
    name = forms.CharField(
        label=_("What shall people here call you?"),
        max_length=40,
        help_text=_("Not your real name, and another one in each group. Whoever may read here sees it."),
    )
    about = forms.CharField(
        label=_("A few words about you"),
        max_length=200,
        required=False,
        help_text=_("If you like. Whoever may read here sees them."),
    )

    def __init__(self, *arguments: Any, old_name: str = "", **options: Any) -> None:
        """`old_name` is the one that they have or had here: it stays good, whatever is asked of new ones."""
        super().__init__(*arguments, **options)
        self.old_name = old_name

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        return name if name == self.old_name else checked_name(name)


class OwnFaceForm(FaceForm):
    shows_presence = forms.BooleanField(
        label=_("Show others in this group when I am here"),
        required=False,
        help_text=_(
            "Only members of this group see it, and only while you are here. No times are kept. Whoever is with you "
            "in two groups, and sees you there in both, may notice that you come and go together."
        ),
    )
    welcomes_talks = forms.BooleanField(
        label=_("Others in this group may ask to talk privately with me"),
        required=False,
        help_text=_("A request says only who asks. Nothing can be written to you before you say yes."),
    )


class IntroductionForm(forms.Form):
    other = forms.ChoiceField(label=_("Who you are in the other group"), widget=forms.RadioSelect)
    is_understood = forms.BooleanField(
        label=_("I understand that this cannot be unsaid to those who have read it"),
        error_messages={"required": _("Read what people will be able to join together, and tick this.")},
    )

    def __init__(self, *args: Any, others: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {face.key: face for face in others}
        choices = [
            (face.key, _("%(name)s in %(group)s") % {"name": face.name, "group": face.group.name}) for face in others
        ]
        self.fields["other"].choices = choices  # type: ignore[attr-defined]

    def clean_other(self) -> Membership:
        return self.others[self.cleaned_data["other"]]


class GroupForm(forms.ModelForm):
    kind = forms.ChoiceField(  # none is chosen before: that of health asks its members for consent
        label=_("Kind"),
        choices=[("", _("Choose one")), *Group.Kind.choices],
        error_messages={"required": _("Choose what kind of group it is.")},
    )
    face_name = forms.CharField(
        label=_("What shall people there call you?"),
        max_length=40,
        help_text=_("Not your real name, and one that you have nowhere else. Whoever may read there sees it."),
    )
    client_key = ClientKeyField()

    class Meta:
        model = Group
        fields = ["name", "other_names", "purpose", "kind", "where", "visibility", "joining", "welcome"]
        labels = {
            "name": _("Name of the group"),
            "purpose": _("What is it for?"),
            "where": _("Where is it?"),
            "welcome": _("Words of welcome"),
        }
        help_texts = {
            "other_names": OTHER_NAMES,
            "where": PLACE,
            "joining": JOINING_IF_HIDDEN,
            "purpose": _("One sentence, for those who look for a group."),
            "welcome": _("Those who belong read them on the page about the group."),
        }
        widgets = {
            "visibility": forms.RadioSelect,
            "joining": forms.RadioSelect,
            "welcome": forms.Textarea(attrs={"rows": 4}),
        }

    def clean_face_name(self) -> str:
        return checked_name(self.cleaned_data["face_name"])


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("What this person does here"), choices=Membership.Role.choices)

    def __init__(self, *arguments: Any, choices: Sequence[tuple[str, str]] | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if choices is not None:
            self.fields["role"].choices = choices  # type: ignore[attr-defined]


class OfferAnswerForm(forms.Form):
    """Yes or no to a role."""

    answer = forms.ChoiceField(choices=[("yes", ""), ("no", "")])


class JoinForm(FaceForm):
    """Coming in, with the hosts' own questions where people ask to join."""

    def __init__(self, *arguments: Any, questions: Sequence[Question] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.questions = list(questions)
        for question in self.questions:
            self.fields[f"answer_{question.number}"] = forms.CharField(
                label=question.text,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("Only the hosts read this, and it is deleted once they have answered you."),
            )

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        return [self[f"answer_{question.number}"] for question in self.questions]

    @property
    def face(self) -> dict[str, str]:
        return {"name": self.cleaned_data["name"], "about": self.cleaned_data["about"]}

    @property
    def answers(self) -> list[tuple[str, str]]:
        return [(one.text, self.cleaned_data[f"answer_{one.number}"]) for one in self.questions]


class DirectoryForm(forms.Form):
    """What somebody looks for; whatever does not fit is left out."""

    q = forms.CharField(label=_("What is it about?"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Group.Kind.choices])
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("Any language")), *languages.CHOICES]
    )
    age = forms.IntegerField(
        label=_("Age"), required=False, min_value=0, max_value=120, help_text=_("Of whom it is about, in years.")
    )
    order = forms.ChoiceField(
        label=_("In which order?"), required=False, choices=[("", _("By name")), ("place", _("By place"))]
    )

    @property
    def wish(self) -> Wish:
        """Of an address that somebody changed by hand, what can be understood."""
        self.is_valid()
        found = self.cleaned_data
        return Wish(
            words=found.get("q", ""),
            kind=found.get("kind", ""),
            language=found.get("language", ""),
            age=found.get("age"),
        )

    @property
    def is_by_place(self) -> bool:
        return self.is_valid() and self.cleaned_data["order"] == "place"
