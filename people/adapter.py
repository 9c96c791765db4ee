"""What allauth asks of this site: letters that no page waits for, the member's language from the first page on, and
open tabs that notice when their session has ended."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from kit import live
from people import actions
from people.languages import is_language_of_site, remember_language


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        words = {"request": self.request, "email": email, "site_name": settings.SITE_NAME, **context}
        message = self.render_mail(template_prefix, email, words)
        actions.post_letter(email, subject=str(message.subject), body=str(message.body))

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **details: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **details)
        chosen_here = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = getattr(user, "language", "") or chosen_here
        remember_language(response, language if is_language_of_site(language) else "")
        return response

    def logout(self, request: HttpRequest) -> None:
        member_id = request.user.pk
        super().logout(request)
        if member_id is not None:
            live.recheck(member_id)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Sessions that began with the old one have ended; their seats learn of it now."""
        super().set_password(user, password)
        live.recheck(user.pk)
