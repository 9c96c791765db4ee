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
    path("groups/<slug:slug>/my-name/elsewhere/", views.introduce, name="introduce"),
    path("groups/<slug:slug>/my-name/elsewhere/<slug:key>/end/", views.take_back, name="take_back"),
    path("groups/<slug:slug>/requests/", views.requests, name="requests"),
    path("groups/<slug:slug>/requests/<slug:key>/", views.settle, name="settle"),
    path("groups/<slug:slug>/settings/", views.settings, name="settings"),
    path("groups/<slug:slug>/settings/end/", views.end, name="end"),
    path("groups/<slug:slug>/settings/end/archive/", views.archive, name="archive"),
    path("groups/<slug:slug>/settings/end/reopen/", views.reopen, name="reopen"),
    path("groups/<slug:slug>/settings/end/merger/", views.propose_merger, name="propose_merger"),
    path("groups/<slug:slug>/settings/<slug:section>/", views.settings, name="settings_of"),
    path("groups/<slug:slug>/invite/", views.invite, name="invite"),
    path("groups/<slug:slug>/invite/<slug:key>/revoke/", views.revoke, name="revoke"),
    path("groups/<slug:slug>/faces/<slug:key>/readmit/", views.readmit, name="readmit"),
    path("groups/<slug:slug>/faces/<slug:key>/hand-over/", views.hand_over, name="hand_over"),
    path("mergers/<slug:key>/", views.merger, name="merger"),
    path("mergers/<slug:key>/agree/", views.agree_to_merger, name="agree_to_merger"),
    path("mergers/<slug:key>/drop/", views.drop_merger, name="drop_merger"),
    path("groups/<slug:slug>/faces/<slug:key>/", views.face, name="face"),
    path("groups/<slug:slug>/faces/<slug:key>/block/", views.block, name="block"),
    path("groups/<slug:slug>/faces/<slug:key>/remove/", views.remove, name="remove"),
    path("groups/<slug:slug>/faces/<slug:key>/role/", views.role, name="role"),
    path("groups/<slug:slug>/faces/<slug:key>/picture/remove/", views.remove_picture, name="remove_picture"),
    path("pictures/<slug:slug>/", views.add_picture, name="add_picture"),
    path("pictures/<slug:slug>/mine/", views.face_picture, name="face_picture"),
    path("pictures/<slug:slug>/group/", views.group_picture, name="group_picture"),
    path("media/<slug:key>-<int:width>x<int:height>.webp", views.picture, name="picture"),
    path("media/faces/<slug:key>.webp", views.picture_of_face, name="picture_of_face"),
    path("media/groups/<slug:slug>.webp", views.picture_of_group, name="picture_of_group"),
    path("blocks/", views.blocks, name="blocks"),
    path("blocks/<slug:key>/end/", views.unblock, name="unblock"),
    path("invitations/<slug:key>/", views.invitation, name="invitation"),
]
