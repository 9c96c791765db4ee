"""What is everybody's, and what is one's own."""

from people.policy import HEALTH_VERSION
from tests.matrix.answers import FOUND, for_members, others, public, signed_in
from tests.matrix.row import Row, of, sends


def _away(role: str, visibility: str) -> int:
    return FOUND


ROWS = [
    # Everybody's
    Row("home", public),
    Row("people:help", public),
    Row("manifest", public),
    Row("worker", public),
    Row("offline", public),
    Row("groups:directory", public),
    Row("search:search", public, query="?q=sleep"),
    Row("people:look", public),
    Row("people:look", _away, form=sends(theme="dark")),
    Row("people:leave", _away),  # what its button does stands in tests/people: whoever presses it is somebody else
    # One's own
    Row("people:me", for_members),
    Row("people:me", signed_in(public, done=FOUND), form=sends(theme="dark", language="en-gb")),
    Row("people:language", _away, form=sends(language="en-gb")),
    Row("people:health", for_members),
    Row("people:health", signed_in(public, done=FOUND), form=sends(agrees="on", version=HEALTH_VERSION)),
    Row("people:sign_ins", for_members),
    Row("people:end_sign_in", signed_in(public, done=FOUND), lambda world: ["a" * 16], form=sends()),
    Row("people:end_other_sign_ins", signed_in(public, done=FOUND), form=sends()),
    Row("people:muted_words", for_members),
    Row("people:muted_words", signed_in(public, done=FOUND), form=sends(words="needle")),
    Row("people:unmute_words", signed_in(others), lambda world: [1], form=sends()),
    Row("people:notices", for_members),
    Row("people:read_all", signed_in(public, done=FOUND), form=sends()),
    Row("people:unread", for_members),
    Row("people:notice", signed_in(others), of("notice")),
    Row("people:notice", signed_in(others), of("notice"), form=sends()),
]
