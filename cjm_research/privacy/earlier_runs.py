"""What earlier runs with a key left in a study: texts with pseudonyms, which are no names to be found again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from cjm_research.model.privacy import PrivateText, Where
from cjm_research.privacy.base import Finding
from cjm_research.privacy.found import Found, digest, entity_id, words_in
from cjm_research.privacy.key import Key, KeyEntity
from cjm_research.privacy.spelling import latin

# What researchers write, in their own words, about what was said.
WRITTEN: frozenset[Where] = frozenset({"coding", "memo", "code", "map", "survey", "settings"})


class EarlierRuns:
    """Tells pseudonyms that the key put there from people of the same name.

    Parameters
    ----------
    found : Found
        Texts with findings.
    key : Key
        Knows the pseudonyms, and digests of the texts that earlier runs left.
    """

    def __init__(self, found: Found, key: Key) -> None:
        self._found, self._rewritten = found, key.rewritten
        standing = {new for entity in key.entities for new in _standing_for(entity)}
        self._pseudonyms = {word for new in standing | set(map(latin, standing)) for word in words_in(new)}
        self._interviews = {id for id, signature in _interviews(found.texts) if signature in self._rewritten}
        spoken = (text for text in found.texts if text.where == "utterance")
        # A corrected turn goes on with the pseudonyms that it had.
        self._turns = {_turn(text) for text in spoken if self._is_as_left(text)}

    def new_in(self, text: PrivateText) -> Sequence[Finding]:
        """The findings in a text, without pseudonyms."""
        found = self._found.of(text)
        if not found or not self._rewritten:
            return found
        if text.where in WRITTEN and (self._interviews or self._turns) and not self._is_as_left(text):
            # Whoever writes about interviews that have pseudonyms uses these.
            met = self._met
        elif self._is_done(text):
            met = frozenset()
        else:
            return found
        return [one for one in found if entity_id(one, text.language) in met or not self._is_pseudonym(one)]

    def left(self, text: PrivateText, words: str) -> bool:
        """Whether words of a text beside the interviews are a pseudonym, whoever else has that name by now."""
        return words_in(words) <= self._pseudonyms and (text.where in WRITTEN or self._is_done(text))

    def _is_pseudonym(self, finding: Finding) -> bool:
        return any(words_in(name) <= self._pseudonyms for name in (finding.text, finding.entity))

    def _is_as_left(self, text: PrivateText) -> bool:
        return _signature(text) in self._rewritten

    def _is_done(self, text: PrivateText) -> bool:
        spoken = text.where == "utterance" and (text.transcript in self._interviews or _turn(text) in self._turns)
        return spoken or self._is_as_left(text)

    @cached_property
    def _met(self) -> frozenset[str]:
        """Whom interviews name that have no pseudonyms yet."""
        return frozenset(
            entity_id(one, text.language)
            for text in self._found.texts
            if text.where not in WRITTEN and not self._is_done(text)
            for one in self._found.of(text)
        )


def signatures(before: Iterable[PrivateText], after: Iterable[PrivateText]) -> frozenset[str]:
    """Digests of what a run leaves: each text that it changes, and all interviews."""
    after = tuple(after)
    changed = {_signature(new) for old, new in zip(before, after, strict=True) if old.text != new.text}
    return frozenset(changed | {signature for _id, signature in _interviews(after)})


def _signature(text: PrivateText) -> str:
    """A digest of a text; of a label, which another interview may have too, with its interview."""
    is_label = text.where != "utterance" and text.where not in WRITTEN
    return digest(text.transcript, text.text) if is_label else digest(text.text)


def _interviews(texts: Iterable[PrivateText]) -> Iterator[tuple[str, str]]:
    """Interviews, and digests of what was said in them before any correction."""
    said: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        if text.where == "utterance" and text.revision == 0:
            said[text.transcript].append(text.text)
    return ((id, digest("interview", *turns)) for id, turns in said.items())


def _standing_for(entity: KeyEntity) -> Iterator[str]:
    """What stands for an entity, in its basic form and as it was written."""
    yield from (entity.shown, entity.own, *(new for _raw, new in entity.replaced))
    yield from (str(entity.pseudonym.get(part) or "") for part in ("first", "last"))


def _turn(text: PrivateText) -> tuple[str, int]:
    return text.transcript, text.utterance
