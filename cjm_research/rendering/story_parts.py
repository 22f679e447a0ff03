"""What a story is made of: scenes, passages, sentences, and the entries of the map that they lead to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from cjm_research.model import Evidence, JourneyMap, JourneyStage
from cjm_research.rendering.story_words import map_facts


@dataclass(frozen=True)
class Entry:
    """An entry of the map as the story tells it: name, words, how many people, where the words stand."""

    key: str
    title: str
    words: str
    count: str
    source: Evidence | None
    evidence: tuple[Evidence, ...]
    tags: tuple[str, ...]
    is_assumption: bool
    mark: str = ""


@dataclass(frozen=True)
class Sentence:
    """A sentence of the story, and the entries that it leads to; `n_more` of them are left to the map."""

    text: str
    entries: tuple[Entry, ...] = ()
    n_more: int = 0


@dataclass(frozen=True)
class Passage:
    """What a scene says on one thing: does, thinks, feels, hard, good, turning, or the company's part."""

    field: str
    heading: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Scene:
    """One stage of the story."""

    stage: JourneyStage
    name: str
    facts: tuple[str, ...]
    passages: tuple[Passage, ...]
    voice: Evidence | None
    mood: str | None

    @property
    def is_empty(self) -> bool:
        """Whether nobody told anything of this stage and nobody wrote anything about it."""
        return not (self.facts or self.passages)


@dataclass(frozen=True)
class Story:
    """The whole story; `portrait` tells who it is about, `ending` how it ends."""

    map: JourneyMap
    scenes: tuple[Scene, ...]
    portrait: tuple[str, ...]
    ending: tuple[str, ...]

    @cached_property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Name and value of what a reader must know before reading."""
        return map_facts(self.map)

    @property
    def evidence(self) -> Iterable[Evidence]:
        """Everything that the story quotes or could lead to."""
        for scene in self.scenes:
            if scene.voice:
                yield scene.voice
            for passage in scene.passages:
                for sentence in passage.sentences:
                    for entry in sentence.entries:
                        yield from entry.evidence
