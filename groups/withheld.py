"""What stands in the place of quoted words that a reader does not meet where they were said."""

from enum import StrEnum

from django.utils.html import escape
from django.utils.translation import gettext

BLANK = '<p class="muted">[…]</p>'  # where nothing may be said of why


class Withheld(StrEnum):
    """Why: the reader blocked whoever said it, it was removed, or nobody has let it through yet."""

    BLOCKED = "blocked"
    REMOVED = "removed"
    WAITING = "waiting"

    @property
    def sentence(self) -> str:
        if self is Withheld.BLOCKED:
            return gettext("These words are by somebody whom you do not want to meet.")
        if self is Withheld.REMOVED:
            return gettext("These words were removed.")
        return gettext("These words are not shown yet.")

    @property
    def html(self) -> str:
        return f'<p class="muted">{escape(self.sentence)}</p>'

    @property
    def blank(self) -> str:
        """The same for readers of every language at once, whose pages say the sentence."""
        return f'<p class="muted" data-withheld="{self.value}">[…]</p>'
