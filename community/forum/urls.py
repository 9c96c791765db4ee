"""Addresses of topics and posts."""

from django.urls import path

from community.forum import views

app_name = "forum"
# A form that brings a picture goes to an address of its own, where more may be brought (settings.BODY_LIMITS).
urlpatterns = [
    path("new/", views.new, name="new"),
    path("new/seen/", views.seen, name="seen"),
    path("groups/<slug:slug>/", views.group_topics, name="topics"),
    path("groups/<slug:slug>/topics/new/", views.new_topic, name="new_topic"),
    path("pictures/<slug:slug>/topics/new/", views.new_topic, name="new_topic_with_picture"),
    path("pictures/topics/<slug:key>/reply/", views.reply, name="reply_with_picture"),
    path("pictures/posts/<slug:key>/edit/", views.edit_post, name="edit_post_with_picture"),
    path("groups/<slug:slug>/suggest/", views.suggest, name="suggest"),
    path("groups/<slug:slug>/topics/draft/", views.draft_of_topic, name="draft_of_topic"),
    path("groups/<slug:slug>/waiting/", views.waiting, name="waiting"),
    path("posts/<slug:key>/settle/", views.settle, name="settle"),
    path("topics/<slug:key>/", views.topic, name="topic"),
    path("topics/<slug:key>/reply/", views.reply, name="reply"),
    path("topics/<slug:key>/since/<int:change>/", views.since, name="since"),
    path("topics/<slug:key>/draft/", views.draft, name="draft"),
    path("me/muted/topics/", views.muted, name="muted"),
    path("topics/<slug:key>/mute/", views.mute, name="mute"),
    path("topics/<slug:key>/watch/", views.watch, name="watch"),
    path("topics/<slug:key>/close/", views.close, name="close"),
    path("topics/<slug:key>/react/", views.react, name="react"),
    path("topics/<slug:key>/pin/", views.pin, name="pin"),
    path("posts/<slug:key>/", views.post, name="post"),
    path("posts/<slug:key>/edit/", views.edit_post, name="edit_post"),
]
