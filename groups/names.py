"""Names of faces: which ones look alike, which nobody may have, and a fresh one for somebody who has no idea.

What the eye confuses is told by Unicode's table of confusables (UTS #39), as confusable-homoglyphs carries it; see
docs/decisions/0013-look-alike-names.md.
"""

import json
import re
import secrets
import unicodedata
from functools import lru_cache
from importlib.resources import files

from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

LONGEST_KEY = 120
MOST_MARKS = 2  # over one letter; Vietnamese needs two, and more than that paints over the lines around
LEFT_TO_RIGHT_MARK = "\u200e"  # the table wraps letters of scripts in it that are written the other way

# What the eye confuses besides, in the script and the sizes of a name: these stand for each other on the pages.
LOOK_ALIKES = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "8": "b", "$": "s", "@": "a"})
# What leads from a name to the person: to write to, to look up, to ring. Spaces in a number do not hide it.
EMAIL = re.compile(r"\S@\S|@\w+\.\w")
WEB = re.compile(r"://|\bwww\.|\w\.(?:com|org|net|info|me|uk|ie|eu|wales|cymru|scot|app|dev|io|tv|nhs|gov)\b", re.I)
MOST_DIGITS = 5

# Letters that show nothing, though Unicode calls them letters or signs.
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Controls, formats (zero width, direction), private and unknown letters, and ends of lines and paragraphs.
UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})

# Whoever is called so would be taken for somebody who decides here. The first never, also beside other words.
NEVER_A_WORD = (_("Moderator"), _("Host"), _("Administrator"), _("Admin"))
NEVER_ALONE = (_("Safety team"), _("Support"), _("Staff"), _("System"), _("Member"), _("Everybody"))

FIRST_WORDS = (
    "Quiet Amber Gentle Misty Silver Early Mellow Copper Bright Sandy Clover Maple Hazel Velvet Windy Sunny Rainy "
    "Marshy Golden Little Brave Calm Cosy Dusky Foggy Frosty Harbour Honey Ivory Jolly Lavender Lemon Marble Meadow "
    "Minty Morning Nutmeg Olive Paper Plum Pearl Rolling Rosy Rusty Saffron Starry Stony Summer Thistle Twilight"
).split()
SECOND_WORDS = (
    "Lynx Marten Linnet Badger Tortoise Hare Lantern Kettle Teapot Sparrow Wagtail Squirrel Beetle Cricket Dolphin "
    "Falcon Hedgehog Lark Magpie Moth Newt Owl Penguin Pelican Rabbit Raven Salmon Seal Starling Swift Toad Trout "
    "Turtle Vole Walrus Weaver Wombat Anchor Basket Bramble Button Candle Compass Feather Gate Ladder Marigold"
).split()


@lru_cache(maxsize=1)
def _prototypes() -> dict[str, str]:
    """What each letter looks like, by Unicode. Read when the first name is, and the file let go again."""
    table = json.loads(files("confusable_homoglyphs").joinpath("confusables.json").read_text(encoding="utf-8"))
    looks: dict[str, str] = {}
    for one, others in table.items():
        letter, other = one.strip(LEFT_TO_RIGHT_MARK), others[0]["c"]
        look = other.strip(LEFT_TO_RIGHT_MARK)
        is_pair = len(table.get(other, ())) == 1 and len(look) == 1  # which of two stands for both does not matter
        if len(letter) == 1 and len(others) == 1 and not (is_pair and look > letter):
            looks[letter] = look
    return looks


def _as_seen(text: str) -> str:
    """The skeleton of UTS #39: every letter as the one it looks like."""
    looks = _prototypes()
    return "".join(looks.get(letter, letter) for letter in unicodedata.normalize("NFD", text))


def name_key(name: str) -> str:
    """The form that all look-alikes of `name` share: case, marks, spaces and confusable letters do not count."""
    letters = unicodedata.normalize("NFKD", _as_seen(_as_seen(name).casefold())).casefold()
    kept = "".join(letter for letter in letters if letter.isalnum() or letter in "|!$@")
    return kept.translate(LOOK_ALIKES).replace("rn", "m").replace("vv", "w")[:LONGEST_KEY]


def is_hard_to_see(name: str) -> bool:
    """Whether it holds letters that show nothing, turn the line round, or paint over it."""
    marks = 0
    for letter in unicodedata.normalize("NFD", name):
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks > MOST_MARKS or letter in BLANKS or unicodedata.category(letter) in UNSEEN:
            return True
    return False


@lru_cache(maxsize=1)
def _never() -> tuple[frozenset[str], frozenset[str]]:
    """Keys of words that no name may hold, and of names that nobody may have, in every language of the site."""
    words: set[str] = set()
    names = {name_key(settings.SITE_NAME)}
    for code, _name in settings.LANGUAGES:
        with override(code):
            words |= {name_key(str(word)) for word in NEVER_A_WORD}
            names |= {name_key(str(name)) for name in NEVER_ALONE}
    return frozenset(words), frozenset(words | names)


def is_of_the_house(name: str) -> bool:
    """Whether somebody of this name would be taken for one who runs the place."""
    words, names = _never()
    if name_key(name.rstrip("0123456789 .-_#")) in names:
        return True
    return any(name_key(word.strip("0123456789.-_#()[]")) in words for word in name.split())


def gives_away(name: str) -> str:
    """Why this name leads to the person who has it: what it holds, and what to do; nothing if it does not."""
    # As it is meant: letters of full width, an ideographic full stop, digits in circles and of other scripts.
    meant = unicodedata.normalize("NFKC", name).replace("\u3002", ".")
    if EMAIL.search(meant):
        return gettext("There is an e-mail address or a user name in this. It tells others who you are. Leave it out.")
    if WEB.search(meant):
        return gettext("There is a web address in this. It tells others who you are. Leave it out.")
    if sum(letter.isdigit() for letter in meant) > MOST_DIGITS:
        return gettext(
            "There is a long number in this. A telephone or NHS number tells others who you are. "
            "Leave it out, or keep to five digits."
        )
    return ""


def suggest_name(first_words: int = 1) -> str:
    """A fresh name that says nothing about anybody; `queries.fresh_name` looks for one that is free in a group."""
    return " ".join([*(secrets.choice(FIRST_WORDS) for _word in range(first_words)), secrets.choice(SECOND_WORDS)])
