"""How people sign up and in: the settings of django-allauth, all of which config/settings.py takes over."""

from typing import Any

from config import env

# How old somebody must be to sign up. Only the month and year of birth are asked for, and neither is kept.
MINIMUM_AGE = env.number("MINIMUM_AGE", 16)
# Another way to sign in, at an OpenID Connect provider: offered once both are set. `migrate` makes its tables then.
OIDC_ISSUER = env.text("OIDC_ISSUER").rstrip("/")
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID")
OIDC_NAME = env.text("OIDC_NAME", "OpenID Connect")
HAS_OIDC = bool(OIDC_ISSUER and OIDC_CLIENT_ID)
PROVIDER_ORIGINS = ["/".join(OIDC_ISSUER.split("/")[:3]), *env.words("OIDC_ORIGINS")] if HAS_OIDC else []
# What asks other sites weighs 12 MB, so that only sites with a provider have it.
PROVIDER_APPS = ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"] if HAS_OIDC else []
ACCOUNT_APPS = ["allauth", "allauth.account", "allauth.mfa", *PROVIDER_APPS]

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_PREVENT_ENUMERATION = True
# Without it signing up would have to say which addresses have an account, so that the demo does no other.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None  # the person says whether the device is theirs alone
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "people.forms.SignUpForm",
    "login": "people.forms.SignInForm",
    "reset_password": "people.forms.ResetPasswordForm",
    "reset_password_from_key": "people.forms.ResetPasswordKeyForm",
    "change_password": "people.forms.ChangePasswordForm",
    "add_email": "people.forms.ChangeEmailForm",
    "set_password": "people.forms.SetPasswordForm",
    "reauthenticate": "people.forms.ReauthenticateForm",
}
MFA_ADAPTER = "people.second_step.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # half a minute either way, for clocks that are a little wrong
MFA_FORMS = {
    "authenticate": "people.second_step.CodeForm",
    "reauthenticate": "people.second_step.CodeAgainForm",
    "activate_totp": "people.second_step.ActivateAppForm",
    "login_webauthn": "people.second_step.PasskeySignInForm",
    "authenticate_webauthn": "people.second_step.PasskeyStepForm",
    "reauthenticate_webauthn": "people.second_step.PasskeyAgainForm",
    "add_webauthn": "people.second_step.AddPasskeyForm",
    "edit_webauthn": "people.second_step.RenamePasskeyForm",
}
SOCIALACCOUNT_ADAPTER = "people.provider.ProviderAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False  # they are asked for their age first
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_FORMS = {"signup": "people.provider.ProviderSignUpForm"}
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": ["openid", "email"],  # no name, no picture: nothing that we would not want to know
        "APPS": [
            {
                "provider_id": "site",
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT_ID,
                "secret": env.text("OIDC_SECRET"),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ],
    }
}
LETTER_PAUSE = 180  # seconds between two letters of confirmation to one address, as the pages say it
ACCOUNT_RATE_LIMITS = {
    "confirm_email": f"1/{LETTER_PAUSE}s/key",
    "signup": "10/m/ip,60/h/ip",
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "10/m/ip,3/m/key",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
# Keys of the cache, by a part of theirs, that each process counts by itself while Redis is away.
GUARDS_OF_SIGNING_IN = ["allauth:rl:", "allauth.mfa.totp.used"]
