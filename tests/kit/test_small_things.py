"""Keys, and cooking texts again."""

import re

import pytest
from django.core.management import call_command

from kit import markdown
from kit.keys import KEY_LENGTH, KEY_PATTERN, new_key
from kit.management.commands import rerender
from kit.models import JournalEntry


def test_keys_are_sixteen_small_letters_and_digits_and_never_the_same():
    keys = {new_key() for _ in range(2000)}
    assert len(keys) == 2000
    assert all(re.fullmatch(KEY_PATTERN, key) and len(key) == KEY_LENGTH for key in keys)


@pytest.fixture
def _journal_is_cooked(monkeypatch):
    """The journal's own columns stand in for a room's: a text, its HTML and the version that made it."""
    monkeypatch.setattr(markdown, "_cooked", {})
    markdown.cooked("kit.JournalEntry", source="name", html="last_error", version="attempts")


def write(text: str, *, html: str, version: int) -> JournalEntry:
    return JournalEntry.objects.create(name=text, last_error=html, attempts=version, payload={})


@pytest.mark.django_db
@pytest.mark.usefixtures("_journal_is_cooked")
def test_texts_of_older_versions_are_cooked_again(monkeypatch):
    monkeypatch.setattr(rerender, "BATCH", 2)
    for number in range(5):
        write(f"*{number}*", html="old", version=0)
    fresh = write("*fresh*", html="kept", version=markdown.VERSION)
    call_command("rerender", verbosity=0)
    made = list(JournalEntry.objects.exclude(pk=fresh.pk).order_by("pk").values_list("last_error", "attempts"))
    assert made == [(f"<p><em>{number}</em></p>\n", markdown.VERSION) for number in range(5)]
    fresh.refresh_from_db()
    assert fresh.last_error == "kept"


@pytest.mark.django_db
@pytest.mark.usefixtures("_journal_is_cooked")
def test_everything_is_cooked_again_when_asked():
    fresh = write("*fresh*", html="old", version=markdown.VERSION)
    call_command("rerender", "--all", verbosity=0)
    fresh.refresh_from_db()
    assert fresh.last_error == "<p><em>fresh</em></p>\n"


@pytest.mark.django_db
@pytest.mark.usefixtures("_journal_is_cooked")
def test_a_text_edited_meanwhile_keeps_its_own_html(monkeypatch):
    entry = write("*old*", html="old", version=0)

    def edit_then_render(source: str, **options: bool) -> str:
        JournalEntry.objects.update(name="*new*", last_error="new", attempts=markdown.VERSION)
        return "stale"

    monkeypatch.setattr(markdown, "render", edit_then_render)
    call_command("rerender", verbosity=0)
    entry.refresh_from_db()
    assert entry.last_error == "new"


@pytest.mark.django_db
@pytest.mark.usefixtures("_journal_is_cooked")
def test_progress_is_shown(capfd):
    write("*a*", html="old", version=0)
    call_command("rerender")
    assert "kit.JournalEntry: 100%" in capfd.readouterr().err
