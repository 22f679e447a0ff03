"""Polish names: lists of first names with all their forms, surnames by list and by shape."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, cached_property, lru_cache

from cjm_research.privacy.inflection import Forms, places_of
from cjm_research.privacy.inflection_pl import (
    _SOFTENED,
    _STEMS,
    first_name_forms,
    is_adjective,
    surname_forms,
    wife_forms,
)
from cjm_research.privacy.names_base import (
    Place,
    Reading,
    everyday_forms,
    first_names,
    lines,
    other_names,
    word_list,
)

# Ends of surnames, the surest first; the man's nominative.
_SURE_ENDS = ("wski", "ński", "lski", "cki", "dzki", "ski", "wicz", "czyk", "czak", "czuk", "czyński")
_GOOD_ENDS = (
    "ak",
    "ek",
    "ik",
    "yk",
    "uk",
    "ko",
    "arz",
    "asz",
    "ula",
    "ała",
    "yga",
    "oń",
    "eń",
    "ec",
    "cz",
    "ura",
    "ski",
)
_ENDINGS = (
    *("iego", "iemu", "ego", "emu", "iej", "ej", "imi", "ymi", "im", "ym", "ich", "ych", "owie", "owi", "ów", "om"),
    *("ami", "ach", "iem", "em", "ie", "scy", "ccy", "zcy", "ska", "ą", "ę", "a", "e", "y", "i", "u", "o", ""),
)
_RESTORED = {"ś": "si", "ć": "ci", "ń": "ni", "ź": "zi"}


class PolishNames:
    """What is known of Polish names."""

    def known(self, form: str) -> tuple[Reading, ...]:
        """Readings of a folded form as a listed first name or surname."""
        if "-" in form:
            return _joined(form, self.known)
        return self._index.get(form, ())

    def listed(self, form: str) -> tuple[Reading, ...]:
        """The same: the lists are all there is."""
        return self.known(form)

    def guessed(self, form: str) -> tuple[Reading, ...]:
        """Readings of a folded form as a surname by its shape, the most plausible first."""
        if "-" in form:
            return _joined(form, lambda half: self.known(half) + self.guessed(half))
        return _guessed(form)

    def forms(self, reading: Reading) -> dict[str, tuple[Place, ...]]:
        """All forms of a name with their places."""
        found: dict[str, list[Place]] = defaultdict(list)
        for place, variants in _table(reading).items():
            for variant in variants:
                found[variant].append(place)
        return {form: tuple(places) for form, places in found.items()}

    def is_word(self, form: str) -> bool:
        """Whether a name's form is an ordinary word as well."""
        if form in word_list("pl", "words_too"):
            return True
        readings = self.known(form)
        words = word_list("pl", "surnames_words")
        return bool(readings) and all(r.part == "last" and r.lemma in words for r in readings)

    def is_ordinary(self, form: str) -> bool:
        """Whether a form is a common word; the full dictionary takes too long to load, so a study's words tell more."""
        return form in word_list("pl", "words_too")

    def names_no_person(self, form: str) -> bool:
        """Whether a capitalised form is a place, a people, a brand, a month, in any case."""
        listed = form in word_list("pl", "not_persons") or form in word_list("pl", "places")
        if not listed and any(reading.part in ("first", "dim") for reading in self._index.get(form, ())):
            return False
        return listed or form in _inflected("not_persons") or self.names_place(form)

    def names_place(self, form: str) -> bool:
        """Whether a capitalised form is a place or a people."""
        return form in _inflected("places")

    def bases(self, diminutive: str) -> tuple[tuple[str, str], ...]:
        """Full names that an everyday form may stand for."""
        return everyday_forms("pl").get(diminutive, ())

    @cached_property
    def _index(self) -> dict[str, tuple[Reading, ...]]:
        found: dict[str, list[Reading]] = defaultdict(list)
        full = [*first_names("pl"), *other_names("pl")]
        short = [(form, gender) for form, names in everyday_forms("pl").items() for gender in {g for _, g in names}]
        entries = [Reading("first", name, gender) for name, gender in full]
        entries += [Reading("dim", name, gender) for name, gender in sorted(short)]
        for line in lines("pl", "surnames"):
            for name in line.lower().split():
                entries += [Reading("last", name, "m"), Reading("last", name, "f")]
        for entry in entries:
            for form, places in self.forms(entry).items():
                found[form].append(Reading(entry.part, entry.lemma, entry.gender, places))
            if entry.part == "last" and entry.gender == "f":
                for form, places in self.forms(Reading("last", entry.lemma, "f", wife=True)).items():
                    found[form].append(Reading("last", entry.lemma, "f", places, wife=True))
        self._borrow(found)
        return {form: tuple(dict.fromkeys(readings)) for form, readings in found.items()}

    def _borrow(self, found: dict[str, list[Reading]]) -> None:
        """Names of other languages that the English lists hold, but those that are Polish words."""
        here = {name for name, _ in (*first_names("pl"), *other_names("pl"))} | word_list("pl", "not_borrowed")
        for name, gender in other_names("en"):
            if name in here or "-" in name:
                continue
            for form, places in self.forms(Reading("first", name, gender)).items():
                if form not in word_list("pl", "words_too"):
                    found[form].append(Reading("first", name, gender, places))


@cache
def _inflected(name: str) -> frozenset[str]:
    """All forms of the words of a list."""
    found = set()
    for word in word_list("pl", name):
        found.add(word)
        if len(word) < 4:
            continue
        # Kraków, Krakowie; Ikea, Ikei; Lidl, Lidlu.
        stem = word[:-2] + word[-2:].replace("ó", "o")
        found.update(stem + end for end in ("u", "ie", "ach", "y", "i", "a", "em"))
        found.update((f"{word[:-1]}i", f"{word[:-1]}ach", f"{word[:-1]}ech"))
        if word.endswith("ch"):
            found.update(f"{word[:-2]}{end}" for end in ("si", "chów", "chom", "chami"))
        elif word[-1] in "bpwm":
            # Wrocław, Wrocławia: soft, though its nominative does not show it.
            found.update(f"{word}{end}" for end in ("ia", "iu", "iem"))
        elif word[-1] in "cśćńźlż":
            # Wielkanoc, Wielkanocą; Łódź, Łodzią.
            found.update(f"{word}{end}" for end in ("ą", "y"))
        elif word.endswith("k"):
            # Anglik, Anglicy.
            found.update(f"{word[:-1]}{end}" for end in ("cy", "ków", "kami", "kom", "kach"))
        for gender in "mf":
            found.update(form for forms in surname_forms(word, gender).values() for form in forms)
            found.update(form for forms in first_name_forms(word, gender).values() for form in forms)
    return frozenset(found)


def _table(reading: Reading) -> Forms:
    if reading.part == "last":
        if "-" in reading.lemma:
            halves = [surname_forms(half, reading.gender or "m") for half in reading.lemma.split("-")]
            return {place: ("-".join(half[place][0] for half in halves),) for place in halves[0]}
        return wife_forms(reading.lemma) if reading.wife else surname_forms(reading.lemma, reading.gender or "m")
    return first_name_forms(reading.lemma, reading.gender or "m", diminutive=reading.part == "dim")


def _joined(form: str, read: object) -> tuple[Reading, ...]:
    """Readings of a double surname: both halves in one case, or the first left as it is."""
    halves = [read(half) for half in form.split("-")]  # type: ignore[operator]
    lasts = [[r for r in half if r.part == "last" and not r.wife] for half in halves]
    if len(halves) != 2 or not all(lasts):
        return ()
    found = []
    for first in lasts[0][:6]:
        for second in lasts[1][:6]:
            if first.gender and second.gender and first.gender != second.gender:
                continue
            places = tuple(place for place in first.places if place in second.places)
            if places:
                gender = first.gender or second.gender
                found.append(Reading("last", f"{first.lemma}-{second.lemma}", gender, places, first.rank + second.rank))
    return tuple(sorted(dict.fromkeys(found), key=lambda r: r.rank)[:8])


@lru_cache(maxsize=20_000)
def _guessed(form: str) -> tuple[Reading, ...]:
    found = []
    for lemma in _lemmas(form):
        rank = _rank(lemma)
        for gender in "mf":
            places = places_of(surname_forms(lemma, gender), form)
            if places:
                found.append(Reading("last", lemma, gender, places, rank))
        if len(form) > 6 and "ow" in form:
            places = tuple(place for place in places_of(wife_forms(lemma), form) if place[0] == "sg")
            if places:
                found.append(Reading("last", lemma, "f", places, rank, wife=True))
    return tuple(sorted(found, key=lambda r: (r.rank, len(r.lemma), r.lemma, r.gender != "m"))[:10])


def _rank(lemma: str) -> int:
    if lemma in word_list("pl", "surnames"):
        return 0
    if lemma.endswith(_SURE_ENDS):
        return 1
    if lemma.endswith(_GOOD_ENDS):
        return 2
    if is_adjective(lemma) and not lemma.endswith(("ny", "ty", "ły", "wy", "ry")):
        return 5
    return 6 if lemma.endswith(("ą", "ę", "ów", "ach", "ami")) else 3 if lemma[-1] not in "aeiouyó" else 4


def _lemmas(form: str) -> list[str]:
    """Nominatives from which a form may come; the paradigm decides which of them do."""
    found = {form, *(name for name, stem in _STEMS.items() if form.startswith(stem))}
    for ending in _ENDINGS:
        if not form.endswith(ending) or len(form) - len(ending) < 2:
            continue
        stem = form[: len(form) - len(ending)]
        if ending in ("scy", "ccy", "zcy"):
            found.add(stem + ending[:-2] + "ki")
            continue
        if ending == "ska":
            found.add(f"{stem}ski")
            continue
        found.update(stem + end for end in ("", "a", "i", "y", "o"))
        found.update(_alternations(stem))
    wrong = ("ska", "cka", "dzka", "ską", "ska", "wna")
    return sorted(lemma for lemma in found if len(lemma) > 2 and not lemma.endswith(wrong))


def _alternations(stem: str) -> set[str]:
    found = set()
    if stem.endswith("k") and stem[-2:-1] not in "aeiouyąęó":
        found.add(f"{stem[:-1]}ek")
        if len(stem) > 2 and stem[-2] in _RESTORED:
            found.add(f"{stem[:-2]}{_RESTORED[stem[-2]]}ek")
    if stem.endswith("c") and stem[-2:-1] not in "aeiouyąęó":
        found.update((f"{stem[:-1]}ec", f"{stem[:-1]}iec"))
        if len(stem) > 2 and stem[-2] in "ńś":
            found.add(f"{stem[:-2]}{_RESTORED[stem[-2]]}ec")
    if stem.endswith("ł"):
        found.add(f"{stem[:-1]}eł")
    for soft, end in (("ni", "ń"), ("si", "ś"), ("ci", "ć"), ("zi", "ź"), ("n", "ń"), ("s", "ś")):
        if stem.endswith(soft):
            found.add(stem.removesuffix(soft) + end)
    for hard, soft in _SOFTENED:
        for shape in (soft, soft.removesuffix("i")):
            if stem.endswith(shape):
                found.update(stem.removesuffix(shape) + hard + end for end in ("", "a", "o"))
    return found
