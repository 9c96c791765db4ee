"""Prepared fragments look as their template would, whatever is written into them."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils import translation
from django.utils.html import escape

from kit import fragments
from kit.fragments import PreparedFragment


@pytest.fixture
def refused() -> PreparedFragment:
    return PreparedFragment("layout/_refused.html", "reason")


def words(html: str) -> str:
    """Without the space around tags, which is not seen there."""
    return " ".join(re.sub(r"\s*(<[^>]*>)\s*", r"\1", html).split())


@pytest.mark.parametrize("reason", ["Not today.", "a & b <c>", "  spaced \n lines ", "{{ reason }}", "Cymraeg ŵ 🙂"])
def test_it_looks_as_its_template_would(refused, reason):
    expected = render_to_string("layout/_refused.html", {"reason": reason})
    for _turn in range(2):
        assert words(refused.html({"reason": escape(reason)})) == words(expected)


def test_the_template_is_rendered_once_for_each_shape_and_language(refused, monkeypatch):
    rendered = []
    real = fragments.render_to_string
    monkeypatch.setattr(fragments, "render_to_string", lambda *given: rendered.append(given) or real(*given))
    for language in ("en-gb", "cy"):
        with translation.override(language):
            for is_wide in (True, False):
                for reason in ("one", "two"):
                    refused.html({"reason": reason}, is_wide=is_wide)
    assert len(rendered) == 4


def test_while_templates_are_worked_on_nothing_is_kept(refused):
    with override_settings(DEBUG=True):
        refused.html({"reason": "one"})
    assert refused.made == {}


def test_shapes_do_not_pile_up(refused, monkeypatch):
    monkeypatch.setattr(fragments, "MOST_SHAPES", 3)
    for number in range(10):
        refused.html({"reason": "x"}, number=number)
    assert len(refused.made) <= 3


def test_a_value_that_is_missing_is_an_error(refused):
    with pytest.raises(KeyError):
        refused.html({})


def test_a_text_area_keeps_its_words_as_they_are():
    html = fragments._slim('<p>\n a\n</p> <textarea\n  rows="2">\n  x</textarea>\n')
    assert html == '<p>a</p><textarea\n  rows="2">\nx</textarea> '


def test_space_goes_where_nobody_sees_it_and_stays_between_words():
    html = fragments._slim('<ul>\n  <li title="a > <p> b">\n    one <b>two</b>\n  <i>three</i>\n  </li>\n</ul>\n')
    assert html == '<ul><li title="a > <p> b">one <b>two</b> <i>three</i></li></ul>'
