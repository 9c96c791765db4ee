"""In which browsers a member is signed in: a short list that they know them by, and can end each of.

Kept are a browser and a kind of device in one word each, and days. No address of the network, no version and no time
of day: enough to know one's own phone, and nothing that tells more if it is ever seen by somebody else.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from people import actions
from people.models import Member, SignIn

ENTRY = "sign_in"  # in the session: the key of its row, the session's own key then, and the day it was last used
# The first that fits counts, since every browser says that it is also the others.
BROWSERS = {
    "Samsung Internet": r"SamsungBrowser",
    "Opera": r"OPR/|Opera",
    "Edge": r"Edg(e|A|iOS)?/",
    "Firefox": r"Firefox|FxiOS",
    "Chrome": r"Chrome|CriOS|Chromium",
    "Safari": r"Safari",
}
DEVICES = {
    "iPhone": r"iPhone",
    "iPad": r"iPad",
    "Android": r"Android",
    "Chromebook": r"CrOS",
    "Windows": r"Windows",
    "Mac": r"Macintosh|Mac OS X",
    "Linux": r"Linux",
}


class KeepSignIns:
    """Keeps the list true: once a day for the last use, and whenever the session has got another key."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        entry = request.session.get(ENTRY)
        if entry and entry[1:] != _here_and_now(request):
            _note(request, entry[0])
        return response


def begin(request: HttpRequest, member: Member) -> None:
    """The member has just signed in with this request."""
    words = request.headers.get("User-Agent", "")[:400]
    sign_in = actions.begin_sign_in(
        member,
        session_key=request.session.session_key or "",
        browser=_first(BROWSERS, words),
        device=_first(DEVICES, words),
    )
    request.session[ENTRY] = [sign_in.key, *_here_and_now(request)]


def is_here(request: HttpRequest, sign_in: SignIn) -> bool:
    """Whether this is the browser that asks."""
    return sign_in.session_key == request.session.session_key


def _note(request: HttpRequest, key: str) -> None:
    session_key, day = _here_and_now(request)
    if session_key:
        actions.note_use(key, session_key=session_key)
        request.session[ENTRY] = [key, session_key, day]


def _here_and_now(request: HttpRequest) -> list[str]:
    return [request.session.session_key or "", timezone.localdate().isoformat()]


def _first(known: dict[str, str], words: str) -> str:
    return next((name for name, pattern in known.items() if re.search(pattern, words)), "")
