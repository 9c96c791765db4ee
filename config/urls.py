"""Every address of the site; each room keeps its own."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config import installing, style
from groups.views import home

urlpatterns = [
    path("", home, name="home"),
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
