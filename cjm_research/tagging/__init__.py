"""LAYER 1 - machine tags: rules from lexicon files in a spaCy pipeline; the only home of spaCy."""

from cjm_research.tagging.explain import explain
from cjm_research.tagging.keys import tag_key
from cjm_research.tagging.parallel import tag_transcripts
from cjm_research.tagging.pipeline import lemmas, load_pipeline, supported_languages
from cjm_research.tagging.tagger import tag_transcript
from cjm_research.tagging.version import TAGGER_VERSION

__all__ = [
    "TAGGER_VERSION",
    "explain",
    "lemmas",
    "load_pipeline",
    "supported_languages",
    "tag_key",
    "tag_transcript",
    "tag_transcripts",
]
