"""Who acts in a request."""

from typing import cast

from django.http import HttpRequest


def member_id(request: HttpRequest) -> int:
    """The member who is signed in, for counting their pace."""
    return cast(int, request.user.pk)
