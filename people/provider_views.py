"""Pages of the OpenID Connect provider: allauth's, but asking for the age, and calm when nobody answers there."""

from allauth.socialaccount.providers.openid_connect import views
from allauth.socialaccount.views import signup
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from requests import RequestException

from people.age import asks_for_age

sign_up = require_http_methods(["GET", "POST"])(asks_for_age(signup))


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    try:
        response: HttpResponse = views.login(request, "site")
    except RequestException:
        return render(request, "socialaccount/authentication_error.html", status=503)
    return response
