"""What stands in and around a span, as named features: its words, its clause, the answer, the question before it.

Features of the whole utterance are made once for all its spans; the linear models add both up.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from cjm_research.tagging.learnt.senses import Senses, load_senses
from cjm_research.tagging.learnt.word_lists import WordLists, load_word_lists
from cjm_research.tagging.reading import Candidate, Hit, Reading
from cjm_research.tagging.rules.cues import degree, hits_between
from cjm_research.tagging.rules.scoring import Weights, load_weights

Content = dict[str, Sequence[str] | Mapping[str, float]]
# Words before and after a span that colour it, and words beyond which a rule's hit does not count.
NEIGHBOURS, REACH = 25, 80
# Words within which a hit in another sentence counts half.
_HALF = 12
_LABELLED = frozenset({"touchpoint", "emotion"})
_MOODS = {"pain_point": "-", "barrier": "-", "success_point": "+"}
_POSITION_BINS = 8
# From so many answers on, the place in the interview counts in full.
_FULL_INTERVIEW = 8
_EDGE = 3

# Blocks that `of_span` and `of_utterance` make.
SPAN_BLOCKS = (
    "in",
    "clause",
    "sent",
    "cin",
    "ccl",
    "cse",
    "cbef",
    "caft",
    "before",
    "after",
    "rule",
    "pull",
    "mood",
    "cue",
    "place",
)
UTTERANCE_BLOCKS = ("utt", "ask", "prev", "next", "cut", "cask", "cprev", "ucue", "uplace")


@dataclass(frozen=True)
class Language:
    """What a language knows of its words and of its rules."""

    lists: WordLists
    senses: Senses
    weights: Weights

    @classmethod
    @cache
    def load(cls, language: str) -> Language:
        """The knowledge of a language; empty where there is none."""
        return cls(load_word_lists(language), load_senses(language), load_weights(language))


@dataclass(slots=True)
class Sheet:
    """An utterance as the features see it: base forms, ideas, and where each sentence lies; worth of its hits."""

    participant: bool
    reading: Reading
    lemmas: list[str]
    ideas: list[list[str]]
    sentences: list[tuple[int, int]]
    worth: list[float]
    starts: list[int]

    @classmethod
    def of(cls, participant: bool, reading: Reading, language: Language) -> Sheet:
        """The sheet of a reading."""
        words, weights = reading.words, language.weights
        ideas = language.lists.ideas([word.form for word in words])
        return cls(
            participant,
            reading,
            [word.lemmas[0] for word in words],
            [[*named, *language.senses.of(word)] for named, word in zip(ideas, words, strict=True)],
            _sentences(reading.sentence),
            [weights.worth(hit.entry, hit.pattern) for hit in reading.hits],
            [hit.start for hit in reading.hits],
        )


def _sentences(numbers: Sequence[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    start = 0
    for i in range(1, len(numbers) + 1):
        if i == len(numbers) or numbers[i] != numbers[start]:
            ranges.append((start, i))
            start = i
    return ranges


def pairs(words: Sequence[str]) -> list[str]:
    """Words and pairs of words in a row."""
    return [*words, *(f"{one} {two}" for one, two in pairwise(words))]


def _flat(lists: Sequence[Sequence[str]]) -> list[str]:
    return [name for one in lists for name in one]


def of_span(sheet: Sheet, candidate: Candidate) -> Content:
    """The blocks of SPAN_BLOCKS for a span; those that only labels and valence need are left out of other kinds."""
    reading, lemmas, ideas = sheet.reading, sheet.lemmas, sheet.ideas
    start, end = candidate.start, candidate.end
    # Unpunctuated talk can be one sentence of thousands of words.
    opens = max(sheet.sentences[reading.sentence[start]][0], start - REACH)
    closes = min(sheet.sentences[reading.sentence[end - 1]][1], end + REACH)
    first = max(reading.clauses[reading.clause[start]][0], opens)
    last = min(reading.clauses[reading.clause[end - 1]][1], closes)
    n = len(lemmas)
    content: Content = {
        "in": pairs(lemmas[start:end]),
        "sent": lemmas[opens:start] + lemmas[end:closes],
        "cin": _flat(ideas[start:end]),
        "ccl": _flat(ideas[first:start]) + _flat(ideas[end:last]),
        "cse": _flat(ideas[opens:first]) + _flat(ideas[last:closes]),
        "place": {
            f"kind {candidate.kind}": 1.0,
            "words": min((end - start) / 10, 2.0),
            "start": start / n,
        },
    }
    near = _near(sheet, start - REACH, end + REACH)
    zones = [_zone(reading, hit, start, end) for hit, _worth in near]
    content["cue"] = _cues(near, zones)
    if candidate.kind in _LABELLED:
        content["clause"] = pairs(lemmas[first:start]) + pairs(lemmas[end:last])
        content["before"] = lemmas[max(0, start - NEIGHBOURS) : start]
        content["after"] = lemmas[end : end + NEIGHBOURS]
        content["cbef"] = _flat(ideas[max(0, start - NEIGHBOURS) : start])
        content["caft"] = _flat(ideas[end : end + NEIGHBOURS])
        content["mood"] = candidate.mood
        content["rule"] = _votes(near, zones, candidate.kind)
        content["pull"] = {
            **_pulls(near, zones, candidate, reading),
            **_modifiers(reading, (first, last), (opens, closes)),
        }
    return content


def _near(sheet: Sheet, first: int, last: int) -> list[tuple[Hit, float]]:
    chosen = slice(bisect_left(sheet.starts, first), bisect_left(sheet.starts, last))
    return list(zip(sheet.reading.hits[chosen], sheet.worth[chosen], strict=True))


def _zone(reading: Reading, hit: Hit, start: int, end: int) -> str:
    """Where a hit lies: in the span, its clause, its sentence, later or earlier."""
    if hit.start < end and hit.end > start:
        return "in"
    if reading.clause[hit.start] in (reading.clause[start], reading.clause[end - 1]):
        return "clause"
    if reading.sentence[hit.start] == reading.sentence[start]:
        return "sentence"
    return "later" if hit.start >= end else "earlier"


def _votes(near: Sequence[tuple[Hit, float]], zones: Sequence[str], kind: str) -> dict[str, float]:
    """What the rules say of the label, by zone, and whose word is strongest."""
    votes: dict[str, float] = {}
    best: dict[str, tuple[float, str]] = {}
    for (hit, worth), zone in zip(near, zones, strict=True):
        entry = hit.entry
        if entry.kind not in _LABELLED or zone in ("later", "earlier"):
            continue
        name = f"{zone} {entry.kind} {entry.label}"
        votes[name] = max(votes.get(name, 0.0), worth)
        if entry.kind == kind and entry.label and zone != "sentence" and worth > best.get(zone, (0.0, ""))[0]:
            best[zone] = (worth, entry.label)
    strongest = best.get("in") or best.get("clause")
    if strongest:
        votes[f"best {strongest[1]}"] = 1.0
    return votes


def _cues(near: Sequence[tuple[Hit, float]], zones: Sequence[str]) -> dict[str, float]:
    """What the rules say of the stage in and beside the span."""
    cues: dict[str, float] = {}
    for (hit, worth), zone in zip(near, zones, strict=True):
        entry = hit.entry
        if entry.kind == "stage":
            if zone in ("later", "earlier"):
                continue
            name = f"{'sentence' if zone == 'sentence' else 'clause'} {entry.stage}"
            cues[name] = max(cues.get(name, 0.0), worth)
        elif zone == "in" and entry.stage:
            cues[f"fixed {entry.stage}"] = 1.0
        if zone == "in" and entry.kind == "touchpoint":
            cues[f"contact {entry.label}"] = 1.0
    return cues


def _pulls(
    near: Sequence[tuple[Hit, float]], zones: Sequence[str], candidate: Candidate, reading: Reading
) -> dict[str, float]:
    """What trouble, praise and feelings around a span say of its valence."""
    pulls: dict[str, float] = {}
    for (hit, worth), zone in zip(near, zones, strict=True):
        entry = hit.entry
        if zone == "in" and entry.kind == candidate.kind and entry.valence:
            strong = abs(entry.valence) + degree(hit, reading) > 1
            pulls[f"own {'+' if entry.valence > 0 else '-'}{2 if strong else 1}"] = 1.0
        mood = _MOODS.get(entry.kind)
        if entry.kind == "emotion" and entry.valence:
            mood = "+" if entry.valence > 0 else "-"
        elif entry.kind == "turning_point":
            mood = "turn"
        if mood is None:
            continue
        distance = max(hit.start - candidate.end, candidate.start - hit.end, 0)
        share = _HALF / (_HALF + distance) if zone in ("later", "earlier") else 1.0
        name = f"{'feeling' if entry.kind == 'emotion' else 'event'} {mood} {zone}"
        pulls[name] = max(pulls.get(name, 0.0), worth * share)
        pulls[mood] = min(pulls.get(mood, 0.0) + worth * 8 / (8 + distance), 4.0)
    return pulls


def _modifiers(reading: Reading, clause: tuple[int, int], sentence: tuple[int, int]) -> dict[str, float]:
    """Negation, conditions, intensifiers in the clause and the sentence; exclamation marks."""
    found: dict[str, float] = {}
    for name, hits in reading.modifiers.items():
        if hits_between(hits, *clause):
            found[f"clause {name}"] = 1.0
        elif hits_between(hits, *sentence):
            found[f"sentence {name}"] = 1.0
    if any(word.form == "!" for word in reading.words[slice(*sentence)]):
        found["!"] = 1.0
    return found


def of_utterance(sheets: Sequence[Sheet], number: int, place: tuple[int, int], group: str) -> Content:
    """The blocks of UTTERANCE_BLOCKS for the participant's utterance `number`, which is `place[0]` of `place[1]`."""
    sheet = sheets[number]
    asked, before = _question_before(sheets, number)
    following = _question_after(sheets, number)
    lemmas = _flat([one.lemmas for one in asked])
    cues = (
        _stage_cues([sheet], "answer")
        | _stage_cues(asked, "question")
        | _stage_cues([before] if before else [], "before")
    )
    cues |= {f"contact {hit.entry.label}": 1.0 for hit in sheet.reading.hits if hit.entry.kind == "touchpoint"}
    return {
        "utt": sheet.lemmas,
        "cut": _flat(sheet.ideas),
        "ask": pairs(lemmas),
        "cask": _flat([idea for one in asked for idea in one.ideas]),
        "prev": before.lemmas if before else [],
        "cprev": _flat(before.ideas) if before else [],
        "next": _flat([one.lemmas for one in following]),
        "ucue": cues,
        "uplace": _place(*place) | {f"group {group}": 1.0, "words": min(len(sheet.lemmas) / 100, 2.0)},
    }


def _question_before(sheets: Sequence[Sheet], number: int) -> tuple[list[Sheet], Sheet | None]:
    """What the interviewer asked just before, and the participant's utterance before that."""
    i = number - 1
    while i >= 0 and not sheets[i].participant:
        i -= 1
    return list(sheets[i + 1 : number]), sheets[i] if i >= 0 else None


def _question_after(sheets: Sequence[Sheet], number: int) -> list[Sheet]:
    i = number + 1
    while i < len(sheets) and not sheets[i].participant:
        i += 1
    return list(sheets[number + 1 : i])


def _stage_cues(sheets: Sequence[Sheet], where: str) -> dict[str, float]:
    cues: dict[str, float] = {}
    for sheet in sheets:
        for hit, worth in zip(sheet.reading.hits, sheet.worth, strict=True):
            if hit.entry.kind == "stage":
                name = f"{where} {hit.entry.stage}"
                cues[name] = max(cues.get(name, 0.0), worth)
    return cues


def _place(number: int, total: int) -> dict[str, float]:
    """Where in the interview an answer stands; where a short piece of talk begins says nothing of the order."""
    known = min(1.0, (total - 1) / _FULL_INTERVIEW)
    share = known * (number + 0.5) / total + (1 - known) / 2
    place = {
        f"part {min(_POSITION_BINS * number // total, _POSITION_BINS - 1)}": known,
        "at": share,
        "at squared": share**2,
    }
    for i in range(1, _EDGE + 1):
        if number < i:
            place[f"first {i}"] = known
        if number >= total - i:
            place[f"last {i}"] = known
    return place
