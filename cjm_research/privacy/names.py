"""Persons named in one utterance: single names and phrases of names, with what their forms tell."""

from __future__ import annotations

import itertools
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from cjm_research.privacy.base import Sureness
from cjm_research.privacy.names_agreement import agreement, other_name
from cjm_research.privacy.names_base import Place, Reading, names_of
from cjm_research.privacy.names_clauses import gender_of_verb, named_so, role_after, role_before
from cjm_research.privacy.names_couples import couple
from cjm_research.privacy.names_evidence import (
    Evidence,
    cases_hinted,
    firm_follows,
    gender_after,
    is_nobody,
    is_title,
    left_of,
)
from cjm_research.privacy.names_heads import Extra, Scan, ends_like_surname, head_of, is_flat
from cjm_research.privacy.names_nobody import nobodies, street_beside
from cjm_research.privacy.names_words import Word, words_of

_PARTICLES = frozenset(
    {"van", "der", "den", "de", "von", "da", "del", "di", "la", "al", "el", "bin", "ibn", "ter", "du"}
)
_CONTRACTIONS = frozenset({"i'll", "i'm", "i've", "i'd"})
_AND = frozenset({"and", "&", "i", "oraz", "и"})
_FORMAL = frozenset({"господ", "госпож"})
_STOPS = frozenset(["junior", "jr", "senior", "sr", "ii", "iii"])
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
        """Where the name ends, in code points; the full stop of a last initial stays in the text."""
        return self.words[-1].end


def find_names(
    text: str, language: str, extra: Extra | None = None, *, vocabulary: Set[str] = frozenset()
) -> list[Named]:
    """Names of persons in a text, in the order of the text.

    Parameters
    ----------
    extra : mapping
        Forms of names known from elsewhere in the study.
    vocabulary : set of str
        Words that the study writes small.
    """
    names = names_of(language)
    if names is None:
        return []
    words = words_of(text, possessive=language == "en")
    nobody = nobodies(words, language, (extra or {}).keys())
    scan = Scan(text, language, names, extra or {}, words, is_flat(words), vocabulary, nobody)
    found: list[Named] = []
    i = 0
    while i < len(words):
        named = None if i in scan.nobody else _initials_first(scan, i) or _phrase(scan, i)
        if named:
            found += couple(words, i, named, names) or [named]
        i += len(named.words) if named else 1
    return _beside_each_other(scan, _by_other_forms(scan, found))


def _by_other_forms(scan: Scan, found: list[Named]) -> list[Named]:
    """Ambiguous forms of first names, read as the name of which another form stands in the text."""
    if scan.language != "pl" or len(found) < 2:
        return found
    certain: set[tuple[str, str]] = set()
    for name in found:
        meant = {(r.lemma, r.gender) for r in scan.readings(name.words[0]) if r.part in ("first", "dim")}
        certain |= meant if len(meant) == 1 else set()
    settled = []
    for name in found:
        one = name.readings[0]
        told = gender_after(scan.words, scan.words.index(name.words[-1]) + 1, scan.language)
        alone = len(name.words) == 1 and told != name.gender
        other = other_name(one, scan.readings(name.words[0]), certain) if alone and one else None
        changed = other and replace(name, readings=(other,), gender=other.gender, place=other.places[0])
        settled.append(changed or name)
    return settled


def _beside_each_other(scan: Scan, found: list[Named]) -> list[Named]:
    """Of two names that "and" joins, both are names: Lars-Erik and Annika Sjöholm."""
    joined = list(found)
    for n, (a, b) in enumerate(itertools.pairwise(found)):
        gap = scan.text[a.end : b.start].strip().lower()
        told = [name.sureness != "possible" for name in (a, b)]
        if gap not in _AND or all(told):
            continue
        if not any(told):
            # Raj and Simran: two first names.
            if scan.language == "en" and all(_first_alone(name) for name in (a, b)):
                joined[n : n + 2] = [replace(a, sureness="likely"), replace(b, sureness="likely")]
            continue
        other = n + 1 if told[0] else n
        listed = any(scan.readings(word) for word in found[other].words) or len(found[other].words) > 1
        if listed and not (other == n and found[other].words[0].opens and scan.language != "en"):
            joined[other] = replace(found[other], sureness="likely")
    return joined


def _first_alone(name: Named) -> bool:
    return len(name.readings) == 1 and name.readings[0] is not None and name.readings[0].part in ("first", "dim")


def _initials_first(scan: Scan, i: int) -> Named | None:
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
    if not word.capital or word.initial or len(word.text.replace("-", "")) < 3:
        return None
    lasts = [r for r in scan.readings(word) if r.part == "last"]
    guessed = list(scan.names.guessed(word.fold))
    # "in Group A. Then": one letter and an ordinary word may be the end of a sentence.
    unsure = not lasts and scan.ordinary(word.fold) and j - i == 1
    if unsure and not left_of(words, i, scan.language).strength:
        return None
    options: list[list[Reading | None]] = [[None] for _ in range(j - i)]
    options.append(list(lasts or guessed) or [Reading("last", word.fold, "", rank=3)])
    return _named(scan, i, j + 1, options, Evidence("strong", "initials"), "sure")


def _phrase(scan: Scan, i: int) -> Named | None:
    word = scan.words[i]
    if word.initial or len(word.text) < 2 or is_title(word, scan.language) or is_nobody(scan.words, i, scan.language):
        return None
    if word.fold in _CONTRACTIONS:
        return None
    seen = _seen(scan, i)
    if not seen.strength and street_beside(scan.words, i, scan.language) and scan.language != "en":
        return None
    if seen.strength != "title" and word.capital and firm_follows(scan.words, i, scan.language):
        return None
    head = _after_particles(scan, i, seen) or head_of(scan, i, seen)
    if not head:
        return None
    readings, sureness, why = head
    j, options = _extended(scan, i, readings, seen)
    if j - i == 1 and scan.language == "ru" and scan.words[i - 1 : i] and scan.words[i - 1].fold[:6] in _FORMAL:
        # Господин Ким: such a title stands before a surname.
        lasts = [r for r in scan.names.guessed(word.fold) if r not in readings]
        readings = [replace(r, rank=r.rank + (0 if r.part == "last" else 4)) for r in [*readings, *lasts]]
        options = [list(readings)]
    firsts = any(r and r.part in ("first", "dim") for r in readings)
    if j - i > 1:
        if readings and not scan.readings(scan.words[i]):
            # Of two unknown words the first is the first name: Hiacynta Bżdżoła.
            options[0] = [*(replace(r, part="first") for r in readings), *options[0]]
        alike = _is_name_like(scan, i + 1)
        if not (sureness == "" and scan.words[i].opens and not alike):
            # Two unknown words with capitals may be anything: Walizkowe Forum.
            unknown = sureness == "possible" and not alike and not scan.readings(scan.words[i])
            unknown = unknown and not _people_only_before(scan, i)
            sure = firsts and (sureness in ("sure", "likely") or alike)
            sureness = "sure" if sure else "possible" if unknown else "likely"
            why = why if unknown else "full_name"
    if sureness == "":
        return None
    return _named(scan, i, j, options, Evidence(seen.strength, why, seen.gender), sureness)


def _seen(scan: Scan, i: int) -> Evidence:
    """The strongest sign beside a word, before it or after."""
    seen = left_of(scan.words, i, scan.language)
    if seen.strength in ("title", "strong") or not scan.words[i].capital:
        return seen
    if named_so(scan.words, i, scan.language):
        return Evidence("strong", "named_so")
    if seen.strength:
        return seen
    if role_after(scan.words, i, scan.language) or role_before(scan.words, i, scan.language):
        return Evidence("weak", "apposition")
    return seen


def _after_particles(scan: Scan, i: int, seen: Evidence) -> tuple[list[Reading], str, str] | None:
    """Professor van Dijk, Ms van der Linden, the van der Lindens: particles open a surname."""
    j = i
    while j < len(scan.words) and scan.words[j].fold in _PARTICLES and (j == i or scan.words[j].before == " "):
        j += 1
    if j == i or not _capital_at(scan, j):
        return None
    if seen.strength == "title":
        return [], "sure", "title"
    return ([], "likely", "particles") if j - i > 1 else None


def _is_name_like(scan: Scan, i: int) -> bool:
    """A surname or patronymic that is one by list or by shape."""
    word = scan.words[i]
    return any(r.part in ("last", "patronymic") for r in scan.readings(word)) or any(
        r.rank <= 1 for r in scan.names.guessed(word.fold)
    )


def _extended(scan: Scan, i: int, head: list[Reading], seen: Evidence) -> tuple[int, list[list[Reading | None]]]:
    """Where the phrase that begins at ``i`` ends, and the options of each of its words."""
    options: list[list[Reading | None]] = [list(head) or [None]]
    words = scan.words
    j = i + 1
    while j < len(words) and j - i < _MAX_WORDS:
        word = words[j]
        after = _capital_at(scan, j + 1) or (_particle_at(scan, j + 1) and _capital_at(scan, j + 2))
        if word.fold in _PARTICLES and after and word.before == " ":
            options.append([None])
            j += 1
            continue
        if (
            word.initial
            and word.before in (" ", ".", ". ")
            and scan.text[word.end : word.end + 1] == "."
            and not word.opens
        ):
            options.append([None])
            j += 1
            continue
        more = _next_part(scan, j, head, seen)
        if not more:
            break
        options.append(list(more))
        j += 1
    return j, options


def _people_only_before(scan: Scan, i: int) -> bool:
    """Whether a verb stands before that firms are not the object of: told, met."""
    return scan.language == "en" and i > 0 and scan.words[i - 1].fold in ("told", "met", "married", "hugged", "thanked")


def _particle_at(scan: Scan, j: int) -> bool:
    return j < len(scan.words) and scan.words[j].fold in _PARTICLES and scan.words[j].before == " "


def _capital_at(scan: Scan, j: int) -> bool:
    return j < len(scan.words) and scan.words[j].capital and scan.words[j].before == " "


def _next_part(scan: Scan, j: int, head: Sequence[Reading], seen: Evidence) -> list[Reading]:
    """Readings of a word that goes on with a name; none where it does not."""
    word, names = scan.words[j], scan.names
    dotted = word.before in (". ", ".") and scan.words[j - 1].initial
    if (word.before != " " and not dotted) or word.fold in _STOPS or word.initial or word.opens:
        return []
    if j in scan.nobody or word.fold in _CONTRACTIONS:
        return []
    readings = list(scan.readings(word))
    flat = scan.flat or not word.capital
    if flat and (not scan.flat or scan.words[j - 1].capital != word.capital):
        return []
    # Иванов is several men called Иван too.
    surname_first = bool(head) and all(r.part == "last" or (r.places and r.places[0][0] == "pl") for r in head)
    if flat and surname_first:
        # As in names of files: kowalska anna.
        return [] if names.is_word(word.fold) else [r for r in readings if r.part in ("first", "patronymic")]
    if flat:
        known = [r for r in readings if r.part in ("last", "patronymic") and not names.is_word(word.fold)]
        good = [r for r in names.guessed(word.fold) if r.rank <= 1]
        return known or ([] if scan.language == "en" or not ends_like_surname(word.fold) else good)
    # After a first name a surname wins over a town: Илья Муромов.
    surname = ends_like_surname(word.fold) and any(r.part in ("first", "dim") for r in head)
    surname = surname or any(r.part in ("last", "patronymic") for r in readings)
    if names.names_no_person(word.fold) and not surname:
        return []
    if surname_first and (scan.language != "en" or head[0].rank < 2) and _is_listed(scan, j - 1):
        # Surname first: only a first name or a patronymic can follow.
        return [r for r in readings if r.part in ("first", "dim", "patronymic")]
    if scan.language == "en":
        return [Reading("last", word.fold, "")]
    guessed = [r for r in names.guessed(word.fold) if r not in readings]
    return readings + guessed if any(r.part != "dim" for r in readings) or not readings else readings


def _is_listed(scan: Scan, i: int) -> bool:
    return bool(scan.readings(scan.words[i]))


def _named(
    scan: Scan, i: int, j: int, options: Sequence[Sequence[Reading | None]], seen: Evidence, sureness: str
) -> Named:
    cases = cases_hinted(scan.words, i, scan.language)
    subject = gender_after(scan.words, j, scan.language)
    verb = gender_of_verb(scan.words, i, j, scan.language)
    subject = verb or subject
    told = seen.gender
    chosen, gender, place = agreement(options, scan.words[i:j], gender=told, cases=cases, subject=subject, verb=verb)
    one = chosen[0]
    if one and one.part == "possessive" and len({its for _, its in scan.names.bases(one.lemma)}) > 1:
        gender = ""
    return Named(scan.words[i:j], chosen, gender, place, sureness, seen.why, scan.language)  # type: ignore[arg-type]
