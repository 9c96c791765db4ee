"""The switch "others may ask": what is said when it is changed, and what it does to one's page."""

import pytest
from django.urls import reverse

from community.chat import actions
from groups import actions as group_actions
from tests.chat.conftest import Place
from tests.chat.test_asking import main_of, page_about, signed_in


def test_saving_says_what_was_changed(here: Place) -> None:
    address, ben = reverse("groups:my_face", args=[here.group.slug]), signed_in(here.ben)
    now = {"name": "Otter", "welcomes_talks": "on"}
    for change, said in (
        ({"name": "Otter"}, "Nobody here can ask to talk privately with you now."),
        (now, "Others here may ask to talk privately with you now."),
        (now | {"name": "Stoat"}, "Your name here is Stoat now."),
        (now | {"name": "Stoat", "shows_presence": "on"}, "Others here see when you are here now."),
        (now | {"name": "Stoat"}, "Nobody sees when you are here now."),
        (now | {"name": "Stoat", "about": "I knit."}, "Your words about yourself are saved."),
        (now | {"name": "Stoat", "about": "I knit."}, "Nothing was changed."),
    ):
        notices = ben.post(address, change, follow=True).text.split('id="messages"')[1].split("<h1")[0]
        assert said in notices
        assert ("Your name here is" in notices) == ("Your name" in said)


def test_ones_own_page_says_where_the_switch_is(here: Place) -> None:
    own = reverse("groups:face", args=[here.group.slug, here.ben.key])
    ben = signed_in(here.ben)
    assert "There you also say whether others may ask to talk privately with you." in main_of(ben, own)


@pytest.mark.parametrize("between", ["nothing", "a block", "a no"])
def test_a_page_of_somebody_who_is_not_asked_has_no_button_whatever_is_between_the_two(
    here: Place, between: str
) -> None:
    ada, page = signed_in(here.ada), reverse("groups:face", args=[here.group.slug, here.ben.key])
    talk = actions.ask(here.ada, here.ben)
    if between == "a block":
        group_actions.block(here.ben.member, here.ada)
    if between == "a no":
        actions.decline(here.ben, talk)
    assert page_about(here.ben) in main_of(ada, page)
    group_actions.describe(here.ben, name="Otter", welcomes_talks=False)
    shown = main_of(ada, page)
    assert page_about(here.ben) not in shown
    assert "<bdi>Otter</bdi> does not want to be asked for private talks." in shown
