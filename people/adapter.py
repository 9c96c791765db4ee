"""What allauth asks of this site: letters that no page waits for, the member's language from the first page on, the
list of browsers, the way back from a changed address, and open tabs that notice when their session has ended."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import make_password
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _

from people import actions, policy, sign_ins
from people.languages import is_language_of_site, remember_language
from people.models import Member, SignIn

UNDO_SALT = "people.undo"
LONGEST_PATH = 300


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This address and this password do not belong together."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not the password you have now."),
        "too_many_login_attempts": _("That was tried too often. Please wait five minutes and try again."),
        "email_taken": _("There is an account with this address already. Sign in, or choose a new password."),
        "duplicate_email": _("This is the address that you have already."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        words = {"request": self.request, "email": email, "site_name": settings.SITE_NAME, **context}
        message = self.render_mail(template_prefix, email, words)
        actions.post_letter(email, subject=str(message.subject), body=str(message.body))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """The letter about a changed address goes to the old one, with the way to undo it."""
        words = dict(context or {})
        if template_prefix == "account/email/email_changed" and isinstance(user, Member):
            change = actions.note_address_change(user, old_address=words["from_email"], new_address=words["to_email"])
            undo = reverse("people:undo_address", args=[signing.dumps(change.pk, salt=UNDO_SALT)])
            words["undo_url"] = self.request.build_absolute_uri(undo)
        super().send_notification_mail(template_prefix, user, words, email)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """The password was hashed before anything is locked; and where they were going is kept until they are in."""
        user.email = form.cleaned_data["email"]
        user.password = getattr(form, "hashed_password", "") or make_password(None)
        user.first_path = own_path(get_next_redirect_url(request) or "")
        return actions.keep_account(user) if commit else user

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Sessions that began with the old one have ended; their seats learn of it now."""
        super().set_password(user, password)
        if isinstance(user, Member):
            here = self.request.session.session_key or ""
            actions.end_sign_ins(user, SignIn.objects.exclude(session_key=here))

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        request.is_first_sign_in = user.last_login is None  # type: ignore[attr-defined]
        super().login(request, user)
        if isinstance(user, Member):
            sign_ins.begin(request, user)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **details: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **details)
        if isinstance(user, Member):
            response = _lead_on(request, user, response, is_asked_for=bool(details.get("redirect_url")))
        chosen_here = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = getattr(user, "language", "") or chosen_here
        remember_language(response, language if is_language_of_site(language) else "")
        return response

    def logout(self, request: HttpRequest) -> None:
        member, here = request.user, request.session.session_key
        super().logout(request)
        if isinstance(member, Member):
            actions.end_sign_ins(member, SignIn.objects.filter(session_key=here))


def own_path(address: str) -> str:
    """The address if it is a path on this site that can be kept, else nothing."""
    is_path = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_path and len(address) <= LONGEST_PATH else ""


def _lead_on(request: HttpRequest, member: Member, response: HttpResponse, *, is_asked_for: bool) -> HttpResponse:
    """To where they were going when they signed up; and the first time past the question about health. Whoever was
    invited first reads whether the invitation still lets them in: the page of a group asks that question itself."""
    address = response.headers.get("Location", "")
    if member.first_path:
        address = address if is_asked_for else own_path(member.first_path) or address
        actions.forget_first_path(member)
    is_first = getattr(request, "is_first_sign_in", False)
    is_new = is_first and not address.startswith("/invitations/")
    if not policy.can_share_health(member) and (is_new or member.health_consent):
        return redirect(f"{reverse('people:health')}?{urlencode({'next': address})}")
    return redirect(address)
