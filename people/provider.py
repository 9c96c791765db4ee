"""Signing in at the OpenID Connect provider that this site names. Loaded only where there is one."""

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.forms import SignupForm
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.actions import forget_what_provider_said
from people.age import AgeFields
from people.forms import E_MAIL, PlainFields
from people.queries import is_kept_for_somebody


class ProviderAdapter(DefaultSocialAccountAdapter):
    """An address alone never opens an account that is there already: whoever wants both signs in first and adds it."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "no_password": _("Choose a password first, or you could not sign in any more."),
        "connected_other": _("Another account here is signed in with this already."),
    }

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: object) -> str:
        return reverse("socialaccount_connections")

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        sociallogin.account.extra_data = {}
        if sociallogin.account.pk:
            forget_what_provider_said(sociallogin.account.pk)

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        return False


class ProviderSignUpForm(PlainFields, AgeFields, SignupForm):
    field_order = ["email", "birth_month", "birth_year"]
    account_already_exists: bool
    words = {"email": (E_MAIL, _("Other members never see it."))}

    def clean_email(self) -> str:
        """Only the address that they want counts, confirmed already if the provider vouches for this very one."""
        address: str = super().clean_email()
        known = self.sociallogin.email_addresses
        self.sociallogin.email_addresses = [one for one in known if one.email.lower() == address]
        self.account_already_exists = self.account_already_exists or is_kept_for_somebody(address)
        return address
