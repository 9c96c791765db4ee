"""What the index holds of a document, and how words are cut down to their stems."""

from hashlib import sha256

from whoosh.analysis import LowercaseFilter, RegexTokenizer, StemFilter, StopFilter
from whoosh.fields import ID, NUMERIC, TEXT, Schema

from search.words import STOP_WORDS, WORD

ANALYZER = (
    RegexTokenizer(WORD)
    | LowercaseFilter()
    | StopFilter(stoplist=STOP_WORDS, minsize=2)
    | StemFilter(cachesize=20_000)
)
SCHEMA = Schema(
    key=ID(unique=True, stored=True),
    group_id=NUMERIC(bits=64, signed=False, sortable=True, default=0),
    title=TEXT(analyzer=ANALYZER),
    body=TEXT(analyzer=ANALYZER),
)
# An index of another form is not read: it is built again.
FORMAT = sha256(repr((2, WORD.pattern, sorted(STOP_WORDS), sorted(SCHEMA.names()))).encode()).hexdigest()[:10]
