"""What every page needs to know about the person who looks; nothing is asked of the database before it is used."""

import json
from functools import cached_property, lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from people.look import Look, look_of
from people.queries import unread_count_of

# No history in the browser's storage: the next person on a shared phone must not find pages there.
HTMX_CONFIG = json.dumps(
    {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "allowScriptTags": False,
        "selfRequestsOnly": True,
        "historyCacheSize": 0,
        "refreshOnHistoryMiss": True,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "422", "swap": True, "error": False},
            {"code": "403|429", "swap": True, "error": False, "target": "#answers", "swapOverride": "innerHTML"},
            {"code": "[45]..", "swap": False, "error": True},
        ],
    }
)


PLACES = (
    "home",
    "groups:directory",
    "forum:new",
    "chat:messages",
    "search:search",
    "people:notices",
    "people:me",
    "account_login",
    "account_signup",
)


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    """The paths that the navigation leads to."""
    return frozenset(reverse(name) for name in PLACES)


@lru_cache(maxsize=1024)
def _frame(
    part: str, _language: str | None, place: str, is_member: bool, unread_count: int, is_low_energy: bool
) -> SafeString:
    """A part of the frame. It is the same on thousands of pages, and drawing it took a quarter of a page's time."""
    context = {
        "site_name": settings.SITE_NAME,
        "place": place,
        "is_member": is_member,
        "unread_count": unread_count,
        "is_low_energy": is_low_energy,
    }
    return render_to_string(f"layout/{part}.html", context)


class Person:
    """The viewer, as the frame of a page sees them."""

    site_name = settings.SITE_NAME
    htmx_config = HTMX_CONFIG

    provider_name = settings.OIDC_NAME if settings.HAS_OIDC else ""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def look(self) -> Look:
        return look_of(self.request)

    @property
    def quick_exit_url(self) -> str:
        return settings.QUICK_EXIT_URL

    @property
    def has_worker(self) -> bool:
        """Whether browsers may keep the page that says that there is no network."""
        return settings.OFFLINE_PAGE

    @property
    def has_quick_exit(self) -> bool:
        """Whether they keep the button to leave quickly; a visitor always has it."""
        viewer = self.request.user
        return viewer.has_quick_exit if viewer.is_authenticated else True

    @property
    def header(self) -> SafeString:
        viewer = self.request.user
        unread_count = unread_count_of(viewer) if viewer.is_authenticated else 0
        place = self.request.path if self.request.path in _places() else ""
        return self._part("_header", place, unread_count)

    @property
    def footer(self) -> SafeString:
        return self._part("_footer")

    def _part(self, name: str, place: str = "", unread_count: int = 0) -> SafeString:
        draw = _frame.__wrapped__ if settings.DEBUG else _frame
        return draw(
            name, get_language(), place, self.request.user.is_authenticated, unread_count, self.look.is_low_energy
        )


def person(request: HttpRequest) -> dict[str, Person]:
    return {"person": Person(request)}
