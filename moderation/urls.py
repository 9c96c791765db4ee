"""Addresses of reports, reviews, decisions and the rota."""

from django.urls import path

from moderation import views

app_name = "moderation"
urlpatterns = [
    path("report/<slug:kind>/<slug:key>/", views.report, name="report"),
    path("reports/<slug:key>/", views.reported, name="reported"),
    path("moderation/", views.queue, name="queue"),
    path("moderation/reviews/<slug:key>/", views.review, name="review"),
    path("moderation/reviews/<slug:key>/decide/", views.decide, name="decide"),
    path("moderation/appeals/<slug:key>/", views.answer, name="answer"),
    path("moderation/rota/<slug:slug>/", views.rota, name="rota"),
    path("moderation/rota/<slug:slug>/<slug:key>/remove/", views.remove_shift, name="remove_shift"),
    path("decisions/of-post/<slug:key>/", views.declined, name="declined"),
    path("decisions/<slug:key>/", views.decision, name="decision"),
    path("decisions/<slug:key>/appeal/", views.appeal, name="appeal"),
]
