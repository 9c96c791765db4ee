"""English words: those that carry no meaning, those for the same thing, and what the forms of one have in common.

Every room that understands questions knows words from here. The stemmer belongs to the engine of search, so the room
that knows the engine brings it along (`stem_by`), as rooms bring their gates.
"""

from collections.abc import Callable
from functools import lru_cache

# Words that carry a question but not its subject.
STOP_WORDS = frozenset(
    "a about after all also am an and any anybody anyone are as at be because been before being but by "
    "can cannot could did do does doing done dont each either else ever every everybody everyone for from "
    "get gets getting go going got had has have having he hello help her here hers hi him his how i id if "
    "im in into is isnt it its ive just know let lets like lot many maybe me might mine more most much my "
    "need no nobody not of off ok on one only or other our ours out please really said same say she "
    "should so some somebody someone such sure than thank thanks that thats the their them then there "
    "these they thing things think this those though to too try trying us very want was way we well were "
    "what whats when where which while who whom whose why will wish with without wonder wondering would "
    "yes you your yours".split()
)

# Words of everyday life and of the surgery for the same thing. Each group is known by all its words.
ALIKE: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split())
    for group in (
        "gp doctor",
        "jab vaccine vaccination immunisation immunization",
        "inhaler puffer",
        "tummy stomach belly abdominal",
        "tired tiredness fatigue exhausted exhaustion",
        "wee urine",
        "poo stool stools",
        "period periods menstrual",
        "baby newborn infant",
        "carer caregiver",
        "physio physiotherapy physiotherapist",
        "meds medicine medicines medication",
        "breathless breathlessness",
        "dizzy dizziness",
        "itch itchy itching",
        "sick nausea nauseous vomiting",
    )
)

_stemmer: Callable[[str], str] = str


def stem_by(stemmer: Callable[[str], str]) -> None:
    """From now on words are cut down to their stems by this."""
    global _stemmer
    _stemmer = stemmer
    stem.cache_clear()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What all forms of the word begin with: wheezes, wheezed and wheezing are wheez. `word` is in small letters."""
    return _stemmer(word)
