"""Who looks: at hand before a page begins."""

from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.http import HttpRequest


class ViewerAtHand(AuthenticationMiddleware):
    """Django would put a proxy there, for pages that ask for nobody. Every page of ours asks, and a hundred questions
    to the proxy cost more than the one to the database."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = get_user(request)
