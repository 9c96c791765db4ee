"""A form that is sent twice makes one thing, however it comes twice: a trembling finger, a lost answer, or Back.

Every such form carries a client key, made when it is shown (chat has the same for its messages). What is kept with the
thing that the form became is not the key but what it was `sent_as`: a digest of the writer, the place, the client key
and the words, which the database holds only once. So the same words sent again are the thing that stands, and other
words under the same key are a new writing: nothing that was typed is lost, and nothing rests on scripts. The face is
no part of it: whoever goes back and only ticks “Without my name” would otherwise say the same words under both.

A digest tells nobody anything, not even that two things have one writer: each stands once, and what it was made of is
not kept. A client key stands in its writer's own form and draft alone.
"""

import json
import re
from base64 import b32encode
from hashlib import blake2b

from django import forms
from django.core.cache import cache
from django.utils.crypto import salted_hmac

from kit.keys import new_key

CLIENT_KEY = re.compile(r"[A-Za-z0-9-]{1,40}")
LENGTH = 32  # characters of what something was sent as
SECONDS = 2 * 60  # for which the form at the same place goes on with a key after it was sent


class ClientKeyInput(forms.HiddenInput):
    """A form that is shown has a key, and keeps it when it comes back with what was typed."""

    def format_value(self, value: object) -> str:
        return str(value) if value else new_key()


class ClientKeyField(forms.CharField):
    """The client key of a form; empty, and so without guard, where a form came without one or with something else."""

    widget = ClientKeyInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: object) -> str:
        return value if isinstance(value, str) and CLIENT_KEY.fullmatch(value) else ""


def sent_as(client_key: str, *words: str, writer: int | None, place: str) -> str | None:
    """Of 32 letters and digits; None without a client key. `place` says what the words are for, and where."""
    if not client_key:
        return None
    written = json.dumps([writer, place, client_key, *words]).encode()
    return b32encode(blake2b(written, digest_size=LENGTH * 5 // 8).digest()).decode("ascii").lower()


def key_at(place: str, *, writer: int | None) -> str:
    """The key for the writer's form at this place.

    For two minutes it is the one that was sent there last: browsers that go back ask for the page again, and put the
    old words into it, but not the old key. Not for longer: who says thank you twice in a topic means it twice.
    """
    return str(cache.get(_name(place, writer)) or new_key()) if writer else new_key()


def note(client_key: str, *, place: str, writer: int | None) -> None:
    """What the form at this place became stands now."""
    if client_key and writer:
        cache.set(_name(place, writer), client_key, SECONDS)


def _name(place: str, writer: int | None) -> str:
    return f"once:{salted_hmac('kit.once', f'{writer} {place}').hexdigest()[:32]}"
