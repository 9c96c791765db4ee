"""Markdown: what people write looks as they meant it, and only what the allow-list names becomes HTML."""

import threading

import nh3
import pytest

from kit import markdown
from kit.markdown import plain, render

LINK = ' rel="nofollow noopener ugc"'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("a *b* **c** `d` ~~e~~", "<p>a <em>b</em> <strong>c</strong> <code>d</code> <s>e</s></p>\n"),
        ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("# One\n## Two", "<h3>One</h3>\n<h4>Two</h4>\n"),
        ("###### Six", "<h6>Six</h6>\n"),
        ("3. three", '<ol start="3">\n<li>three</li>\n</ol>\n'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>\n"),
        ("```py\nx < 1\n```", "<pre><code>x &lt; 1\n</code></pre>\n"),
        ("<b>bold</b> & <!-- c -->", "<p>&lt;b&gt;bold&lt;/b&gt; &amp; &lt;!-- c --&gt;</p>\n"),
        ("[a](/topics/x/ 'T')", f'<p><a href="/topics/x/" title="T"{LINK}>a</a></p>\n'),
        ("[a](mailto:ada@example.org)", f'<p><a href="mailto:ada@example.org"{LINK}>a</a></p>\n'),
    ],
)
def test_markdown_becomes_html(source, html):
    assert render(source) == html


def test_a_table_keeps_its_rows_and_loses_its_styles():
    html = render("|a|b|\n|:-:|-|\n|1|2|")
    assert "<th>a</th>" in html
    assert "<td>2</td>" in html
    assert "style" not in html


@pytest.mark.parametrize(
    ("source", "address", "words"),
    [
        (
            "see https://example.org/a_b?c=1&d=2.",
            "https://example.org/a_b?c=1&amp;d=2",
            "https://example.org/a_b?c=1&amp;d=2",
        ),
        ("(see www.example.org)", "http://www.example.org", "www.example.org"),
        ("<https://example.org/x>", "https://example.org/x", "https://example.org/x"),
    ],
)
def test_a_bare_address_becomes_a_link(source, address, words):
    assert f'<a href="{address}"{LINK}>{words}</a>' in render(source)


@pytest.mark.parametrize(
    "source", ["I feel better.It helps", "write to ada@example.org", "`https://example.org`", "    www.example.org"]
)
def test_what_only_looks_like_an_address_stays_text(source):
    assert "<a" not in render(source)


@pytest.mark.parametrize("scheme", ["javascript", "JaVaScript", "data", "vbscript", "file", "ftp", "tel", "blob"])
def test_a_link_with_another_scheme_leads_nowhere(scheme):
    assert "href" not in render(f"[a]({scheme}:alert(1)) <{scheme}:alert(1)>")


def test_a_picture_from_elsewhere_becomes_a_link_to_it():
    assert render("![my *scan*](https://example.org/scan.png)") == (
        f'<p><a href="https://example.org/scan.png"{LINK}>my scan</a></p>\n'
    )


def test_a_picture_without_words_shows_its_address():
    assert ">https://example.org/scan.png</a>" in render("![](https://example.org/scan.png)")


def test_a_picture_inside_a_link_becomes_the_words_of_the_link():
    assert render("[![scan](https://a.example/x.png)](https://b.example/)") == (
        f'<p><a href="https://b.example/"{LINK}>scan</a></p>\n'
    )


def test_a_text_that_is_too_long_keeps_its_words_and_loses_its_markdown():
    html = render("*a* <b>\n\nc\nd" + "x" * markdown.MAX_LENGTH)
    assert html.startswith("<p>*a* &lt;b&gt;</p><p>c<br>d")


def test_plain_text_has_the_words_and_none_of_the_signs():
    source = (
        "# Hello *Ada*\n\n- one\n- two `three`\n\n|a|b|\n|-|-|\n|1|2|\n\n```\ncode\n```\n![scan](x.png) [link](y)\nend"
    )
    assert plain(source) == "Hello Ada\none\ntwo three\na b\n1 2\ncode\nscan link end"


def test_plain_text_of_nothing_is_nothing():
    assert plain("") == plain(" \n ") == ""
    assert render("") == ""


def test_threads_render_the_same_at_the_same_time():
    source = "# Hello\n\n" + "see https://example.org/ *and* [this](/x)\n\n" * 30
    expected, wrong = render(source), []

    def render_often():
        wrong.extend(html for html in (render(source) for _ in range(5)) if html != expected)

    threads = [threading.Thread(target=render_often) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_last_word_changes_nothing_any_more():
    html = render("# a\n\n<b> https://example.org/?a=1&b=2 & ![x](y)\n\n|a|\n|-|\n|'\"|")
    attributes = {tag: set(names) for tag, names in markdown.ATTRIBUTES.items()}
    again = nh3.clean(
        html, tags=set(markdown.TAGS), attributes=attributes, url_schemes=set(markdown.SCHEMES), link_rel=markdown.REL
    )
    assert again == html


OWN = f"/media/{'a' * 16}-800x600.webp"


def test_a_picture_of_this_site_keeps_room_and_its_words_where_the_caller_allows_it():
    assert render(f"![my *puffer*]({OWN})", has_images=True) == (
        f'<p><img src="{OWN}" alt="my puffer" width="800" height="600" loading="lazy" decoding="async"></p>\n'
    )
    assert render(f"![my puffer]({OWN})") == f'<p><a href="{OWN}"{LINK}>my puffer</a></p>\n'


@pytest.mark.parametrize(
    "address",
    [
        f"//elsewhere.example{OWN}",
        f"https://elsewhere.example{OWN}",
        f"{OWN}?who=ada",
        f"{OWN}/../../x",
        f"/media/{'A' * 16}-8x8.webp",
        f"/media/%61{'a' * 15}-8x8.webp",
        "/static/img/icon-192.png",
        "data:image/png;base64,AAAA",
    ],
)
def test_no_other_address_becomes_a_picture(address):
    assert "<img" not in render(f"![x]({address})", has_images=True)
    assert markdown.images(f"![x]({address})") == []


def test_pictures_in_a_text_are_found_however_they_are_written():
    source = f"![a]({OWN}) and ![b][c] `![d]({OWN})`\n\n[c]: /medi&#97;/{'b' * 16}-8x8.webp"
    assert markdown.images(source) == [OWN, f"/media/{'b' * 16}-8x8.webp"]
