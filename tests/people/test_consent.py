"""Whether we may keep what somebody says about health: asked by itself, for these words, and taken back as easily."""

import hashlib
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse

from groups.models import Group
from people import actions, policy
from people.models import AnonymousUser, Consent, Member, Notice
from people.policy import HEALTH_VERSION
from tests import make

pytestmark = pytest.mark.django_db

WORDS = Path(settings.BASE_DIR) / "templates/people/_health_words.html"
SUMS = {1: "20c9c7f3c4b48fc2"}  # of the words of each version


@pytest.fixture
def ada() -> Member:
    return make.member("ada", agrees=False)


@pytest.fixture
def browser(ada: Member) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def may_share(member: Member) -> bool:
    member.refresh_from_db()
    return bool(policy.can_share_health(member))


def test_nobody_has_agreed_before_they_did(ada) -> None:
    assert "please say on your page" in policy.can_share_health(ada).reason
    assert policy.can_share_health(AnonymousUser()).reason == "Sign in to take part."


def test_the_box_is_empty_and_stands_alone(browser) -> None:
    page = browser.get(reverse("people:health")).text
    assert "checked" not in page
    assert len(re.findall(r'<input[^>]*type="checkbox"', page)) == 1


def test_agreeing_is_kept_with_version_and_time(ada, browser) -> None:
    page = browser.post(reverse("people:health"), {"agrees": "on", "version": HEALTH_VERSION}, follow=True)
    assert "You have agreed that we keep it." in page.text
    assert may_share(ada)
    [given] = Consent.objects.all()
    assert (given.member, given.purpose, given.version, given.withdrawn_at) == (ada, "health", HEALTH_VERSION, None)


def test_going_on_without_the_box_keeps_nothing_and_says_how_to_go_on(ada, browser) -> None:
    page = browser.post(reverse("people:health"), {"version": HEALTH_VERSION, "next": "/groups/"})
    assert page.status_code == 422
    assert "Tick the box if you agree" in page.text
    assert 'href="/groups/"' in page.text
    assert not Consent.objects.exists()


def test_it_is_taken_back_with_one_button_on_ones_own_page(ada, browser) -> None:
    actions.agree_about_health(ada)
    page = browser.get(reverse("people:me")).text
    assert re.search(r'name="wish"\s+value="withdraw"', page)
    page = browser.post(reverse("people:health"), {"wish": "withdraw"}, follow=True)
    assert "Nothing was removed." in page.text
    assert not may_share(ada)
    assert Consent.objects.get().withdrawn_at is not None


def test_agreeing_again_is_a_new_row_and_agreeing_twice_is_not(ada) -> None:
    actions.agree_about_health(ada)
    actions.agree_about_health(ada)
    actions.withdraw_about_health(ada)
    actions.withdraw_about_health(ada)
    actions.agree_about_health(ada)
    assert [given.withdrawn_at is None for given in Consent.objects.order_by("pk")] == [False, True]
    assert may_share(ada)


def test_new_words_are_asked_for_again(ada, browser, monkeypatch) -> None:
    actions.agree_about_health(ada)
    monkeypatch.setattr(policy, "HEALTH_VERSION", HEALTH_VERSION + 1)
    ada.refresh_from_db()
    assert "Our words about health have changed" in policy.can_share_health(ada).reason
    assert "May we keep" in browser.get(reverse("people:health")).text
    actions.agree_about_health(ada)
    assert list(Consent.objects.order_by("pk").values_list("version", flat=True)) == [
        HEALTH_VERSION,
        HEALTH_VERSION + 1,
    ]
    assert may_share(ada)


def test_agreeing_counts_for_the_words_that_were_shown(ada, browser) -> None:
    page = browser.post(reverse("people:health"), {"agrees": "on", "version": HEALTH_VERSION - 1})
    assert page.status_code == 422
    assert "have changed meanwhile" in page.text
    assert not Consent.objects.exists()


def test_changed_words_have_a_new_version() -> None:
    """When this fails, raise people.policy.HEALTH_VERSION, and everybody is asked again."""
    text = re.sub(r"\s+", " ", " ".join(re.findall(r'translate "(.*?)"', WORDS.read_text())))
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == SUMS[HEALTH_VERSION]


@pytest.mark.parametrize(
    "address", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_the_way_on_stays_on_this_site(browser, address: str) -> None:
    page = browser.get(reverse("people:health"), {"next": address}).text
    assert re.search(r'name="next" value=""', page)
    assert f'href="{reverse("people:me")}">Not now' in page
    sent = {"agrees": "on", "version": HEALTH_VERSION, "next": address}
    assert browser.post(reverse("people:health"), sent).url == reverse("people:me")


def test_the_page_asks_little(browser, django_assert_num_queries) -> None:
    browser.get(reverse("people:me"))
    with django_assert_num_queries(1):
        browser.get(reverse("people:health"))


# --- What it opens in groups ----------------------------------------------------------------------------------------


def post_in(browser: Client, group: Group):
    words = {"title": "How do you sleep?", "body": "I wake at three."}
    return browser.post(reverse("forum:new_topic", args=[group.slug]), words)


@pytest.mark.parametrize(("kind", "status"), [("condition", 422), ("carers", 302), ("interest", 302)])
def test_joining_a_group_about_a_condition_needs_it_and_others_do_not(ada, browser, kind: str, status: int) -> None:
    group = make.group(kind=kind)
    assert browser.post(reverse("groups:join", args=[group.slug]), {"name": "Willow"}).status_code == status
    assert group.memberships.filter(member=ada).exists() is (status == 302)


def test_the_page_of_joining_leads_to_the_question_and_back(ada, browser) -> None:
    join = reverse("groups:join", args=[make.group().slug])
    page = browser.get(join).text
    assert "please say on your page" in page
    assert f'href="{reverse("people:health")}?next={join}"' in page
    browser.post(reverse("people:health"), {"agrees": "on", "version": HEALTH_VERSION, "next": join})
    assert browser.post(join, {"name": "Willow"}).status_code == 302


def test_whoever_takes_it_back_reads_on_and_writes_again_once_they_agree(ada, browser) -> None:
    group = make.group()
    topic = make.topic(make.host_of(group))
    make.face(ada, group, "Willow")
    actions.agree_about_health(ada)
    assert post_in(browser, group).status_code == 302
    actions.withdraw_about_health(ada)
    page = browser.get(reverse("forum:topic", args=[topic.key]))
    assert topic.title in page.text
    assert "please say on your page" in page.text
    assert "please say on your page" in post_in(browser, group).text
    actions.agree_about_health(ada)
    assert post_in(browser, group).status_code == 302


def test_in_other_groups_they_write_on(ada, browser) -> None:
    group = make.group(kind="carers")
    make.face(ada, group, "Willow")
    assert post_in(browser, group).status_code == 302


def test_whoever_belonged_before_it_was_asked_finds_the_question_among_their_notices(ada, browser) -> None:
    make.face(ada, make.group(), "Willow")
    cai = make.member("cai", agrees=False, language="cy")
    make.face(cai, make.group(), "Rowan")
    make.face(make.member("ben", agrees=False), make.group(kind="carers"), "Robin")
    make.face(make.member("dee", agrees=False), make.group(), "Heron", state="left")
    for _turn in range(2):
        import_module("groups.migrations.0007_ask_about_health").ask(apps, None)
    assert dict(Notice.objects.values_list("member", "text")) == {
        ada.pk: "May we keep what you say about health?",
        cai.pk: "Gawn ni gadw'r hyn rydych chi'n ei ddweud am iechyd?",
    }
    assert browser.get(Notice.objects.get(member=ada).url).status_code == 200
    assert not may_share(ada), "asked, and nothing taken for granted"
