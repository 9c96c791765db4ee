"""`manage.py demo`: begins anew when told, and never touches a real community. How it fills: test_filling.py."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from community.forum.models import Post, Topic
from config.demo.reading import read_community
from config.demo.written import WrittenCommunity
from people.models import Member
from search import index
from tests import make


@pytest.fixture(autouse=True)
def _demo_site(settings, tmp_path):
    settings.DEMO = True
    settings.SEARCH_DIR = tmp_path / "index"


def demo(*words: str) -> str:
    told = StringIO()
    call_command("demo", *words, stdout=told)
    return told.getvalue()


@pytest.mark.django_db(transaction=True)
def test_fresh_begins_anew():
    ada = Member.objects.create_user("ada@example.org", make.PASSWORD)  # by which the demo knows itself
    topic = make.topic(make.host_of(make.group(kind="carers", host=ada)))
    added = make.post(topic.author, topic, body="Ours is called Nigel.")
    keys = set(Post.objects.values_list("key", flat=True))
    demo("--fresh")
    assert not Post.objects.filter(body=added.body).exists()
    assert Post.objects.count() == post_count_of(read_community(timezone.now()))
    assert not Post.objects.filter(key__in=keys).exists()
    assert index.health().document_count == Post.objects.filter(hidden_at__isnull=True).count()


def post_count_of(written: WrittenCommunity) -> int:
    posts = [post for group in written.groups for topic in group.topics for post in topic.posts]
    return len(posts) + sum(deed.kind in {"first", "reply"} for deed in written.deeds)


@pytest.mark.django_db
@pytest.mark.parametrize("words", [(), ("--fresh",)])
def test_a_community_that_is_not_the_demo_is_not_touched(words):
    own = make.topic(
        make.host_of(make.group(kind="carers", host=Member.objects.create_user("host@clinic.test", make.PASSWORD)))
    )
    with pytest.raises(CommandError, match="not the demo"):
        demo(*words)
    assert list(Topic.objects.all()) == [own]
    assert Member.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("words", [(), ("--fresh",)])
def test_a_site_that_is_not_a_demo_is_refused(settings, words):
    settings.DEMO = False
    somebody = make.member("ada")
    with pytest.raises(CommandError, match="not a demo site"):
        demo(*words)
    assert list(Member.objects.all()) == [somebody]
