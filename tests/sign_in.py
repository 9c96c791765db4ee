"""Signing in with Django's own test client, for half the queries: who has no session yet gets one and not two."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.test.client import ClientMixin


def _login(self: ClientMixin, user: object, backend: str | None = None) -> None:
    """As Django has it, but an empty session is not stored first only to be replaced by the one signed in."""
    known = self.cookies.get(settings.SESSION_COOKIE_NAME)
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(known.value if known else None)
    login(request, user, backend)
    request.session.save()
    self._set_login_cookies(request)


ClientMixin._login = _login
