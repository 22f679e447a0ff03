"""English names: lists of first names and surnames; a capital in the middle of a sentence tells the rest."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property, lru_cache

from cjm_research.privacy.names_base import (
    Place,
    Reading,
    everyday_forms,
    first_names,
    other_names,
    word_list,
)


class EnglishNames:
    """What is known of English names."""

    def known(self, form: str) -> tuple[Reading, ...]:
        """Readings of a folded form as a listed first name or surname."""
        if "-" in form and form not in self._index:
            halves = [self.known(half) for half in form.split("-")]
            rest = form.split("-")[1:]
            if halves[0] and halves[0][0].part == "first" and not any(map(self.is_ordinary, rest)):
                # Jean-Luc, Lars-Erik, whatever the second half.
                return (Reading("first", form, halves[0][0].gender),)
            if not all(halves):
                return ()
            part = halves[0][0].part
            return (Reading("first" if part == "dim" else part, form, halves[0][0].gender),)
        found = self._index.get(form, ())
        if not found and form.endswith("s") and form[:-1] in word_list("en", "surnames"):
            # The Johnsons.
            return (Reading("last", form[:-1], "", (("pl", "nom"),), rank=1),)
        return found

    def listed(self, form: str) -> tuple[Reading, ...]:
        """The same: the lists are all there is."""
        return self.known(form)

    def guessed(self, form: str) -> tuple[Reading, ...]:
        """Any word may be a surname."""
        return (Reading("last", form, "", rank=3),)

    def forms(self, reading: Reading) -> dict[str, tuple[Place, ...]]:
        """The name itself: English has no cases."""
        return {reading.lemma: ()}

    def is_word(self, form: str) -> bool:
        """Whether a name is an ordinary word as well."""
        return form in word_list("en", "words_too")

    def is_ordinary(self, form: str) -> bool:
        """Whether a form is in the dictionary at all."""
        return _is_ordinary(form)

    def names_no_person(self, form: str) -> bool:
        """Whether a capitalised form is a place, a people, a brand, a month."""
        return form in word_list("en", "not_persons") or self.names_place(form)

    def names_place(self, form: str) -> bool:
        """Whether a capitalised form is a place or a people."""
        return form in word_list("en", "places")

    def bases(self, diminutive: str) -> tuple[tuple[str, str], ...]:
        """Full names that a short form may stand for."""
        return everyday_forms("en").get(diminutive, ())

    @cached_property
    def _index(self) -> dict[str, tuple[Reading, ...]]:
        found: dict[str, list[Reading]] = defaultdict(list)
        for name, gender in (*first_names("en"), *other_names("en")):
            found[name].append(Reading("first", name, gender))
        here = set(found)
        for name, gender in first_names("pl"):
            if name not in here and not self.is_ordinary(name) and name not in everyday_forms("en"):
                found[name].append(Reading("first", name, gender))
        for name, full in everyday_forms("en").items():
            for gender in sorted({gender for _, gender in full}):
                found[name].append(Reading("dim", name, gender))
        for name in word_list("en", "surnames"):
            found[name].append(Reading("last", name, "", rank=1))
        return {form: tuple(dict.fromkeys(readings)) for form, readings in found.items()}


@lru_cache(maxsize=100_000)
def _is_ordinary(form: str) -> bool:
    import simplemma

    # Contractions (I'm, we'd), but not O'Brien.
    if "'" in form and not form.startswith(("o'", "d'", "l'")):
        return True
    return simplemma.is_known(form, lang="en")
