"""What a key holds: the people, firms and numbers of a study, their pseudonyms, and what was decided of each place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_serializer

from cjm_research.errors import UnknownNameError
from cjm_research.i18n import _
from cjm_research.privacy.base import DataKind
from cjm_research.privacy.names_base import is_common

Decision = Literal["accepted", "rejected"]
# A shorter word of a name may be anybody's.
_TELLING_WORD = 4


class KeyEntity(BaseModel):
    """One person, firm, number, and what stands for it.

    Attributes
    ----------
    id : str
        The name under which proposals know it; tells nothing.
    name : str
        The entity as it was found: lower-case letters, digits alone.
    forms : tuple of str
        Every wording that was found, as it stood.
    traits : mapping
        What is known of it: gender, parts of the name.
    pseudonym : mapping
        What stands for it, as the words of names keep it.
    shown : str
        The pseudonym in its basic form.
    own : str
        What a researcher wants there instead, in every place; a name in its basic form.
    merged_into : str
        The id of the entity that it is in truth.
    replaced : tuple of (str, str)
        Each wording that went, and what stands in its place.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: DataKind
    language: str = ""
    name: str
    forms: tuple[str, ...] = ()
    traits: Mapping[str, Any] = Field(default_factory=dict)
    pseudonym: Mapping[str, Any] = Field(default_factory=dict)
    shown: str = ""
    own: str = ""
    merged_into: str = ""
    replaced: tuple[tuple[str, str], ...] = ()


class Key(BaseModel):
    """The content of a key file.

    Attributes
    ----------
    seed : int
        Chooses pseudonyms; without it nobody can tell a name from its pseudonym by trying.
    entities : tuple of KeyEntity
        Sorted by id.
    decisions : mapping
        Id of a proposal, or of an entity for all its places -> what a researcher decided.
    own : mapping
        Id of a proposal -> the researcher's own words for that place.
    ids : mapping
        Id of an interview or a participant before -> after.
    employers : tuple of str
        Names of firms that were looked for.
    rewritten : frozenset of str
        Digests of texts as they were after it: in them, names that are pseudonyms of this key are no find.
    runs : tuple of str
        When studies were pseudonymised with it: ISO 8601, UTC.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int = Field(ge=0)
    entities: tuple[KeyEntity, ...] = ()
    decisions: Mapping[str, Decision] = Field(default_factory=dict)
    own: Mapping[str, str] = Field(default_factory=dict)
    ids: Mapping[str, str] = Field(default_factory=dict)
    employers: tuple[str, ...] = ()
    rewritten: frozenset[str] = frozenset()
    runs: tuple[str, ...] = ()

    @field_serializer("rewritten")
    def _sorted(self, digests: frozenset[str]) -> list[str]:
        return sorted(digests)

    def raw_forms(self) -> set[str]:
        """Every wording that was replaced, and every id that was renamed: what must stand nowhere any more.

        Of people's names the longer words alone are among them too. What is a common word as well is left out: it may
        stand anywhere and mean nobody.
        """
        people = (raw for entity in self.entities if entity.kind == "person" for raw, _new in entity.replaced)
        words = {word for raw in people for word in raw.split() if len(word) >= _TELLING_WORD}
        forms = {raw for entity in self.entities for raw, _new in entity.replaced} | words
        common = {
            raw
            for entity in self.entities
            if entity.kind == "person"
            for whole, _new in entity.replaced
            for raw in (whole, *whole.split())
            if raw[:1].isupper() and is_common(raw, entity.language)
        }
        return (forms - common) | set(self.ids)

    def entity(self, id: str) -> KeyEntity | None:
        """The entity of that id, or the one into which it was merged; None where there is none."""
        by_id = {entity.id: entity for entity in self.entities}
        found = by_id.get(id)
        for _step in range(len(by_id)):  # merged ones may have been merged again
            if found is None or not found.merged_into:
                break
            found = by_id.get(found.merged_into)
        return found

    def behind(self, pseudonym: str) -> tuple[KeyEntity, ...]:
        """Whom a pseudonym, in any of its forms, stands for."""
        wanted = _folded(pseudonym)
        return tuple(
            entity
            for entity in self.entities
            if wanted
            in {_folded(shown) for shown in (entity.shown, entity.own, *(new for _raw, new in entity.replaced))}
        )

    # What a researcher decides

    def decided(self, ids: Iterable[str], decision: Decision | None) -> Key:
        """The key with a decision on some places or entities; None takes theirs back.

        A decision on an entity stands in place of those on its single places (`ids` may name both).
        """
        less = {id: known for id, known in self.decisions.items() if id not in set(ids)}
        new = {} if decision is None else dict.fromkeys(ids, decision)
        return self.model_copy(update={"decisions": dict(sorted({**less, **new}.items()))})

    def worded(self, id: str, text: str) -> Key:
        """The key with a researcher's own words for an entity, or for one place; empty ones take them back."""
        entity = next((one for one in self.entities if one.id == id), None)
        if entity is not None:
            return self.with_entities([entity.model_copy(update={"own": text})])
        own = {place: words for place, words in self.own.items() if place != id} | ({id: text} if text else {})
        return self.model_copy(update={"own": dict(sorted(own.items()))})

    def merged(self, id: str, into: str) -> Key:
        """The key with one entity being another in truth; merging it into itself parts them again.

        Raises
        ------
        UnknownNameError
            There is no such entity.
        """
        by_id = {entity.id: entity for entity in self.entities}
        if missing := [one for one in (id, into) if one not in by_id]:
            raise UnknownNameError(_("The key has no “{name}”.").format(name=missing[0]))
        top = self.entity(into)
        parted = into == id or top is None or top.id == id
        changed = [by_id[id].model_copy(update={"merged_into": "" if parted or top is None else top.id})]
        if not parted and into in by_id and by_id[into].merged_into == id:
            changed.append(by_id[into].model_copy(update={"merged_into": ""}))
        return self.with_entities(changed)

    def with_entities(self, entities: Iterable[KeyEntity]) -> Key:
        """The key with entities added or brought up to date."""
        known = {entity.id: entity for entity in self.entities} | {entity.id: entity for entity in entities}
        return self.model_copy(update={"entities": tuple(known[id] for id in sorted(known))})


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
