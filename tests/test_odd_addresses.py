"""Addresses that no page makes: a character that PostgreSQL takes in no text is answered like any other."""

import pytest
from django.test import Client

from tests import make

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/groups/?q=a%00b",
    "/groups/?kind=a%00b",
    "/groups/a%00b/about/",
    "/invitations/a%00b/",
    "/topics/a%00b/",
    "/posts/a%00b/",
    "/rooms/a%00b/",
    "/entries/a%00b/edit/",
    "/search/?q=a%00b",
    "/search/?group=a%00b",
    "/moderation/?group=a%00b",
    "/reports/a%00b/",
    "/report/post/a%00b/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_with_a_character_that_no_text_has_finds_nothing(client: Client, address: str) -> None:
    client.force_login(make.host_of(make.group()).member)
    assert client.get(address).status_code in (200, 404)
