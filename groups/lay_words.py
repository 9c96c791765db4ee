"""What people who look for a group call things, beside what groups call themselves."""

from kit.english import ALIKE

# Words around a question, and words that nearly every group could say of itself.
AROUND = frozenset(
    "bit feel feeling feels find finding forum group groups look looking looks meet new old others people person "
    "place sometimes somewhere support talk talking time today together still struggling suffer suffering suffers "
    "night nights day days week weeks year years".split()
)

# Each line is one thing, in the words of families, of the surgery, and as some languages write it.
SAME = (
    "asthma asthmatic asma astma fogfa puffer inhaler wheeze wheezy wheezing",
    "parent mum mam mom mummy mother dad daddy father",
    "grandparent nan nana nanny gran granny grandma grandmother grandad grandpa grandfather",
    "partner husband wife spouse boyfriend girlfriend",
    "child children kid lad lass boy girl son daughter toddler",
    "brother sister sibling",
    "carer caregiver caring care",
    "dementia alzheimer memory forgetful forgetting",
    "diabetes diabetic sugar insulin",
    "epilepsy epileptic seizure",
    "cancer tumour tumor chemo chemotherapy",
    "heart cardiac angina",
    "kidney renal dialysis",
    "arthritis arthritic joint rheumatism",
    "depression depressed",
    "anxiety anxious panic worry worried",
    "lonely loneliness alone isolated isolation",
    "grief grieving bereaved bereavement widow widower",
    "eczema dermatitis",
    "hearing deaf deafness",
    "sight blind blindness",
    "autism autistic asd",
    "school ysgol teacher classroom",
    "knitting knit wool yarn crochet",
)
ALL_SAME: tuple[frozenset[str], ...] = (*ALIKE, *(frozenset(line.split()) for line in SAME))

# Sayings of more than one word that mean one.
SAYINGS = {
    "look after": "caring",
    "looks after": "caring",
    "looked after": "caring",
    "looking after": "caring",
    "short of breath": "breathless",
    "out of breath": "breathless",
    "hard of hearing": "deaf",
    "brain fog": "fatigue",
}

# How letters are heard, so that a word is known by its sound: asma is asthma, rumatism is rheumatism.
HEARD = (
    ("sthm", "sm"),
    ("rrh", "r"),
    ("rh", "r"),
    ("oea", "e"),
    ("oe", "e"),
    ("ae", "e"),
    ("ph", "f"),
    ("ps", "s"),
    ("pn", "n"),
    ("kn", "n"),
    ("th", "t"),
    ("ck", "k"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "si"),
    ("c", "k"),
    ("y", "i"),
    ("z", "s"),
)
