"""A page is opened in the browser if it shows anything new, and not because its words or keys are others."""

import pytest

from tests.crawl.novelty import Novelty

PAGE = """<!DOCTYPE html><html lang="en"><head><title>A page</title></head><body><header><nav></nav></header>
<main id="main"><h1>Heading</h1>{}</main><footer></footer></body></html>"""
CARD = """<ul><li id="post-{0}" class="card" data-live="topic:{0}"><a href="/topics/{0}/">{1}</a> <input name="a">
<svg class="avatar" color="{2}" aria-hidden="true"><path d="M{0}"/></svg></li></ul>"""
KNOWN = PAGE.format(CARD.format("aaaaaaaabbbbbbbb", "Words", "#e9e2d0"))


@pytest.fixture
def novelty() -> Novelty:
    """It has met one page."""
    found = Novelty()
    assert found.is_in(KNOWN)
    return found


@pytest.mark.parametrize(
    "page",
    [
        KNOWN,
        PAGE.format(CARD.format("ccccccccdddddddd", "Other", "#d7e5dc")),
        KNOWN.replace("A page", "Another page"),
    ],
    ids=["itself", "other keys and words", "another title"],
)
def test_what_differs_in_nothing_that_anybody_judges_is_not_new(novelty: Novelty, page: str) -> None:
    assert not novelty.is_in(page)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('class="card"', 'class="card quiet"'),
        ('<input name="a">', '<input name="a" disabled>'),
        ('<input name="a">', '<input name="a" aria-invalid="true">'),
        ('<input name="a">', '<input name="a" aria-label="">'),
        ('<input name="a">', '<select name="a"></select>'),
        (">Words<", "><"),
        (">Words<", "><b>Words</b><"),
        (">Words<", ">Llanfairpwllgwyngyll<"),
        (">Words<", ">Llanfairpwllgwyngyllgogerychwyrndrobwll<"),
        (">Words<", f">{'a word ' * 12}<"),
        ("</li></ul>", "</li><li></li></ul>"),
        ("<h1>Heading</h1>", "<h1>Heading</h1><h3>Deep</h3>"),
        ("<h1>Heading</h1>", ""),
        ("<nav></nav>", '<nav aria-label="Places"></nav>'),
        ("<nav></nav>", "<nav></nav><header></header><nav></nav>"),
        ('lang="en"', 'lang="cy"'),
        ("<title>A page</title>", ""),
    ],
)
def test_what_somebody_could_stumble_over_is_new_once(novelty: Novelty, old: str, new: str) -> None:
    page = KNOWN.replace(old, new)
    assert page != KNOWN
    assert novelty.is_in(page)
    assert not novelty.is_in(page)


def test_what_is_open_at_the_end_of_a_page_is_met_as_well(novelty: Novelty) -> None:
    assert novelty.is_in("<body><main><p>One<p>Two")
    assert not novelty.is_in("<body><main><p>One<p>Two")
