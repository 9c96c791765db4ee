"""The site's addresses, and two that refuse: what policy and pace raise in a view."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as addresses_of_the_site
from kit.pace import TooFast
from kit.policy import Refused


def refuse(request: HttpRequest) -> HttpResponse:
    raise Refused("This <gate> is locked.")


def hold(request: HttpRequest) -> HttpResponse:
    raise TooFast(40)


urlpatterns = [*addresses_of_the_site, path("refuse/", refuse), path("hold/", hold)]
