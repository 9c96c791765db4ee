"""Forms about an account. Each asks once, says why, and carries no words inside the empty field."""

from typing import Any

from allauth.account import forms as account_forms
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from people.languages import language_choices
from people.models import Member

PASSWORD_HINT = _("At least 10 characters. Three or four words that only you would put together are good.")
E_MAIL = _("E-mail address")
PASSWORD = _("Password")


class PlainFields(forms.Form):
    """Labels stand above their field: placeholders vanish when they are needed and are hard to read."""

    words: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)  # "show what I type" asks less of tired hands than typing twice
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label, field.help_text = self.words.get(name, (field.label, field.help_text))


class SignUpForm(PlainFields, account_forms.SignupForm):
    is_old_enough = forms.BooleanField(
        label=_("I am 16 or older"), error_messages={"required": _("You need to be 16 or older to join.")}
    )
    field_order = ["email", "password1", "is_old_enough"]
    words = {
        "email": (E_MAIL, _("Other members never see it.")),
        "password1": (PASSWORD, PASSWORD_HINT),
    }

    def try_save(self, request: HttpRequest) -> tuple[Member | None, HttpResponse | None]:
        """An address that has an account costs as much time as a new one, so that waiting tells nothing."""
        if self.account_already_exists:
            Member().set_password(self.cleaned_data["password1"])
        made: tuple[Member | None, HttpResponse | None] = super().try_save(request)
        return made


class SignInForm(PlainFields, account_forms.LoginForm):
    words = {
        "login": (E_MAIL, ""),
        "password": (PASSWORD, ""),
        "remember": (_("Stay signed in on this device"), _("Leave this empty on a device that others use too.")),
    }


class ResetPasswordForm(PlainFields, account_forms.ResetPasswordForm):
    words = {"email": (E_MAIL, "")}


class ResetPasswordKeyForm(PlainFields, account_forms.ResetPasswordKeyForm):
    words = {"password1": (_("New password"), PASSWORD_HINT)}


class ChangePasswordForm(PlainFields, account_forms.ChangePasswordForm):
    words = {"oldpassword": (_("The password you have now"), ""), "password1": (_("New password"), PASSWORD_HINT)}


class ChangeEmailForm(PlainFields, account_forms.AddEmailForm):
    words = {"email": (_("New e-mail address"), _("We send a letter there. The change counts once you confirm it."))}


class ReauthenticateForm(PlainFields, account_forms.ReauthenticateForm):
    words = {"password": (PASSWORD, "")}


class LookForm(forms.Form):
    theme = forms.ChoiceField(label=_("Colours"), choices=Member.Theme.choices, widget=forms.RadioSelect)
    is_low_energy = forms.BooleanField(
        label=_("Low energy"),
        required=False,
        help_text=_("Larger letters, one column, fewer things at once, and nothing moves. Everything still works."),
    )

    @property
    def look(self) -> dict[str, Any]:
        """What was chosen, by the names of `actions.change_look`."""
        return {name: self.cleaned_data[name] for name in LookForm.base_fields}


class PreferencesForm(LookForm):
    has_quick_exit = forms.BooleanField(
        label=_("A button to leave quickly"),
        required=False,
        help_text=_(
            "It blanks the page at once, signs you out and opens a weather page. "
            "Shift, pressed three times, does the same."
        ),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["theme", "is_low_energy", "language", "has_quick_exit"])
        self.fields["language"].choices = [("", _("As my device")), *language_choices()]  # type: ignore[attr-defined]

    @property
    def preferences(self) -> dict[str, Any]:
        """What was chosen, by the names of `actions.change_preferences`."""
        return {name: value for name, value in self.cleaned_data.items() if name not in LookForm.base_fields}
