"""The pattern language and the search for patterns."""

from __future__ import annotations

import pytest

from cjm_research.errors import BadValueError
from cjm_research.tagging.pipeline import lemmatizer, load_pipeline
from cjm_research.tagging.rules.clauses import ClauseReader
from cjm_research.tagging.rules.matching import PatternIndex
from cjm_research.tagging.rules.patterns import parse_pattern

CLASSES = {"NEG": ("not", "never"), "DIM": ("a bit", "slightly"), "NUM": (), "MONEY": ("pound",), "TIME": ("minute",)}


def matches(pattern: str, text: str, language: str = "en") -> list[str]:
    """The texts that the pattern matches."""
    nlp = load_pipeline(language)
    index = PatternIndex(
        lemmatizer(language),
        lambda word: [t.norm_.lower() for t in nlp.tokenizer(word) if t.norm_[0].isalnum()],
        CLASSES,
        derived=language != "en",
    )
    index.add(pattern, 0)
    doc = nlp.make_doc(text)
    reading = ClauseReader(nlp, index, frozenset({"when", "because"})).read(doc)
    found = index.search(reading.words, reading.borders)
    return [text[reading.places[start][0] : reading.places[end - 1][1]] for _key, start, end in sorted(found)]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("wait", "We waited.", ["waited"]),
        ("=wait", "We waited.", []),
        ("wait*", "A waitress", ["waitress"]),
        ("ring|call them", "I rang them", ["rang them"]),
        ("on the? phone", "on the phone, on phone", ["on the phone", "on phone"]),
        ("nobody ...2 pick", "Nobody ever picked up", ["Nobody ever picked"]),
        ("nobody ...2 pick", "Nobody at the shop ever picked up", []),
        ("nobody ...3 pick", "Nobody came because he picked", []),
        ("nobody ...3 pick", "Nobody. He picked", []),
        ("nobody pick", "Nobody. Picked", []),
        ("{NEG} work", "It didn't work, it never worked", ["n't work", "never worked"]),
        ("{DIM} late", "a bit late, slightly late", ["a bit late", "slightly late"]),
        ("{NUM} minute", "45 minutes", ["45 minutes"]),
        ("{NUM} {MONEY}", "5 pounds", ["5 pounds"]),
        ("!not happy", "very happy, not happy", ["very happy"]),
        (r"what \?", "What? What.", ["What?"]),
        ("set-up fee", "a set-up fee, a set up fee", ["set-up fee", "set up fee"]),
        ("don't know", "I don't know", ["don't know"]),
    ],
)
def test_patterns_match_what_they_say(pattern, text, expected):
    assert matches(pattern, text) == expected


@pytest.mark.parametrize(
    ("language", "pattern", "text", "expected"),
    [
        ("pl", "nie wiedzieć ...1 co", "Nie wiedziałam zupełnie, co robić", ["Nie wiedziałam zupełnie, co"]),
        ("pl", "zadowolony", "Byłyśmy zadowolone", ["zadowolone"]),
        ("ru", "всё-таки ждать", "Всё-таки ждали", ["Всё-таки ждали"]),
        ("ru", "ещё", "Ещё раз, еще раз", ["Ещё", "еще"]),
    ],
)
def test_patterns_match_inflected_slavic_words(language, pattern, text, expected):
    assert matches(pattern, text, language) == expected


@pytest.mark.parametrize("pattern", ["", "...", "... word", "word ...", "word?", "!word", "a||b", "...99 a b", "{neg}"])
def test_a_pattern_that_makes_no_sense_is_refused(pattern):
    with pytest.raises(BadValueError):
        parse_pattern(pattern)


def test_an_unknown_class_is_refused_by_name():
    with pytest.raises(BadValueError, match="COLOUR"):
        matches("{COLOUR} car", "red car")
