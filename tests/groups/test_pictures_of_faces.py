"""The pictures of faces and groups: beside a name, for those who may read it, and gone when they are taken off."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from groups import actions
from groups.models import Picture
from kit.policy import Refused
from tests import make
from tests.crawl.markup import Markup, complaints_about


@pytest.fixture
def ada(db):
    return make.face(make.member("ada"), make.group("Asthma at night"), "Ada")


@pytest.fixture
def ben(ada):
    return make.face(make.member("ben"), ada.group, "Ben")


def file(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG_2041.jpg", content or make.photograph(), "image/jpeg")


def test_a_face_shows_its_picture_and_its_drawing_again(ada, ben):
    client = Client()
    client.force_login(ada.member)
    mine = reverse("groups:face_picture", args=[ada.group.slug])
    assert client.post(mine, {"picture": file()}).status_code == 302
    topic = make.topic(ada)
    reader = Client()
    reader.force_login(ben.member)
    address = reverse("groups:picture_of_face", args=[ada.key])
    for page in (reverse("forum:topic", args=[topic.key]), reverse("forum:topics", args=[ada.group.slug])):
        assert f'src="{address}"' in reader.get(page).text
    assert reader.get(address).headers["Content-Type"] == "image/webp"
    assert Client().get(address).status_code == 404
    assert client.post(mine, {"remove": "1"}).status_code == 302
    assert reader.get(address).status_code == 404
    assert address not in reader.get(reverse("forum:topic", args=[topic.key])).text


@pytest.mark.parametrize("name", ["groups:face_picture", "groups:group_picture", "forum:new_topic"])
def test_the_pages_of_pictures_are_html_in_order(ada, name):
    host = make.host_of(ada.group)
    actions.change_face_picture(host, make.remade())
    actions.change_group_picture(host, ada.group, make.remade())
    client = Client()
    client.force_login(host.member)
    assert complaints_about(Markup(client.get(reverse(name, args=[ada.group.slug])).text)) == []


def test_a_broken_picture_of_a_face_is_said_on_the_page(ada):
    client = Client()
    client.force_login(ada.member)
    answer = client.post(reverse("groups:face_picture", args=[ada.group.slug]), {"picture": file(b"nothing")})
    assert answer.status_code == 422
    assert "no picture that can be shown" in answer.text


def test_moderators_take_a_picture_off_a_face_on_its_page(ada):
    actions.change_face_picture(ada, make.remade())
    client = Client()
    client.force_login(make.face(make.member("mara"), ada.group, "Mara", role="moderator").member)
    address = reverse("groups:remove_picture", args=[ada.group.slug, ada.key])
    face = reverse("groups:face", args=[ada.group.slug, ada.key])
    assert address in client.get(face).text
    assert client.post(address).url == face
    assert address not in client.get(face).text


def test_moderators_take_a_picture_off_a_face(ada, ben):
    actions.change_face_picture(ada, make.remade())
    with pytest.raises(Refused):
        actions.remove_face_picture(ben, ada)
    assert actions.remove_face_picture(make.host_of(ada.group), ada).picture is None
    ada.refresh_from_db()
    assert ada.picture is None


def test_everybody_who_may_know_the_group_sees_its_picture(ada):
    host = make.host_of(ada.group)
    client = Client()
    client.force_login(host.member)
    assert client.post(reverse("groups:group_picture", args=[ada.group.slug]), {"picture": file()}).status_code == 302
    address = reverse("groups:picture_of_group", args=[ada.group.slug])
    assert Client().get(address).status_code == 200
    ada.group.visibility = "hidden"
    ada.group.save(update_fields=["visibility"])
    assert Client().get(address).status_code == 404


def test_two_faces_with_the_same_picture_share_neither_address_nor_bytes(ada):
    other = make.face(ada.member, make.group("School gate"), "Robin")
    for face in (ada, other):
        client = Client()
        client.force_login(face.member)
        client.post(reverse("groups:face_picture", args=[face.group.slug]), {"picture": file(make.photograph())})
    first, second = Picture.objects.order_by("pk")
    with first.file.open() as one, second.file.open() as other:
        assert one.read() != other.read()
    assert first.key != second.key


def test_a_group_shows_its_picture_where_it_is_found_and_where_it_is_read(ada):
    pages = [reverse("groups:directory"), reverse("forum:topics", args=[ada.group.slug])]
    shown = f'src="{reverse("groups:picture_of_group", args=[ada.group.slug])}"'
    client = Client()
    client.force_login(ada.member)
    assert not any(shown in client.get(page).text for page in pages)
    actions.change_group_picture(make.host_of(ada.group), ada.group, make.remade())
    assert all(shown in client.get(page).text for page in pages)
