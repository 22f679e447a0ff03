"""One person's journey, moment by moment, in the order in which they told of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cjm_research.i18n import _
from cjm_research.model import Evidence, JourneyItem, JourneyMap, Transcript, term
from cjm_research.model.lanes import LaneKey
from cjm_research.rendering.icons import mood
from cjm_research.rendering.journey_words import item_mark, item_name
from cjm_research.rendering.story_words import item_tags

# Between two coded phrases of one turn so many code points are told too, so that the sentence holds together.
GAP = 160
# Signs of entries in the order in which a legend tells them.
SIGNS = ("pain", "barrier", "success", "turning")


@dataclass(frozen=True)
class Noted:
    """An entry of the map as one moment shows it: a contact, a feeling, a mark.

    `sign` is that of its first tag, for an entry without another: that somebody gets stuck, that a need was not met.
    `opens` is true in the first moment that shows it: there it bears its key as id.
    """

    key: str
    lane: LaneKey
    name: str
    label: str | None
    mark: str
    tags: tuple[str, ...]
    valence: float | None
    sign: str = ""
    opens: bool = True


@dataclass(frozen=True)
class Moment:
    """What the person told in one turn about one stage.

    `passages` are their words as they stand; `is_return` is true where an earlier stage, or one left before, is taken
    up again. `opens` marks the first moment of a run of the same stage.
    """

    number: int
    stage: str
    passages: tuple[str, ...]
    noted: tuple[Noted, ...]
    evidence: tuple[Evidence, ...]
    opens: bool
    is_return: bool

    @property
    def contacts(self) -> tuple[Noted, ...]:
        """The contacts met in it."""
        return tuple(n for n in self.noted if n.lane == "touchpoint")

    @property
    def valence(self) -> float | None:
        """How it felt, -2..+2; None where no feeling was coded in it."""
        felt = [n.valence for n in self.noted if n.lane == "emotion" and n.valence is not None]
        return sum(felt) / len(felt) if felt else None

    @property
    def mood(self) -> str | None:
        """The face that goes with it."""
        return mood(self.valence)

    @property
    def marks(self) -> tuple[Noted, ...]:
        """Pains, successes and turning points of it."""
        return tuple(n for n in self.noted if n.mark)

    @property
    def feelings(self) -> tuple[Noted, ...]:
        """The feelings coded in it."""
        return tuple(n for n in self.noted if n.lane == "emotion")

    @property
    def others(self) -> tuple[Noted, ...]:
        """What else it was coded as: goals, questions, thoughts."""
        return tuple(n for n in self.noted if not n.mark and n.lane not in ("touchpoint", "emotion", "quote"))


def moments(journey_map: JourneyMap, transcripts: Iterable[Transcript] = ()) -> tuple[Moment, ...]:
    """The moments of a map of one participant; of the first one where it is of several.

    Parameters
    ----------
    journey_map : JourneyMap
        The map; entries without anybody's words belong to no moment.
    transcripts : iterable of Transcript
        Give the words between two coded phrases of one turn.
    """
    who = journey_map.participants[0] if journey_map.participants else ""
    found: dict[tuple[str, int, str], list[tuple[LaneKey, JourneyItem, Evidence]]] = {}
    for cell, item in journey_map.items:
        for e in item.evidence:
            if e.participant == who:
                found.setdefault((e.transcript, e.utterance, cell.stage), []).append((cell.lane, item, e))
    texts = {transcript.id: transcript for transcript in transcripts}
    turns = sorted(found.items(), key=lambda turn: (*turn[0][:2], min(e.start for *_rest, e in turn[1])))
    told: list[Moment] = []
    seen: set[str] = set()
    for (_transcript, _utterance, stage), entries in turns:
        opens = not told or told[-1].stage != stage
        is_return = opens and any(moment.stage == stage for moment in told)
        moment = _moment(len(told) + 1, stage, entries, texts, opens=opens, is_return=is_return)
        told.append(replace(moment, noted=tuple(replace(n, opens=n.key not in seen) for n in moment.noted)))
        seen.update(n.key for n in moment.noted)
    return tuple(told)


def _moment(
    number: int,
    stage: str,
    entries: Sequence[tuple[LaneKey, JourneyItem, Evidence]],
    texts: Mapping[str, Transcript],
    *,
    opens: bool,
    is_return: bool,
) -> Moment:
    items = {item.key: (lane, item) for lane, item, _e in entries}
    noted = tuple(_noted(item, lane) for lane, item in items.values())
    evidence = sorted({(e.start, e.end): e for *_rest, e in entries}.values(), key=lambda e: (e.start, -e.end))
    return Moment(number, stage, tuple(_passages(evidence, texts)), noted, tuple(evidence), opens, is_return)


def _noted(item: JourneyItem, lane: LaneKey) -> Noted:
    mark = item_mark(item, lane) or ""
    sign = "" if mark else _tag_sign(item, lane)
    return Noted(item.key, lane, item_name(item, lane), item.label, mark, item_tags(item, lane), item.valence, sign)


def _tag_sign(item: JourneyItem, lane: LaneKey) -> str:
    """The sign of the first of its tags that has one; empty in lanes whose entries have signs of their own."""
    if lane in ("touchpoint", "emotion"):
        return ""
    flow = [item.flow] if item.flow in ("stall", "exit") else []
    met = ["met" if item.is_met else "not_met"] if lane == "need" and item.is_met is not None else []
    return next(iter([*flow, *item.marks, *met]), "")


def _passages(evidence: Sequence[Evidence], texts: Mapping[str, Transcript]) -> Iterable[str]:
    """The words of a turn that were coded, each once, joined where they overlap or stand near each other."""
    text = _text(evidence[0], texts)
    if text is not None and any(text[e.start : e.end] != e.quote for e in evidence):
        text = None
    start, end, words = evidence[0].start, evidence[0].end, evidence[0].quote
    for e in evidence[1:]:
        if e.end <= end:
            continue
        if e.start <= end:
            words += e.quote[end - e.start :]
        elif text is not None and e.start - end <= GAP:
            words = text[start : e.end]
        else:
            yield words
            start, words = e.start, e.quote
        end = e.end
    yield words


def _text(evidence: Evidence, texts: Mapping[str, Transcript]) -> str | None:
    transcript = texts.get(evidence.transcript)
    if transcript is None or evidence.utterance >= len(transcript.utterances):
        return None
    return transcript.utterances[evidence.utterance].text


def noted_words(moment: Moment) -> list[str]:
    """What a moment was coded as, each in a few words: contacts, feelings, pains and successes."""
    words = []
    for entry in moment.noted:
        if entry.mark:
            parts = [mark_word(entry.mark), *entry.tags]
        elif entry.lane in ("touchpoint", "emotion"):
            parts = [entry.name, *entry.tags]
        else:
            parts = list(entry.tags)
        words += [", ".join(parts)] if parts else []
    return list(dict.fromkeys(words))


def mark_word(mark: str) -> str:
    """What the sign of an entry means, in a word or two."""
    kinds = {"pain": "pain_point", "success": "success_point", "turning": "turning_point"}
    return term("kind", kinds.get(mark, mark))


def again(told: Sequence[Moment], index: int, noted: Noted) -> str:
    """Says of a contact that the person met it before; empty for anything else."""
    if noted.lane != "touchpoint" or noted.label is None:
        return ""
    before = any(n.label == noted.label for moment in told[:index] for n in moment.contacts)
    # Translators: of a contact that a person came back to: a shop visited a second time.
    return _("once more") if before else ""
