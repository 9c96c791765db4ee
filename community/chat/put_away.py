"""One's own private talk with somebody whom one does not want to meet any more: out of one's sight until one does."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from community.chat import at_hand
from people.models import Viewer


def is_put_away(viewer: Viewer, key: str) -> bool:
    """Whether this is the viewer's own side of such a talk, which others do not know of."""
    if not viewer.is_authenticated:
        return False
    return at_hand.SIDE_PUT_AWAY.first(viewer, key=key) is not None


def lead_to_messages(request: HttpRequest) -> HttpResponse:
    """Where its owner is led in the place of a page that is not there."""
    text = _("You do not want to meet the person of this talk. You find it again once you change your mind.")
    messages.info(request, text)
    return redirect("chat:messages")
