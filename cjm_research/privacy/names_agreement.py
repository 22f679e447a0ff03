"""Which readings of the words of a name belong together: one gender, one case, a first name and a surname."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

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
    """
    best: tuple[float, tuple[Reading | None, ...], str, Place | None] | None = None
    most = _MOST_OPTIONS[min(len(options), len(_MOST_OPTIONS)) - 1]
    for combination in itertools.product(*(list(each)[:most] for each in options)):
        readings = [r for r in combination if r]
        cost, their_gender, place = _cost(readings, gender, cases)
        if subject and their_gender and (place is None or place[1] == "nom") and their_gender != subject:
            cost += 0.5
        if not cases:
            # Without a preposition a surname that no list knows is rather the nominative.
            bent = (r.rank > 1 and r.lemma != w.fold for r, w in zip(combination, words, strict=True) if r)
            cost += 1.5 * sum(bent)
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
