"""Quotes in rooms know whose words they are, on the page, in what open pages ask for and in frames."""

from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from community.chat import actions, queries
from community.chat.frames import frames_of
from community.chat.models import Entry, Quote
from groups import actions as group_actions
from groups.models import Membership
from tests import make
from tests.chat.conftest import Place

SAID = "I count the **stairs** down."
QUOTED = "> I count the stairs\n\nSo do I!"
BLOCKED = "These words are by somebody whom you do not want to meet."


def seen(here: Place, who: Membership) -> list[str]:
    entries, _older = queries.entries_of(here.room, viewer=who.member, face=who)
    changed = queries.entries_changed(here.room, viewer=who.member, face=who, since=0)
    assert [one["html"] for one in entries if "html" in one] == [one["html"] for one in changed if "html" in one]
    return [one["html"] for one in entries if "html" in one]


def frame_for(who: Membership, entry: Entry) -> str:
    hidden = frozenset(who.member.blocks.values_list("blocked_id", flat=True))
    [frame] = frames_of([Entry.objects.select_related("author").get(pk=entry.pk)])
    seen = frame.without(hidden)
    assert seen is not None
    return seen.text


def test_who_blocked_somebody_reads_them_in_no_quote(here: Place) -> None:
    make.entry(here.ada, here.room, body=SAID)
    quoting = make.entry(here.mara, here.room, body=QUOTED)
    assert len(seen(here, here.ben)) == 2
    group_actions.block(here.ben.member, here.ada)
    assert seen(here, here.ben) == [f'<blockquote><p class="muted">{BLOCKED}</p></blockquote>\n<p>So do I!</p>\n']
    assert "stairs" not in frame_for(here.ben, quoting)
    assert 'data-withheld=\\"blocked\\"' in frame_for(here.ben, quoting)
    for who in (here.ada, here.mara):
        assert "<p>I count the stairs</p>" in seen(here, who)[1]
        assert "<p>I count the stairs</p>" in frame_for(who, quoting)


def test_what_was_removed_is_gone_from_quotes_too_and_open_pages_hear_it(here: Place) -> None:
    said = make.entry(here.ada, here.room, body=SAID)
    quoting = make.entry(here.ben, here.room, body=QUOTED)
    actions.hide_entry(here.mara, said, reason="Unkind.")
    quoting.refresh_from_db()
    assert quoting.change_number == 4
    assert "These words were removed." in seen(here, here.ben)[0]
    assert "stairs" not in frame_for(here.ben, quoting)
    actions.restore_entry(here.mara, said)
    assert "<p>I count the stairs</p>" in seen(here, here.ben)[1]


def test_a_guess_at_removed_words_is_answered_by_nothing(here: Place) -> None:
    said = make.entry(here.ada, here.room, body=SAID)
    before = make.entry(here.ben, here.room, body=QUOTED)
    actions.hide_entry(here.mara, said, reason="Her address.")
    assert not make.entry(here.ben, here.room, body=QUOTED).quotes.exists()
    actions.edit_entry(here.ben, before, body="> I count the stairs down\n\nMe too.")
    assert [quote.source for quote in before.quotes.all()] == [said]


def test_where_two_are_quoted_a_frame_says_of_nobody_why_it_is_left_out(here: Place) -> None:
    make.entry(here.ada, here.room, body=SAID)
    make.entry(here.ben, here.room, body="The kettle is on for everybody.")
    quoting = make.entry(here.mara, here.room, body="> I count the stairs\n\nand\n\n> The kettle is on for everybody")
    group_actions.block(here.ben.member, here.ada)
    assert "stairs" not in frame_for(here.ben, quoting)
    assert "data-withheld" not in frame_for(here.ben, quoting)
    assert "kettle" in seen(here, here.ben)[-1]


def test_a_changed_entry_is_looked_at_again(here: Place) -> None:
    said = make.entry(here.ada, here.room, body=SAID)
    quoting = make.entry(here.ben, here.room, body="So do I!")
    actions.edit_entry(here.ben, quoting, body=QUOTED)
    assert [quote.source for quote in quoting.quotes.all()] == [said]
    actions.edit_entry(here.ben, quoting, body="Never mind.")
    assert not quoting.quotes.exists()


def test_what_was_said_before_is_looked_through_by_the_migration(here: Place) -> None:
    said = make.entry(here.ada, here.room, body=SAID)
    quoting = make.entry(here.ben, here.room, body=QUOTED)
    Quote.objects.all().delete()
    migration = import_module("community.chat.migrations.0004_find_quotes")
    migration.find_quotes(apps, SimpleNamespace(connection=connection))
    assert [(quote.entry, quote.place, quote.source) for quote in Quote.objects.all()] == [(quoting, 0, said)]


@pytest.mark.parametrize(("body", "more"), [("So do I!", 0), (QUOTED, 1)])
def test_only_a_page_with_quotes_asks_about_them(
    here: Place, body: str, more: int, django_assert_num_queries: Callable
) -> None:
    make.entry(here.ada, here.room, body=SAID)
    make.entry(here.ben, here.room, body=body)
    with django_assert_num_queries(2 + more):
        queries.entries_changed(here.room, viewer=here.ada.member, face=here.ada, since=0)  # and what is muted
