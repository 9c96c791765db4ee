"""What a form is answered whose token has aged, because somebody signed in or out elsewhere while it was open."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.csrf import csrf_failure


def send_again(request: HttpRequest, reason: str = "") -> HttpResponse:
    """It is asked for once more; but whoever wants to be gone is gone."""
    if request.path == reverse("people:leave"):
        return redirect(settings.QUICK_EXIT_URL)
    return csrf_failure(request, reason=reason)
