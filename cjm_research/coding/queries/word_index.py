"""The words of interviews, laid out for looking up: made once for each version of a transcript's text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from cjm_research.coding.queries.word_query import ANY, WORD, WordPattern, WordQuery, fits, plain, unaccented, visible
from cjm_research.model import Transcript
from cjm_research.tagging import supported_languages
from cjm_research.tagging.rules.lemmas import lemmatizer

# No language has a longer word; longer runs of letters have no base form but themselves.
LONGEST_WORD = 50


@dataclass(frozen=True)
class Hit:
    """Where a query was found: words `first` to `last` of a transcript, code points `start` to `end`."""

    transcript: str
    utterance: int
    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True)
class Words:
    """The words of one transcript in order: arrays of shape (n_words,).

    `places` are the word's utterance, start and end (code points), `forms` its number in the vocabulary.
    """

    language: str
    texts: tuple[str, ...]
    places: np.ndarray
    forms: np.ndarray

    def is_of(self, transcript: Transcript) -> bool:
        """Whether these are the words of the transcript as it stands."""
        return self.language == transcript.language and self.texts == _texts(transcript)


@dataclass
class Vocabulary:
    """The forms that occur in one language's interviews, found by form or base form."""

    language: str
    numbers: dict[str, int] = field(default_factory=dict)
    _lookups: dict[bool, tuple[dict[str, list[int]], dict[str, list[int]]]] = field(default_factory=dict)

    def number(self, form: str) -> int:
        """The number of a form as it is written; a new form gets the next one."""
        number = self.numbers.get(form)
        if number is None:
            number = self.numbers[form] = len(self.numbers)
            self._lookups.clear()
        return number

    def find(self, word: WordPattern, query: WordQuery) -> np.ndarray:
        """Which forms a word of a query means, bool of shape (n_forms,)."""
        found = np.zeros(len(self.numbers), dtype=bool)
        if word.text == ANY:
            found[:] = True
        elif word.is_wildcard or word.exact:
            key = _key(query)
            wanted = key(word.text)
            for form, number in self.numbers.items():
                found[number] = fits(wanted, key(form)) if word.is_wildcard else key(form) == wanted
        else:
            forms = self._inflected(word.text, accents=query.match_accents)
            capital = word.text[:1].isupper()
            names = list(self.numbers) if query.match_case else []
            found[[n for n in forms if not query.match_case or names[n][:1].isupper() == capital]] = True
        return found

    def _inflected(self, word: str, *, accents: bool) -> list[int]:
        by_form, by_lemma = self._lookup(accents=accents)
        bare = _same if accents else unaccented
        base_forms = {plain(word), *_lemmas(self.language, plain(word))}
        if not accents:  # typed without its accents, a word has no base form: those of the words it may be are taken
            names = list(self.numbers)
            for number in by_form.get(bare(plain(word)), ()):
                base_forms.update(_lemmas(self.language, plain(names[number])))
        found = set(by_form.get(bare(plain(word)), ()))
        for lemma in base_forms:
            found.update(by_lemma.get(bare(lemma), ()))
        return sorted(found)

    def _lookup(self, *, accents: bool) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        if accents not in self._lookups:
            bare = _same if accents else unaccented
            by_form, by_lemma = defaultdict(list), defaultdict(list)
            for form, number in self.numbers.items():
                folded = plain(form)
                by_form[bare(folded)].append(number)
                for lemma in {bare(lemma) for lemma in _lemmas(self.language, folded)}:
                    by_lemma[lemma].append(number)
            self._lookups[accents] = dict(by_form), dict(by_lemma)
        return self._lookups[accents]


class WordIndex:
    """The words of a study's interviews; kept in memory only, brought up to date by `update`."""

    def __init__(self) -> None:
        self._words: dict[str, Words] = {}
        self._vocabularies: dict[str, Vocabulary] = {}

    def update(self, transcripts: Iterable[Transcript]) -> None:
        """Read the transcripts that are new or whose text has changed, and forget those that are gone."""
        known, self._words = self._words, {}
        for transcript in transcripts:
            words = known.get(transcript.id)
            up_to_date = words is not None and words.is_of(transcript)
            self._words[transcript.id] = words if words and up_to_date else self._read(transcript)

    def words(self, transcript: str) -> Words:
        """The words of a transcript that was given to `update`."""
        return self._words[transcript]

    def find(self, query: WordQuery) -> list[Hit]:
        """Every place where the words of the query follow each other within one turn, in the order of the transcripts.

        Words are compared in the language of each transcript.
        """
        masks = {
            language: [vocabulary.find(word, query) for word in query.words]
            for language, vocabulary in self._vocabularies.items()
        }
        return [hit for id, words in self._words.items() for hit in _hits(id, words, masks.get(words.language, []))]

    def _read(self, transcript: Transcript) -> Words:
        vocabulary = self._vocabularies.setdefault(transcript.language, Vocabulary(transcript.language))
        places: list[tuple[int, int, int]] = []
        forms: list[int] = []
        for number, text in enumerate(_texts(transcript)):
            for match in WORD.finditer(text):
                places.append((number, match.start(), match.end()))
                forms.append(vocabulary.number(match.group()))
        return Words(
            language=transcript.language,
            texts=_texts(transcript),
            places=np.array(places, dtype=np.int64).reshape(-1, 3),
            forms=np.array(forms, dtype=np.int64),
        )


def _hits(transcript: str, words: Words, masks: list[np.ndarray]) -> Iterable[Hit]:
    length = len(masks)
    n = len(words.forms) - length + 1
    if n < 1 or not masks:
        return
    fitting = words.places[:n, 0] == words.places[length - 1 :, 0]
    for at, mask in enumerate(masks):
        fitting &= mask[words.forms[at : at + n]]
    for first in np.flatnonzero(fitting).tolist():
        last = first + length - 1
        utterance, start, _end = words.places[first].tolist()
        yield Hit(transcript, utterance, start, int(words.places[last, 2]), first, last)


def _texts(transcript: Transcript) -> tuple[str, ...]:
    return tuple(utterance.text for utterance in transcript.utterances)


def _key(query: WordQuery) -> Callable[[str], str]:
    case = visible if query.match_case else plain
    return case if query.match_accents else lambda form: unaccented(case(form))


def _same(form: str) -> str:
    return form


def _lemmas(language: str, form: str) -> tuple[str, ...]:
    """The base forms of a folded form; the form itself in languages that the tagger does not know."""
    if len(form) > LONGEST_WORD or language not in _languages():
        return (form,)
    return lemmatizer(language)(form)


@cache
def _languages() -> tuple[str, ...]:
    return supported_languages()
