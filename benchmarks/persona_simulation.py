"""Whether personas are found where there are some, and none where there are none: simulated interviews.

``python -m benchmarks.persona_simulation`` prints the tables; ``--full`` takes 150 sets without personas and 50 of each
sort with them for every number of people (some 20 minutes of processor time).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.metrics import adjusted_rand_score

from cjm_research.personas.clarity import FIGURES, HOW_MANY, WHETHER, Clarity
from cjm_research.personas.clustering import PersonaClusterer
from cjm_research.personas.features import PersonaFeatures
from cjm_research.personas.grouping import SIGNIFICANCE

PEOPLE = (12, 24, 40, 60)
N_CODES, N_PERSONAS = 20, 3
# How many times as often people of a persona mention its own codes; the root of it is how much less often the others.
STRENGTHS = {"none": 0.0, "weak": 2.5, "strong": 3.5}
SETS = {"none": 30, "weak": 15, "strong": 15}
FULL_SETS = {"none": 150, "weak": 50, "strong": 50}
# What has to be reached: noise kept apart, personas found (share of sets; weak, then strong) for each of `PEOPLE`.
LEAST_SILENT = 0.85
LEAST_FOUND = {"weak": (0.16, 0.22, 0.48, 0.76), "strong": (0.50, 0.84, 0.94, 0.98)}


def interviews(n: int, strength: float, seed: int, *, counts: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Who mentions which code, and everybody's persona.

    Codes are as common as a gamma variate (shape 1.5, scale 0.8), people as talkative as a log-normal one (deviation
    0.6), mentions are Poisson. A persona mentions its own third of the codes `strength` times as often and the others
    less by its root.

    Parameters
    ----------
    n : int
        People.
    strength : float
        0 for no personas.
    seed : int
    counts : bool
        How often, instead of whether.

    Returns
    -------
    presence : ndarray of bool or int, shape (n, 20)
    persona : ndarray of int, shape (n,)
    """
    rng = np.random.default_rng(seed)
    rates, talk = rng.gamma(1.5, 0.8, N_CODES), np.exp(rng.normal(0, 0.6, n))
    persona = rng.permutation(np.arange(n) % N_PERSONAS)
    mentions = np.outer(talk, rates)
    if strength:
        own = (np.arange(N_CODES) * N_PERSONAS // N_CODES)[None] == persona[:, None]
        mentions = np.where(own, mentions * strength, mentions / np.sqrt(strength))
    told = rng.poisson(mentions)
    return (told if counts else told > 0), persona


@dataclass(frozen=True)
class Outcome:
    """What the clusterer made of one set."""

    p_value: float
    k: int
    agreement: float
    clarity: Clarity

    @property
    def found(self) -> bool:
        """Whether it spoke of groups."""
        return self.p_value <= SIGNIFICANCE

    def p_value_by(self, figures: Sequence[str]) -> float:
        """The p value if these figures told whether there are groups."""
        return replace(self.clarity, whether=tuple(figures)).p_value()

    def k_by(self, figures: Sequence[str]) -> int:
        """The number of groups if these figures told how many."""
        return self.clarity.ks[int(self.clarity.leads(figures).round(6).argmax())]


def outcome(n: int, strength: float, seed: int) -> Outcome:
    """One simulated study through the clusterer as it is used for interviews."""
    presence, persona = interviews(n, strength, seed)
    clusterer = PersonaClusterer(features=PersonaFeatures(), random_state=seed).fit(presence)
    grouping = clusterer.grouping_
    labels = np.zeros(n, dtype=int) if grouping.chosen is None else grouping.chosen.labels
    agreement = float(adjusted_rand_score(persona, labels))
    return Outcome(grouping.p_value, grouping.k, agreement, clusterer.clarity_)


Outcomes = dict[tuple[int, str], list[Outcome]]


def outcomes(sets: dict[str, int], people: Sequence[int] = PEOPLE) -> Outcomes:
    """The outcomes of every cell: number of people and strength."""
    return {
        (n, name): [outcome(n, strength, 1000 * n + seed) for seed in range(sets[name])]
        for n in people
        for name, strength in STRENGTHS.items()
    }


def _share(values: Sequence[bool]) -> str:
    return f"{np.mean(values):.2f}" if len(values) else "-"


def table_of_outcomes(found: Outcomes) -> list[str]:
    """What is said of noise, how often personas are found, and how well people are put to theirs."""
    lines = [
        "| people | no personas: “no groups” | weak: found (least) | strong: found (least) | strong: ARI of those "
        "found | of all | strong: three groups | weak: ARI of those found |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for column, n in enumerate(sorted({n for n, _name in found})):
        none, weak, strong = (found[n, name] for name in STRENGTHS)
        least = [LEAST_FOUND[name][PEOPLE.index(n)] for name in ("weak", "strong")]
        cells = [
            str(n),
            f"{_share([not one.found for one in none])} (least {LEAST_SILENT:.2f})"
            if not column
            else _share([not one.found for one in none]),
            f"{_share([one.found for one in weak])} ({least[0]:.2f})",
            f"{_share([one.found for one in strong])} ({least[1]:.2f})",
            _mean([one.agreement for one in strong if one.found]),
            _mean([one.agreement for one in strong]),
            _share([one.k == N_PERSONAS for one in strong]),
            _mean([one.agreement for one in weak if one.found]),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _mean(values: Sequence[float]) -> str:
    return f"{np.mean(values):.2f}" if len(values) else "-"


# Figures that could tell whether there are groups.
CHOICES: tuple[tuple[str, ...], ...] = (
    *((name,) for name in FIGURES),
    ("separation", "silhouette"),
    ("stability", "silhouette", "closeness"),
    ("stability", "silhouette", "closeness", "directions"),
    WHETHER,
)


def table_of_figures(found: Outcomes) -> list[str]:
    """The same sets, judged by single figures and by several together: share of sets with groups."""
    cells = [(n, name) for name in STRENGTHS for n in sorted({n for n, _name in found})]
    lines = [
        f"| figures | {' | '.join(f'{name}, {n}' for n, name in cells)} |",
        "| --- |" + " --- |" * len(cells),
    ]
    for figures in CHOICES:
        shares = [_share([one.p_value_by(figures) <= SIGNIFICANCE for one in found[cell]]) for cell in cells]
        used = " (used)" if figures == WHETHER else ""
        lines.append(f"| {', '.join(figures)}{used} | {' | '.join(shares)} |")
    return lines


def table_of_numbers(found: Outcomes) -> list[str]:
    """How often each rule names the three groups that there are, in the sets with strong personas."""
    people = sorted({n for n, _name in found})
    rules: dict[str, Callable[[Outcome], int]] = {
        "silhouette stands out most": lambda one: one.k_by(["silhouette"]),
        "stability stands out most": lambda one: one.k_by(["stability"]),
        "closeness stands out most": lambda one: one.k_by(["closeness"]),
        "stability and silhouette": lambda one: one.k_by(HOW_MANY),
        "gap, one standard error": lambda one: one.clarity.answers(one.clarity.ks)["gap"],
        "largest gap": lambda one: one.clarity.answers(one.clarity.ks)["largest gap"],
        "middle of the last three (used)": lambda one: one.k,
    }
    lines = [f"| rule | {' | '.join(map(str, people))} |", "| --- |" + " --- |" * len(people)]
    for name, rule in rules.items():
        shares = [_share([rule(one) == N_PERSONAS for one in found[n, "strong"]]) for n in people]
        lines.append(f"| {name} | {' | '.join(shares)} |")
    return lines


def report(sets: dict[str, int] = SETS, people: Sequence[int] = PEOPLE) -> list[str]:
    """The tables, with the settings they were made with."""
    defaults = PersonaClusterer().get_params()
    found = outcomes(sets, people)
    return [
        f"{sets['none']} sets without personas, {sets['weak']} with weak and {sets['strong']} with strong ones for "
        f"each number of people; {defaults['n_resamples']} resamples, {defaults['n_null_tables']} shuffled tables of "
        f"{defaults['null_resamples']} resamples, p ≤ {SIGNIFICANCE}. “least” is what has to be reached. ARI: adjusted "
        "Rand index of the chosen groups with the true personas.",
        "",
        *table_of_outcomes(found),
        "",
        "Whether there are groups, by other figures: share of the same sets in which groups are found.",
        "",
        *table_of_figures(found),
        "",
        "How many groups, by other rules: share of the sets with strong personas in which three are named.",
        "",
        *table_of_numbers(found),
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--full", action="store_true", help="150 sets without personas, 50 of each sort with them")
    parser.add_argument("--people", type=int, nargs="+", default=PEOPLE, choices=PEOPLE)
    options = parser.parse_args(arguments)
    print("\n".join(report(FULL_SETS if options.full else SETS, options.people)))


if __name__ == "__main__":
    main()
