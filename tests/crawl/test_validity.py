"""The checker of HTML is the real one, and finds what no parser of ours would."""

from tests.crawl.validity import invalid

FRAME = '<!DOCTYPE html><html lang="en"><head><title>A page</title></head><body><h1>A page</h1>{}</body></html>'


def test_what_is_not_valid_is_found_at_its_address(tmp_path) -> None:
    pages = {
        "/good/": FRAME.format('<p><time datetime="2026-05-05">May</time></p>'),
        "/time/": FRAME.format('<p><time datetime="in May">May</time></p>'),
        "/button/": FRAME.format('<button><a href="/">Go</a></button>'),
        "/role/": FRAME.format('<ul><li role="heading">One</li></ul><img src="/a.png">'),
    }
    found = invalid(pages, tmp_path)
    assert set(found) == {"/time/", "/button/", "/role/"}
    assert "in May" in found["/time/"][0]
