"""Where things of a topic are, as its tests ask for them."""

from django.urls import reverse

from community.forum.models import Topic

HTMX = {"HX-Request": "true"}


def page_of(topic: Topic, **query: object) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return reverse("forum:topic", args=[topic.key]) + (f"?{asked}" if asked else "")


def reply_to(topic: Topic) -> str:
    return reverse("forum:reply", args=[topic.key])
