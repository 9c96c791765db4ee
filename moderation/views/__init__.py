"""Pages of moderation: for everybody, for the author of a thing, and for those who keep a group safe."""

from moderation.views.authors import appeal, decision, declined
from moderation.views.moderators import answer, decide, queue, review
from moderation.views.reporters import report, reported
from moderation.views.rotas import remove_shift, rota

__all__ = [
    "answer",
    "appeal",
    "decide",
    "decision",
    "declined",
    "queue",
    "remove_shift",
    "report",
    "reported",
    "review",
    "rota",
]
