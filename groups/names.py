"""Names of faces: which ones look alike, and a fresh one for somebody who has no idea."""

import secrets
import unicodedata

# What the eye confuses within Latin script; other scripts are folded by compatibility decomposition.
LOOK_ALIKES = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "8": "b", "$": "s", "@": "a"})

FIRST_WORDS = (
    "Quiet Amber Gentle Misty Silver Early Mellow Copper Bright Sandy Willow Maple Hazel Velvet Windy Sunny Rainy "
    "Mossy Golden Little Brave Calm Cosy Dusky Fern Frosty Harbour Honey Ivory Juniper Lavender Lemon Marble Meadow "
    "Minty Morning Nutmeg Olive Pebble Plum Poppy River Rosy Rusty Saffron Starry Stony Summer Thistle Twilight"
).split()
SECOND_WORDS = (
    "Heron Otter Finch Badger Robin Hare Lantern Kettle Teapot Sparrow Wren Squirrel Beetle Cricket Dolphin Falcon "
    "Hedgehog Lark Magpie Moth Newt Owl Penguin Puffin Rabbit Raven Salmon Seal Starling Swift Toad Trout Turtle "
    "Vole Walrus Weaver Wombat Anchor Basket Bramble Button Candle Compass Feather Garden Ladder Marigold Notebook"
).split()


def name_key(name: str) -> str:
    """The form that all look-alikes of `name` share: case, marks, spaces and confusable letters do not count."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(letter for letter in letters if letter.isalnum() or letter in "|!$@")
    return kept.translate(LOOK_ALIKES).replace("rn", "m").replace("vv", "w")


def suggest_name() -> str:
    """A fresh name that says nothing about anybody."""
    return f"{secrets.choice(FIRST_WORDS)} {secrets.choice(SECOND_WORDS)}"
