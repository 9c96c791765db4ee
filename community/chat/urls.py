"""Addresses of rooms and entries."""

from django.urls import path

from community.chat import views

app_name = "chat"
urlpatterns = [
    path("groups/<slug:slug>/rooms/", views.rooms, name="rooms"),
    path("rooms/<str:key>/", views.room, name="room"),
    path("rooms/<str:key>/say/", views.say, name="say"),
    path("rooms/<str:key>/since/<int:change>/", views.since, name="since"),
    path("entries/<str:key>/edit/", views.edit_entry, name="edit_entry"),
]
