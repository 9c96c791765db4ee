"""Typed reading of the environment, so that settings say what they expect and refuse what they cannot use."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", ""})


MAIL_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in, and how: in the clear, in TLS from the first byte, or in TLS after a greeting."""

    host: str
    port: int
    user: str
    password: str
    is_tls: bool
    is_starttls: bool


def text(name: str, default: str = "") -> str:
    """The value of `name`; `NAME_FILE` names a file that holds it, for secrets kept outside the environment."""
    file_name = os.environ.get(f"{name}_FILE")
    if file_name:
        return Path(file_name).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    word = text(name, "on" if default else "off").lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} must be on or off, not {word!r}.")


def number(name: str, default: int) -> int:
    word = text(name)
    if not word:
        return default
    try:
        return int(word)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {word!r}.") from None


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def mail_server(name: str, default: str) -> MailServer:
    """From an address such as `smtp+starttls://user:password@mail.example:587`."""
    try:
        address = urlsplit(text(name, default))
        port = address.port or MAIL_PORTS[address.scheme]
    except (ValueError, KeyError):
        address, port = urlsplit(""), 0
    if not address.hostname:  # the address holds a password, so it is not repeated here
        raise ImproperlyConfigured(f"{name} must read like smtp+starttls://user:password@mail.example:587.")
    return MailServer(
        host=address.hostname,
        port=port,
        user=unquote(address.username or ""),
        password=unquote(address.password or ""),
        is_tls=address.scheme == "smtps",
        is_starttls=address.scheme == "smtp+starttls",
    )
