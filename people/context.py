"""What every page needs to know about the person who looks; nothing is asked of the database before it is used."""

from functools import cached_property, lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.html import escape
from django.utils.safestring import SafeString

from kit.fragments import PreparedFragment
from people.look import Look, look_of
from people.queries import unread_count_of

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


HEAD = PreparedFragment("layout/_head.html")
WAY_OUT = PreparedFragment("layout/_leave.html", "csrf_token", "leads_to")
HEADER = PreparedFragment("layout/_header.html", "site_name")
FOOTER = PreparedFragment("layout/_footer.html")
DEEDS = PreparedFragment("layout/_deeds.html", "csrf_token", "here")


def token_of(request: HttpRequest) -> str:
    """What all forms of one answer carry against forgery: making one for each takes longer than the form."""
    secret = request.META.get("CSRF_COOKIE")
    kept = vars(request).get("form_token")
    if secret is None or kept is None or kept[0] != secret:
        token = get_token(request)
        kept = vars(request)["form_token"] = (request.META["CSRF_COOKIE"], token)
    return str(kept[1])


class Person:
    """The viewer, as the frame of a page sees them."""

    site_name = settings.SITE_NAME
    provider_name = settings.OIDC_NAME if settings.HAS_OIDC else ""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def look(self) -> Look:
        return look_of(self.request)

    @cached_property
    def is_member(self) -> bool:
        return self.request.user.is_authenticated

    @property
    def letters_folder(self) -> str:
        """Where a demo's letters lie; empty where letters are sent."""
        return settings.LETTERS_FOLDER

    @property
    def token(self) -> str:
        return token_of(self.request)

    @property
    def has_quick_exit(self) -> bool:
        """Whether they keep the button to leave quickly; a visitor always has it."""
        viewer = self.request.user
        return viewer.has_quick_exit if viewer.is_authenticated else True

    @property
    def head(self) -> SafeString:
        """Browsers may keep the page that says that there is no network only where the settings say so."""
        has_worker = settings.OFFLINE_PAGE
        return HEAD.html({}, is_member=self.is_member, has_worker=has_worker)

    @property
    def way_out(self) -> SafeString:
        return WAY_OUT.html({"csrf_token": self.token, "leads_to": escape(settings.QUICK_EXIT_URL)})

    @property
    def header(self) -> SafeString:
        viewer = self.request.user
        return HEADER.html(
            {"site_name": escape(settings.SITE_NAME)},
            place=self.request.path if self.request.path in _places() else "",
            is_member=self.is_member,
            unread_count=unread_count_of(viewer) if viewer.is_authenticated else 0,
            is_low_energy=self.look.is_low_energy,
        )

    @property
    def footer(self) -> SafeString:
        return FOOTER.html({}, is_member=self.is_member)

    @property
    def deeds(self) -> SafeString:
        """Forms that buttons of the footer send; whoever chooses a language comes back to the page, if it was asked
        for by its address alone."""
        here = escape(self.request.get_full_path())
        is_somewhere = self.request.method == "GET"
        return DEEDS.html(
            {"csrf_token": self.token, "here": here}, is_somewhere=is_somewhere, is_member=self.is_member
        )


def person(request: HttpRequest) -> dict[str, object]:
    return {"person": Person(request), "csrf_token": SimpleLazyObject(lambda: token_of(request))}
