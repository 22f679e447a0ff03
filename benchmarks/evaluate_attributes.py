"""What the attributes get right on studies that were left out of training, beside what the rules alone say."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.attribute_examples import Example
from benchmarks.train_attributes import KEPT, LANGUAGES, RECIPES, folds, log_shares, predictions, train
from cjm_research.model.scheme import KINDS
from cjm_research.tagging.learnt.attributes import LABEL, LABELLED, STAGE, VALENCE, worth

Said = list[tuple[Example, str]]


def crossed(examples: Sequence[Example]) -> tuple[dict[str, Said], dict[int, float]]:
    """For each model, every example that it decides, with what a model says that never saw the study.

    The second part is the worth of each machine's span that carries a label, by the identity of the example.
    """
    said: dict[str, Said] = {name: [] for name in RECIPES}
    worths: dict[int, float] = {}
    for left_out in folds(examples):
        trained = train([e for e in examples if e.study not in left_out])
        here = [e for e in examples if e.study in left_out]
        for name in RECIPES:
            chosen = [e for e in here if e.mark and (name == STAGE or e.kind == name.split()[0])]
            said[name] += list(zip(chosen, predictions(trained, chosen, name), strict=True))
        for kind in LABELLED:
            found = [e for e in here if e.candidate and e.kind == kind]
            shares = np.exp(log_shares(trained.models[f"{kind} {LABEL}"], found).max(axis=1))
            worths |= {id(e): worth(e.candidate.score, p) for e, p in zip(found, shares, strict=True) if e.candidate}
    return said, worths


def right(example: Example, name: str, said: str) -> bool | None:
    """Whether the coder says the same (of a valence its sign); None where the coder says nothing."""
    if example.mark is None:
        return None
    if name.endswith(VALENCE):
        return None if example.mark.valence is None else bool(np.sign(example.mark.valence) == np.sign(int(said)))
    wanted = example.mark.stage if name == STAGE else example.mark.label
    return None if wanted is None else wanted == said


def evaluate(examples: Sequence[Example]) -> str:
    """The table: studies that no lexicon was written from, spans of the machine and of the coder."""
    said, worths = crossed(examples)
    lines = [
        "Studies that no lexicon was written from, each left out of training.",
        "",
    ]
    heads = ("machine spans", "coder's spans", "n", "spread over studies")
    lines.append(f"{'':34}" + " ".join(f"{head:>14}" for head in heads))
    for name, rows in said.items():
        fresh = [row for row in rows if row[0].part != "dev"]
        for language in (*LANGUAGES, "all"):
            chosen = [row for row in fresh if language in ("all", row[0].language)]
            lines.append(_line(f"{name} {language}", name, chosen))
        if name == STAGE:
            lines += [_line(f"  stage of {k}", name, [r for r in fresh if r[0].kind == k]) for k in KINDS]
    for what in (LABEL, VALENCE):
        machine = [
            right(example, name, one)
            for name in said
            if name.endswith(what)
            for example, one in said[name]
            if example.part != "dev" and not example.coded
        ]
        lines.append(f"{what} of touchpoints and emotions together, machine spans: {_share(machine)}")
    return "\n".join([*lines, "", *_kept(examples, said, worths)])


def _kept(examples: Sequence[Example], said: dict[str, Said], worths: dict[int, float]) -> list[str]:
    """F1 of the spans and what is right on matched ones, of all spans and of those that are sure enough."""
    lines = [f"{'':20}" + " ".join(f"{head:>16}" for head in ("F1 all, kept", "label all, kept", "sign all, kept"))]
    for kind in LABELLED:
        fresh = [e for e in examples if e.kind == kind and e.part != "dev"]
        least = np.quantile([worths[id(e)] for e in fresh if not e.coded], 1 - KEPT[kind])
        for language in (*LANGUAGES, "all"):
            figures = []
            here = [e for e in fresh if language in ("all", e.language)]
            coded = sum(e.coded for e in here)
            for bound in (-np.inf, least):
                kept = {id(e): e for e in here if not e.coded and worths[id(e)] >= bound}
                matched = sum(e.mark is not None for e in kept.values())
                known = [
                    _share([right(e, name, one) for e, one in said[name] if id(e) in kept])
                    for name in (f"{kind} {LABEL}", f"{kind} {VALENCE}")
                ]
                figures.append((f"{2 * matched / (len(kept) + coded):.3f}", *known))
            columns = " ".join(f"{one + ' ' + other:>16}" for one, other in zip(*figures, strict=True))
            lines.append(f"{kind + ' ' + language:20}{columns}")
    return lines


def _line(title: str, name: str, rows: Said) -> str:
    machine = [row for row in rows if not row[0].coded]
    figures = [
        _share([right(e, name, one) for e, one in machine]),
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
