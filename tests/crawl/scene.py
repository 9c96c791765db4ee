"""One group in which everything has happened once, and those who walk through the site."""

import time

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from community.forum import actions as forum_actions
from groups import actions as group_actions
from people import actions as people_actions
from people.models import Member, Notice
from tests import make
from tests.crawl.markup import Markup
from tests.matrix import World
from tests.matrix.reading import undone

ROLES = ("visitor", "outsider", "member", "host", "moderator", "tired")
LONG_WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
EVERYTHING = f"""# What helped us

A line with **weight**, *voice* and [a link](https://example.org/{LONG_WORD.lower() * 2}).

- first
    1. and within

> Somebody else's words.

| When | What | How often | How much it costs in the end |
| --- | --- | --- | --- |
| Night | {LONG_WORD} | twice | nothing |

```
a line of code that is far too long for a telephone, and which nobody will ever break for us, so that it must scroll
```

{LONG_WORD * 2}
"""


class Scene(World):
    """The world of the permission matrix, with what is hard to show on a small screen.

    It is open to all, so that visitors come to every page; the member walks through one that is hidden from others.
    What operators see under /operate/ is Django's own, and nobody is led there.
    """

    def __init__(self, role: str = "") -> None:
        super().__init__("hidden" if role == "member" else "open")
        make.post(self.author, self.topic, body=EVERYTHING)
        make.entry(self.author, self.room, body=EVERYTHING)
        for number in range(22):
            make.topic(self.faces["moderator" if number % 2 else "host"], title=f"{LONG_WORD} {number}")
        forum_actions.pin_topic(self.faces["host"], self.topic)
        self.asked = group_actions.offer_role(self.faces["host"], self.author, role="moderator")

    def who(self, role: str) -> Member | None:
        """The member is the one to whom most has happened; the tired one is the host on a bad day."""
        if role == "tired":
            return people_actions.change_look(self.members["host"], theme="system", is_low_energy=True)
        return {"visitor": None, "member": self.author.member}.get(role, self.members.get(role))

    def starts(self, role: str) -> list[str]:
        """The start page, and what buttons and letters lead to: where notices point, and an invitation."""
        member = self.who(role)
        told = [notice.url for notice in Notice.objects.filter(member=member)] if member else []
        asked = [reverse("groups:offer", args=[self.group.slug, self.asked.key])] if role == "member" else []
        invited = [reverse("groups:invitation", args=[self.invitation.key])] if role == "outsider" else []
        alone = [reverse("chat:room", args=[self.side.key])] if role == "member" else []  # others walk into the room
        return ["/", *alone, *told, *invited, *asked]


def signed_in(member: Member | None, *, is_just_now: bool = True) -> Client:
    """A browser of theirs without JavaScript, in which the password was typed a moment ago or long ago."""
    client = Client()
    if member is not None:
        client.force_login(member)
    if member is not None and is_just_now:
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "email": member.email}]
        session.save()
    return client


def read(client: Client, address: str) -> tuple[Markup, int]:
    """The page that one comes to at this address, and how it answered; that it was read leaves no trace."""
    with undone():
        answer = client.get(address, follow=True)
    cache.clear()  # it knows the session as it was in there
    end = answer.redirect_chain[-1][0] if answer.redirect_chain else address
    return Markup(answer.text, end), answer.status_code
