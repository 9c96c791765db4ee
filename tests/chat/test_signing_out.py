"""What an open tab still hears after its session ended, its password changed or its account was closed."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from tests.chat.conftest import Place
from tests.chat.tabs import Tab

TabOf = Callable[..., Tab]
NEW_PASSWORD = "five quiet wooden spoons"


def test_signing_out_in_one_tab_closes_the_seats_of_the_others(
    live_here: Place, tab_of: TabOf, client: Client
) -> None:
    ben, elsewhere = tab_of(live_here.ben), tab_of(live_here.ben)
    client.cookies[ben.cookie["name"]] = ben.cookie["value"]
    client.post(reverse("account_logout"))
    assert ben.closing_code() == 4001
    assert elsewhere.ask({"ping": True})["pong"]


def test_a_new_password_closes_the_seats_of_other_devices(live_here: Place, tab_of: TabOf, client: Client) -> None:
    stolen = tab_of(live_here.ben)
    client.force_login(live_here.ben.member)
    words = {"oldpassword": make.PASSWORD, "password1": NEW_PASSWORD}
    assert client.post(reverse("account_change_password"), words).status_code == 302
    assert stolen.closing_code() == 4001


@pytest.mark.parametrize("is_active", ["", "on"])
def test_a_closed_account_sits_nowhere(live_here: Place, tab_of: TabOf, client: Client, is_active: str) -> None:
    ben = tab_of(live_here.ben)
    client.force_login(make.member("olga", is_staff=True, is_superuser=True))
    page = reverse("admin:people_member_change", args=[live_here.ben.member_id])
    assert client.post(page, {"is_active": is_active, "is_staff": "on"}).status_code == 302
    if is_active:
        assert ben.ask({"ping": True})["pong"]
    else:
        assert ben.closing_code() == 4001
