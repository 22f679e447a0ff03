"""Which readings of the words of a name belong together: one gender, one case, a first name and a surname."""

from __future__ import annotations

import itertools
from collections.abc import Sequence, Set

from cjm_research.privacy.names_base import Place, Reading
from cjm_research.privacy.names_words import Word

# Options of each word that are tried, in names of one word, two words and so on.
_MOST_OPTIONS = (16, 10, 6, 4, 3)


def agreement(
    options: Sequence[Sequence[Reading | None]],
    words: Sequence[Word],
    *,
    gender: str = "",
    cases: Sequence[str] = (),
    subject: str = "",
    verb: str = "",
) -> tuple[tuple[Reading | None, ...], str, Place | None]:
    """The readings that agree in gender and case, the gender and the place they share.

    Parameters
    ----------
    options : sequence of sequences of readings
        The readings of each word of a name; none for an initial.
    gender : str
        What a title says.
    cases : sequence of str
        What a preposition or a title asks for.
    subject : str
        The gender that a verb tells of its subject, which stands in the nominative.
    verb : str
        The same of a verb directly after the name: Julka znalazła is a woman, though Julka may be a form of Julek.
    """
    best: tuple[float, tuple[Reading | None, ...], str, Place | None] | None = None
    most = _MOST_OPTIONS[min(len(options), len(_MOST_OPTIONS)) - 1]
    for combination in itertools.product(*(list(each)[:most] for each in options)):
        readings = [r for r in combination if r]
        cost, their_gender, place = _cost(readings, gender, cases)
        if subject and their_gender and (place is None or place[1] == "nom") and their_gender != subject:
            cost += 0.5
        if verb and not cases and verb == their_gender and place and place[1] == "nom":
            cost -= 0.3
        if not cases:
            # Without a preposition a surname that no list knows is rather the nominative.
            bent = (r.rank > 1 and r.lemma != w.fold for r, w in zip(combination, words, strict=True) if r)
            cost += 1.5 * sum(bent)
        if best is None or cost < best[0]:
            best = (cost, combination, their_gender, place)
    assert best is not None
    if not gender and not (subject and best[3] and best[3][1] == "nom") and _either(best[1], options):
        return best[1], "", best[3]
    return best[1], best[2], best[3]


def _either(chosen: Sequence[Reading | None], options: Sequence[Sequence[Reading | None]]) -> bool:
    """Whether an everyday form alone stands for men and women alike: Сашу."""
    one = chosen[0]
    if len(chosen) != 1 or one is None or one.part != "dim" or not one.places:
        return False
    other = (r for r in options[0] if r and r.lemma == one.lemma and r.part == "dim")
    return any(r.gender != one.gender and r.places == one.places for r in other)


def other_name(form: Reading, options: Sequence[Reading], certain: Set[tuple[str, str]]) -> Reading | None:
    """The name of the other gender that an ambiguous form belongs to: Aleksandra, where Aleksandrem stands beside it.

    Parameters
    ----------
    options : sequence of Reading
        All that the form may be.
    certain : set of (lemma, gender)
        Names of which the text has a form that no other name has.
    """
    if form.part not in ("first", "dim") or (form.lemma, form.gender) in certain:
        return None
    others = (r for r in options if r.part in ("first", "dim") and r.gender != form.gender and r.places)
    return next((r for r in others if r.lemma != form.lemma and (r.lemma, r.gender) in certain), None)


def plural_after(first: Sequence[Reading], last: Sequence[Reading]) -> tuple[Reading, Place, Reading, Place] | None:
    """A first name and the surname of a couple in one case, where no surname in the singular fits: Ewa Malinowscy."""
    for a, b in itertools.product(first, last):
        if a.gender in ("", b.gender) and set(a.places) & set(b.places):
            return None
    for b, a in itertools.product(last, first):
        for number, case in a.places:
            if number == "sg" and ("pl", case) in b.places and b.rank <= 2:
                return a, (number, case), b, ("pl", case)
    return None


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
    cost += 2.5 * sum(a in ("first", "dim") and b in ("first", "dim") for a, b in itertools.pairwise(parts))
    their = next(iter(genders)) if len(genders) == 1 else (gender if len(genders) != 1 else "")
    with_places = [r.places for r in readings if r.places]
    if not with_places:
        return cost, their, None
    shared = [place for place in with_places[0] if all(place in places for places in with_places[1:])]
    if not shared:
        return cost + 5, their, with_places[0][0]
    shared.sort(key=lambda p: (p[0] == "pl", bool(cases) and p[1] not in cases, p[1] == "voc"))
    best = shared[0]
    cost += (
        1.2 * (best[0] == "pl")
        + (1.6 if any(r.rank > 1 for r in readings) else 0.2) * (bool(cases) and best[1] not in cases)
        + 0.1 * (best[1] == "voc")
    )
    return cost, their, best
