"""What is Whoosh's alone: files, threads, processes, and being killed."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from whoosh import query
from whoosh.searching import Searcher

from search.engines import CANDIDATES, Document, Question
from search.engines.whoosh import WhooshEngine, forms
from search.engines.whoosh.engine import _weights
from search.engines.whoosh.writing import MOST_SEGMENTS

pytestmark = pytest.mark.embedded

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
EVERYWHERE = frozenset({1})
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from search.engines import Document
from search.engines.whoosh import WhooshEngine

engine = WhooshEngine(Path(sys.argv[1]))
for number in range(100_000):
    engine.put([Document(f"k{number}", 1, "", f"eczema number{number}", datetime(2026, 1, 1, tzinfo=UTC))])
    print(number, flush=True)
"""


def document(key: str, body: str = "eczema") -> Document:
    return Document(key, 1, "", body, datetime(2026, 1, 1, tzinfo=UTC))


def keys(engine: WhooshEngine, *words: str) -> list[str]:
    return [hit.key for hit in engine.find(Question(words=words or ("eczema",), groups=EVERYWHERE))]


def test_a_killed_writer_leaves_a_readable_index_with_all_it_had_acknowledged(tmp_path: Path) -> None:
    chance = random.Random(7)
    for trial in range(4):
        folder = tmp_path / f"trial{trial}"
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder)],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        )
        acknowledged = int(writer.stdout.readline())
        time.sleep(chance.uniform(0.05, 0.4))
        writer.send_signal(signal.SIGKILL)
        acknowledged = max([acknowledged, *(int(line) for line in writer.stdout.read().split())])
        writer.wait()
        writer.stdout.close()
        engine = WhooshEngine(folder)
        for number in (0, acknowledged):
            assert keys(engine, f"number{number}") == [f"k{number}"]
        engine.put([document("after")])
        assert engine.health().document_count >= acknowledged + 2


def test_threads_write_and_read_at_once(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    engine.put([document("first")])
    failures: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for number in range(8):
                engine.put([document(f"{name}{number}")])
                hits = keys(engine)
                assert f"{name}{number}" in hits
                assert len(hits) == len(set(hits))
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(keys(engine)) == 33


def test_another_engine_on_the_same_files_sees_the_change(tmp_path: Path) -> None:
    ours, theirs = WhooshEngine(tmp_path), WhooshEngine(tmp_path)
    ours.put([document("a")])
    assert keys(theirs) == ["a"]
    theirs.remove(["a"])
    assert keys(ours) == []
    theirs.rebuild([document("b")], reread=lambda keys: [])
    assert keys(ours) == ["b"]


def test_there_are_never_many_segments(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    for number in range(60):
        engine.put([document(f"k{number}")])
    assert len(engine._seat().index._segments()) <= MOST_SEGMENTS + 1


def test_an_index_of_another_form_is_not_read_and_begun_anew(tmp_path: Path, monkeypatch) -> None:
    engine = WhooshEngine(tmp_path)
    engine.rebuild([document("a")], reread=lambda keys: [])
    assert engine.health().is_complete
    monkeypatch.setattr(forms, "FORMAT", "another")
    assert keys(engine) == []
    assert not engine.health().is_complete
    engine.put([document("b")])
    assert keys(engine) == ["b"]


def test_a_rebuild_that_breaks_changes_nothing(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    engine.put([document("a")])

    def broken():
        yield document("b")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        engine.rebuild(broken(), reread=lambda keys: [])
    assert keys(engine) == ["a"]
    engine.rebuild([document("c")], reread=lambda keys: [])
    assert keys(engine) == ["c"]
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1


def test_torn_files_are_reported_and_do_not_stop_a_rebuild(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    engine.put([document("a")])
    current = tmp_path / (tmp_path / "current").read_text()
    for file in current.iterdir():
        file.unlink()
    again = WhooshEngine(tmp_path)
    assert not again.health().is_ready
    again.rebuild([document("b")], reread=lambda keys: [])
    assert keys(again) == ["b"]


def test_ranking_gives_what_whoosh_itself_gives(tmp_path: Path) -> None:
    chance = random.Random(11)
    words = [f"word{number}" for number in range(60)]
    weights = [1 / (1 + rank) for rank in range(60)]
    texts = [" ".join(chance.choices(words, weights, k=chance.randint(3, 40))) for _ in range(400)]
    engine = WholeWhoosh(tmp_path)
    for start in range(0, 400, 100):
        engine.put(
            [
                Document(f"k{n}", n % 3, texts[-n][:30] if n % 5 == 0 else "", texts[n], LONG_AGO)
                for n in range(start, start + 100)
            ]
        )
    engine.remove([f"k{n}" for n in range(0, 400, 7)])
    for asked in (("word3",), ("word0", "word40"), ("word7", "word11", "word59"), ("word33", "nowhere")):
        question = Question(words=asked, also=("word5",), groups=frozenset({0, 2}))
        ours = {hit.key: round(hit.score, 6) for hit in engine.find(question)}
        assert ours == engine.find_by_whoosh(question)
        assert list(ours.values()) == sorted(ours.values(), reverse=True)


class WholeWhoosh(WhooshEngine):
    """The engine, and beside it Whoosh's own way from a question to scores."""

    def find_by_whoosh(self, question: Question) -> dict[str, float]:
        reader = self._seat().reader
        clauses = [query.Term(field, term, boost=weight) for field, term, weight in _weights(question, reader)]
        results = Searcher(reader).search(query.Or(clauses), limit=None)
        groups = reader.column_reader("group_id")
        found = [(hit["key"], round(hit.score, 6)) for hit in results if groups[hit.docnum] in question.groups]
        return dict(found[:CANDIDATES])
