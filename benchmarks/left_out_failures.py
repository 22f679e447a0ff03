"""The ways in which the tagger fails: how often each occurs, and examples chosen by rule.

A coding without a match: another kind was said there (`other_kind`), no word known as a sign of its kind stands in it
(`no_sign`), or signs were held too weak (`weak_sign`). A tag without a match: another kind was meant (`other_kind`),
the thing is only asked about, denied or imagined (`not_told`), a coding of the kind stands there and is matched already
or shares too little (`beside`), or nothing of the sort was coded (`not_coded`). A match: `wrong_channel`,
`wrong_family`, `wrong_sign`, `too_long`, `too_short`, `stage_too_late`, `stage_too_early`, of which several may hold.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

from benchmarks.left_out_marks import Compared, touches
from benchmarks.score import Mark
from cjm_research.model.scheme import CORE_KINDS
from cjm_research.model.stages import DEFAULT_STAGE_MODEL, stage_model
from cjm_research.tagging.pipeline import SPANS, load_pipeline
from cjm_research.tagging.reading import Hit, Reading, reading_of

MOST_EXAMPLES = 6
# One span is so many times as long as the other.
FAR_LONGER = 3
# Code points of context on both sides.
CONTEXT = 90
# Kinds of things that happened: where they are denied, nothing is to be coded. Trouble is often told by denying.
_FACTUAL = ("touchpoint", "emotion", "success_point", "turning_point", "action")
_SIDES = {
    "coding": ("right", "other_kind", "no_sign", "weak_sign"),
    "tag": ("right", "other_kind", "not_told", "beside", "not_coded"),
    "match": (
        "wrong_channel", "wrong_family", "wrong_sign", "too_long", "too_short", "stage_too_late", "stage_too_early",
    ),
}  # fmt: skip
_SHOWN = ("no_sign", "not_told", "other_kind", *_SIDES["match"])


@dataclass(frozen=True)
class Failure:
    """A way to fail at a coding (number in `gold`), a tag (number in `tags`), or both."""

    side: str
    type: str
    gold: int | None
    tag: int | None


def failure_rows(sides: Sequence[Compared]) -> Iterator[dict[str, Any]]:
    """How many codings, tags and matches of each language are right or fail in which way."""
    for side in sides:
        counts = Counter((f.side, f.type) for f in failures(side))
        of = {"coding": len(side.gold), "tag": len(side.tags), "match": len(side.pairs)}
        for name, types in _SIDES.items():
            for kind in types:
                yield {"language": side.language, "of": name, "type": kind, "n": counts[name, kind], "all": of[name]}


def example_rows(sides: Sequence[Compared]) -> list[dict[str, Any]]:
    """At most six examples of each type and language: core kinds first, all studies in turn, the surest tags first."""
    rows = [row for side in sides for row in _examples(side)]
    return sorted(rows, key=lambda row: _SHOWN.index(row["type"]))


def _examples(side: Compared) -> Iterator[dict[str, Any]]:
    texts = {t.id: [u.text for u in t.utterances] for t in side.transcripts}
    studies = {t.id: str(t.study) for t in side.transcripts}

    def study_of(failure: Failure) -> str:
        return studies[_place(side, failure).transcript]

    def kind_of(failure: Failure) -> str:
        return _place(side, failure).group

    found = sorted(failures(side), key=lambda f: _rank(side, f))
    for type_ in _SHOWN:
        here = [f for f in found if f.type == type_ and (f.side != "tag" or type_ == "not_told")]
        by_kind = _in_turn(here, kind_of) if type_ == "no_sign" else here
        core = sorted(by_kind, key=lambda f: kind_of(f) not in CORE_KINDS)
        for failure in _in_turn(core, study_of)[:MOST_EXAMPLES]:
            place = _place(side, failure)
            head = {"type": type_, "language": side.language, "study": study_of(failure)}
            yield {**head, **_told(side, failure, texts[place.transcript][place.utterance])}


def failures(side: Compared) -> Iterator[Failure]:
    """All failures, and what is right, in the order of the codings and tags."""
    readings = _readings(side)
    matched = dict(side.pairs)
    for g, mark in enumerate(side.gold):
        if g in matched:
            yield Failure("coding", "right", g, matched[g])
        elif g in side.rivals:
            yield Failure("coding", "other_kind", g, side.rivals[g])
        else:
            signs = _signs(mark, readings[mark.transcript, mark.utterance])
            yield Failure("coding", "weak_sign" if signs else "no_sign", g, None)
    yield from _of_tags(side, readings)
    for g, t in side.pairs:
        for type_ in _of_match(side.gold[g], side.marks[t]):
            yield Failure("match", type_, g, t)


def _of_tags(side: Compared, readings: dict[tuple[str, int], tuple[str, Reading]]) -> Iterator[Failure]:
    matched = {t: g for g, t in side.pairs}
    rivals = {t: g for g, t in side.rivals.items()}
    cells = defaultdict(list)
    for g, mark in enumerate(side.gold):
        cells[mark.transcript, mark.utterance].append(g)
    for t, mark in enumerate(side.marks):
        place = mark.transcript, mark.utterance
        near = [side.gold[g] for g in cells[place] if touches(side.gold[g], mark)]
        if t in matched:
            yield Failure("tag", "right", matched[t], t)
        elif t in rivals:
            yield Failure("tag", "other_kind", rivals[t], t)
        elif any(other.group == mark.group for other in near):
            yield Failure("tag", "beside", None, t)
        elif mark.kind in _FACTUAL and not near and _not_told(mark, *readings[place]):
            yield Failure("tag", "not_told", None, t)
        else:
            yield Failure("tag", "not_coded", None, t)


def _of_match(one: Mark, other: Mark) -> Iterator[str]:
    if one.label and one.label != other.label:
        yield "wrong_channel" if one.kind == "touchpoint" else "wrong_family"
    if one.valence and other.valence and one.valence * other.valence < 0:
        yield "wrong_sign"
    length, found = one.end - one.start, other.end - other.start
    if found >= FAR_LONGER * length:
        yield "too_long"
    elif length >= FAR_LONGER * found:
        yield "too_short"
    stages = stage_model(DEFAULT_STAGE_MODEL).keys
    if one.stage in stages and other.stage in stages and one.stage != other.stage:
        yield "stage_too_late" if stages.index(other.stage) > stages.index(one.stage) else "stage_too_early"


def _readings(side: Compared) -> dict[tuple[str, int], tuple[str, Reading]]:
    """Text and reading of every utterance that holds a coding or a tag."""
    places = {(mark.transcript, mark.utterance) for mark in (*side.gold, *side.marks)}
    found = {}
    for transcript in side.transcripts:
        nlp = load_pipeline(transcript.language)
        for number, utterance in enumerate(transcript.utterances):
            if (transcript.id, number) in places:
                reading = reading_of(nlp(utterance.text, disable=[SPANS]))
                found[transcript.id, number] = utterance.text, reading
    return found


def _signs(mark: Mark, told: tuple[str, Reading]) -> list[Hit]:
    """The hits of rules of the coding's own kind inside its words."""
    _text, reading = told
    return [hit for hit in reading.hits if _group(hit.entry.kind) == mark.group and _inside(hit, mark, reading)]


def _not_told(mark: Mark, text: str, reading: Reading) -> bool:
    """Whether the words, or their sentence before them, deny or imagine, or the sentence ends as a question."""
    words = [i for i, (start, end) in enumerate(reading.places) if start < mark.end and end > mark.start]
    if not words:
        return False
    first = reading.clauses[reading.clause[words[0]]][0]
    modifiers = (*reading.modifiers.get("negation", ()), *reading.modifiers.get("hypothetical", ()))
    if any(first <= hit.start <= words[-1] for hit in modifiers):
        return True
    ends = [at for at in (text.find(sign, mark.end - 1) for sign in ".!?…") if at >= 0]
    return bool(ends) and text[min(ends)] == "?"


def _inside(hit: Hit, mark: Mark, reading: Reading) -> bool:
    return reading.places[hit.start][0] < mark.end and reading.places[hit.end - 1][1] > mark.start


def _group(kind: str) -> str:
    return "pain_point" if kind == "barrier" else kind


def _place(side: Compared, failure: Failure) -> Mark:
    return side.gold[failure.gold] if failure.gold is not None else side.marks[failure.tag or 0]


def _rank(side: Compared, failure: Failure) -> tuple:
    mark = _place(side, failure)
    sure = side.tags[failure.tag].score if failure.tag is not None else 0.0
    return -sure, mark.transcript, mark.utterance, mark.start, mark.end, mark.kind


def _in_turn(items: Iterable[Failure], key: Callable[[Failure], Hashable]) -> list[Failure]:
    """One of each key, then the second of each, and so on; keys in the order of their first item."""
    groups: dict[Hashable, list[Failure]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return [item for item in chain.from_iterable(zip_longest(*groups.values())) if item is not None]


def _told(side: Compared, failure: Failure, text: str) -> dict[str, Any]:
    """What was said there, by whom; codes as `kind/label@stage`."""
    gold = side.gold[failure.gold] if failure.gold is not None else None
    tag = side.marks[failure.tag] if failure.tag is not None else None
    marks = [mark for mark in (gold, tag) if mark is not None]
    return {
        "transcript": marks[0].transcript,
        "utterance": marks[0].utterance,
        "context": _context(text, min(m.start for m in marks), max(m.end for m in marks)),
        "coder_quote": text[gold.start : gold.end] if gold else "",
        "coder": _code(gold) if gold else "",
        "coder_valence": "" if gold is None or gold.valence is None else gold.valence,
        "machine_quote": text[tag.start : tag.end] if tag else "",
        "machine": _code(tag) if tag else "",
        "machine_valence": "" if tag is None or tag.valence is None else tag.valence,
        "score": "" if failure.tag is None else side.tags[failure.tag].score,
    }


def _code(mark: Mark) -> str:
    return mark.kind + (f"/{mark.label}" if mark.label else "") + (f"@{mark.stage}" if mark.stage else "")


def _context(text: str, start: int, end: int) -> str:
    """The words with some before and after them, cut between words."""
    first, last = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    if first:
        first = text.find(" ", first, start) + 1 or start
    if last < len(text):
        last = text.rfind(" ", end, last)
        last = last if last >= 0 else end
    return ("… " if first else "") + text[first:last] + (" …" if last < len(text) else "")
