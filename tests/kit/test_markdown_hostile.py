"""Hostile input: whatever is written, the page gets allow-listed tags, known schemes and no scripts; and it ends.

Beside a short list of our own, the collected lists in ../shared/data are tried where that folder lies beside the
repository.
"""

import json
import time
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bleach._vendor.html5lib import parseFragment
from hypothesis import given
from hypothesis import strategies as some
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kit import markdown
from kit.markdown import MAX_LENGTH, plain, render

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "data"
OWN = json.loads((HERE / "hostile.json").read_text())
NAMESPACE = "{http://www.w3.org/1999/xhtml}"
ALLOWED = {tag: set(names) | ({"rel"} if tag == "a" else set()) for tag, names in markdown.ATTRIBUTES.items()}


@pytest.fixture(scope="module", autouse=True)
def parse_anew() -> Iterator[object]:
    """HTML and plain words are made of the same parse, and it takes longest: here the last one is kept for the
    other. The value is the parser's own method, which keeps nothing."""
    parse = MarkdownIt.parse
    last: dict[tuple[str, bool], list[Token]] = {}

    def kept(parser: MarkdownIt, source: str, env: dict | None = None) -> list[Token]:
        label = (source, bool((env or {}).get("has_images")))
        if label not in last:
            last.clear()
            last[label] = parse(parser, source, env)
        return last[label]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MarkdownIt, "parse", kept)
        yield parse


def collected(folder: str) -> list:
    files = sorted((SHARED / folder).glob("*.json"))
    absent = pytest.mark.skip(reason=f"../shared/data/{folder} is not beside the repository")
    return [pytest.param(file, id=file.stem) for file in files] or [pytest.param(None, marks=absent, id="absent")]


def texts_in(file: Path) -> list[str]:
    entries = json.loads(file.read_text())
    return [entry if isinstance(entry, str) else entry["markdown"] for entry in entries]


@lru_cache(maxsize=10_000)
def offences(html: str) -> list[str]:
    """What a browser would find in this HTML that must not be there."""
    found = []
    for element in parseFragment(html, namespaceHTMLElements=True).iter():
        if not isinstance(element.tag, str):
            found.append("comment")
            continue
        tag = element.tag.removeprefix(NAMESPACE)
        if tag != "DOCUMENT_FRAGMENT" and tag not in markdown.TAGS:
            found.append(f"<{tag}>")
        found.extend(f"{tag} {name}" for name in element.attrib if name not in ALLOWED.get(tag, ()))
        scheme = urlsplit("".join(element.get("href", "").split()).strip("\x00")).scheme
        if scheme and scheme.lower() not in markdown.SCHEMES:
            found.append(f"{tag} {scheme}:")
    return found


@cache  # the lists repeat each other
def assert_harmless(payload: str) -> None:
    for source in (
        payload,
        f"[x]({payload})",
        f"![{payload}]({payload})",
        f"<{payload}>",
        f"> - `{payload}` {payload}",
    ):
        html = render(source)
        assert offences(html) == [], source
        assert markdown._last_word.clean(html) == html, source
        plain(source)


@cache
def assert_cleaned(payload: str) -> None:
    """The two walls hold by themselves, as if Markdown had let raw HTML pass."""
    assert offences(markdown._last_word.clean(payload)) == [], payload
    html = markdown._sanitised(payload)
    assert offences(html) == [], payload
    assert markdown._last_word.clean(html) == html, payload


@cache  # one specification holds most of the other
def assert_example_is_harmless(source: str) -> None:
    html = render(source)
    assert offences(html) == [], source
    assert markdown._last_word.clean(html) == html, source


def test_the_inspection_finds_what_must_not_be_there():
    html = (
        '<p onclick="x"><script>x</script><a href=" java\nscript:x">y</a><!-- c --><a href="DATA:x" id="z">y</a></p>'
    )
    assert offences(html) == ["p onclick", "<script>", "a javascript:", "comment", "a id", "a data:"]


@pytest.mark.parametrize("payload", [*OWN, "> - `a` *b*\n\n![c](d)\n\n| e |\n|---|\n| f |"])
def test_what_is_kept_of_a_parse_says_the_same_as_a_new_one(payload, parse_anew, monkeypatch):
    html, words = render(payload), plain(payload)
    monkeypatch.setattr(MarkdownIt, "parse", parse_anew)
    assert (plain(payload), render(payload)) == (words, html)


@pytest.mark.parametrize("payload", OWN)
def test_our_own_examples_are_harmless(payload):
    assert_harmless(payload)
    assert_cleaned(payload)


@pytest.mark.parametrize("file", collected("xss"))
def test_collected_payloads_are_harmless(file):
    for payload in texts_in(file):
        assert_harmless(payload[:MAX_LENGTH])
        assert_cleaned(payload[:MAX_LENGTH])


@pytest.mark.parametrize("file", collected("markdown"))
def test_examples_of_the_specifications_are_harmless(file):
    for source in texts_in(file):
        assert_example_is_harmless(source)


@given(some.text(alphabet="<>[]()!*_`~|#-+:/\\\"'& \n\tahref=javascript:w.0\x00", max_size=200))
def test_whatever_is_written_is_harmless(source):
    html = render(source)
    assert offences(html) == []
    assert markdown._last_word.clean(html) == html


PATTERNS = [
    "![", "[", "[](", "*", "_", "**a ", "_a ", "`", "`a``", "~", "~~a", "<", "<a", "&", "> ", "- ", "1. ", "#", "|",
    "|a", "&#13;", "\\",
    "(", "((www.", "http://", "www.a.", "www.a(", "http://a.b/)(", "a@", "<!--", "\n", "\t", "[a]: ", "[a]:b\n",
    "***", "a**b_c*", "![a](b", "[a][", "\u0000", "e\u0301", "\u202e",
]  # fmt: skip
SHAPES = {
    "table": "|" * 200 + "\n" + "|-" * 200 + "|\n" + ("|" * 200 + "\n") * 96,
    "quotes": ">" * MAX_LENGTH,
    "list": "".join("  " * depth + "- a\n" for depth in range(139)),
    "links": "[" * 5000 + "a" + "](b)" * 3000,
    "emphasis": "*a _b " * 1600 + "_ *" * 3000,
    "definitions": "".join(f"[{number}]: /x\n" for number in range(1500)),
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_long_hostile_text_ends_in_time(pattern):
    assert_ends_in_time((pattern * MAX_LENGTH)[:MAX_LENGTH])


@pytest.mark.parametrize("shape", SHAPES)
def test_a_large_hostile_shape_ends_in_time(shape):
    assert_ends_in_time(SHAPES[shape][:MAX_LENGTH])


def assert_ends_in_time(source: str) -> None:
    began = time.process_time()
    html = render(source)
    rendered = time.process_time()
    plain(source)  # of the parse that is kept, so what was rendered counts twice
    assert 2 * (rendered - began) + time.process_time() - rendered < 5
    assert offences(html) == []
