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
WHOLE_NAME = 6  # letters of the part before the @ that no password of theirs may hold; shorter ones are in many words
WHAT_HELPS = gettext_lazy("Three or four words that only you would put together are good and easy to keep in mind.")
# None repeats what was typed: somebody may be looking, and a password that is refused here may open a door elsewhere.
REASONS: dict[str, Promise] = {
    "dictionary": gettext_lazy("A part of it is a word or a name that is tried early, also with capitals or 0 for o."),
    "own": gettext_lazy("A part of it is in your e-mail address, so it is tried early."),
    "common": gettext_lazy("A part of it is one of the passwords that most people use, so it is tried first."),
    "spatial": gettext_lazy("A part of it is a row of keys beside each other, so it is tried early."),
    "repeat": gettext_lazy("A part of it repeats itself, which is hardly longer than having it once."),
    "sequence": gettext_lazy("A part of it is a row that everybody knows, such as abc or 6543."),
    "regex": gettext_lazy("A part of it is a recent year, so it is tried early."),
    "date": gettext_lazy("A part of it is a date, and dates are tried early."),
    "bruteforce": gettext_lazy("It is too short for what is in it."),
}


class HardToGuess:
    def validate(self, password: str, user: Viewer | None = None) -> None:
        own = _own_words(user)
        sequence = _easy_parts(password, own)
        if sequence:
            raise ValidationError(f"{_reason(sequence)} {WHAT_HELPS}", code="password_too_easy")
        if _leans_on(password, own):
            raise ValidationError(f"{REASONS['own']} {WHAT_HELPS}", code="password_too_easy")

    def get_help_text(self) -> str:
        return str(WHAT_HELPS)


@cache
def _zxcvbn() -> Any:
    """Its lists of words take 13 MB, so they are read when somebody chooses a password in this process."""
    return import_module("zxcvbn").zxcvbn


def _easy_parts(password: str, own: list[str]) -> list[dict[str, Any]]:
    """What makes the password easy to guess, part by part; nothing if it is hard."""
    guess = _zxcvbn()(password[:LONGEST_LOOKED_AT], user_inputs=own)
    return [] if guess["score"] >= STRONG_ENOUGH else guess["sequence"]


def _own_words(user: Viewer | None) -> list[str]:
    """The address, its two sides and what they are made of, the longest first."""
    address = (getattr(user, "email", "") or "").lower()
    name, _at, host = address.partition("@")
    parts = [*re.split(r"[\W_]+", name), *re.split(r"[^a-z]+", name)]
    words = {address, name, host, re.sub(r"[\W_]+", "", name), *(part for part in parts if len(part) > 2)}
    words |= {label for label in host.split(".") if len(label) > 3}  # not the last: “org” is in many words
    return sorted((word for word in words if len(word) > 2), key=len, reverse=True)


def _leans_on(password: str, own: list[str]) -> bool:
    """Whether it holds the address or its whole name, or is hard to guess only by what the address says."""
    lower = password.lower()
    rest = lower
    for word in own:
        rest = rest.replace(word, " ")
    if rest == lower:
        return False
    name = next((word.partition("@")[0] for word in own if "@" in word), "")
    return (len(name) >= WHOLE_NAME and name in lower) or bool(_easy_parts(rest.strip() or " ", []))


def _reason(sequence: list[dict[str, Any]]) -> str:
    """Of the longest part of the password that makes it easy."""
    easy = [part for part in sequence if part["pattern"] != "bruteforce"]
    worst = max(easy or sequence, key=lambda part: len(part["token"]))
    kind = worst["pattern"]
    if kind == "dictionary":
        kind = {"user_inputs": "own", "passwords": "common"}.get(worst["dictionary_name"], kind)
    return str(REASONS[kind])
