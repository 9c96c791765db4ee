"""What addresses of moderation name, as far as whoever asks may see it."""

from typing import Any

from moderation import queries
from moderation.models import Decision
from moderation.subjects import SUBJECTS, Subject
from people.seen import Seen


def _thing_of(subject: Subject) -> Seen[Any]:
    return Seen(lambda viewer, *, key: subject.seen_by(viewer).filter(key=key))


THINGS = {kind: _thing_of(subject) for kind, subject in SUBJECTS.items()}
DECISION: Seen[Decision] = Seen(lambda viewer, *, key: queries.own_decisions(viewer).filter(key=key))
