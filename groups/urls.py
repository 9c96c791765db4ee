"""Addresses of groups and faces."""

from django.urls import path

from groups import views

app_name = "groups"
urlpatterns = [
    path("groups/", views.directory, name="directory"),
    path("groups/new/", views.found, name="found"),
    path("groups/<slug:slug>/about/", views.group, name="group"),
    path("groups/<slug:slug>/join/", views.join, name="join"),
    path("groups/<slug:slug>/leave/", views.leave, name="leave"),
    path("groups/<slug:slug>/members/", views.members, name="members"),
    path("groups/<slug:slug>/my-name/", views.my_face, name="my_face"),
    path("groups/<slug:slug>/requests/", views.requests, name="requests"),
    path("groups/<slug:slug>/requests/<slug:key>/", views.settle, name="settle"),
    path("groups/<slug:slug>/settings/", views.settings, name="settings"),
    path("groups/<slug:slug>/invite/", views.invite, name="invite"),
    path("groups/<slug:slug>/faces/<slug:key>/", views.face, name="face"),
    path("groups/<slug:slug>/faces/<slug:key>/block/", views.block, name="block"),
    path("groups/<slug:slug>/faces/<slug:key>/remove/", views.remove, name="remove"),
    path("groups/<slug:slug>/faces/<slug:key>/role/", views.role, name="role"),
    path("blocks/", views.blocks, name="blocks"),
    path("blocks/<slug:key>/end/", views.unblock, name="unblock"),
    path("invitations/<slug:key>/", views.invitation, name="invitation"),
]
