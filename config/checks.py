"""What a site must not start with: said by `manage.py check --deploy`, and by the server when it starts."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.checks import CheckMessage, Error

SHORTEST_SECRET = 50  # characters, as Django's own check asks
FEWEST_DIFFERENT = 5
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class CannotStart(Exception):
    """Why the site does not start, in one plain sentence."""


def open_hosts() -> str | None:
    if "*" in settings.ALLOWED_HOSTS:
        return "SITE_HOSTS must name this site's hosts: with * any page on the internet could open a live socket here."
    if not settings.ALLOWED_HOSTS:
        return "SITE_HOSTS is empty: name the hosts under which this site is reached."
    return None


def weak_secret() -> str | None:
    secret = settings.SECRET_KEY
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_DIFFERENT:
        return f"SECRET_KEY is too short or too simple: give it at least {SHORTEST_SECRET} random characters."
    return None


def debug_is_on() -> str | None:
    if settings.DEBUG:
        return "DEBUG is on: it shows the inside of this site to everybody and belongs on a developer's machine only."
    return None


def lonely_layer(workers: int | None = None) -> str | None:
    backend = settings.CHANNEL_LAYERS["default"]["BACKEND"]
    if (workers or settings.WORKERS) > 1 and backend.endswith("InMemoryChannelLayer"):
        return "Several workers need Redis: set REDIS_URL, or members would not hear of what another worker was told."
    return None


def unknown_handler() -> str | None:
    if settings.DJANGO_HANDLER not in ("pooled", "stock"):
        return f"DJANGO_HANDLER must be pooled or stock, not {settings.DJANGO_HANDLER!r}."
    return None


DEPLOY: dict[str, Callable[[], str | None]] = {
    "alongside.E001": open_hosts,
    "alongside.E002": weak_secret,
    "alongside.E003": debug_is_on,
    "alongside.E004": lonely_layer,
    "alongside.E005": unknown_handler,
}


def check_deployment(app_configs: object = None, **options: object) -> Iterable[CheckMessage]:
    return [Error(sentence, id=number) for number, ask in DEPLOY.items() if (sentence := ask())]


def require_safe_settings(*, host: str | None = None, workers: int | None = None) -> None:
    """Raises CannotStart. DEBUG may stay on where only this machine can reach the server."""
    faults = [open_hosts(), weak_secret(), lonely_layer(workers), unknown_handler()]
    if host is not None and host not in LOOPBACK:
        faults.append(debug_is_on())
    for sentence in faults:
        if sentence:
            raise CannotStart(sentence)
