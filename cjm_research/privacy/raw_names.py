"""What a check looks for: the wordings that a key replaced, and the forms in which nobody happened to say them."""

from __future__ import annotations

from collections.abc import Iterator

from cjm_research.privacy.key import Key, KeyEntity
from cjm_research.privacy.pseudonym_forms import all_forms

# A shorter form of a name may be any word.
SHORTEST_FORM = 4


def raw_names(key: Key) -> set[str]:
    """All that must stand nowhere any more; without the words of names that a researcher left as they are.

    Of each replaced first name and surname every case and number is among them, the surname for men and women: a memo
    or a report may say "Kowalską" where the interviews had "Kowalska" alone.
    """
    replaced = [entity for entity in key.entities if entity.kind == "person" and entity.replaced]
    left = {form for entity in key.entities if turned_down(key, entity) for form in (entity.name, *entity.forms)}
    kept = {word.casefold() for form in left for word in (form, *form.split())}
    found = key.raw_forms() | {form for entity in replaced for form in _forms(entity)}
    return {name for name in found if name.casefold() not in kept}


def turned_down(key: Key, entity: KeyEntity) -> bool:
    """Whether a researcher decided that an entity stays as it is."""
    return key.decisions.get(entity.id) == "rejected"


def _forms(entity: KeyEntity) -> Iterator[str]:
    names = entity.pseudonym.get("replaces") or {}
    for part in ("first", "last"):
        for name in str(names.get(part) or "").split("-"):
            if len(name) < SHORTEST_FORM:
                continue
            forms = all_forms(entity.language, name, str(entity.pseudonym.get("gender") or ""), part)
            yield from (form.title() for form in forms if len(form) >= SHORTEST_FORM)
