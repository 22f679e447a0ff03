"""Pseudonyms for the entities of a key: names that decline like those they replace, and numbered words in brackets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from cjm_research.privacy.base import Finding
from cjm_research.privacy.key import KeyEntity
from cjm_research.privacy.pseudonym_lists import placeholder
from cjm_research.privacy.pseudonyms import Pseudonym, entity_of, families_of, pseudonym_for, render


class StandIns:
    """Chooses and words pseudonyms; the key keeps what was chosen."""

    def choose(
        self,
        entity: KeyEntity,
        findings: Sequence[Finding],
        *,
        taken: Collection[str],
        others: Iterable[KeyEntity],
        seed: int,
    ) -> KeyEntity:
        """The entity with a pseudonym that nobody else has; members of one family share a surname.

        `taken` are the names that people in the study have in truth.
        """
        others = list(others)
        known = [_pseudonym(one) for one in others if one.pseudonym]
        families = {old: new for one in known for old, new in families_of(one).items()}
        used = {shown for one in others for shown in (one.shown, one.own) if shown}
        chosen = pseudonym_for(
            entity_of(findings, entity.language), taken=taken, used=used, seed=seed, families=families
        )
        if chosen.number:
            # Counted over all languages: [phone 1] and [telefon 1] are the same one.
            number = 1 + max((one.number for one in known if one.kind == chosen.kind), default=0)
            shown = placeholder(entity.language, entity.kind, number)
            chosen = replace(chosen, number=number, shown=shown)
        traits = {"gender": chosen.gender} if chosen.gender else {}
        return entity.model_copy(
            update={"pseudonym": chosen.as_mapping(), "shown": chosen.shown, "traits": traits},
        )

    def words(self, entity: KeyEntity, finding: Finding, language: str) -> str:
        """What stands in place of a finding, in its case and number; a name of the researcher's own is declined too."""
        if not entity.own:
            return render(_pseudonym(entity), finding, language)
        name = (
            _own_name(entity.own, entity.language, str(entity.traits.get("gender", ""))) if _is_person(entity) else None
        )
        return render(name, finding, language) if name else entity.own


def _is_person(entity: KeyEntity) -> bool:
    return entity.kind == "person" and not entity.pseudonym.get("number")


@lru_cache(maxsize=1_000)
def _own_name(text: str, language: str, gender: str) -> Pseudonym | None:
    """A researcher's pseudonym as a name with its parts; None where the words are no name."""
    from cjm_research.privacy.detect import detect

    (found,) = detect([(text, language)], known=[text])
    if len(found) != 1 or found[0].kind != "person" or found[0].text != text:
        return None
    one = entity_of(found, language)
    return Pseudonym(
        one.key, "person", language, gender or one.gender, one.first, last=one.last, initials=one.initials, shown=text
    )


def _pseudonym(entity: KeyEntity) -> Pseudonym:
    return _read(entity.model_dump_json(include={"pseudonym"}))


@lru_cache(maxsize=10_000)
def _read(text: str) -> Pseudonym:
    import json

    return Pseudonym.from_mapping(json.loads(text)["pseudonym"])
