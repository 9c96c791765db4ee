"""The language of the pages: a cookie carries the member's choice, so that no request asks the database for it."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language_info


def language_choices() -> list[tuple[str, str]]:
    """Every language of the site under its own name."""
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


def is_language_of_site(code: str) -> bool:
    return code in dict(settings.LANGUAGES)


def remember_language(response: HttpResponse, language: str) -> None:
    """From now on this browser gets pages in `language`; an empty one leaves the choice to the browser."""
    if not language:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
