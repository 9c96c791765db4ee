"""A new password must not be among the first that are tried. Its refusal says why, and what helps.

The guessing is zxcvbn's (docs/decisions/0016-zxcvbn.md); its sentences are ours, so that they can be translated.
"""

import re
from functools import cache
from importlib import import_module
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from people.models import Viewer

STRONG_ENOUGH = 3  # of 4: some ten thousand million guesses
LONGEST_LOOKED_AT = 72  # characters; guessing at more takes long and changes nothing
WHAT_HELPS = gettext_lazy("Three or four words that only you would put together are good and easy to keep in mind.")
REASONS: dict[str, Promise] = {
    "dictionary": gettext_lazy("“%(part)s” is a word or a name that is tried early, also with capitals or 0 for o."),
    "own": gettext_lazy("“%(part)s” is in your e-mail address, so it is tried early."),
    "common": gettext_lazy("“%(part)s” is one of the passwords that most people use, so it is tried first."),
    "spatial": gettext_lazy("“%(part)s” are keys beside each other, so they are tried early."),
    "repeat": gettext_lazy("“%(part)s” repeats itself, which is hardly longer than having it once."),
    "sequence": gettext_lazy("“%(part)s” is a row that everybody knows, such as abc or 6543."),
    "regex": gettext_lazy("“%(part)s” is a recent year, so it is tried early."),
    "date": gettext_lazy("“%(part)s” is a date, and dates are tried early."),
    "bruteforce": gettext_lazy("It is too short for what is in it."),
}


class HardToGuess:
    def validate(self, password: str, user: Viewer | None = None) -> None:
        own = _own_words(user)
        guess = _zxcvbn()(password[:LONGEST_LOOKED_AT], user_inputs=own)
        if guess["score"] >= STRONG_ENOUGH:
            return
        raise ValidationError(f"{_reason(guess['sequence'])} {WHAT_HELPS}", code="password_too_easy")

    def get_help_text(self) -> str:
        return str(WHAT_HELPS)


@cache
def _zxcvbn() -> Any:
    """Its lists of words take 13 MB, so they are read when somebody chooses a password in this process."""
    return import_module("zxcvbn").zxcvbn


def _own_words(user: Viewer | None) -> list[str]:
    name, _at, host = (getattr(user, "email", "") or "").partition("@")
    parts = re.split(r"[^a-z]+", name.lower())
    words = [name.lower(), host.lower(), "".join(parts), *parts]
    return [word for word in words if len(word) > 2]


def _reason(sequence: list[dict[str, Any]]) -> str:
    """The longest part of the password that makes it easy."""
    easy = [part for part in sequence if part["pattern"] != "bruteforce"]
    worst = max(easy or sequence, key=lambda part: len(part["token"]))
    kind = worst["pattern"]
    if kind == "dictionary":
        kind = {"user_inputs": "own", "passwords": "common"}.get(worst["dictionary_name"], kind)
    return str(REASONS[kind]) % {"part": worst["token"]}
