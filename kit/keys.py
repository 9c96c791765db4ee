"""Public ids: random, so that they tell neither how many there are nor what belongs together."""

from base64 import b32encode
from secrets import token_bytes

KEY_LENGTH = 16
KEY_PATTERN = "[a-z2-7]{16}"


def new_key() -> str:
    """Sixteen characters of [a-z2-7], 80 random bits."""
    return b32encode(token_bytes(10)).decode("ascii").lower()
