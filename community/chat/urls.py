"""Addresses of rooms and entries."""

from django.urls import path

from community.chat import talk_views, views

app_name = "chat"
urlpatterns = [
    path("messages/", views.messages, name="messages"),
    path("groups/<slug:slug>/rooms/", views.rooms, name="rooms"),
    path("rooms/<slug:key>/", views.room, name="room"),
    path("rooms/<slug:key>/say/", views.say, name="say"),
    path("rooms/<slug:key>/since/<int:change>/", views.since, name="since"),
    path("rooms/<slug:key>/read/", views.read, name="read"),
    path("rooms/<slug:key>/close/", views.close, name="close"),
    path("rooms/<slug:key>/end/", talk_views.end, name="end"),
    path("groups/<slug:slug>/faces/<slug:key>/talk/", talk_views.talk, name="talk"),
    path("talks/<slug:key>/answer/", talk_views.answer, name="answer"),
    path("talks/<slug:key>/take-back/", talk_views.take_back, name="take_back"),
    path("entries/<slug:key>/", views.entry, name="entry"),
    path("entries/<slug:key>/edit/", views.edit_entry, name="edit_entry"),
]
