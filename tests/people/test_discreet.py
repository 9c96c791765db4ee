"""What may be read over a shoulder, in a list of tabs or in a letter: never the name of a group that is not open."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from groups import actions
from tests import make

pytestmark = pytest.mark.django_db
NAME = "Living with Zebrapox"
TELLING = ["zebrapox", "living with", "marsh mallow", "itching", "kettle"]
MOST_PAGES = 150


class World:
    """A group with a telling name, and somebody who looks at it in each role."""

    def __init__(self, visibility: str) -> None:
        self.group = make.group(NAME, visibility=visibility)
        self.host = make.host_of(self.group)
        self.face = make.face(make.member("ada"), self.group, "Marsh Mallow")
        self.topic = make.topic(self.face, title="Is the itching worse at night?")
        make.post(self.host, self.topic)
        make.room(self.group, "Zebrapox kettle")

    def browser(self, member: object) -> Client:
        client = Client()
        client.force_login(member)
        return client


def crawled(browser: Client, start: str) -> dict[str, str]:
    """The title of every page that can be reached by links, by address."""
    titles: dict[str, str] = {}
    waiting = [start]
    while waiting and len(titles) < MOST_PAGES:
        address = waiting.pop(0)
        if address in titles:
            continue
        page = browser.get(address, follow=True)
        if not page.headers["Content-Type"].startswith("text/html"):
            continue
        titles[address] = " ".join(re.findall(r"<title>(.*?)</title>", page.text, re.S)[0].split())
        waiting += [link for link in re.findall(r'href="(/[^"#]*)', page.text) if not link.startswith("/static/")]
    return titles


@pytest.mark.parametrize("visibility", ["hidden", "listed"])
@pytest.mark.parametrize("role", ["member", "host"])
def test_no_title_tells_what_the_group_is_about(visibility: str, role: str) -> None:
    world = World(visibility)
    browser = world.browser(world.face.member if role == "member" else world.host.member)
    titles = crawled(browser, reverse("home"))
    assert reverse("forum:topic", args=[world.topic.key]) in titles
    assert reverse("chat:rooms", args=[world.group.slug]) in titles
    told = {place: title for place, title in titles.items() if any(word in title.lower() for word in TELLING)}
    assert told == {}


def test_an_open_group_may_say_its_name() -> None:
    world = World("open")
    page = Client().get(reverse("forum:topics", args=[world.group.slug]))
    assert NAME in re.findall(r"<title>(.*?)</title>", page.text, re.S)[0]


def test_an_invitation_to_a_hidden_group_has_a_neutral_title() -> None:
    world = World("hidden")
    key = actions.invite(world.host, world.group, uses=1).key
    page = world.browser(make.member("olu")).get(reverse("groups:invitation", args=[key]))
    assert "zebrapox" not in re.findall(r"<title>(.*?)</title>", page.text, re.S)[0].lower()


def test_no_letter_knows_a_group() -> None:
    letters = (Path(settings.BASE_DIR) / "templates").glob("**/email/*.txt")
    assert [str(letter) for letter in letters if "group" in letter.read_text()] == []
