"""Who sits in a seat, asked anew now and then, and what a command of theirs is answered with."""

import time
from collections.abc import Iterable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.http import parse_cookie
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from kit.live.gates import BadMessage, Command
from kit.pace import TooFast
from kit.policy import Refused

FRESH = 30.0  # seconds for which a command trusts what was read of the member


class Visitor:
    """The viewer of one socket, as the session says; all methods may use the database."""

    def __init__(self, scope: dict[str, Any]) -> None:
        self.viewer: Any = scope["user"]
        self.member_id: int | None = self.viewer.pk
        self.language = getattr(self.viewer, "language", "") or _language_of(scope.get("headers", ()))
        session = scope.get("session")
        self._session_key: str | None = session.session_key if session is not None else None
        self._read_at = time.monotonic()

    def is_still_signed_in(self) -> bool:
        """Read the session and the member again."""
        if self.member_id is None:
            return True
        store = import_module(settings.SESSION_ENGINE).SessionStore(self._session_key)
        viewer = get_user(SimpleNamespace(session=store))  # type: ignore[arg-type]
        if viewer.pk != self.member_id:
            return False
        self.viewer = viewer
        self._read_at = time.monotonic()
        return True

    def is_fresh(self) -> bool:
        return time.monotonic() - self._read_at < FRESH


def run_command(command: Command, visitor: Visitor, message: dict[str, Any]) -> dict[str, Any]:
    """Do what the message asks, in the visitor's language; a refusal is an answer like any other."""
    with translation.override(visitor.language):
        if not visitor.is_fresh() and not visitor.is_still_signed_in():
            return {"refused": _("You are signed out."), "signed_out": True}
        try:
            return command(visitor.viewer, message)
        except Refused as refusal:
            return {"refused": str(refusal)}
        except TooFast as pause:
            sentence = _("That was a lot in a short time. Please wait a moment.")
            return {"refused": sentence, "retry_after": pause.retry_after}
        except BadMessage as fault:
            return {"error": str(fault)}


def _language_of(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """What was chosen in this browser, else what the browser asks for: the same as on the page around the socket."""
    chosen = parse_cookie(_header(headers, b"cookie")).get(settings.LANGUAGE_COOKIE_NAME, "")
    wanted = parse_accept_lang_header(_header(headers, b"accept-language"))
    for code in (chosen, *(code for code, _quality in wanted)):
        try:
            return translation.get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def _header(headers: Iterable[tuple[bytes, bytes]], wanted: bytes) -> str:
    return b"; ".join(value for name, value in headers if name == wanted).decode("latin-1")
