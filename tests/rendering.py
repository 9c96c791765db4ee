"""What pages were rendered with is kept for tests that ask an answer for its `context`."""

from django.template import Context, Template
from django.test import utils
from django.test.signals import template_rendered


def render_and_tell(template: Template, context: Context) -> str:
    """Tells of a page's own template and of none that it extends or includes: all of them have the same context, and
    copying it for each takes longer than rendering it."""
    if context.template is template:
        template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)


def pytest_configure() -> None:
    utils.instrumented_test_render = render_and_tell  # which Django puts into the place of Template._render
