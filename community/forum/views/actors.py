"""Who acts in a request."""

from typing import cast

from django.http import HttpRequest

from groups.models import Membership
from kit.policy import Verdict, require


def allowed(face: Membership | None, verdict: Verdict) -> Membership:
    """The face that the verdict allows to act; policy never says yes to nobody. Raises Refused."""
    require(verdict)
    return cast(Membership, face)


def member_id(request: HttpRequest) -> int:
    """The member who is signed in, for counting their pace."""
    return cast(int, request.user.pk)
