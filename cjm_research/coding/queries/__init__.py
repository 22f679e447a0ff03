"""LAYER 2 - queries over text and codings: words in context, coded segments, frequencies and co-occurrence of codes.

Each returns a pandas table with documented columns in a stated order; `table.attrs["notes"]` holds sentences about what
its figures rest on. Nothing is written anywhere.
"""

from cjm_research.coding.queries.cooccurrence import NEARNESS, Nearness, code_cooccurrence
from cjm_research.coding.queries.frequencies import code_frequencies
from cjm_research.coding.queries.segments import SEGMENT_ORDERS, SegmentOrder, coded_segments
from cjm_research.coding.queries.word_index import WordIndex
from cjm_research.coding.queries.word_query import WordQuery
from cjm_research.coding.queries.words_in_context import words_in_context

__all__ = [
    "NEARNESS",
    "SEGMENT_ORDERS",
    "Nearness",
    "SegmentOrder",
    "WordIndex",
    "WordQuery",
    "code_cooccurrence",
    "code_frequencies",
    "coded_segments",
    "words_in_context",
]
