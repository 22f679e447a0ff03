"""Which questions of a guide an interviewer asked, by likeness of words; every claim shows the turn it rests on."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from cjm_research.coding.guides import guide_keys, load_guide
from cjm_research.i18n import LANGUAGES
from cjm_research.model import Transcript
from cjm_research.model.guides import CoverageRow, Guide, GuideCoverage, GuideQuestion, Verdict
from cjm_research.tagging import lemmas

# Likeness, 0..1, from which a question counts as asked, and from which the turn is worth a look; measured on
# interviews whose turns were read by hand, see docs/guides.md.
ASKED, PERHAPS = 0.55, 0.4
# A sentence asks the question that it is most like, and others only where they come this close to it.
CLOSE = 0.9
# How much whole words weigh against parts of words, which bridge what the lemmatiser does not know.
WEIGHT_OF_WORDS = 0.6
LENGTH_OF_PARTS = 4
_SENTENCE = re.compile(r"[^.?!…]+[.?!…]*")

Vector = dict[str, float]


def coverage(transcripts: Iterable[Transcript], guide: Guide) -> GuideCoverage:
    """Which questions of a guide were asked in which interview.

    A sentence of the interviewer is compared with every wording of a question: base forms of words and parts of
    words, rare ones weighing more. The best sentence of each question is kept, whether or not it is like enough.

    Parameters
    ----------
    transcripts : iterable of Transcript
        Interviews in other languages than the guide's are compared with the bundled guide of the same key; those
        for which there is none, or in which nobody has the part of the interviewer, are left out and named.

    References
    ----------
    Salton & Buckley (1988), Term-weighting approaches in automatic text retrieval (cosine of idf-weighted terms).
    """
    rows: list[CoverageRow] = []
    left_out: list[str] = []
    for transcript in transcripts:
        fitting = _in_language(guide, transcript.language or "")
        sentences = [
            (number, sentence)
            for number, utterance in enumerate(transcript.utterances)
            if utterance.role == "interviewer"
            for sentence in _sentences(utterance.text)
        ]
        if fitting is None or not sentences:
            left_out.append(transcript.id)
            continue
        rows.extend(_rows(transcript.id, sentences, fitting))
    return GuideCoverage(guide=guide, rows=tuple(rows), left_out=tuple(left_out))


def _in_language(guide: Guide, language: str) -> Guide | None:
    if language == guide.language:
        return guide
    is_bundled = guide.key in guide_keys() and guide == load_guide(guide.key, guide.language)
    return load_guide(guide.key, language) if is_bundled and language in LANGUAGES else None


def _sentences(text: str) -> Iterator[str]:
    for found in _SENTENCE.finditer(text):
        sentence = found[0].strip()
        if any(letter.isalpha() for letter in sentence):
            yield sentence


def _rows(transcript: str, sentences: list[tuple[int, str]], guide: Guide) -> Iterator[CoverageRow]:
    questions = list(guide.questions)
    scores = [_scores(guide.language, questions, sentence) for _number, sentence in sentences]
    for column, question in enumerate(questions):
        # A sentence that asks something else even more so is shown only where no other asks this at all.
        tried = [
            (_is_its_own(of_sentence, column), of_sentence[column], -row) for row, of_sentence in enumerate(scores)
        ]
        is_own, score, row = max(tried)
        number, text = sentences[-row]
        yield CoverageRow(
            question=question.key, transcript=transcript, utterance=number, turn=text, score=round(score, 3),
            verdict=_verdict(score, is_own),
        )  # fmt: skip


def _is_its_own(of_sentence: list[float], column: int) -> bool:
    return of_sentence[column] >= max(PERHAPS, CLOSE * max(of_sentence))


def _verdict(score: float, is_own: bool) -> Verdict:
    if score >= ASKED and is_own:
        return "asked"
    return "perhaps" if score >= PERHAPS else "no"


def _scores(language: str, questions: list[GuideQuestion], sentence: str) -> list[float]:
    vectors = _vectors(language, sentence)
    return [_likeness(language, question, vectors) for question in questions]


def _likeness(language: str, question: GuideQuestion, vectors: tuple[Vector, Vector]) -> float:
    return max(_combined(vectors, wording) for wording in _wordings(language, question))


@cache
def _wordings(language: str, question: GuideQuestion) -> tuple[tuple[Vector, Vector], ...]:
    return tuple(_vectors(language, wording) for wording in question.wordings)


def _combined(one: tuple[Vector, Vector], other: tuple[Vector, Vector]) -> float:
    words, parts = (_cosine(a, b) for a, b in zip(one, other, strict=True))
    return WEIGHT_OF_WORDS * words + (1 - WEIGHT_OF_WORDS) * parts


def _cosine(one: Vector, other: Vector) -> float:
    product = sum(weight * other[term] for term, weight in one.items() if term in other)
    return product / (_length(one) * _length(other)) if product else 0.0


def _length(vector: Vector) -> float:
    return math.sqrt(sum(weight * weight for weight in vector.values()))


def _vectors(language: str, text: str) -> tuple[Vector, Vector]:
    words, parts = _terms(language, text)
    rare_words, rare_parts, most = _rarity(language)
    return (
        {term: rare_words.get(term, most) for term in words},
        {term: rare_parts.get(term, most) for term in parts},
    )


def _terms(language: str, text: str) -> tuple[frozenset[str], frozenset[str]]:
    forms = [form.casefold().replace("ё", "е") for form in lemmas(language, text)]
    padded = [f" {word} " for word in re.findall(r"\w+", text.casefold().replace("ё", "е"))]
    parts = {word[i : i + LENGTH_OF_PARTS] for word in padded for i in range(len(word) - LENGTH_OF_PARTS + 1)}
    return frozenset(forms), frozenset(parts)


@cache
def _rarity(language: str) -> tuple[Vector, Vector, float]:
    """How rare a word, or part of one, is among the wordings of all bundled guides: ln(N / n) + 1."""
    guides = [load_guide(key, language) for key in guide_keys()]
    terms = [_terms(language, text) for guide in guides for question in guide.questions for text in question.wordings]
    words, parts = Counter(t for w, _p in terms for t in w), Counter(t for _w, p in terms for t in p)

    def weight(n: int) -> float:
        return math.log(len(terms) / n) + 1

    return {t: weight(n) for t, n in words.items()}, {t: weight(n) for t, n in parts.items()}, weight(1)
