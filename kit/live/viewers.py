"""Who sits in a seat, asked anew now and then, and what a command of theirs is answered with."""

import time
from collections.abc import Iterable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
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
    if not visitor.is_fresh() and not visitor.is_still_signed_in():
        return {"refused": _("You are signed out."), "signed_out": True}
    with translation.override(visitor.language):
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
    wanted = b"".join(value for name, value in headers if name == b"accept-language").decode("latin-1")
    for code, _quality in parse_accept_lang_header(wanted):
        try:
            return translation.get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
