"""Addresses of what is about the viewer alone."""

from django.urls import path

from people import muting_views, views

app_name = "people"
urlpatterns = [
    path("help/", views.urgent_help, name="help"),
    path("language/", views.language, name="language"),
    path("leave/", views.leave, name="leave"),
    path("look/", views.look, name="look"),
    path("me/", views.me, name="me"),
    path("me/muted/", muting_views.muted_words, name="muted_words"),
    path("me/muted/<int:number>/end/", muting_views.unmute_words, name="unmute_words"),
    path("me/health/", views.health, name="health"),
    path("me/sign-ins/", views.sign_ins, name="sign_ins"),
    path("me/sign-ins/others/end/", views.end_other_sign_ins, name="end_other_sign_ins"),
    path("me/sign-ins/<slug:key>/end/", views.end_sign_in, name="end_sign_in"),
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_all, name="read_all"),
    path("notices/unread/", views.unread, name="unread"),
    path("address/<str:token>/undo/", views.undo_address, name="undo_address"),
    path("notices/<slug:key>/", views.notice, name="notice"),
]
