"""Forms about an account. Each asks once, says why, and carries no words inside the empty field."""

from functools import partial
from typing import Any

from allauth.account import forms as account_forms
from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kit.keys import new_key
from people.actions import rehearse
from people.age import AgeFields
from people.languages import language_choices
from people.models import Member
from people.policy import HEALTH_VERSION
from people.queries import is_kept_for_somebody

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


class SignUpForm(PlainFields, AgeFields, account_forms.SignupForm):
    field_order = ["email", "password1", "birth_month", "birth_year"]
    account_already_exists: bool
    words = {
        "email": (E_MAIL, _("Other members never see it.")),
        "password1": (PASSWORD, PASSWORD_HINT),
    }

    def clean_email(self) -> str:
        """An address that somebody may still take back is answered like one that has an account."""
        address: str = super().clean_email()
        is_kept = is_kept_for_somebody(address)
        self.account_already_exists = self.account_already_exists or is_kept
        return address

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:  # it takes long on purpose, so it is done before the database is locked, and for everybody
            self.hashed_password = make_password(cleaned["password1"])
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[Member | None, HttpResponse | None]:
        """An address that has an account costs as much time as a new one, so that waiting tells nothing."""
        if self.account_already_exists:
            self._rehearse(request)
        made: tuple[Member | None, HttpResponse | None] = super().try_save(request)
        return made

    def _rehearse(self, request: HttpRequest) -> None:
        """Sign up somebody who does not exist, up to the letter."""
        address = self.cleaned_data["email"]
        self.cleaned_data["email"], self.account_already_exists = f"{new_key()}@nobody.invalid", False
        rehearse(partial(self._sign_up_nobody, request))
        self.cleaned_data["email"], self.account_already_exists = address, True

    def _sign_up_nobody(self, request: HttpRequest) -> None:
        keep = self.save
        nobody = keep(request)
        addresses = EmailAddress.objects.filter(user=nobody)
        _what_allauth_asks = addresses.exists(), addresses.first(), Member.objects.get(pk=nobody.pk)


class SignInForm(PlainFields, account_forms.LoginForm):
    words = {
        "login": (E_MAIL, ""),
        "password": (PASSWORD, ""),
        "remember": (_("Stay signed in on this device"), _("Leave this empty on a device that others use too.")),
    }


class ResetPasswordForm(PlainFields, account_forms.ResetPasswordForm):
    words = {"email": (E_MAIL, "")}

    def clean_email(self) -> str:
        """Somebody unknown costs as much time as somebody known."""
        address: str = super().clean_email()
        if not self.users:
            account_forms.default_token_generator.make_token(Member(pk=0))
        return address


class ResetPasswordKeyForm(PlainFields, account_forms.ResetPasswordKeyForm):
    words = {"password1": (_("New password"), PASSWORD_HINT)}


class ChangePasswordForm(PlainFields, account_forms.ChangePasswordForm):
    words = {"oldpassword": (_("The password you have now"), ""), "password1": (_("New password"), PASSWORD_HINT)}


class SetPasswordForm(PlainFields, account_forms.SetPasswordForm):
    words = {"password1": (_("New password"), PASSWORD_HINT)}


class ChangeEmailForm(PlainFields, account_forms.AddEmailForm):
    words = {
        "email": (
            _("New e-mail address"),
            _(
                "We send a letter there. The change counts once you confirm it. "
                "The old address is told, and can undo it for seven days."
            ),
        )
    }


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


class HealthForm(forms.Form):
    """Nothing is ticked beforehand, and agreeing is for these words and no later ones."""

    agrees = forms.BooleanField(
        label=_("I agree that you keep what I say about health here, so that my groups can read it"),
        error_messages={"required": _("Tick the box if you agree. If not, choose “Not now”.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=HEALTH_VERSION)

    def clean_version(self) -> int:
        version: int = self.cleaned_data["version"]
        if version != HEALTH_VERSION:
            raise forms.ValidationError(_("These words have changed meanwhile. Please read them again."))
        return version


class MutedWordForm(forms.Form):
    words = forms.CharField(
        label=_("A word, or a few that belong together"),
        max_length=60,
        help_text=_("Whole words, whether large or small letters. For example: needle, blood test."),
    )

    def clean_words(self) -> str:
        words = " ".join(self.cleaned_data["words"].casefold().split())
        if not any(letter.isalnum() for letter in words):
            raise forms.ValidationError(_("Type a word."))
        return words[:60]
