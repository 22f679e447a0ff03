"""Whether a name can begin with a word: by what is known of it, how it is written, what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from cjm_research.privacy.base import Sureness
from cjm_research.privacy.names_base import Names, Reading, word_list
from cjm_research.privacy.names_evidence import Evidence, place_before, set_off, speech_after, verb_after
from cjm_research.privacy.names_words import Word

# Names of the study that the lists lack: form -> readings.
Extra = Mapping[str, tuple[Reading, ...]]


@dataclass(slots=True)
class Scan:
    """One utterance while names are looked for."""

    text: str
    language: str
    names: Names
    extra: Extra
    words: tuple[Word, ...]
    flat: bool
    vocabulary: Set[str] = frozenset()

    def ordinary(self, form: str) -> bool:
        """Whether a form is a common word: in the dictionary, or written small somewhere in the study."""
        return form in self.vocabulary or self.names.is_ordinary(form)

    def readings(self, word: Word) -> tuple[Reading, ...]:
        """Readings of a word as a name that is known, from the study first."""
        study = self.extra.get(word.fold, ())
        known = self.names.known if word.capital or self.flat else self.names.listed
        return study + tuple(r for r in known(word.fold) if r not in study)


def is_flat(words: Sequence[Word]) -> bool:
    """True where capitals say nothing: none at all, or nothing else."""
    telling = [word for word in words if len(word.text) > 1]
    no_capitals = bool(telling) and not any(word.capital for word in telling)
    return no_capitals or (len(telling) > 2 and all(word.text.isupper() for word in telling))


def head_of(scan: Scan, i: int, seen: Evidence) -> tuple[list[Reading], Sureness | str, str] | None:
    """Whether a name can begin at word ``i``: its readings, how sure, by what rule; "" where more has to follow."""
    word = scan.words[i]
    readings = list(scan.readings(word))
    firsts = [r for r in readings if r.part in ("first", "dim", "possessive", "patronymic")]
    lasts = [r for r in readings if r.part == "last"]
    if not word.capital or (scan.flat and word.text.isupper()):
        return _lower_case(scan, word, firsts, lasts, seen)
    if firsts:
        # Мухамедов is rather a surname than several men called Мухамед.
        if all(r.places and all(number == "pl" for number, _ in r.places) for r in firsts):
            lasts += [r for r in scan.names.guessed(word.fold) if r.rank <= 1 and r not in lasts]
        return [*firsts, *lasts], *_first_name(scan, i, seen)
    if lasts:
        return lasts, *_surname(scan, i, seen, lasts)
    return _unknown(scan, i, seen)


def _lower_case(
    scan: Scan, word: Word, firsts: list[Reading], lasts: list[Reading], seen: Evidence
) -> tuple[list[Reading], Sureness | str, str] | None:
    """Names that a transcription wrote small: only forms that are no word."""
    study = word.fold in scan.extra
    if not (firsts or lasts or (scan.flat and seen.strength)):
        return None
    common = scan.names.is_word(word.fold) or scan.names.names_no_person(word.fold)
    ordinary = scan.names.is_ordinary(word.fold)
    if scan.flat and seen.strength in ("title", "strong"):
        if firsts or lasts:
            return [*firsts, *lasts], "likely", seen.why
        if seen.strength == "strong" and not ordinary:
            return list(scan.names.guessed(word.fold)), "likely", seen.why
    if common or not (firsts or lasts):
        return None
    if not firsts:
        return _small_surname(scan, word, lasts, study=study, ordinary=ordinary)
    if not study and scan.language == "ru" and not _listed(firsts) and ordinary:
        return ([*firsts, *lasts], "possible", "lower_case") if scan.flat else None
    return [*firsts, *lasts], "likely" if scan.flat or study or _listed(firsts) else "possible", "lower_case"


def _small_surname(
    scan: Scan, word: Word, lasts: list[Reading], *, study: bool, ordinary: bool
) -> tuple[list[Reading], Sureness | str, str] | None:
    telling = ends_like_surname(word.fold)
    if not study:
        good = [r for r in lasts if r.rank == 0] if scan.flat and (telling or not ordinary) else []
        return (good, "possible", "surname") if good else None
    if telling:
        return lasts, "likely", "lower_case"
    if ordinary and not scan.flat:
        return None
    unlisted = not scan.names.known(word.fold)
    return lasts, "possible" if ordinary or unlisted else "likely", "lower_case"


def _listed(readings: Sequence[Reading]) -> bool:
    return any(r.part in ("dim", "first") for r in readings)


def _first_name(scan: Scan, i: int, seen: Evidence) -> tuple[Sureness | str, str]:
    word = scan.words[i]
    no_person = scan.names.names_no_person(word.fold)
    doubtful = no_person or (scan.names.is_word(word.fold) and not _name_rather(scan, word))
    # Several people of one first name are rare: w Markach is in a town.
    firsts = [r for r in scan.readings(word) if r.part in ("first", "dim")]
    doubtful = doubtful or (bool(firsts) and all(r.places and r.places[0][0] == "pl" for r in firsts))
    if seen.strength in ("title", "strong"):
        return "sure", seen.why
    nowhere = word.opens or place_before(scan.words, i, scan.language)
    if word.fold in scan.extra and not (doubtful and nowhere):
        return "likely", "named_elsewhere"
    if not doubtful:
        return "likely", seen.why or "first_name"
    if seen.strength and not no_person:
        return "likely", seen.why
    if no_person:
        return ("possible", seen.why) if seen.strength else ("", "")
    if set_off(scan.words, i, i + 1, scan.text) and not word.opens:
        return "likely", "spoken_to"
    if word.opens and scan.text[word.end : word.end + 2] in ("'s", "’s"):
        return "likely", "possessive"
    if word.opens:
        if scan.language == "en" and speech_after(scan.words, i + 1, "en"):
            return "likely", "verb"
        after = verb_after if scan.language == "en" else speech_after
        return ("possible", "first_name") if after(scan.words, i + 1, scan.language) else ("", "")
    if place_before(scan.words, i, scan.language):
        return "possible", "first_name"
    return "likely", "first_name"


def _name_rather(scan: Scan, word: Word) -> bool:
    """A form that a dictionary holds as a word too, but that people mean as a name."""
    rather = word_list(scan.language, "names_first")
    if word.fold in rather:
        return True
    singular = (r for r in scan.readings(word) if r.part in ("first", "dim") and ("sg" in {p[0] for p in r.places}))
    return word.fold not in word_list(scan.language, "words_too") and any(r.lemma in rather for r in singular)


def _surname(scan: Scan, i: int, seen: Evidence, lasts: Sequence[Reading]) -> tuple[Sureness | str, str]:
    word = scan.words[i]
    doubtful = scan.names.is_word(word.fold) or scan.names.names_no_person(word.fold)
    if seen.strength in ("title", "strong"):
        return "sure", seen.why
    if scan.language == "en" and lasts[0].places and i and scan.words[i - 1].fold == "the":
        return "likely", "family"
    unlisted = word.fold in scan.extra and not scan.names.known(word.fold)
    if scan.language == "en" or unlisted or all(r.rank for r in lasts):
        doubtful = doubtful or scan.ordinary(word.fold)
    if word.fold in scan.extra and not (doubtful and word.opens):
        return "likely", "named_elsewhere"
    if seen.strength:
        return "possible" if doubtful else "likely", seen.why
    if doubtful:
        return ("", "") if word.opens or scan.language == "en" else ("possible", "surname")
    if word.opens:
        return "possible" if scan.language == "en" else "likely", "surname"
    return "likely", "surname"


def _unknown(scan: Scan, i: int, seen: Evidence) -> tuple[list[Reading], Sureness | str, str] | None:
    """A capitalised word that no list knows."""
    word, names = scan.words[i], scan.names
    if names.names_no_person(word.fold) or len(word.text) < 3 or (word.text.isupper() and len(word.text) < 6):
        return None
    guessed = list(names.guessed(word.fold)) or [Reading("last", word.fold, "", rank=4)]
    ordinary = scan.ordinary(word.fold) and not any(r.rank == 0 for r in guessed)
    if seen.strength in ("title", "strong"):
        return guessed, "sure" if not ordinary or not word.opens else "likely", seen.why
    if word.opens:
        told = (
            not (ordinary or ends_like_surname(word.fold))
            and not word.quoted
            and not names.is_word(word.fold)
            and speech_after(scan.words, i + 1, scan.language)
        )
        return (guessed, "possible", "verb") if told else None
    if word.quoted:
        return None
    if ordinary:
        # A noun with a capital, as surnames are: u Pietruszki; an adjective in -ski is a sign in itself.
        sign = seen.why if seen.strength else "shape" if guessed[0].rank == 1 and len(word.text) > 5 else ""
        if scan.language == "en" or not sign or place_before(scan.words, i, scan.language):
            return None
        return guessed, "likely" if seen.strength and guessed[0].rank == 1 else "possible", sign
    if seen.strength:
        # People ring, ask and thank firms as well.
        return guessed, "possible" if seen.why == "addressed" else "likely", seen.why
    if place_before(scan.words, i, scan.language):
        return None
    shaped = any(r.rank == 1 for r in guessed) and len(word.text) > 5
    if shaped and scan.language != "en":
        return guessed, "likely", "shape"
    why = "verb" if verb_after(scan.words, i + 1, scan.language) else "unknown_capital"
    return guessed, "possible", why


_SURNAME_ENDS = (
    *("ski", "cki", "ska", "cka", "skiego", "skiej", "ską", "wicz", "czyk", "ов", "ев", "ова", "ева", "ин", "ина"),
    *("ский", "ская", "енко", "овой", "евой", "иной", "ову", "овым"),
)


def ends_like_surname(form: str) -> bool:
    """Whether a form has an ending that hardly any other word has, so that a small letter does not matter."""
    return form.endswith(_SURNAME_ENDS)
