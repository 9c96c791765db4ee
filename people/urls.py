"""Addresses of what is about the viewer alone."""

from django.urls import path

from people import views

app_name = "people"
urlpatterns = [
    path("help/", views.urgent_help, name="help"),
    path("language/", views.language, name="language"),
    path("leave/", views.leave, name="leave"),
    path("look/", views.look, name="look"),
    path("me/", views.me, name="me"),
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_all, name="read_all"),
    path("notices/unread/", views.unread, name="unread"),
    path("notices/<str:key>/", views.notice, name="notice"),
]
