"""Prepared fragments: a template is rendered once for each shape it can have, and then only its values change.

A page of twenty rows spends most of its time in rendering the same template twenty times. What makes a fragment look
different (what may be done, whether a badge stands there) is its shape; what is merely written into it is a value.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from secrets import token_hex
from typing import Any
from weakref import WeakSet

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST_SHAPES = 500
MARK = f"v{token_hex(8)}"  # letters and digits only: a marker goes through escaping and into addresses as it is
SPACE = re.compile(r"(<textarea[^>]*>)\s*|\s*(</textarea>)|\s+")  # a browser drops one line break inside a textarea
# Around these tags space is never seen.
BLOCKS = (
    "article|aside|dd|details|div|dl|dt|fieldset|footer|form|h1|h2|h3|header|legend|li|link|main|meta|nav|ol|p|path|"
    "script|section|summary|table|tbody|td|th|thead|tr|ul|use"
)
EDGE = re.compile(rf""" ?(</?(?:{BLOCKS})(?:[ /](?:[^<>"']|"[^"]*"|'[^']*')*)?>) ?""")
MARKER = re.compile(f"{MARK}([a-z_]+)z")


_fragments: "WeakSet[PreparedFragment]" = WeakSet()


def forget() -> None:
    """Make all fragments anew: what they are made with, such as the addresses of static files, has changed."""
    for fragment in _fragments:
        fragment.made.clear()


class PreparedFragment:
    """A template with these values. They are written as they are: whatever is not HTML must be escaped before."""

    def __init__(
        self, template: str, *values: str, more: Callable[[Mapping[str, str]], dict[str, Any]] | None = None
    ) -> None:
        """`more` makes what else the template needs, a form perhaps, with markers in the place of values."""
        self.template = template
        self.more = more
        self.markers = {name: f"{MARK}{name}z" for name in values}
        self.made: dict[tuple[Hashable, ...], list[str]] = {}
        _fragments.add(self)

    def html(self, values: Mapping[str, str], **shape: Hashable) -> SafeString:
        """The fragment in this shape, and in the language of now, with these values."""
        return self.html_in(get_language(), values, shape)

    def html_in(self, language: str | None, values: Mapping[str, str], shape: Mapping[str, Hashable]) -> SafeString:
        """The same where many are made at once and the language of now is asked for only once."""
        pieces = self._pieces(language, shape)
        pieces[1::2] = [values[name] for name in pieces[1::2]]
        return SafeString("".join(pieces))  # a template's own HTML; see the class about the values

    def _pieces(self, language: str | None, shape: Mapping[str, Hashable]) -> list[str]:
        """HTML and names of values in turn."""
        label = (language, *shape.values())
        pieces = self.made.get(label)
        if pieces is None:
            more = self.more(self.markers) if self.more else {}
            html = render_to_string(self.template, {**self.markers, **more, **shape})
            pieces = MARKER.split(_slim(html))
            self._keep(label, pieces)
        return list(pieces)

    def _keep(self, label: tuple[Hashable, ...], pieces: list[str]) -> None:
        if len(self.made) >= MOST_SHAPES:
            self.made.clear()
        if not settings.DEBUG:  # there templates change while the site runs
            self.made[label] = pieces


def _slim(html: str) -> str:
    """Without the template's line breaks, which weigh as much as the words. What is written in keeps its own."""
    html = SPACE.sub(lambda found: found[1] + "\n" if found[1] else found[2] or " ", html)
    return EDGE.sub(r"\1", html)
