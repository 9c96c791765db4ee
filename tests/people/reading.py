"""A page as a person reads it, in a language: its words, and in which direction they go."""

from html.parser import HTMLParser

from django.test import Client


class Reading(HTMLParser):
    """What a person would see or hear of a page, apart from what members wrote."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.language = ""
        self.direction = ""
        self.silent = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.silent = tag in ("script", "style", "svg")
        if tag == "html":
            self.language, self.direction = given.get("lang") or "", given.get("dir") or ""
        self.pieces += [given[name] or "" for name in ("aria-label", "title", "placeholder", "alt") if name in given]

    def handle_endtag(self, tag: str) -> None:
        self.silent = False

    def handle_data(self, text: str) -> None:
        if not self.silent and text.strip():
            self.pieces.append(" ".join(text.split()))


def page(client: Client, address: str, language: str = "", **wishes: str) -> Reading:
    if language:
        wishes["HTTP_ACCEPT_LANGUAGE"] = language
    answer = client.get(address, **wishes)
    return Reading(answer.content.decode())
