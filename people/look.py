"""How pages look for one viewer: a member's look is kept with the account, a visitor's in a cookie."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from people.models import Member

COOKIE = "alongside_look"
LOW_ENERGY = "low"
LASTS = 60 * 60 * 24 * 365  # seconds
THEMES = frozenset(Member.Theme.values) - {Member.Theme.SYSTEM.value}


@dataclass(frozen=True, slots=True)
class Look:
    """A theme, or none when the device decides, and whether the page asks little of its reader."""

    theme: str = ""
    is_low_energy: bool = False

    @property
    def choice(self) -> str:
        """The theme as the forms name it."""
        return self.theme or Member.Theme.SYSTEM


def look_of(request: HttpRequest) -> Look:
    viewer = request.user
    if viewer.is_authenticated:
        return _look(viewer.theme, is_low_energy=viewer.is_low_energy)
    theme, _dot, energy = request.COOKIES.get(COOKIE, "").partition(".")
    return _look(theme, is_low_energy=energy == LOW_ENERGY)


def _look(theme: str, *, is_low_energy: bool) -> Look:
    return Look(theme if theme in THEMES else "", is_low_energy)


def remember_look(response: HttpResponse, *, theme: str, is_low_energy: bool) -> None:
    """From now on this browser gets pages with this look, also before somebody has signed in."""
    look = _look(theme, is_low_energy=is_low_energy)
    if look == Look():
        response.delete_cookie(COOKIE)
        return
    response.set_cookie(
        COOKIE,
        f"{look.theme}.{LOW_ENERGY if look.is_low_energy else ''}",
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
