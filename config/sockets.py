"""The door of `/live`: only pages of this site may open a socket, and the session says who sits there."""

import functools
from http.cookies import CookieError
from importlib import import_module
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import OriginValidator
from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import parse_cookie
from django.http.request import split_domain_port, validate_host
from starlette.types import ASGIApp, Receive, Scope, Send

from config.threads import Threads, TooBusy

TRY_AGAIN = 1013


class MemberOfSession:
    """Puts `session` and `user` into the scope. One hop for both, where Channels' own middleware takes four."""

    def __init__(self, app: ASGIApp, threads: Threads) -> None:
        self.app = app
        self.threads = threads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = session_key(scope)
        try:
            session, user = await self.threads.run(functools.partial(member_of, key))
        except TooBusy:
            await send({"type": "websocket.close", "code": TRY_AGAIN})
            return
        await self.app({**scope, "session": session, "user": user}, receive, send)


def session_key(scope: Scope) -> str | None:
    cookies = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    try:
        return parse_cookie(cookies.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None


def member_of(key: str | None) -> tuple[Any, Any]:
    """The session of this key and the member who signed in with it, or an anonymous visitor."""
    close_old_connections()
    try:
        session = import_module(settings.SESSION_ENGINE).SessionStore(key)
        user = get_user(SimpleNamespace(session=session))  # type: ignore[arg-type]
        return session, user
    finally:
        close_old_connections()


class OwnOrigin(OriginValidator):
    """Channels compares the names of hosts; a page on another port of the same host is a stranger all the same.

    The origin must be the host that was asked, under a name of this site, or one that SITE_ORIGINS trusts. A host of
    `*` opens nothing, and neither does a client that names no origin.
    """

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, settings.CSRF_TRUSTED_ORIGINS)
        self.own_names = [name for name in settings.ALLOWED_HOSTS if name != "*"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = {name: value.decode("latin-1") for name, value in scope["headers"] if name in (b"origin", b"host")}
        if not self.is_welcome(asked.get(b"origin", ""), asked.get(b"host", "")):
            await turn_away(scope, receive, send)
            return
        await self.application(scope, receive, send)

    def is_welcome(self, origin: str, host: str) -> bool:
        try:
            parts = urlsplit(origin)
            is_trusted = bool(parts.hostname) and self.validate_origin(parts)
        except ValueError:
            return False
        if is_trusted:
            return True
        name, _port = split_domain_port(host)
        return (
            parts.scheme in ("http", "https")
            and parts.netloc.lower() == host.lower()
            and validate_host(name, self.own_names)
        )


async def turn_away(scope: Scope, receive: Receive, send: Send) -> None:
    """Where no socket lives: refused in the handshake, without an error in the log."""
    await receive()
    await send({"type": "websocket.close", "code": 4404})


class OnlyPages:
    """Keeps sockets with a wrong address away from an application that only knows HTTP."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await turn_away(scope, receive, send)
            return
        await self.app(scope, receive, send)
