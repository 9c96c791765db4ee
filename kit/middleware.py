"""Answers to what policy and pace refuse, and headers that keep pages of people out of caches."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kit.pace import TooFast
from kit.pages import page_or_fragment
from kit.policy import Refused

Answer = Callable[[HttpRequest], HttpResponse]


class RefusedMiddleware:
    """Answers `Refused` with 403 and its sentence, `TooFast` with 429 and when to come again."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return _refusal(request, exception.reason, status=403)
        if isinstance(exception, TooFast):
            return _ask_to_wait(request, exception.retry_after)
        return None


class MembersOnlyHeaders:
    """A page made for someone signed in is kept by no cache, unless its view says how it may be kept."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if SESSION_KEY in request.session:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _refusal(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    return page_or_fragment(
        request, "layout/_refused.html", {"reason": reason}, page="layout/refused.html", status=status
    )


def _ask_to_wait(request: HttpRequest, seconds: int) -> HttpResponse:
    response = _refusal(request, _waiting_sentence(seconds), status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _waiting_sentence(seconds: int) -> str:
    if seconds < 60:
        wait = ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    else:
        minutes = -(-seconds // 60)
        wait = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    return _("That was a lot in a short time. Please try again in %(wait)s.") % {"wait": wait}
