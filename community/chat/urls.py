"""Addresses of rooms and entries."""

from django.urls import path

from community.chat import views

app_name = "chat"
urlpatterns = [
    path("messages/", views.messages, name="messages"),
    path("groups/<slug:slug>/rooms/", views.rooms, name="rooms"),
    path("rooms/<slug:key>/", views.room, name="room"),
    path("rooms/<slug:key>/say/", views.say, name="say"),
    path("rooms/<slug:key>/since/<int:change>/", views.since, name="since"),
    path("rooms/<slug:key>/close/", views.close, name="close"),
    path("entries/<slug:key>/", views.entry, name="entry"),
    path("entries/<slug:key>/edit/", views.edit_entry, name="edit_entry"),
]
