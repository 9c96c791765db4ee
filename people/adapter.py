"""What allauth asks of this site: letters that no page waits for, and the member's language from the first page on."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from people import actions
from people.languages import remember_language


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        words = {"request": self.request, "email": email, "site_name": settings.SITE_NAME, **context}
        message = self.render_mail(template_prefix, email, words)
        actions.post_letter(email, subject=str(message.subject), body=str(message.body))

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **details: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **details)
        remember_language(response, getattr(user, "language", ""))
        return response
