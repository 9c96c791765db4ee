"""Archives that cannot be read: each is told in one line, with its place, and nothing of it is kept."""

import json
import shutil

import pytest
from django.core.management import CommandError

from community.forum.imports import json_items
from community.forum.imports.files import ArchiveError
from tests.forum.imports.conftest import SITE, nothing_was_kept

pytestmark = pytest.mark.django_db


BROKEN_XML = [
    ("Posts.xml", b"<posts><row Id='1'", r"Posts\.xml:1:\d+: unclosed token"),
    ("Posts.xml", b"<posts>\n  <row Id='1' <\n</posts>", r"Posts\.xml:2:\d+: not well-formed"),
    ("Posts.xml", b"", r"Posts\.xml:1:1: no element found"),
    ("Posts.xml", b"not xml at all", r"Posts\.xml:1:1: syntax error"),
    ("Posts.xml", b"<users></users>", r"Posts\.xml: the file must hold <posts>, and holds <users>"),
    ("Posts.xml", b"<posts><row Id='1' PostTypeId='1'/></posts>", r"Id '1' has no CreationDate"),
    ("Posts.xml", b"<posts><row PostTypeId='1'/></posts>", r"Id 'missing' has no Id"),
    ("Posts.xml", b"<posts><row Id='7' PostTypeId='1' CreationDate='soon'/></posts>", r"'soon' of Id '7' is no date"),
    (
        "Users.xml",
        "<users><row Id='1' a='Zoë'/></users>".encode("latin-1"),
        r"Users\.xml:1:\d+: not well-formed",
    ),
    ("Users.xml", b"<?xml version='1.0' encoding='klingon'?><users/>", r"Users\.xml: unknown encoding: klingon"),
    ("Comments.xml", b"<!DOCTYPE c [<!ENTITY a 'b'>]><comments/>", r"Comments\.xml: the file declares entities"),
    ("Comments.xml", b"<comments><row Id='1' PostId='1'", r"Comments\.xml:1:\d+: unclosed token"),
]


@pytest.mark.parametrize(("name", "content", "words"), BROKEN_XML)
def test_broken_xml_is_told_with_its_place_and_nothing_is_kept(take_in, tmp_path, name, content, words):
    folder = tmp_path / "site"
    shutil.copytree(SITE, folder)
    (folder / name).write_bytes(content)
    with pytest.raises(CommandError, match=words) as refused:
        take_in("stackexchange", folder)
    assert len(str(refused.value).splitlines()) == 1
    assert nothing_was_kept()


def test_a_missing_table_or_folder_is_told(take_in, tmp_path):
    folder = tmp_path / "site"
    shutil.copytree(SITE, folder)
    (folder / "Users.xml").unlink()
    with pytest.raises(CommandError, match=r"Users\.xml: there is no such file"):
        take_in("stackexchange", folder)
    with pytest.raises(CommandError, match="there is no such folder"):
        take_in("stackexchange", tmp_path / "nowhere")
    with pytest.raises(CommandError, match="this is not a file"):
        take_in("threads", tmp_path)
    assert nothing_was_kept()


GOOD = '{"id": 1, "created_at": "2019-01-01", "text": "Hello there", "replies": []}'
BROKEN_JSON = [
    (b"", r":1:1: the file ends too early"),
    (b"{}", r":1:1: the file must hold a JSON list"),
    (b"[1]", r":1: a thread is expected here"),
    (f"[{GOOD}".encode(), r": the file ends too early"),
    (f"[{GOOD},\n{GOOD[:-20]}".encode(), r":2:\d+: "),
    (f"[{GOOD}\n,\n {{'id': 1}}]".encode(), r":3:3: Expecting property name"),
    (f"[{GOOD} {GOOD}]".encode(), r":1:\d+: a comma or the end of the list is missing"),
    (f"[{GOOD}] more".encode(), r":1:\d+: something follows the end of the list"),
    (b'[{"id": 1}]', r":1: a thread has no 'created_at'"),
    (GOOD.replace('"Hello there"', "null").join("[]").encode(), r"'text' of a thread has the wrong type: None"),
    (GOOD.replace("2019-01-01", "May").join("[]").encode(), r"'May' is no date and time"),
    (GOOD.replace("[]", '[{"text": "x"}]').join("[]").encode(), r"reply 1 of thread 1 has no 'created_at'"),
    (f"[{GOOD}]".replace("Hello", "Zoë").encode("latin-1"), r"byte \d+: this is not UTF-8"),
    (f"[{GOOD}]".encode("utf-16"), r"byte 0: this is not UTF-8"),
]


@pytest.mark.parametrize(("content", "words"), BROKEN_JSON)
def test_broken_json_is_told_with_its_place_and_nothing_is_kept(take_in, tmp_path, content, words):
    path = tmp_path / "threads.json"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words) as refused:
        take_in("threads", path)
    assert len(str(refused.value).splitlines()) == 1
    assert nothing_was_kept()


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 50])
def test_a_list_is_read_the_same_in_pieces_of_any_size(monkeypatch, tmp_path, chunk):
    monkeypatch.setattr(json_items, "CHUNK", chunk)
    items = [{"a": 'é\\"]},' * 3, "b": [1, 2.5, None, {"c": "\u2028"}]}, {}, {"d": "🙂" * 5}]
    path = tmp_path / "list.json"
    path.write_text(json.dumps(items, ensure_ascii=False, indent=1), encoding="utf-8-sig")
    assert [item for _line, item in json_items.items_of(path)] == items
    path.write_text(path.read_text()[:-30])
    with pytest.raises(ArchiveError):
        list(json_items.items_of(path))
