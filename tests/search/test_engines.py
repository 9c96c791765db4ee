"""What every engine must do, and each does: the same tests for both."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from groups.models import Group
from search.engines import CANDIDATES, Document, Engine, Question
from search.engines.postgres import PostgresEngine
from search.engines.whoosh import WhooshEngine
from search.words import alike, fold, words_of
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["whoosh", pytest.param("postgres", marks=pytest.mark.scaled)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    if request.param == "whoosh":
        return WhooshEngine(tmp_path / "engine")
    with connection.cursor() as cursor:
        # What PostgreSQL reckons of a table's size stays when a test that filled it is rolled back.
        cursor.execute("ANALYZE search_searchdocument")
    return PostgresEngine()


@pytest.fixture
def group() -> Group:
    return make.group()


def document(key: str, group: Group, body: str, title: str = "") -> Document:
    return Document(key, group.pk, fold(title), fold(body), datetime(2026, 1, 1, tzinfo=UTC))


def keys(engine: Engine, words: str, *groups: Group) -> list[str]:
    asked = words_of(words)
    question = Question(words=asked, also=alike(asked), groups=frozenset(group.pk for group in groups))
    return [hit.key for hit in engine.find(question)]


def test_an_empty_index_finds_nothing(engine: Engine, group: Group) -> None:
    assert keys(engine, "cough", group) == []
    assert engine.health().is_ready


def test_a_plain_question_finds_what_answers_it(engine: Engine, group: Group) -> None:
    engine.put(
        [
            document("a", group, "A spacer with the inhaler stopped my daughter coughing at night."),
            document("b", group, "Our school has a new playground."),
        ]
    )
    assert keys(engine, "What can I do about my child's cough during the night?", group) == ["a"]


def test_more_of_the_words_rank_higher(engine: Engine, group: Group) -> None:
    engine.put(
        [
            document("one", group, "The cough came back in autumn, and we went to the doctor."),
            document("both", group, "The cough at night came back in autumn, and we went away."),
            document("none", group, "A long walk by the sea in autumn, and we went home."),
        ]
    )
    assert keys(engine, "cough night", group) == ["both", "one"]


def test_a_rare_word_says_more_than_a_common_one(engine: Engine, group: Group) -> None:
    common = [document(f"c{number}", group, "My inhaler is blue and I carry it everywhere.") for number in range(30)]
    engine.put([*common, document("rare", group, "My sertraline is white and I carry it everywhere.")])
    assert keys(engine, "inhaler sertraline", group)[0] == "rare"


def test_the_title_counts_more_than_the_text(engine: Engine, group: Group) -> None:
    engine.put(
        [
            document("text", group, "We talked about eczema for an hour yesterday evening.", title="Yesterday"),
            document("title", group, "We talked about creams for an hour yesterday evening.", title="Eczema"),
        ]
    )
    assert keys(engine, "eczema", group) == ["title", "text"]


def test_forms_of_a_word_and_accents_are_the_same(engine: Engine, group: Group) -> None:
    engine.put([document("a", group, "Crohn’s: my specialist's café visits, prescribed steroids")])
    for words in ("crohns crohn", "prescribing", "steroid", "CAFE", "cafés"):
        assert keys(engine, words, group) == ["a"], words


def test_words_alike_find_each_other_and_rank_lower(engine: Engine, group: Group) -> None:
    engine.put(
        [
            document("alike", group, "Fatigue is the worst part of it for me these days."),
            document("same", group, "Tired is the worst part of it for me these days."),
        ]
    )
    assert keys(engine, "tired", group) == ["same", "alike"]


def test_only_the_groups_asked_for_answer(engine: Engine, group: Group) -> None:
    other = make.group("Elsewhere")
    engine.put([document("here", group, "eczema"), document("there", other, "eczema")])
    assert keys(engine, "eczema", group) == ["here"]
    assert set(keys(engine, "eczema", group, other)) == {"here", "there"}
    assert keys(engine, "eczema") == []


def test_put_twice_is_there_once_and_says_the_newest(engine: Engine, group: Group) -> None:
    for body in ("eczema", "eczema", "psoriasis"):
        engine.put([document("a", group, body)])
    assert keys(engine, "eczema", group) == []
    assert keys(engine, "psoriasis", group) == ["a"]
    assert engine.health().document_count <= 1


def test_removed_is_not_found_and_can_be_removed_again(engine: Engine, group: Group) -> None:
    engine.put([document(key, group, "eczema") for key in ("a", "b")])
    assert set(keys(engine, "eczema", group)) == {"a", "b"}
    engine.remove(["a", "never there"])
    engine.remove(["a"])
    assert keys(engine, "eczema", group) == ["b"]


def test_many_small_changes_leave_no_double_and_nothing_removed(engine: Engine, group: Group) -> None:
    for number in range(40):
        engine.put([document(f"k{number}", group, f"eczema number{number}")])
        engine.put([document("again", group, f"eczema round{number}")])
        if number % 3 == 0:
            engine.remove([f"k{number}"])
        hits = keys(engine, "eczema", group)
        assert len(hits) == len(set(hits))
        assert f"k{number}" not in hits or number % 3
    kept = {f"k{number}" for number in range(40) if number % 3}
    assert set(keys(engine, "eczema", group)) == kept | {"again"}


def test_hits_are_limited(engine: Engine, group: Group) -> None:
    engine.put([document(f"k{number}", group, "eczema") for number in range(CANDIDATES + 20)])
    assert len(keys(engine, "eczema", group)) == CANDIDATES


def test_strange_questions_are_only_words(engine: Engine, group: Group) -> None:
    engine.put([document("a", group, "eczema")])
    for words in ("eczema) OR (1=1", "'; DROP TABLE--eczema", "eczema & | ! <-> :*", "*", "\x01 eczema", "😀", '"'):
        assert keys(engine, words, group) in (["a"], []), words


def test_other_scripts_are_found(engine: Engine, group: Group) -> None:
    engine.put([document("cy", group, "Sut ŵyt ti, cariad?"), document("ur", group, "مجھے دمہ ہے")])
    assert keys(engine, "wyt", group) == ["cy"]
    assert keys(engine, "دمہ", group) == ["ur"]


def test_a_rebuild_replaces_everything(engine: Engine, group: Group) -> None:
    engine.put([document("old", group, "eczema")])
    fresh = [document("new", group, "eczema")]
    assert engine.rebuild(fresh, reread=lambda keys: []) == 1
    assert keys(engine, "eczema", group) == ["new"]
    assert engine.health().is_complete


def test_what_changes_during_a_rebuild_is_not_lost(engine: Engine, group: Group) -> None:
    late = document("late", group, "eczema")
    wrong = document("hidden", group, "eczema")

    def documents():
        yield wrong
        engine.put([late])
        engine.remove(["hidden"])
        yield document("last", group, "eczema")

    engine.rebuild(documents(), reread=lambda keys: [one for one in (late,) if one.key in keys])
    assert "late" in keys(engine, "eczema", group)


def test_the_old_index_answers_during_a_rebuild(engine: Engine, group: Group) -> None:
    engine.put([document("old", group, "eczema")])
    seen = []

    def documents():
        seen.append(keys(engine, "eczema", group))
        yield document("old", group, "eczema")

    engine.rebuild(documents(), reread=lambda keys: [])
    assert seen == [["old"]]
