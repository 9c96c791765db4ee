"""Who gets which language, and that everything a newcomer sees is in it: words of pages, letters and refusals."""

import re
from functools import cache

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from community.forum.models import Topic
from kit.live.viewers import Visitor
from people.languages import language_choices
from people.models import Letter, Member
from tests import catalogues, make
from tests.catalogues import LOCALES
from tests.people.reading import Reading, page

pytestmark = pytest.mark.django_db

COOKIE = settings.LANGUAGE_COOKIE_NAME
FOR_NEWCOMERS = [
    "home",
    "groups:directory",
    "people:help",
    "people:look",
    "search:search",
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_email_verification_sent",
]
FOR_MEMBERS = ["home", "people:me", "people:notices", "account_email", "account_change_password", "groups:found"]
# Names, and words that Welsh and English share.
SHARED = re.compile(r"Alongside|British English|^English$|Asthma|Face \d+|Host \d+|@example\.org")


def english_left_in(html: str) -> list[str]:
    """Pieces of a Welsh page that are English sentences of the catalogue."""
    english = english_that_has_welsh_words()
    pieces = [piece for piece in Reading(html).pieces if not SHARED.search(piece)]
    return [piece for piece in pieces if piece in english]


@cache
def english_that_has_welsh_words() -> frozenset[str]:
    welsh = catalogues.read_po(LOCALES / "cy" / "LC_MESSAGES" / "django.po")
    return frozenset(" ".join(entry.source.split()) for entry in welsh if entry.source not in entry.words)


@pytest.fixture
def topic() -> Topic:
    place = make.group("Asthma", visibility="open")
    return make.topic(make.face(make.member("ada"), place))


# --- Whose language -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "given"),
    [
        ("cy", "cy"),
        ("cy-GB,en;q=0.5", "cy"),
        ("en-GB", "en-gb"),
        ("fr, cy;q=0.8", "cy"),
        ("fr", "en-gb"),
        ("", "en-gb"),
    ],
)
def test_a_visitor_gets_the_language_of_their_browser(wish: str, given: str, client: Client) -> None:
    assert page(client, reverse("home"), wish).language == given


def test_a_visitor_chooses_a_language_and_stays_where_they_are(client: Client) -> None:
    here = reverse("groups:directory") + "?q=sleep"
    answer = client.post(reverse("people:language"), {"language": "cy", "next": here}, HTTP_ACCEPT_LANGUAGE="en-GB")
    assert answer.url == here
    assert page(client, here, "en-GB").language == "cy"
    client.post(reverse("people:language"), {"language": "en-gb"})
    assert page(client, here, "cy").language == "en-gb"


def test_every_page_offers_its_other_languages_without_scripts(client: Client) -> None:
    html = client.get(reverse("people:help")).content.decode()
    form = re.search(r'<form id="choose-language"\s+method="post"\s+action="([^"]+)">(.*?)</form>', html, re.S)
    assert form is not None
    assert form[1] == reverse("people:language")
    assert f'name="next" value="{reverse("people:help")}"' in form[2]
    assert "csrfmiddlewaretoken" in form[2]
    button = re.search(r'<button[^>]*form="choose-language"[^>]*>([^<]*)</button>', html)
    assert button is not None
    assert 'value="cy"' in button[0]
    assert 'lang="cy"' in button[0]
    assert button[1].strip() == "Cymraeg"


@pytest.mark.parametrize("language", ["", "xx", "cy\r\nSet-Cookie: a=b", "../../etc"])
def test_a_language_that_the_site_does_not_speak_changes_nothing(language: str, client: Client) -> None:
    assert client.post(reverse("people:language"), {"language": language}).url == reverse("home")
    assert COOKIE not in client.cookies


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_choosing_a_language_leads_nowhere_else(address: str, client: Client) -> None:
    answer = client.post(reverse("people:language"), {"language": "cy", "next": address})
    assert answer.url == reverse("home")


def test_looking_does_not_change_the_language(client: Client) -> None:
    assert client.get(reverse("people:language")).status_code == 405


def test_a_members_choice_is_kept_with_the_account_and_meets_them_on_another_device(client: Client) -> None:
    ada = make.member("ada")
    client.force_login(ada)
    client.post(reverse("people:language"), {"language": "cy"})
    assert Member.objects.get(pk=ada.pk).language == "cy"
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    other = Client()
    other.post(reverse("account_login"), {"login": ada.email, "password": make.PASSWORD})
    assert other.cookies[COOKIE].value == "cy"
    assert page(other, reverse("home"), "en-GB").language == "cy"


def test_what_a_visitor_chose_outlasts_their_signing_in(client: Client) -> None:
    ada = make.member("ada")
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    client.post(reverse("people:language"), {"language": "cy"})
    client.post(reverse("account_login"), {"login": ada.email, "password": make.PASSWORD})
    assert page(client, reverse("people:me"), "en-GB").language == "cy"


@pytest.mark.parametrize(
    ("language", "headers", "heard"),
    [
        ("", [(b"cookie", b"a=b; django_language=cy"), (b"accept-language", b"en")], "cy"),
        ("", [(b"accept-language", b"cy-GB, en;q=0.5")], "cy"),
        ("", [(b"cookie", b"django_language=xx")], "en-gb"),
        ("cy", [(b"cookie", b"django_language=en-gb")], "cy"),
    ],
)
def test_a_socket_speaks_the_language_of_its_page(
    language: str, headers: list[tuple[bytes, bytes]], heard: str
) -> None:
    visitor = Visitor({"user": make.member("ada", language=language), "headers": headers})
    assert visitor.language == heard


def test_languages_are_named_in_themselves() -> None:
    assert ("cy", "Cymraeg") in language_choices()


# --- Whose words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FOR_NEWCOMERS)
def test_a_newcomer_reads_this_page_in_welsh(name: str, client: Client) -> None:
    html = client.get(reverse(name), HTTP_ACCEPT_LANGUAGE="cy").content.decode()
    assert Reading(html).language == "cy"
    assert english_left_in(html) == []


@pytest.mark.parametrize("name", FOR_MEMBERS)
def test_a_member_reads_this_page_in_welsh(name: str, client: Client) -> None:
    client.force_login(make.member("ada"))
    html = client.get(reverse(name), HTTP_ACCEPT_LANGUAGE="cy").content.decode()
    assert Reading(html).language == "cy"
    assert english_left_in(html) == []


def test_the_pages_of_a_group_are_in_welsh(topic: Topic, client: Client) -> None:
    make.post(topic.author, topic)
    room = make.room(topic.group)
    make.entry(topic.author, room)
    group = topic.group.slug
    newcomer = make.member("nia")
    member = make.face(make.member("ben"), topic.group).member
    addresses = {
        newcomer: [reverse("groups:join", args=[group]), reverse("groups:group", args=[group])],
        member: [
            reverse("forum:topics", args=[group]),
            reverse("forum:new_topic", args=[group]),
            reverse("forum:topic", args=[topic.key]),
            reverse("chat:rooms", args=[group]),
            reverse("chat:room", args=[room.key]),
            reverse("groups:members", args=[group]),
            reverse("moderation:report", args=["topic", topic.key]),
            reverse("search:search") + "?q=sleep",
        ],
    }
    for person, places in addresses.items():
        client.force_login(person)
        answers = {place: client.get(place, HTTP_ACCEPT_LANGUAGE="cy") for place in places}
        assert {place: answer.status_code for place, answer in answers.items() if answer.status_code != 200} == {}
        left = {place: english_left_in(answer.content.decode()) for place, answer in answers.items()}
        assert {place: words for place, words in left.items() if words} == {}


def test_a_page_of_english_words_would_be_noticed(client: Client) -> None:
    assert "Find a group" in english_left_in(client.get(reverse("groups:directory")).content.decode())


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [("/nowhere/", 404, "Does dim byd yma"), ("/topics/aaaaaaaaaaaaaaaa/", 404, "Does dim byd yma")],
)
def test_what_is_not_there_is_not_there_in_welsh(address: str, status: int, words: str, client: Client) -> None:
    answer = client.get(address, HTTP_ACCEPT_LANGUAGE="cy")
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert english_left_in(answer.content.decode()) == []


def test_a_refusal_is_in_the_language_of_whoever_is_refused(topic: Topic, client: Client) -> None:
    client.force_login(make.member("olu"))
    answer = client.post(reverse("forum:react", args=[topic.key]), {"give": "1:thanks"}, HTTP_ACCEPT_LANGUAGE="cy")
    assert answer.status_code == 403
    assert "Dim ond aelodau&#x27;r grŵp all ysgrifennu yma." in answer.content.decode()


def test_a_form_says_in_welsh_what_is_wrong(client: Client) -> None:
    wrong = {"email": "ada", "password1": "123", "birth_year": "80"}
    answer = client.post(reverse("account_signup"), wrong, HTTP_ACCEPT_LANGUAGE="cy")
    html = answer.content.decode()
    for sentence in ("Rhowch gyfeiriad ebost dilys.", "rhy fyr", "yn rhes y mae pawb", "flwyddyn â phedwar digid"):
        assert sentence in html
    answer = client.post(
        reverse("account_login"), {"login": "a@example.org", "password": "wrong"}, HTTP_ACCEPT_LANGUAGE="cy"
    )
    assert "Nid yw&#x27;r cyfeiriad hwn a&#x27;r cyfrinair hwn yn perthyn i&#x27;w gilydd." in answer.content.decode()


def test_a_letter_is_in_the_language_of_the_page_that_asked_for_it(client: Client) -> None:
    ada = make.member("ada")
    client.post(reverse("account_reset_password"), {"email": ada.email}, HTTP_ACCEPT_LANGUAGE="cy")
    words = _letter_to(ada)
    assert "Dewis cyfrinair newydd" in words
    assert "Choose" not in words


def _letter_to(member: Member) -> str:
    waiting = [f"{letter.subject} {letter.body}" for letter in Letter.objects.filter(address=member.email)]
    sent = [f"{letter.subject} {letter.body}" for letter in mail.outbox if member.email in letter.to]
    return "\n".join(waiting + sent)


def test_readers_of_two_languages_do_not_get_each_others_words(topic: Topic, client: Client) -> None:
    """Fragments, the header and the footer are prepared once and used for many: each language has its own."""
    make.post(topic.author, topic)
    make.post(topic.author, topic)
    places = [reverse("forum:topic", args=[topic.key]), reverse("forum:topics", args=[topic.group.slug])]
    for place in places * 2:
        english, welsh = page(client, place, "en-GB"), page(client, place, "cy")
        assert (english.language, welsh.language) == ("en-gb", "cy")
        assert "Urgent help" in english.pieces
        assert "Cymorth brys" in welsh.pieces
        assert "Urgent help" not in welsh.pieces
        assert "Cymorth brys" not in english.pieces
    posts = [page(client, places[0], language).pieces for language in ("en-GB", "cy", "en-GB", "cy")]
    assert ["Postiad" in pieces for pieces in posts] == [False, True, False, True]
    rows = [page(client, places[1], language).pieces for language in ("en-GB", "cy", "en-GB", "cy")]
    assert ["2 ateb" in pieces for pieces in rows] == [False, True, False, True]
    assert ["2 replies" in pieces for pieces in rows] == [True, False, True, False]


def test_caches_are_told_that_pages_differ_by_language(client: Client) -> None:
    assert "Accept-Language" in client.get(reverse("home"))["Vary"]
