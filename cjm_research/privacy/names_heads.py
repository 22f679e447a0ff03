"""Whether a name can begin with a word: by what is known of it, how it is written, what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from cjm_research.privacy.base import Sureness
from cjm_research.privacy.names_base import Names, Reading, word_list
from cjm_research.privacy.names_clauses import agrees_after, human_verb_after, is_role, no_name_here, past_form
from cjm_research.privacy.names_evidence import (
    Evidence,
    gender_after,
    place_before,
    set_off,
    speech_after,
    verb_after,
)
from cjm_research.privacy.names_known import at_start, vocative
from cjm_research.privacy.names_nobody import is_namesake, street_beside, street_case
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
    nobody: Set[int] = frozenset()

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
    if all(r.part == "possessive" for r in firsts) and (adjective := _possessive(scan, i)):
        # A pseudonym has to be an adjective as well, whoever is meant.
        return [*adjective, *lasts], "likely", "possessive"
    study = [r for r in scan.extra.get(word.fold, ()) if r in readings]
    if scan.language == "ru" and study and all(r.part == "last" for r in study) and not scan.names.listed(word.fold):
        # С Кимом, where the study knows a господин Ким: the first name is rare.
        return study, *_surname(scan, i, seen, study)
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
    # Frankach are money rather than several men.
    several = firsts and all(r.places and all(number == "pl" for number, _ in r.places) for r in firsts)
    common = common or (bool(several) and not lasts)
    ordinary = scan.names.is_ordinary(word.fold)
    if scan.flat and seen.strength in ("title", "strong"):
        # "Gdzie pan mieszka" is spoken to somebody.
        if (firsts or lasts) and not (common and seen.strength == "title" and not _name_rather(scan, word)):
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
    if word.fold in scan.extra and _known_here(scan, i, doubtful=doubtful):
        sign = not (doubtful and word.opens) or seen.strength
        return ("likely", "named_elsewhere") if sign else at_start(scan, i, firsts)
    # «Алёнка» is chocolate.
    quoted = word.quoted and scan.text[word.end : word.end + 1] in tuple('»”“"')
    if not seen.strength and (quoted or _as_place(scan, i, firsts)):
        return "possible", "first_name"
    if not doubtful:
        told = not (word.opens and scan.names.is_word(word.fold)) or _as_subject(scan, i, firsts)
        return "likely" if told or seen.strength else "possible", seen.why or "first_name"
    if seen.strength and not no_person:
        return "likely", seen.why
    if no_person:
        return ("possible", seen.why) if seen.strength else ("", "")
    if set_off(scan.words, i, i + 1, scan.text) and not word.opens:
        return "likely", "spoken_to"
    if word.opens and scan.text[word.end : word.end + 2] in ("'s", "’s"):
        return "likely", "possessive"
    if word.opens:
        if no_name_here(scan.words, i, scan.language):
            return "", ""
        if vocative(scan, i, firsts):
            return "likely", "spoken_to"
        said = _human_after(scan, i) and bool(_genders(firsts))
        person = _speaks(scan, i) if scan.language == "en" else said
        if person:
            return "likely", "verb"
        if scan.language != "en" and _gender_told(scan, i, firsts):
            return "possible", "first_name"
        after = verb_after if scan.language == "en" else speech_after
        subject = scan.language == "en" or bool(_genders(firsts))
        return ("possible", "first_name") if subject and after(scan.words, i + 1, scan.language) else ("", "")
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


def _possessive(scan: Scan, i: int) -> tuple[Reading, ...]:
    """A Russian form that is a surname as well, before a noun that it agrees with: Мишину карту."""
    words = scan.words
    if scan.language != "ru" or i + 1 >= len(words) or words[i + 1].before != " " or words[i + 1].capital:
        return ()
    return scan.names.possessive(words[i].fold, words[i + 1].fold)  # type: ignore[attr-defined]


def _known_here(scan: Scan, i: int, *, doubtful: bool) -> bool:
    """Whether a word that is a name elsewhere in the study is one here too, as far as the words beside it tell."""
    if not doubtful:
        return True
    firsts = [r for r in scan.readings(scan.words[i]) if r.part in ("first", "dim")]
    if firsts and all(r.places and r.places[0][0] == "pl" for r in firsts):
        return False
    return not no_name_here(scan.words, i, scan.language) and not place_before(scan.words, i, scan.language)


def _as_place(scan: Scan, i: int, readings: Sequence[Reading]) -> bool:
    """Whether a word that streets and towns are called by as well stands as one does: from Victoria."""
    beside = street_beside(scan.words, i, scan.language) or place_before(scan.words, i, scan.language)
    return beside and is_namesake(scan.words[i].fold, readings, scan.language)


def _as_subject(scan: Scan, i: int, readings: Sequence[Reading]) -> bool:
    """Whether a name that is a word too opens a sentence as people do: with a verb, a comma, somebody else."""
    words, n = scan.words, i + 1
    if scan.language == "en" or n >= len(words) or words[n].before != " ":
        return True
    if words[n].fold in ("i", "oraz", "и", "с", "со", "z", "ze") or words[n].capital:
        return True
    return not _other_gender(scan, i, readings)


def _speaks(scan: Scan, i: int) -> bool:
    """Whether a verb follows as after people; before a name that is a verb itself any verb tells: Will was driving."""
    after = scan.words[i + 1 : i + 2]
    own = scan.words[i].fold in _VERBS_TOO and after and after[0].before == " " and after[0].fold in _AUXILIARIES
    return bool(own) or speech_after(scan.words, i + 1, "en")


_VERBS_TOO = frozenset({"will", "mark", "rob", "sue", "pat", "drew", "nick", "bill", "grant", "frank", "jack", "chuck"})
_AUXILIARIES = frozenset(
    {"was", "is", "has", "had", "will", "would", "could", "did", "does", "wasn't", "isn't", "hasn't", "didn't", "can"}
)


def _human_after(scan: Scan, i: int) -> bool:
    return human_verb_after(scan.words, i + 1, scan.language)


def _genders(readings: Sequence[Reading]) -> set[str]:
    return {r.gender for r in readings for number, case in r.places if (number, case) == ("sg", "nom")}


def _gender_told(scan: Scan, i: int, readings: Sequence[Reading]) -> bool:
    return gender_after(scan.words, i + 1, scan.language) in _genders(readings)


def _other_gender(scan: Scan, i: int, readings: Sequence[Reading]) -> bool:
    """Whether a verb a few words on has another gender than the name."""
    told = gender_after(scan.words, i + 1, scan.language)
    return bool(told) and told not in _genders(readings)


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
    told = _told(scan, i, lasts)
    if word.fold in scan.extra and (told or not no_name_here(scan.words, i, scan.language)):
        shaped = ends_like_surname(word.fold) or word.fold.endswith(_FAMILY_ENDS)
        sign = told or shaped or seen.strength or not (doubtful and word.opens)
        return ("likely", "named_elsewhere") if sign else at_start(scan, i, lasts)
    if _families(scan, i, lasts):
        return "likely", "family"
    if seen.strength:
        return "possible" if doubtful else "likely", seen.why
    if is_namesake(word.fold, lasts, scan.language) and not agrees_after(scan.words, i + 1, scan.language, lasts):
        nowhere = word.opens or place_before(scan.words, i, scan.language)
        return ("", "") if nowhere else ("possible", "surname")
    if told:
        return "likely", "verb"
    if street_case(scan.words, i, scan.language):
        return "possible", "surname"
    if doubtful:
        return ("", "") if word.opens or scan.language == "en" else ("possible", "surname")
    if word.opens:
        return "possible" if scan.language == "en" or _adjective(scan, i) else "likely", "surname"
    return "likely", "surname"


def _families(scan: Scan, i: int, lasts: Sequence[Reading]) -> bool:
    """Whether a Polish plural stands after what people are with: u Dudków, od Johnsonów, z Dudkami."""
    word = scan.words[i]
    beside = i > 0 and word.before == " " and scan.words[i - 1].fold in ("u", "od", "z", "ze", "dla")
    plural = any(r.places and r.places[0][0] == "pl" for r in lasts[:3])
    return scan.language == "pl" and beside and plural and word.fold.endswith(("ów", "ami", "kimi", "kich", "imi"))


def _russian_family(scan: Scan, i: int, guessed: Sequence[Reading]) -> bool:
    """Колобковы переехали: a plural by its shape and its verb, though no dictionary holds it."""
    shaped = scan.language == "ru" and scan.words[i].fold.endswith(_FAMILY_ENDS)
    return shaped and agrees_after(scan.words, i + 1, "ru", guessed)


def _told(scan: Scan, i: int, lasts: Sequence[Reading]) -> bool:
    """Whether a verb shows that a surname is the subject: Кузнецов был, Петровы отказались."""
    if scan.language == "en":
        return False
    word = scan.words[i]
    shaped = ends_like_surname(word.fold) or word.fold.endswith(_FAMILY_ENDS)
    return _human_after(scan, i) or (shaped and agrees_after(scan.words, i + 1, scan.language, lasts))


def _adjective(scan: Scan, i: int) -> bool:
    """Whether a form like an adjective stands before a noun: Wolski rynek."""
    words = scan.words
    if i + 1 >= len(words) or words[i + 1].before != " " or words[i + 1].capital:
        return False
    noun = len(words[i + 1].fold) > 3 and not past_form(words[i + 1].fold, scan.language)
    return noun and words[i].fold.endswith(_ADJECTIVES)


def _unknown(scan: Scan, i: int, seen: Evidence) -> tuple[list[Reading], Sureness | str, str] | None:
    """A capitalised word that no list knows."""
    word, names = scan.words[i], scan.names
    if names.names_no_person(word.fold) or len(word.text) < 3 or (word.text.isupper() and len(word.text) < 6):
        return None
    if is_role(word, scan.language) or is_namesake(word.fold, (), scan.language):
        return None
    guessed = list(names.guessed(word.fold)) or [Reading("last", word.fold, "", rank=4)]
    ordinary = scan.ordinary(word.fold) and not any(r.rank == 0 for r in guessed)
    if _families(scan, i, guessed) or (word.opens and not ordinary and _russian_family(scan, i, guessed)):
        return guessed, "likely", "family"
    if seen.strength in ("title", "strong"):
        if seen.strength == "title" and _polite_you(scan, i):
            return guessed, "possible", seen.why
        return guessed, "sure" if not ordinary or not word.opens else "likely", seen.why
    if scan.language == "en" and i and scan.words[i - 1].fold == "the" and not ordinary:
        return _english_family(scan, i)
    if word.opens:
        if not ordinary and (seen.why in ("apposition", "named_so") or (scan.language == "en" and _gaelic(word))):
            return guessed, "likely", seen.why or "shape"
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
        return guessed, "possible" if street_case(scan.words, i, scan.language) else "likely", "shape"
    why = "verb" if verb_after(scan.words, i + 1, scan.language) else "unknown_capital"
    return guessed, "possible", why


def _gaelic(word: Word) -> bool:
    """O'Shaughnessy, McLaren, FitzGerald: no other word is written so."""
    return re.match(r"(?:O['’]|Mc|Mac|Fitz)[A-Z][a-z]{2}", word.text) is not None


def _english_family(scan: Scan, i: int) -> tuple[list[Reading], Sureness | str, str] | None:
    """We're the Adeyemis: a plural that no list knows, after what people are or are with."""
    word, next_one = scan.words[i], scan.words[i + 1 : i + 2]
    if not word.fold.endswith("s") or word.fold.endswith("ss") or (next_one and next_one[0].capital):
        return None
    stem = word.fold[:-2] if word.fold.endswith(("ches", "shes", "ses", "xes", "zes")) else word.fold[:-1]
    reading = Reading("last", stem, "", (("pl", "nom"),), rank=3)
    beside = scan.words[i - 2].fold if i > 1 else ""
    return [reading], "likely" if beside in _WITH_FAMILIES else "possible", "family"


_WITH_FAMILIES = frozenset({"we're", "are", "were", "they're", "you're", "with", "invited", "called", "told", "asked"})
_FAMILY_ENDS = ("овы", "евы", "ёвы", "ины", "ские", "цкие", "scy", "ccy", "dzcy", "owie")
_ADJECTIVES = ("ski", "cki", "dzki", "ska", "cka", "dzka", "ский", "ская", "цкий", "цкая", "skie", "ские")


def _polite_you(scan: Scan, i: int) -> bool:
    """Whether a Polish title is written as in letters, where it means you: czy poleca Pani Lingwerię."""
    title = scan.words[i - 1]
    return scan.language == "pl" and i > 1 and title.capital and not title.opens and title.fold[:3] in ("pan", "pań")


_SURNAME_ENDS = (
    *("ski", "cki", "ska", "cka", "skiego", "skiej", "ską", "wicz", "czyk", "ов", "ев", "ова", "ева", "ин", "ина"),
    *("ский", "ская", "енко", "овой", "евой", "иной", "ову", "овым"),
)


def ends_like_surname(form: str) -> bool:
    """Whether a form has an ending that hardly any other word has, so that a small letter does not matter."""
    return form.endswith(_SURNAME_ENDS)
