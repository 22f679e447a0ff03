"""What becomes of the personal data that was found: proposals to look at, and replacements for every text.

A plan is made of what was found and of a key, which holds what was decided so far; another decision makes another plan
of the same findings.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol

from cjm_research.model.privacy import PrivateText, Proposal, ProposalStatus, Replacement, replaced_text
from cjm_research.privacy.base import Finding, Sureness
from cjm_research.privacy.earlier_runs import EarlierRuns, signatures
from cjm_research.privacy.found import IN_NAMES, NAMES_OF_THINGS, SEPARATORS, SPOKEN, Found, digest, entity_id
from cjm_research.privacy.key import Key, KeyEntity
from cjm_research.privacy.pseudonym_prepositions import with_prepositions
from cjm_research.privacy.spelled_names import SpelledNames, SpelledPerson, free, joint, like

# Code points of the words around a proposal.
CONTEXT = 70


class Namer(Protocol):
    """Chooses what stands for an entity, and words it for a place."""

    def choose(
        self,
        entity: KeyEntity,
        findings: Sequence[Finding],
        *,
        taken: Collection[str],
        others: Iterable[KeyEntity],
        seed: int,
    ) -> KeyEntity:
        """The entity with a pseudonym: none of the names `taken` or of the `others`, and fitting these."""
        ...

    def words(self, entity: KeyEntity, finding: Finding, language: str) -> str:
        """What stands in place of a finding, in its case and number: the pseudonym, or a researcher's own words."""
        ...


class Plan:
    """What is proposed, and what is replaced if the study is rewritten now.

    Parameters
    ----------
    found : Found
        Texts with findings.
    key : Key
        What is known and decided.
    namer : Namer
        Chooses pseudonyms for those who have none in the key yet.
    kinds : collection of str, optional
        Only these kinds; all where it is not given.
    """

    def __init__(self, found: Found, key: Key, namer: Namer, *, kinds: Collection[str] | None = None) -> None:
        self.found = found
        self.kinds = None if kinds is None else frozenset(kinds)
        self._namer = namer
        self._worded: dict[tuple[str, str], str] = {}
        self._earlier = EarlierRuns(found, key)
        self._new: dict[PrivateText, Sequence[Finding]] = {}
        self.key = self._with_entities(key)
        self._entities = {entity.id: self.key.entity(entity.id) or entity for entity in self.key.entities}

    # Entities

    def _of(self, text: PrivateText) -> Sequence[Finding]:
        """The findings in a text, without the pseudonyms that this key put there."""
        if text not in self._new:
            self._new[text] = self._earlier.new_in(text)
        return self._new[text]

    def _with_entities(self, key: Key) -> Key:
        """The key with everybody who was found, and a pseudonym for each."""
        seen: dict[str, list[Finding]] = defaultdict(list)
        first: dict[str, tuple[str, Finding]] = {}
        for text in self.found.texts:
            for finding in self._of(text):
                id = entity_id(finding, text.language)
                seen[id].append(finding)
                first.setdefault(id, (text.language, finding))
        known = {entity.id: entity for entity in key.entities}
        raw = {form for entity in key.entities if entity.kind in SPOKEN for form in (entity.name, *entity.forms)}
        taken = frozenset(self._spoken(seen) | raw)
        earlier = [entity for entity in key.entities if entity.replaced]
        for id, (language, finding) in first.items():
            entity = known.get(id) or _new_entity(id, finding, language, earlier)
            forms = tuple(sorted({*entity.forms, *(one.text for one in seen[id])}))
            entity = entity.model_copy(update={"forms": forms})
            if not entity.pseudonym:
                others = known.values()
                entity = self._namer.choose(entity, seen[id], taken=taken, others=others, seed=key.seed)
            known[id] = entity
        return key.with_entities(known.values())

    def _spoken(self, seen: Mapping[str, Sequence[Finding]]) -> set[str]:
        """Everything that was found: no pseudonym is a name that somebody in the study has."""
        return {one.text for findings in seen.values() for one in findings if one.kind in SPOKEN}

    @cached_property
    def _surely(self) -> set[tuple[str, str]]:
        """What is more than possible in one place at least, and so in all: see `_signs`."""
        signs: set[tuple[str, str]] = set()
        for text in self.found.texts:
            for one in self._of(text):
                if one.sureness != "possible":
                    signs |= _signs(text, one)
        return signs

    def _sureness(self, text: PrivateText, finding: Finding) -> Sureness:
        same = finding.sureness == "possible" and _signs(text, finding) & self._surely
        return "likely" if same else finding.sureness

    # Proposals

    @cached_property
    def proposals(self) -> tuple[Proposal, ...]:
        """What a person has to look at, in the order of the study."""
        return tuple(self._proposals())

    def _proposals(self) -> Iterator[Proposal]:
        seen: set[str] = set()
        for text in self.found.texts:
            if not text.is_present:
                continue
            for finding in self._wanted(text):
                proposal = self._proposal(text, finding)
                if proposal.id not in seen:
                    seen.add(proposal.id)
                    yield proposal

    def _wanted(self, text: PrivateText) -> Iterator[Finding]:
        return (one for one in self._of(text) if self.kinds is None or one.kind in self.kinds)

    def _proposal(self, text: PrivateText, finding: Finding) -> Proposal:
        place, entity = _place_id(text, finding), entity_id(finding, text.language)
        start, end = finding.start, finding.end
        return Proposal(
            id=place,
            where=text.where,
            transcript=text.transcript,
            utterance=text.utterance,
            start=start,
            end=end,
            text=text.text[start:end],
            before=text.text[max(0, start - CONTEXT) : start],
            after=text.text[end : end + CONTEXT],
            kind=finding.kind,
            entity=self._entities[entity].id,
            sureness=self._sureness(text, finding),
            why=finding.why,
            replacement=self._words(text, finding, place),
            status=self._status(place, entity),
        )

    def _status(self, place: str, entity: str) -> ProposalStatus:
        decisions = self.key.decisions
        return decisions.get(place) or decisions.get(entity) or decisions.get(self._entities[entity].id) or "proposed"

    def _words(self, text: PrivateText, finding: Finding, place: str) -> str:
        if (place, finding.why) not in self._worded:
            entity = self._entities[entity_id(finding, text.language)]
            own = self.key.own.get(place)
            self._worded[place, finding.why] = own or self._namer.words(entity, finding, text.language)
        new = self._worded[place, finding.why]
        if text.where not in NAMES_OF_THINGS:
            return new
        raw = text.text[finding.start : finding.end]
        return like(raw, self.key.own.get(place) or self._as_in_texts(text, finding) or new)

    def _as_in_texts(self, text: PrivateText, finding: Finding) -> str:
        """What stands for a name in a name of a thing, if somebody of the interviews bears it in other letters."""
        if finding.kind != "person" or self._entities[entity_id(finding, text.language)].id in self._in_talks:
            return ""
        places = self._spelled.places(text.text, text.transcript)
        own = [new for (start, end), new in sorted(places.items()) if finding.start <= start and end <= finding.end]
        return " ".join(own)

    @cached_property
    def _in_talks(self) -> dict[str, set[str]]:
        """Id of each person who is replaced in the present texts -> the interviews in which that is."""
        going: dict[str, set[str]] = {}
        for text in self.found.texts:
            if text.is_present and text.where not in NAMES_OF_THINGS:
                for finding in self._going(text):
                    if finding.kind == "person":
                        entity = self._entities[entity_id(finding, text.language)].id
                        going.setdefault(entity, set()).add(text.transcript)
        return going

    @cached_property
    def _spelled(self) -> SpelledNames:
        """Everybody who is or was replaced, to be known in other letters too."""
        people = []
        wanted = self.kinds is None or "person" in self.kinds
        for id, entity in self._entities.items() if wanted else ():
            if entity.kind == "person" and id == entity.id and (id in self._in_talks or entity.replaced):
                basic = (entity.name, entity.own or entity.shown)
                people.append(SpelledPerson.of([basic, *entity.replaced], self._in_talks.get(id, ())))
        return SpelledNames(people)

    # Replacements

    def replacements(self, text: PrivateText) -> list[Replacement]:
        """What is replaced in a text of the study, sorted, without overlaps."""
        found = [Replacement(f.start, f.end, self._words(text, f, _place_id(text, f))) for f in self._going(text)]
        if text.where not in NAMES_OF_THINGS:
            found = with_prepositions(text.text, text.language, found)
        if text.where == "utterance":
            return found
        # What somebody turned down in this very place stays.
        decided = self.key.decisions
        left = [(f.start, f.end) for f in self._wanted(text) if decided.get(_place_id(text, f)) == "rejected"]
        found += self._swept(text, [*((one.start, one.end) for one in found), *left])
        if text.where in NAMES_OF_THINGS:
            found += self._spelled_in(text, [*((one.start, one.end) for one in found), *left])
        return sorted(found)

    def _spelled_in(self, text: PrivateText, settled: Sequence[tuple[int, int]]) -> Iterator[Replacement]:
        for (start, end), new in self._spelled.places(text.text, text.transcript).items():
            raw = text.text[start:end]
            if not any(start < last and first < end for first, last in settled) and not self._earlier.left(text, raw):
                yield Replacement(start, end, like(raw, new))

    @cached_property
    def ids(self) -> dict[str, str]:
        """Interviews and people that get another id, because theirs tells who they are."""
        all_ids = {text.text for text in self.found.texts if text.where == "id"}
        new: dict[str, str] = {}
        for text in (text for text in self.found.texts if text.where == "id"):
            parts, at = [], 0
            for start, end, words in self.replacements(text):
                parts += [text.text[at:start], words.replace(" ", joint(text.text))]
                at = end
            # The same as in an earlier run: what comes later belongs to the same person.
            wanted = self.key.ids.get(text.text) or "".join([*parts, text.text[at:]])
            if wanted != text.text:
                new[text.text] = free(wanted, all_ids | set(new.values()))
        return new

    def _going(self, text: PrivateText) -> Iterator[Finding]:
        """The findings of a text that are replaced."""
        for finding in self._wanted(text):
            place, entity = _place_id(text, finding), entity_id(finding, text.language)
            status = self._status(place, entity)
            if place not in self.key.decisions and not text.is_present:
                status = self._elsewhere.get((text.transcript, finding.text), status)
            if status == "accepted" or (status == "proposed" and self._sureness(text, finding) != "possible"):
                yield finding

    @cached_property
    def _elsewhere(self) -> dict[tuple[str, str], ProposalStatus]:
        """What was decided of a wording in an interview, where all its places were decided alike."""
        found: dict[tuple[str, str], set[ProposalStatus]] = defaultdict(set)
        for one in self.proposals:
            if one.where == "utterance":
                found[one.transcript, one.text].add(one.status)
        return {place: next(iter(states)) for place, states in found.items() if len(states) == 1}

    @cached_property
    def replaced(self) -> dict[str, Counter[tuple[str, str]]]:
        """Entity -> wording and what stands in its place, counted."""
        done: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for text in self.found.texts:
            for finding in self._going(text):
                pair = text.text[finding.start : finding.end], self._words(text, finding, _place_id(text, finding))
                done[self._entities[entity_id(finding, text.language)].id][pair] += 1
        return dict(done)

    # A wording that goes in the interviews goes in what was written about them too, also where it was not recognised.

    @cached_property
    def _wordings(self) -> dict[str, str]:
        pairs: dict[str, str] = {}
        for counts in self.replaced.values():
            for (raw, new), _n in counts.most_common():
                pairs.setdefault(raw, new)
        return pairs

    @cached_property
    def _wordings_in_names(self) -> dict[str, str]:
        """The same for names of files and interviews, word by word and in small letters."""
        pairs: dict[str, str] = {}
        known = {id: entity.replaced for id, entity in self._entities.items()}
        counted = {id: [pair for pair, _n in counts.most_common()] for id, counts in self.replaced.items()}
        for id, found in [*counted.items(), *known.items()]:
            if self._entities[id].kind not in IN_NAMES:
                continue
            for raw, new in found:
                words, others = raw.translate(SEPARATORS).split(), new.split()
                pairs.setdefault(" ".join(words).casefold(), new)
                if self._entities[id].kind == "person" and len(words) == len(others):
                    for word, other in zip(words, others, strict=True):
                        pairs.setdefault(word.casefold(), other)
        return {raw: new for raw, new in pairs.items() if len(raw) > 2}

    def _swept(self, text: PrivateText, settled: Sequence[tuple[int, int]]) -> Iterator[Replacement]:
        is_name = text.where in NAMES_OF_THINGS or text.where == "coding"
        pairs, pattern = (self._wordings_in_names, self._in_names) if is_name else (self._wordings, self._in_texts)
        if pattern is None:
            return
        shown = text.text.translate(SEPARATORS) if text.where in NAMES_OF_THINGS else text.text
        # Between what is settled: a longer wording that begins in it must not hide a shorter one behind it.
        starts = [0, *(last for _first, last in sorted(settled))]
        ends = [*(first for first, _last in sorted(settled)), len(shown)]
        for begin, stop in zip(starts, ends, strict=True):
            for match in pattern.finditer(shown, begin, stop):
                start, end = match.span()
                raw = text.text[start:end]
                if (end == stop and shown[stop : stop + 1].isalnum()) or self._earlier.left(text, raw):
                    continue
                yield Replacement(start, end, like(raw, pairs[match[0].casefold()]) if is_name else pairs[match[0]])

    @cached_property
    def _in_texts(self) -> re.Pattern[str] | None:
        return _any_of(self._wordings, 0)

    @cached_property
    def _in_names(self) -> re.Pattern[str] | None:
        return _any_of(self._wordings_in_names, re.IGNORECASE)

    # Afterwards

    def finished(self, at: str) -> Key:
        """The key as it is to be kept when the study is rewritten by this plan."""
        changed = []
        for id, counts in self.replaced.items():
            entity = self._entities[id]
            pairs = tuple(sorted({*entity.replaced, *counts}))
            changed.append(entity.model_copy(update={"replaced": pairs}))
        ids = dict(sorted({**self.key.ids, **self.ids}.items()))
        after = (
            text._replace(
                text=self.ids.get(text.text, text.text) if text.where == "id" else self._after(text),
                transcript=self.ids.get(text.transcript, text.transcript),
            )
            for text in self.found.texts
        )
        rewritten = self.key.rewritten | signatures(self.found.texts, after)
        update = {"ids": ids, "rewritten": rewritten, "runs": (*self.key.runs, at)}
        return self.key.with_entities(changed).model_copy(update=update)

    def _after(self, text: PrivateText) -> str:
        return replaced_text(text.text, self.replacements(text))


def _new_entity(id: str, finding: Finding, language: str, earlier: Iterable[KeyEntity]) -> KeyEntity:
    """Somebody found now: part of a name that the key has once is that person, whose full name stands nowhere now."""
    said = set(finding.entity.split())
    same = [
        one
        for one in earlier
        if (one.kind, one.language) == (finding.kind, language) == ("person", language) and said < set(one.name.split())
    ]
    into = same[0].id if len(same) == 1 else ""
    return KeyEntity(id=id, kind=finding.kind, language=language, name=finding.entity, merged_into=into)


def _signs(text: PrivateText, finding: Finding) -> set[tuple[str, str]]:
    """What places share that are the same find: a number, a wording of one person, a wording in one interview."""
    entity = entity_id(finding, text.language)
    same = {(entity, finding.text), (text.transcript, finding.text)}
    return same if finding.kind in SPOKEN else same | {(entity, "")}


def _place_id(text: PrivateText, finding: Finding) -> str:
    words = text.text[finding.start : finding.end]
    if text.where == "utterance":
        where: tuple[Any, ...] = (text.transcript, text.utterance, 0 if text.is_present else text.revision + 1)
    else:
        where = (text.where, text.transcript, text.utterance, text.text)
    return digest(*where, finding.start, finding.end, finding.kind, words)


def _any_of(words: Iterable[str], flags: int) -> re.Pattern[str] | None:
    wanted = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, wanted)) + r")(?!\w)", flags) if wanted else None
