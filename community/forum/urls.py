"""Addresses of topics and posts."""

from django.urls import path

from community.forum import views

app_name = "forum"
urlpatterns = [
    path("groups/<slug:slug>/", views.group_topics, name="topics"),
    path("groups/<slug:slug>/topics/new/", views.new_topic, name="new_topic"),
    path("groups/<slug:slug>/topics/draft/", views.draft_of_topic, name="draft_of_topic"),
    path("topics/<str:key>/", views.topic, name="topic"),
    path("topics/<str:key>/reply/", views.reply, name="reply"),
    path("topics/<str:key>/since/<int:change>/", views.since, name="since"),
    path("topics/<str:key>/draft/", views.draft, name="draft"),
    path("topics/<str:key>/watch/", views.watch, name="watch"),
    path("topics/<str:key>/close/", views.close, name="close"),
    path("topics/<str:key>/react/", views.react, name="react"),
    path("topics/<str:key>/pin/", views.pin, name="pin"),
    path("posts/<str:key>/", views.post, name="post"),
    path("posts/<str:key>/edit/", views.edit_post, name="edit_post"),
]
