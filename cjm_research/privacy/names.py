"""Persons named in one utterance: single names and phrases of names, with what their forms tell."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cjm_research.privacy.base import Sureness
from cjm_research.privacy.names_base import Names, Place, Reading, names_of
from cjm_research.privacy.names_evidence import Evidence, cases_hinted, is_title, left_of, place_before, set_off, verb_after
from cjm_research.privacy.names_words import Word, words_of

# Names of the study that the lists lack: form -> readings.
Extra = Mapping[str, tuple[Reading, ...]]

_PARTICLES = frozenset("van der den de von da del di la al el bin ibn ter du dos ben".split())
_STOPS = frozenset("junior jr senior sr ii iii".split())
_MAX_WORDS = 5


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text: its words with the reading of each (none for an initial or a particle)."""

    words: tuple[Word, ...]
    readings: tuple[Reading | None, ...]
    gender: str
    place: Place | None
    sureness: Sureness
    why: str
    language: str

    @property
    def start(self) -> int:
        """Where the name begins, in code points."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where the name ends, in code points; the full stop of a last initial belongs to it."""
        return self.words[-1].end


@dataclass(slots=True)
class _Scan:
    """One utterance while names are looked for."""

    text: str
    language: str
    names: Names
    extra: Extra
    words: tuple[Word, ...]
    flat: bool
    found: list[Named] = field(default_factory=list)

    def readings(self, word: Word) -> tuple[Reading, ...]:
        """Readings of a word as a name that is known, from the study first."""
        study = self.extra.get(word.fold, ())
        return study + tuple(r for r in self.names.known(word.fold) if r not in study)


def find_names(text: str, language: str, extra: Extra | None = None) -> list[Named]:
    """Names of persons in a text, in the order of the text.

    Parameters
    ----------
    extra : mapping
        Forms of names known from elsewhere in the study.
    """
    names = names_of(language)
    if names is None:
        return []
    words = words_of(text, possessive=language == "en")
    scan = _Scan(text, language, names, extra or {}, words, _is_flat(words))
    i = 0
    while i < len(words):
        named = _initials_first(scan, i) or _phrase(scan, i)
        if named:
            scan.found.append(named)
            i = words.index(named.words[-1]) + 1
        else:
            i += 1
    return scan.found


def _is_flat(words: Sequence[Word]) -> bool:
    """True where capitals say nothing: none at all, or nothing else."""
    telling = [word for word in words if len(word.text) > 1]
    return len(telling) > 2 and (not any(w.capital for w in telling) or all(w.text.isupper() for w in telling))


def _initials_first(scan: _Scan, i: int) -> Named | None:
    """J. Kowalski, А. С. Лебедев."""
    words = scan.words
    j = i
    while j < len(words) and words[j].initial and scan.text[words[j].end : words[j].end + 1] == ".":
        j += 1
        if j - i > 2:
            break
    if j == i or j >= len(words) or words[j].before not in (". ", "."):
        return None
    word = words[j]
    if not word.capital or word.initial or len(word.text) < 3:
        return None
    lasts = [r for r in scan.readings(word) if r.part == "last"]
    guessed = list(scan.names.guessed(word.fold))
    # "in Group A. Then": one letter and an ordinary word is the end of a sentence.
    if not lasts and scan.names.is_ordinary(word.fold) and j - i == 1:
        return None
    options: list[list[Reading | None]] = [[None] for _ in range(j - i)]
    options.append(list(lasts or guessed) or [Reading("last", word.fold, "", rank=3)])
    return _named(scan, i, j + 1, options, Evidence("strong", "initials"), "sure")


def _phrase(scan: _Scan, i: int) -> Named | None:
    word = scan.words[i]
    if word.initial or len(word.text) < 2 or is_title(word, scan.language):
        return None
    seen = left_of(scan.words, i, scan.language)
    head = _head(scan, i, seen)
    if not head:
        return None
    readings, sureness, why = head
    j, options = _extended(scan, i, readings, seen)
    firsts = any(r and r.part in ("first", "dim") for r in readings)
    if j - i > 1:
        weak = sureness == "" and scan.words[i].opens and not _is_name_like(scan, i + 1)
        if not weak:
            sure = firsts and (sureness in ("sure", "likely") or _is_name_like(scan, i + 1))
            sureness, why = ("sure" if sure else "likely"), "full_name"
    if sureness == "":
        return None
    return _named(scan, i, j, options, Evidence(seen.strength, why, seen.gender), sureness)


def _is_name_like(scan: _Scan, i: int) -> bool:
    """A surname or patronymic that is one by list or by shape."""
    word = scan.words[i]
    return any(r.part in ("last", "patronymic") for r in scan.readings(word)) or any(
        r.rank <= 1 for r in scan.names.guessed(word.fold)
    )


def _head(scan: _Scan, i: int, seen: Evidence) -> tuple[list[Reading], Sureness | str, str] | None:
    """Whether a name can begin at word ``i``: its readings, how sure, by what rule; "" where more has to follow."""
    word = scan.words[i]
    readings = list(scan.readings(word))
    firsts = [r for r in readings if r.part in ("first", "dim", "patronymic")]
    lasts = [r for r in readings if r.part == "last"]
    if not word.capital or (scan.flat and word.text.isupper()):
        return _lower_case(scan, word, firsts, lasts, seen)
    if firsts:
        return [*firsts, *lasts], *_first_name(scan, i, seen)
    if lasts:
        return lasts, *_surname(scan, i, seen, lasts)
    return _unknown(scan, i, seen)


def _lower_case(
    scan: _Scan, word: Word, firsts: list[Reading], lasts: list[Reading], seen: Evidence
) -> tuple[list[Reading], Sureness | str, str] | None:
    """Names that a transcription wrote small: only forms that are no word."""
    study = word.fold in scan.extra
    common = scan.names.is_word(word.fold) or scan.names.names_no_person(word.fold)
    if seen.strength == "strong" and scan.flat and not firsts and not lasts and not scan.names.is_ordinary(word.fold):
        return list(scan.names.guessed(word.fold)), "likely", seen.why
    if (firsts or lasts) and seen.strength in ("title", "strong") and scan.flat:
        return [*firsts, *lasts], "likely", seen.why
    if common or not (firsts or lasts):
        return None
    if lasts and not firsts and not study:
        good = [r for r in lasts if r.rank == 0] if scan.flat and not scan.names.is_ordinary(word.fold) else []
        return (good, "possible", "surname") if good else None
    if not study and scan.language == "ru" and not _listed(firsts) and scan.names.is_ordinary(word.fold):
        return ([*firsts, *lasts], "possible", "lower_case") if scan.flat else None
    return [*firsts, *lasts], "likely" if scan.flat or study or _listed(firsts) else "possible", "lower_case"


def _listed(readings: Sequence[Reading]) -> bool:
    return any(r.part in ("dim", "first") for r in readings)


def _first_name(scan: _Scan, i: int, seen: Evidence) -> tuple[Sureness | str, str]:
    word = scan.words[i]
    no_person = scan.names.names_no_person(word.fold)
    doubtful = scan.names.is_word(word.fold) or no_person
    if seen.strength in ("title", "strong"):
        return "sure", seen.why
    if word.fold in scan.extra and not (doubtful and word.opens):
        return "likely", "named_elsewhere"
    if not doubtful:
        return "likely", seen.why or "first_name"
    if seen.strength and not no_person:
        return "likely", seen.why
    if no_person:
        return ("possible", seen.why) if seen.strength else ("", "")
    if set_off(scan.words, i, i + 1, scan.text) and not word.opens:
        return "likely", "spoken_to"
    if word.opens:
        return ("possible", "first_name") if verb_after(scan.words, i + 1, scan.language) else ("", "")
    alone = scan.language == "en" and not verb_after(scan.words, i + 1, scan.language)
    if alone or place_before(scan.words, i, scan.language):
        return "possible", "first_name"
    return "likely", "first_name"


def _surname(scan: _Scan, i: int, seen: Evidence, lasts: Sequence[Reading]) -> tuple[Sureness | str, str]:
    word = scan.words[i]
    doubtful = scan.names.is_word(word.fold) or scan.names.names_no_person(word.fold)
    if seen.strength in ("title", "strong"):
        return "sure", seen.why
    if word.fold in scan.extra and not (doubtful and word.opens):
        return "likely", "named_elsewhere"
    if scan.language == "en" or all(r.rank for r in lasts):
        doubtful = doubtful or scan.names.is_ordinary(word.fold)
    if seen.strength:
        return "possible" if doubtful else "likely", seen.why
    if doubtful:
        return ("", "") if word.opens or scan.language == "en" else ("possible", "surname")
    if word.opens:
        return "possible" if scan.language == "en" else "likely", "surname"
    return "likely", "surname"


def _unknown(scan: _Scan, i: int, seen: Evidence) -> tuple[list[Reading], Sureness | str, str] | None:
    """A capitalised word that no list knows."""
    word, names = scan.words[i], scan.names
    if names.names_no_person(word.fold) or len(word.text) < 3 or (word.text.isupper() and len(word.text) < 6):
        return None
    guessed = list(names.guessed(word.fold)) or [Reading("last", word.fold, "", rank=4)]
    ordinary = names.is_ordinary(word.fold) and not any(r.rank == 0 for r in guessed)
    if seen.strength in ("title", "strong"):
        return guessed, "sure" if not ordinary or not word.opens else "likely", seen.why
    if word.opens or ordinary or word.quoted:
        return None
    if seen.strength:
        return guessed, "likely", seen.why
    if place_before(scan.words, i, scan.language):
        return None
    shaped = any(r.rank == 1 for r in guessed) and len(word.text) > 5
    if shaped and scan.language != "en":
        return guessed, "likely", "shape"
    why = "verb" if verb_after(scan.words, i + 1, scan.language) else "unknown_capital"
    return guessed, "possible", why


def _extended(
    scan: _Scan, i: int, head: list[Reading], seen: Evidence
) -> tuple[int, list[list[Reading | None]]]:
    """Where the phrase that begins at ``i`` ends, and the options of each of its words."""
    options: list[list[Reading | None]] = [list(head)]
    words = scan.words
    j = i + 1
    while j < len(words) and j - i < _MAX_WORDS:
        word = words[j]
        if word.fold in _PARTICLES and _capital_at(scan, j + 1) and word.before == " ":
            options.append([None])
            j += 1
            continue
        if word.initial and word.before in (" ", ".", ". ") and scan.text[word.end : word.end + 1] == "." and not word.opens:
            options.append([None])
            j += 1
            continue
        more = _next_part(scan, j, head, seen)
        if not more:
            break
        options.append(list(more))
        j += 1
    return j, options


def _capital_at(scan: _Scan, j: int) -> bool:
    return j < len(scan.words) and scan.words[j].capital and scan.words[j].before == " "


def _next_part(scan: _Scan, j: int, head: Sequence[Reading], seen: Evidence) -> list[Reading]:
    """Readings of a word that goes on with a name; none where it does not."""
    word, names = scan.words[j], scan.names
    dotted = word.before in (". ", ".") and scan.words[j - 1].initial
    if (word.before != " " and not dotted) or word.fold in _STOPS or word.initial or word.opens:
        return []
    readings = list(scan.readings(word))
    flat = scan.flat or not word.capital
    if flat and (not scan.flat or scan.words[j - 1].capital != word.capital):
        return []
    if flat:
        known = [r for r in readings if r.part in ("last", "patronymic") and not names.is_word(word.fold)]
        good = [r for r in names.guessed(word.fold) if r.rank <= 1]
        return known or ([] if scan.language == "en" or not _ends_like_surname(word.fold) else good)
    if names.names_no_person(word.fold) and not any(r.part in ("last", "patronymic") for r in readings):
        return []
    if all(r.part == "last" for r in head):
        # Surname first: only a first name or a patronymic can follow.
        return [r for r in readings if r.part in ("first", "dim", "patronymic")]
    if scan.language == "en":
        return [Reading("last", word.fold, "")]
    guessed = [r for r in names.guessed(word.fold) if r not in readings]
    return readings + guessed if any(r.part != "dim" for r in readings) or not readings else readings


def _ends_like_surname(form: str) -> bool:
    stems = ("ski", "cki", "ska", "cka", "skiego", "skiej", "ską", "wicz", "czyk", "ов", "ев", "ова", "ева", "ин", "ина")
    return form.endswith((*stems, "ский", "ская", "енко", "овой", "евой", "иной", "ову", "овым"))


def _named(
    scan: _Scan, i: int, j: int, options: Sequence[Sequence[Reading | None]], seen: Evidence, sureness: str
) -> Named:
    chosen, gender, place = agreement(options, seen.gender, cases_hinted(scan.words, i, scan.language))
    return Named(scan.words[i:j], chosen, gender, place, sureness, seen.why, scan.language)  # type: ignore[arg-type]


def agreement(
    options: Sequence[Sequence[Reading | None]], gender: str, cases: Sequence[str]
) -> tuple[tuple[Reading | None, ...], str, Place | None]:
    """The readings that agree in gender and case, the gender and the place they share.

    Parameters
    ----------
    options : sequence of sequences of readings
        The readings of each word of a name; none for an initial.
    gender : str
        What a title says.
    cases : sequence of str
        What a preposition asks for.
    """
    best: tuple[float, tuple[Reading | None, ...], str, Place | None] | None = None
    for combination in itertools.product(*(list(each)[:8] for each in options)):
        readings = [r for r in combination if r]
        cost, their_gender, place = _cost(readings, gender, cases)
        if best is None or cost < best[0]:
            best = (cost, combination, their_gender, place)
    assert best is not None
    return best[1], best[2], best[3]


def _cost(readings: Sequence[Reading], gender: str, cases: Sequence[str]) -> tuple[float, str, Place | None]:
    genders = {r.gender for r in readings if r.gender}
    cost = float(sum(r.rank for r in readings))
    if len(genders) > 1:
        cost += 6
    if gender and genders - {gender}:
        cost += 4
    parts = [r.part for r in readings]
    # Jan Nowak, not two surnames or two first names in a row.
    cost += 2.0 * sum(a == b == "last" for a, b in itertools.pairwise(parts))
    cost += 0.5 * sum(a in ("first", "dim") and b in ("first", "dim") for a, b in itertools.pairwise(parts))
    their = next(iter(genders)) if len(genders) == 1 else (gender if len(genders) != 1 else "")
    with_places = [r.places for r in readings if r.places]
    if not with_places:
        return cost, their, None
    shared = [place for place in with_places[0] if all(place in places for places in with_places[1:])]
    if not shared:
        return cost + 5, their, with_places[0][0]
    shared.sort(key=lambda p: (p[0] == "pl", bool(cases) and p[1] not in cases, p[1] == "voc"))
    best = shared[0]
    cost += 0.3 * (best[0] == "pl") + 0.2 * (bool(cases) and best[1] not in cases) + 0.1 * (best[1] == "voc")
    return cost, their, best
