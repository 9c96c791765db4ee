"""When a letter of confirmation can go again. To one address one goes in three minutes, whoever asks for it, so that
nobody's mailbox is filled; allauth keeps that limit and says nothing when it leaves a letter out.

What this browser has asked for stands in its session. Whether somebody else has asked is told to nobody: it would show
that an address is being used here just now.
"""

import time

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ENTRY = "letters_asked"  # in the session: seconds since 1970, by address


def note_letter(request: HttpRequest, address: str) -> None:
    """A letter to this address was asked for just now."""
    request.session[ENTRY] = {**_lately(request), address.lower(): time.time()}


def wait_for_letter(request: HttpRequest, address: str) -> str:
    """When the next letter to this address can go, in words; empty if it can go now, as far as this browser knows."""
    asked_at = _lately(request).get(address.lower())
    if asked_at is None:
        return ""
    minutes = -int(-(asked_at + settings.LETTER_PAUSE - time.time()) // 60)
    wait = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    return _("A letter went to this address a moment ago. The next one can go in %(wait)s.") % {"wait": wait}


def _lately(request: HttpRequest) -> dict[str, float]:
    begins = time.time() - settings.LETTER_PAUSE
    return {address: at for address, at in request.session.get(ENTRY, {}).items() if at > begins}
