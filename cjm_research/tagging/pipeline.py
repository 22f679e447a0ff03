"""The spaCy pipeline of a language, loaded once: blank tokenizer, base forms, clauses, cues, spans."""

from __future__ import annotations

from functools import cache

import spacy
from spacy.language import Language

from cjm_research.errors import UnknownLanguageError
from cjm_research.i18n import _
from cjm_research.tagging.learnt.finding import MomentFinder, load_finder
from cjm_research.tagging.rules.clauses import NAMED_MARKS, ClauseReader, mark_border
from cjm_research.tagging.rules.cues import CueFinder
from cjm_research.tagging.rules.lemmas import lemmatizer
from cjm_research.tagging.rules.lemmatise import LemmaWriter
from cjm_research.tagging.rules.lexicon import languages_folder, load_lexicon
from cjm_research.tagging.rules.long_words import LongWordTokenizer
from cjm_research.tagging.rules.matching import PatternIndex
from cjm_research.tagging.rules.patterns import fold
from cjm_research.tagging.rules.scoring import load_weights
from cjm_research.tagging.rules.spans import SpanMaker

LEMMAS, CLAUSES, CUES, SPANS = "cjm_lemmas", "cjm_clauses", "cjm_cues", "cjm_spans"


def supported_languages() -> tuple[str, ...]:
    """The languages that have a lexicon, as ISO 639-1 codes."""
    return tuple(sorted(p.parent.name for p in languages_folder().glob("*/modifiers.toml")))


@cache
def load_pipeline(language: str) -> Language:
    """The pipeline of a language.

    Raises
    ------
    UnknownLanguageError
        There is no lexicon for it.
    """
    if language not in supported_languages():
        raise UnknownLanguageError(
            _("The tagger does not know the language “{language}”. Known: {known}.").format(
                language=language or "?", known=", ".join(supported_languages())
            )
        )
    nlp = spacy.blank(language)
    nlp.max_length = 10**9
    nlp.tokenizer = LongWordTokenizer(nlp.tokenizer)
    for name in (LEMMAS, CLAUSES, CUES, SPANS):
        nlp.add_pipe(name)
    return nlp


def lemmas(language: str, text: str) -> list[str]:
    """The base forms of the words of a text, in order; punctuation is left out.

    Raises
    ------
    UnknownLanguageError
        The tagger does not know the language.
    """
    doc = load_pipeline(language)(text, disable=[CLAUSES, CUES, SPANS])
    return [token.lemma_ for token in doc if any(char.isalnum() for char in token.text)]


@cache
def _index(language: str) -> PatternIndex:
    nlp = spacy.blank(language)
    lexicon = load_lexicon(language)

    def split(text: str) -> list[str]:
        norms = (fold(token.norm_) for token in nlp.tokenizer(text))
        return [norm for norm in norms if norm in NAMED_MARKS or mark_border(norm) is None]

    return PatternIndex(
        lemmas=lemmatizer(language),
        split=split,
        classes=lexicon.classes,
        common=frozenset(map(fold, nlp.Defaults.stop_words)),
        derived=language != "en",
    )


@Language.factory(LEMMAS)
def _lemmas(nlp: Language, name: str) -> LemmaWriter:
    return LemmaWriter(nlp.vocab, lemmatizer(nlp.lang))


@Language.factory(CLAUSES)
def _clauses(nlp: Language, name: str) -> ClauseReader:
    conjunctions = frozenset(map(fold, load_lexicon(nlp.lang).modifiers["conjunctions"]))
    return ClauseReader(nlp, _index(nlp.lang), conjunctions)


@Language.factory(CUES)
def _cues(nlp: Language, name: str) -> CueFinder:
    return CueFinder.of(load_lexicon(nlp.lang), _index(nlp.lang))


@Language.factory(SPANS)
def _spans(nlp: Language, name: str) -> SpanMaker | MomentFinder:
    return load_finder(nlp.lang) or SpanMaker(load_weights(nlp.lang))
