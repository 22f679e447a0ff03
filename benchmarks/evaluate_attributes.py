"""What the attributes get right on studies that were left out of training, beside what the rules alone say."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.attribute_examples import Example
from benchmarks.train_attributes import LANGUAGES, RECIPES, predictions, train
from cjm_research.model.scheme import KINDS
from cjm_research.tagging.attributes import LABEL, STAGE, VALENCE

Said = list[tuple[Example, str]]


def folds(examples: Sequence[Example]) -> list[set[str]]:
    """The studies that are left out together: one of each language."""
    by_language = [sorted({e.study for e in examples if e.language == language}) for language in LANGUAGES]
    longest = max(map(len, by_language))
    return [{studies[i] for studies in by_language if i < len(studies)} for i in range(longest)]


def crossed(examples: Sequence[Example]) -> dict[str, Said]:
    """For each model, every example that it decides, with what a model says that never saw the study."""
    said: dict[str, Said] = {name: [] for name in RECIPES}
    for left_out in folds(examples):
        trained = train([e for e in examples if e.study not in left_out])
        here = [e for e in examples if e.study in left_out]
        for name in RECIPES:
            chosen = [e for e in here if name == STAGE or e.mark.kind == name.split()[0]]
            said[name] += list(zip(chosen, predictions(trained, chosen, name), strict=True))
    return said


def right(example: Example, name: str, said: str) -> bool | None:
    """Whether the coder says the same (of a valence its sign); None where the coder says nothing."""
    if name.endswith(VALENCE):
        return None if example.mark.valence is None else bool(np.sign(example.mark.valence) == np.sign(int(said)))
    wanted = example.mark.stage if name == STAGE else example.mark.label
    return None if wanted is None else wanted == said


def _by_rules(example: Example) -> str:
    return str(example.candidate and example.candidate.label)


def evaluate(examples: Sequence[Example]) -> str:
    """The table: studies that no lexicon was written from, spans of the machine and of the coder."""
    said = crossed(examples)
    lines = [
        "Studies that no lexicon was written from, each left out of training. rules: labels by the rules alone.",
        "",
    ]
    heads = ("machine spans", "rules", "coder's spans", "n", "spread over studies")
    lines.append(f"{'':34}" + " ".join(f"{head:>14}" for head in heads))
    for name, rows in said.items():
        fresh = [row for row in rows if row[0].part != "dev"]
        for language in (*LANGUAGES, "all"):
            chosen = [row for row in fresh if language in ("all", row[0].language)]
            lines.append(_line(f"{name} {language}", name, chosen))
        if name == STAGE:
            lines += [_line(f"  stage of {k}", name, [r for r in fresh if r[0].mark.kind == k]) for k in KINDS]
    for what in (LABEL, VALENCE):
        machine = [
            right(example, name, one)
            for name in said
            if name.endswith(what)
            for example, one in said[name]
            if example.part != "dev" and not example.coded
        ]
        lines.append(f"{what} of touchpoints and emotions together, machine spans: {_share(machine)}")
    return "\n".join(lines)


def _line(title: str, name: str, rows: Said) -> str:
    machine = [row for row in rows if not row[0].coded]
    figures = [
        _share([right(e, name, one) for e, one in machine]),
        _share([right(e, name, _by_rules(e)) for e, _one in machine] if name.endswith(LABEL) else []),
        _share([right(e, name, one) for e, one in rows if e.coded]),
        str(len(machine)),
        _spread(machine, lambda row: right(row[0], name, row[1])),
    ]
    return f"{title:34}" + " ".join(f"{figure:>14}" for figure in figures)


def _share(answers: Sequence[bool | None]) -> str:
    known = [answer for answer in answers if answer is not None]
    return f"{np.mean(known):.3f}" if known else "-"


def _spread(rows: Said, judge: Callable[[tuple[Example, str]], bool | None]) -> str:
    """The worst and the best study."""
    shares = []
    for study in sorted({e.study for e, _one in rows}):
        known = [answer for row in rows if row[0].study == study and (answer := judge(row)) is not None]
        if known:
            shares.append(float(np.mean(known)))
    return f"{min(shares):.2f} to {max(shares):.2f}" if shares else "-"
