"""Passkeys, authenticator apps and recovery codes, as allauth has them: in plain words, with their secrets sealed."""

import struct
from base64 import urlsafe_b64encode
from functools import lru_cache
from hashlib import sha256
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from cryptography.fernet import Fernet, MultiFernet
from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.forms import PlainFields

CODE = gettext_lazy("Code")
CODE_HINT = gettext_lazy("Six digits from the app, or one of your recovery codes.")
RECOVERY_HINT = gettext_lazy("One of your recovery codes.")
MALFORMED = (AttributeError, LookupError, TypeError, ValueError, struct.error)
NAME_HINT = gettext_lazy("So that you know it again, such as “My phone”.")


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That did not work. A code is good for half a minute, and only once."),
        "unverified_email": gettext_lazy("Please confirm your e-mail address first: open the link in our letter."),
        "cannot_generate_recovery_codes": gettext_lazy("Add a passkey or an authenticator app first."),
    }

    def encrypt(self, text: str) -> str:
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _seal().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": settings.SITE_NAME}

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1}


def _seal() -> MultiFernet:
    return _seal_of((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=2)
def _seal_of(secrets: tuple[str, ...]) -> MultiFernet:
    """The first seals; all of them open, so that the site's secret can be changed."""
    keys = [urlsafe_b64encode(sha256(f"people.second_step:{secret}".encode()).digest()) for secret in secrets]
    return MultiFernet([Fernet(key) for key in keys])


class OwnCodes(PlainFields):
    """Asks for those codes alone that the member has."""

    words = {"code": (CODE, CODE_HINT)}
    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = set(Authenticator.objects.filter(user=self.user).values_list("type", flat=True))
        self.is_for_anything = bool(kinds & {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES})
        if Authenticator.Type.TOTP not in kinds:
            self.fields["code"].help_text = RECOVERY_HINT


class CodeForm(OwnCodes, base_forms.AuthenticateForm):
    pass


class CodeAgainForm(OwnCodes, base_forms.ReauthenticateForm):
    pass


class ActivateAppForm(PlainFields, totp_forms.ActivateTOTPForm):
    words = {"code": (gettext_lazy("Code that the app shows now"), gettext_lazy("Six digits."))}


class SoundPasskey(forms.Form):
    """What no browser sends, and allauth would stumble over, is refused like a passkey that is not right."""

    def _clean_fields(self) -> None:
        try:
            super()._clean_fields()  # type: ignore[misc]
        except MALFORMED:
            self.add_error("credential", get_adapter().validation_error("incorrect_code"))

    def _clean_form(self) -> None:
        try:
            super()._clean_form()  # type: ignore[misc]
        except MALFORMED:
            self.add_error("credential", get_adapter().validation_error("incorrect_code"))


class PasskeySignInForm(SoundPasskey, webauthn_forms.LoginWebAuthnForm):
    pass


class PasskeyStepForm(SoundPasskey, webauthn_forms.AuthenticateWebAuthnForm):
    pass


class PasskeyAgainForm(SoundPasskey, webauthn_forms.ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(SoundPasskey, PlainFields, webauthn_forms.AddWebAuthnForm):
    """Always one that can sign in alone: a key that only helps a password is one more thing to lose."""

    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True, required=False)
    words = {"name": (gettext_lazy("Name of this passkey"), NAME_HINT)}


class RenamePasskeyForm(PlainFields, webauthn_forms.EditWebAuthnForm):
    words = {"name": (gettext_lazy("Name of this passkey"), NAME_HINT)}
