"""The bare page: a plain Django view with the usual middleware, four SELECTs and a 20-row template, under gunicorn.

It reads the same database as the site. Run as `gunicorn benchmarks.floor.bare_page:application`; BENCH_DATABASE names
the SQLite file.
"""

import os
from pathlib import Path

import django
from django.conf import settings

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY="only-for-measuring-" + "0" * 40,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["BENCH_DATABASE"],
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;"
            },
        }
    },
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [Path(__file__).parent],
            "OPTIONS": {
                "context_processors": ["django.template.context_processors.request"],
                "loaders": [("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])],
            },
        }
    ],
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import get_object_or_404, render  # noqa: E402
from django.urls import path  # noqa: E402


class Place(models.Model):
    name = models.CharField(max_length=80)

    class Meta:
        app_label, managed, db_table = "bare", False, "groups_group"


class Speaker(models.Model):
    name = models.CharField(max_length=40)

    class Meta:
        app_label, managed, db_table = "bare", False, "groups_membership"


class Thread(models.Model):
    group = models.ForeignKey(Place, models.CASCADE)
    key = models.CharField(max_length=16)
    title = models.CharField(max_length=140)

    class Meta:
        app_label, managed, db_table = "bare", False, "forum_topic"


class Message(models.Model):
    topic = models.ForeignKey(Thread, models.CASCADE)
    author = models.ForeignKey(Speaker, models.CASCADE)
    number = models.IntegerField()
    html = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        app_label, managed, db_table = "bare", False, "forum_post"


def page(request: HttpRequest, key: str) -> HttpResponse:
    thread = get_object_or_404(Thread, key=key)
    place = Place.objects.get(pk=thread.group_id)
    messages = list(Message.objects.filter(topic_id=thread.pk).order_by("number")[:20])
    speakers = Speaker.objects.in_bulk({message.author_id for message in messages})
    rows = [(message, speakers[message.author_id]) for message in messages]
    return render(request, "bare_page.html", {"thread": thread, "place": place, "rows": rows})


urlpatterns = [path("topics/<str:key>/", page)]
application = get_wsgi_application()
