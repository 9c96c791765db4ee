"""Addresses of topics and posts."""

from django.urls import path

from community.forum import views

app_name = "forum"
urlpatterns = [
    path("groups/<slug:slug>/", views.group_topics, name="topics"),
    path("groups/<slug:slug>/topics/new/", views.new_topic, name="new_topic"),
    path("groups/<slug:slug>/topics/draft/", views.draft_of_topic, name="draft_of_topic"),
    path("topics/<slug:key>/", views.topic, name="topic"),
    path("topics/<slug:key>/reply/", views.reply, name="reply"),
    path("topics/<slug:key>/since/<int:change>/", views.since, name="since"),
    path("topics/<slug:key>/draft/", views.draft, name="draft"),
    path("topics/<slug:key>/watch/", views.watch, name="watch"),
    path("topics/<slug:key>/close/", views.close, name="close"),
    path("topics/<slug:key>/react/", views.react, name="react"),
    path("topics/<slug:key>/pin/", views.pin, name="pin"),
    path("posts/<slug:key>/", views.post, name="post"),
    path("posts/<slug:key>/edit/", views.edit_post, name="edit_post"),
]
