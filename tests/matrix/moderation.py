"""Reports, reviews, decisions and the rota."""

from tests.matrix.answers import FOUND, HOSTS, KEEPS, NONE, OK, met, only, others, signed_in
from tests.matrix.row import Row, of, sends, slug


def _kept(role: str, visibility: str) -> int:
    """Moderation's pages are there for those who keep the group safe, and for nobody else."""
    return OK if role in KEEPS else NONE


ROWS = [
    Row("moderation:report", met, lambda world: ["post", world.post.key]),
    Row("moderation:report", met, lambda world: ["topic", world.topic.key]),
    Row("moderation:report", met, lambda world: ["entry", world.entry.key]),
    Row("moderation:report", met, lambda world: ["face", world.author.key]),
    Row("moderation:reported", others, of("report")),
    Row("moderation:queue", signed_in(_kept)),
    Row("moderation:review", signed_in(_kept), of("review")),
    Row(
        "moderation:decide",
        signed_in(_kept, done=FOUND),
        of("review"),
        form=lambda world: {"outcome": "hide", "rule": world.group.rules.get().pk, "explanation": "Not here."},
    ),
    Row("moderation:answer", signed_in(_kept), of("appeal")),
    Row("moderation:rota", signed_in(_kept), slug),
    Row(
        "moderation:remove_shift",
        signed_in(only(HOSTS, _kept), done=FOUND),
        lambda world: [world.group.slug, world.shift.key],
        form=sends(),
    ),
    Row("moderation:decision", signed_in(others), of("decision")),
    Row("moderation:declined", signed_in(others), of("post")),
    Row("moderation:appeal", signed_in(others), of("decision"), form=sends(words="Please look again.")),
]
