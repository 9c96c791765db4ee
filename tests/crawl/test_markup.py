"""Each check of the crawl is shown a page that it must complain about, and one that is in order."""

import pytest

from tests.crawl import markup
from tests.crawl.markup import Markup, complaints_about
from tests.crawl.places import Seen, kind_of, own_path, walk

FRAME = """<!DOCTYPE html><html lang="en"><head><title>A page</title></head><body><header><nav></nav></header>
<main><h1>Heading</h1>{}</main><footer></footer></body></html>"""
BAD = [
    (markup.is_html, FRAME.format("<p>one</b></p>"), "end tag"),
    (markup.is_html, FRAME.format("<p>one</div>"), "end tag"),
    (markup.is_html, FRAME.format('<a href="/" href="/">one</a>'), "uplicate"),
    (markup.is_html, FRAME.format("")[len("<!DOCTYPE html>") :], "DOCTYPE"),
    (markup.is_html, FRAME.format("<table><p>one</p></table>"), "table"),
    (markup.nests, FRAME.format("<span><div>one</div></span>"), "inside"),
    (markup.ids_are_given_once, FRAME.format('<p id="a">one<p id="a">two'), "2 times"),
    (markup.ids_are_given_once, FRAME.format('<p id="a b">one'), "no name"),
    (markup.pointers_lead_somewhere, FRAME.format('<p aria-labelledby="b">one</p>'), "'b'"),
    (markup.pointers_lead_somewhere, FRAME.format('<input form="b">'), "'b'"),
    (markup.labels_have_controls, FRAME.format('<label for="a">one</label><p id="a">'), "no control"),
    (markup.headings_are_in_order, FRAME.format("<h1>Two</h1>"), "2 h1"),
    (markup.headings_are_in_order, FRAME.format("<h3>Deep</h3>"), "h3 after h1"),
    (markup.headings_are_in_order, FRAME.format("<h2> </h2>"), "empty"),
    (markup.landmarks_are_there, FRAME.format("<main></main>"), "2 main"),
    (markup.landmarks_are_there, FRAME.format("").replace("<nav></nav>", ""), "no nav"),
    (markup.landmarks_are_there, FRAME.format("").replace("A page", " "), "empty"),
    (markup.landmarks_are_there, FRAME.format("").replace(' lang="en"', ""), "language"),
    (markup.forms_lead_somewhere, FRAME.format('<form action="/"></form>'), "no method"),
    (markup.forms_lead_somewhere, FRAME.format('<form method="post" action="/nowhere"></form>'), "nowhere"),
]


@pytest.mark.parametrize(("check", "page", "complaint"), BAD)
def test_the_check_complains(check, page: str, complaint: str) -> None:
    found = check(Markup(page))
    assert len(found) >= 1
    assert complaint in found[0]


def test_a_page_in_order_has_no_complaint() -> None:
    form = '<form method="post"><label for="a">One</label><input id="a"></form><template><h5 id="a"></h5></template>'
    assert complaints_about(Markup(FRAME.format(form))) == []


def test_a_hundred_topics_are_one_kind_of_page() -> None:
    assert kind_of("/topics/aaa/") == kind_of("/topics/bbb/") == "forum:topic"
    assert kind_of("/search/?q=one") == kind_of("/search/?q=two") != kind_of("/search/")
    assert kind_of("/accounts/login/?next=/me/") == kind_of("/accounts/login/")


def test_links_out_of_the_site_are_left_alone() -> None:
    here = "http://testserver/groups/"
    assert own_path("new/#main", here) == "/groups/new/"
    assert own_path("?q=a", here) == "/groups/?q=a"
    for link in ("https://example.org/", "mailto:a@example.org", "//b.org/"):
        assert own_path(link, here) is None


def test_a_walk_opens_each_kind_once_and_finds_what_hangs_on_it() -> None:
    links = {"/": ["/topics/a/", "/topics/b/"], "/topics/a/": ["/", "/me/"], "/me/": ["/groups/", "/nothing"]}
    opened = []

    def look(address: str) -> Seen:
        opened.append(address)
        return Seen(f"http://testserver{address}", links.get(address, []))

    assert sorted(walk(["/"], look)) == ["forum:topic", "groups:directory", "home", "nowhere /nothing", "people:me"]
    assert opened == ["/", "/topics/a/", "/me/", "/groups/", "/nothing"]
