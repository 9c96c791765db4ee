"""Every address of the site; each room keeps its own."""

from importlib import import_module

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, include, path

from config import installing, style
from groups.views import home
from people.address_views import change_address
from people.views import sign_up

provider_urls: list[URLPattern] = []
if settings.HAS_OIDC:
    provider = import_module("people.provider_views")
    provider_urls = [
        path("accounts/3rdparty/signup/", provider.sign_up, name="socialaccount_signup"),
        path("accounts/oidc/site/login/", provider.sign_in, name="openid_connect_sign_in"),  # found before allauth's
    ]
urlpatterns = [
    path("", home, name="home"),
    path("accounts/signup/", sign_up, name="account_signup"),  # before allauth's own, which does not ask for the age
    path("accounts/email/", change_address, name="account_email"),
    *provider_urls,
    path("accounts/", include("allauth.urls")),
    path("", include("people.urls")),
    path("", include("groups.urls")),
    path("", include("community.forum.urls")),
    path("", include("community.chat.urls")),
    path("", include("moderation.urls")),
    path("", include("search.urls")),
    *installing.urlpatterns,
    path("operate/", admin.site.urls),
]
if settings.DEBUG:
    urlpatterns += style.urlpatterns
