"""Whether personas are found where there are some, and none where there are none: simulated interviews.

``python -m benchmarks.persona_simulation`` runs some sets anew and prints the tables of all that were ever run
(``persona_simulation.csv``); ``--sets 60`` runs that many of each sort first and adds them. A set is told by its
numbers, so that anybody gets the same one again.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_rand_score

from cjm_research.personas.clarity import FIGURES, HOW_MANY, WHETHER, Clarity
from cjm_research.personas.clustering import PersonaClusterer
from cjm_research.personas.features import PersonaFeatures
from cjm_research.personas.grouping import SIGNIFICANCE

STORED = Path(__file__).with_suffix(".csv")
PEOPLE = (12, 24, 40, 60)
N_CODES, N_PERSONAS = 20, 3
# How many times as often people of a persona mention its own codes; the root of it is how much less often the others.
STRENGTHS = {"none": 0.0, "weak": 2.5, "strong": 3.5}
# What people are compared by: whether they tell of a code; in how many answers, as studies are (`told_table`); the same
# with people who dwell on a matter, so that numbers of answers differ more than chance makes them differ.
TOLD = ("presence", "counts", "overdispersed")
# Sets that are run anew each time, of each sort: number of people, persona strength, what they are compared by.
SAMPLE = [(12, name, told) for name in STRENGTHS for told in TOLD]
# What has to be reached: noise kept apart, personas found (share of sets; weak, then strong) for each of `PEOPLE`.
LEAST_SILENT = 0.85
LEAST_FOUND = {"weak": (0.16, 0.22, 0.48, 0.76), "strong": (0.50, 0.84, 0.94, 0.98)}


def interviews(n: int, strength: float, seed: int, *, told: str = "presence") -> tuple[np.ndarray, np.ndarray]:
    """Who mentions which code, and everybody's persona.

    Codes are as common as a gamma variate (shape 1.5, scale 0.8), people as talkative as a log-normal one (deviation
    0.6), mentions are Poisson; overdispersed ones have rates multiplied by a gamma variate of mean 1 and variance 0.5.
    A persona mentions its own third of the codes `strength` times as often and the others less by its root.

    Parameters
    ----------
    n : int
        People.
    strength : float
        0 for no personas.
    seed : int
    told : str
        One of `TOLD`.

    Returns
    -------
    table : ndarray of bool or int, shape (n, 20)
    persona : ndarray of int, shape (n,)
    """
    rng = np.random.default_rng(seed)
    rates, talk = rng.gamma(1.5, 0.8, N_CODES), np.exp(rng.normal(0, 0.6, n))
    persona = rng.permutation(np.arange(n) % N_PERSONAS)
    mentions = np.outer(talk, rates)
    if strength:
        own = (np.arange(N_CODES) * N_PERSONAS // N_CODES)[None] == persona[:, None]
        mentions = np.where(own, mentions * strength, mentions / np.sqrt(strength))
    if told == "overdispersed":
        mentions = mentions * rng.gamma(2.0, 0.5, mentions.shape)
    table = rng.poisson(mentions)
    return (table > 0 if told == "presence" else table), persona


@dataclass(frozen=True)
class Outcome:
    """What the clusterer made of one set.

    `p_by` and `k_by` are what other figures and rules would have said; empty where that was not kept.
    """

    told: str
    people: int
    personas: str
    number: int
    random_state: int
    p_value: float
    k: int
    ari: float
    p_by: dict[str, float]
    k_by: dict[str, int]

    @property
    def found(self) -> bool:
        """Whether it spoke of groups."""
        return self.p_value <= SIGNIFICANCE


def outcome(told: str, n: int, name: str, number: int, random_state: int | None = None) -> Outcome:
    """One simulated study through the clusterer as it is used for interviews."""
    seed = 1000 * n + number
    random_state = seed if random_state is None else random_state
    table, persona = interviews(n, STRENGTHS[name], seed, told=told)
    table = table if told == "presence" else table.astype(float)
    clusterer = PersonaClusterer(features=PersonaFeatures(), random_state=random_state).fit(table)
    grouping, clarity = clusterer.grouping_, clusterer.clarity_
    labels = np.zeros(n, dtype=int) if grouping.chosen is None else grouping.chosen.labels
    ari = float(adjusted_rand_score(persona, labels))
    p_by, k_by = others(clarity)
    return Outcome(told, n, name, number, random_state, grouping.p_value, grouping.k, ari, p_by, k_by)


# Figures that could tell whether there are groups.
CHOICES: tuple[tuple[str, ...], ...] = (
    *((name,) for name in FIGURES),
    ("separation", "silhouette"),
    ("stability", "silhouette", "closeness"),
    ("stability", "silhouette", "closeness", "directions"),
)
# Rules that could tell how many there are.
RULES: dict[str, Callable[[Clarity], int]] = {
    "silhouette stands out most": lambda clarity: _most(clarity, ["silhouette"]),
    "stability stands out most": lambda clarity: _most(clarity, ["stability"]),
    "closeness stands out most": lambda clarity: _most(clarity, ["closeness"]),
    "stability and silhouette": lambda clarity: _most(clarity, HOW_MANY),
    "gap, one standard error": lambda clarity: clarity.answers(clarity.ks)["gap"],
    "largest gap": lambda clarity: clarity.answers(clarity.ks)["largest gap"],
}


def _most(clarity: Clarity, figures: Sequence[str]) -> int:
    return clarity.ks[int(clarity.leads(figures).round(6).argmax())]


def others(clarity: Clarity) -> tuple[dict[str, float], dict[str, int]]:
    """The p values by other figures, and the numbers of groups by other rules."""
    p_by = {", ".join(figures): replace(clarity, whether=figures).p_value() for figures in CHOICES}
    return p_by, {name: rule(clarity) for name, rule in RULES.items()}


_PLAIN = ("told", "people", "personas", "number", "random_state", "p_value", "k", "ari")


def write(found: Iterable[Outcome], path: Path = STORED) -> None:
    """Store outcomes, sorted."""
    rows = sorted(found, key=lambda one: (TOLD.index(one.told), one.people, one.personas, one.number))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(
            [*_PLAIN, *(f"p: {', '.join(figures)}" for figures in CHOICES), *(f"k: {name}" for name in RULES)]
        )
        for one in rows:
            p_values = [f"{one.p_by[name]:.4f}" if one.p_by else "" for name in map(", ".join, CHOICES)]
            numbers = [one.k_by[name] if one.k_by else "" for name in RULES]
            plain = [one.told, one.people, one.personas, one.number, one.random_state, f"{one.p_value:.4f}", one.k]
            writer.writerow([*plain, f"{one.ari:.4f}", *p_values, *numbers])


def read(path: Path = STORED) -> list[Outcome]:
    """The stored outcomes."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_outcome(row) for row in csv.DictReader(file)]


def _outcome(row: dict[str, str]) -> Outcome:
    p_by = {name[3:]: float(value) for name, value in row.items() if name.startswith("p: ") and value}
    k_by = {name[3:]: int(value) for name, value in row.items() if name.startswith("k: ") and value}
    people, number, random_state, k = (int(row[name]) for name in ("people", "number", "random_state", "k"))
    numbers = float(row["p_value"]), k, float(row["ari"])
    return Outcome(row["told"], people, row["personas"], number, random_state, *numbers, p_by, k_by)


Outcomes = dict[tuple[int, str], list[Outcome]]


def by_cell(found: Iterable[Outcome], told: str) -> Outcomes:
    """The outcomes of every cell: number of people and strength."""
    cells: Outcomes = {}
    for one in found:
        if one.told == told:
            cells.setdefault((one.people, one.personas), []).append(one)
    return cells


def table_of_outcomes(found: Outcomes) -> list[str]:
    """What is said of noise, how often personas are found, and how well people are put to theirs."""
    lines = [
        "| people | sets: none, weak, strong | no personas: “no groups” (least) | weak: found (least) "
        "| strong: found (least) | strong: ARI of those found | strong: three groups | weak: ARI of those found |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for n in sorted({n for n, _name in found}):
        none, weak, strong = (found.get((n, name), []) for name in STRENGTHS)
        least = [LEAST_FOUND[name][PEOPLE.index(n)] for name in ("weak", "strong")]
        cells = [
            str(n),
            f"{len(none)}, {len(weak)}, {len(strong)}",
            f"{_share([not one.found for one in none])} ({LEAST_SILENT:.2f})",
            f"{_share([one.found for one in weak])} ({least[0]:.2f})",
            f"{_share([one.found for one in strong])} ({least[1]:.2f})",
            _mean([one.ari for one in strong if one.found]),
            _share([one.k == N_PERSONAS for one in strong]),
            _mean([one.ari for one in weak if one.found]),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _share(values: Sequence[bool]) -> str:
    return f"{np.mean(values):.2f}" if len(values) else "-"


def _mean(values: Sequence[float]) -> str:
    return f"{np.mean(values):.2f}" if len(values) else "-"


def table_of_figures(found: Outcomes) -> list[str]:
    """The same sets, judged by single figures and by several together: share of sets with groups."""
    cells = [(n, name) for name in STRENGTHS for n in sorted({n for n, _name in found})]
    lines = [f"| figures | {' | '.join(f'{name}, {n}' for n, name in cells)} |", "| --- |" + " --- |" * len(cells)]
    for figures in map(", ".join, CHOICES):
        shares = [_share([one.p_by[figures] <= SIGNIFICANCE for one in found.get(cell, [])]) for cell in cells]
        lines.append(f"| {figures} | {' | '.join(shares)} |")
    used = [_share([one.found for one in found.get(cell, [])]) for cell in cells]
    return [*lines, f"| {', '.join(WHETHER)} (used) | {' | '.join(used)} |"]


def table_of_numbers(found: Outcomes) -> list[str]:
    """How often each rule names the three groups that there are, in the sets with strong personas."""
    people = sorted({n for n, _name in found})
    lines = [f"| rule | {' | '.join(map(str, people))} |", "| --- |" + " --- |" * len(people)]
    for rule in RULES:
        shares = [_share([one.k_by[rule] == N_PERSONAS for one in found.get((n, "strong"), [])]) for n in people]
        lines.append(f"| {rule} | {' | '.join(shares)} |")
    used = [_share([one.k == N_PERSONAS for one in found.get((n, "strong"), [])]) for n in people]
    return [*lines, f"| middle of the last three (used) | {' | '.join(used)} |"]


_HEADINGS = {
    "counts": "Numbers of answers, as every study is compared: `told_table`, `log2(1 + answers)`, tables shuffled by "
    "trades of amounts.",
    "overdispersed": "The same with people who dwell on a matter (overdispersed numbers of answers).",
    "presence": "Presence alone, which is what numbers come to where nobody tells of a code twice: tables shuffled by "
    "the curveball.",
}


def report() -> list[str]:
    """The tables of all stored sets, after some were run anew to see whether they still come out so."""
    stored, defaults = read(), PersonaClusterer().get_params()
    lines = [
        f"Simulated interviews of {N_CODES} codes and {N_PERSONAS} personas; {defaults['n_null_tables']} shuffled "
        f"tables of {defaults['null_resamples']} resamples, p ≤ {SIGNIFICANCE}. In brackets: what has to be reached. "
        "ARI: adjusted Rand index of the chosen groups with the true personas. Sets were run once "
        f"(`{STORED.name}`). {checked(stored)}",
    ]
    for told, heading in _HEADINGS.items():
        lines += ["", heading, "", *table_of_outcomes(by_cell(stored, told))]
    presence = by_cell([one for one in stored if one.p_by], "presence")
    return [
        *lines,
        "",
        "Whether there are groups, by other figures (presence): share of the same sets in which groups are found.",
        "",
        *table_of_figures(presence),
        "",
        "How many groups, by other rules (presence): share of the sets with strong personas in which three are named.",
        "",
        *table_of_numbers(presence),
    ]


def checked(stored: Iterable[Outcome]) -> str:
    """Run the first set of each sort of `SAMPLE` anew, and say how many come out as stored."""
    same = total = 0
    for n, name, told in SAMPLE:
        known = [one for one in stored if (one.people, one.personas, one.told) == (n, name, told)]
        for one in known[:3]:
            again = outcome(told, n, name, one.number, one.random_state)
            total += 1
            same += abs(again.p_value - one.p_value) < 1e-3
    return f"Of {total} run anew, {same} gave the p value that they had given."


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--sets", type=int, default=0, help="run so many sets of each sort first (some seconds each)")
    parser.add_argument("--people", type=int, nargs="+", default=PEOPLE, choices=PEOPLE)
    parser.add_argument("--told", nargs="+", default=TOLD, choices=TOLD)
    options = parser.parse_args(arguments)
    if options.sets:
        known = {(one.told, one.people, one.personas, one.number): one for one in read()}
        for n in options.people:
            for told in options.told:
                for name in STRENGTHS:
                    for number in range(options.sets):
                        known[told, n, name, number] = outcome(told, n, name, number)
                    write(known.values())
    print("\n".join(report()))


if __name__ == "__main__":
    main()
