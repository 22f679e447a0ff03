"""Score the model of feelings on the public sets it may learn from, fold by fold, beside the floor of each set.

python -m benchmarks.evaluate_public --data ../shared/data [--lang en pl ru]       the model, unseen folds
python -m benchmarks.evaluate_public --data ../shared/data --tags                   the whole tagger as shipped
python -m benchmarks.evaluate_public --data ../shared/data --serdif                 pain and success in think-aloud talk

Three columns: the register guessed from each text alone; from all texts of the set together; named by the caller.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks import public_sets
from benchmarks.public_sets import EKMAN, EKMAN_BACK, PLUTCHIK, LabelledSet
from benchmarks.train_feelings import (
    FOLDS,
    SIGNS,
    calibrated,
    crossed_odds,
    described,
    folds_of,
    macro_f1,
    sign_of,
    small_model,
    training_sets,
)
from cjm_research.model.scheme import EMOTION_LABELS
from cjm_research.tagging.learnt.feelings import NEUTRAL, POLARITY_HEADS, FeelingsModel

# Macro-F1 of TF-IDF and a balanced linear model, learnt on the development part and scored on the hidden part.
FLOORS = {
    ("en", "GoEmotions"): 0.540,
    ("en", "BRIGHTER"): 0.527,
    ("ru", "BRIGHTER"): 0.787,
    ("en", "XED"): 0.408,
    ("pl", "XED"): 0.295,
    ("ru", "XED"): 0.287,
    ("ru", "CEDR"): 0.647,
    ("ru", "GoEmotions (translated)"): 0.465,
    ("pl", "CLARIN-Emo, sentences"): 0.513,
    ("pl", "CLARIN-Emo, sentences: polarity"): 0.720,
    ("pl", "CLARIN-Emo, reviews"): 0.578,
    ("pl", "CLARIN-Emo, reviews: polarity"): 0.795,
    ("pl", "WCCRS"): 0.618,
}
WAYS = ("alone", "together", "named")
_PLUTCHIK_BACK = {family: family for family in PLUTCHIK} | {"frustration": "anger"}


def shares_of(model: FeelingsModel, odds: np.ndarray, way: str, register: str) -> np.ndarray:
    """How much each text counts as each register."""
    if way == "named":
        return np.tile([float(name == register) for name in model.registers], (len(odds), 1))
    return model.resemblance(odds, way == "together")


def binary_f1(wanted: np.ndarray, found: np.ndarray) -> float:
    """F1 of one label."""
    size = wanted.sum() + found.sum()
    return float(2 * (wanted & found).sum() / size) if size else 0.0


def by_label(
    wanted: Sequence[frozenset[str] | set[str]], found: Sequence[set[str]], labels: Sequence[str]
) -> dict[str, float]:
    """F1 of each label."""
    return {
        label: binary_f1(np.array([label in w for w in wanted]), np.array([label in f for f in found]))
        for label in labels
    }


def native_labels(one: LabelledSet) -> tuple[list[set[str]], tuple[str, ...], Callable[[Sequence[str]], set[str]]]:
    """What a set's own labels are, which of them count, and what families say in its terms."""
    if one.name.startswith("GoEmotions"):
        groups = tuple(dict.fromkeys(EKMAN.values()))
        return (
            [{EKMAN[label] for label in row.native} for row in one.rows],
            groups,
            lambda shown: {EKMAN_BACK[family] for family in shown} or {NEUTRAL},
        )
    labels = tuple(name for name in one.asked if name in EMOTION_LABELS)
    if one.name == "interviews":
        return [set(row.labels) for row in one.rows], labels, set
    return (
        [set(row.labels) for row in one.rows],
        labels,
        lambda shown: {_PLUTCHIK_BACK[family] for family in shown if family in _PLUTCHIK_BACK},
    )


Judged = tuple[list[tuple[str, ...]], np.ndarray, np.ndarray]


def judged(model: FeelingsModel, odds: np.ndarray, shares: np.ndarray) -> Judged:
    """Shown families, number of the decided sign, and the signs above their thresholds, of every text."""
    margins = model.margins(odds, shares, EMOTION_LABELS)
    shown = [tuple(f for f, m in zip(EMOTION_LABELS, row, strict=True) if m > 0) for row in margins]
    return shown, model.polarity(odds, shares)[1], model.margins(odds, shares, POLARITY_HEADS) > 0


def parts_of(one: LabelledSet) -> dict[str, np.ndarray]:
    """The parts of a set that are reported apart."""
    if one.name != "CLARIN-Emo":
        return {one.name: np.arange(len(one.rows))}
    sentence = np.array(["sentence" in row.native for row in one.rows])
    return {"CLARIN-Emo, sentences": np.flatnonzero(sentence), "CLARIN-Emo, reviews": np.flatnonzero(~sentence)}


def figures_of(one: LabelledSet, found: Judged) -> dict[str, tuple[float, dict[str, float]]]:
    """Macro-F1 and F1 of each label, for each part of a set and its polarity."""
    shown, signs, polar = found
    wanted, labels, back = native_labels(one)
    rows = {}
    for part, numbers in parts_of(one).items():
        single = by_label([wanted[i] for i in numbers], [back(shown[i]) for i in numbers], labels)
        rows[part] = (float(np.mean(list(single.values()))), single)
        three = {
            name: binary_f1(np.array([name in one.rows[i].labels for i in numbers]), polar[numbers, k])
            for k, name in enumerate(POLARITY_HEADS)
        }
        rows[f"{part}: polarity"] = (float(np.mean(list(three.values()))), three)
        gold = np.array([SIGNS.index(sign_of(one.rows[i].labels)) for i in numbers])
        each = {sign: macro_f1(gold, signs[numbers], [k]) for k, sign in enumerate(SIGNS)}
        rows[f"{part}: four signs"] = (float(np.mean(list(each.values()))), each)
    return rows


def crossed(language: str, data: Path) -> dict[str, dict[str, tuple[float, dict[str, float]]]]:
    """Figures of every set, for each way of telling the register; models and thresholds never saw the fold."""
    sets = training_sets(language, data)
    items = described(language, sets)
    odds = crossed_odds(language, sets, items)
    frame = small_model(language, sets, items, [list(range(len(one.rows))) for one in sets])
    return crossed_figures(frame, sets, odds)


def crossed_figures(
    frame: FeelingsModel, sets: Sequence[LabelledSet], odds: Sequence[np.ndarray]
) -> dict[str, dict[str, tuple[float, dict[str, float]]]]:
    """The same from log-odds that are there already."""
    folds = [folds_of(one) for one in sets]
    results: dict[str, dict[str, tuple[float, dict[str, float]]]] = {}
    found: dict[tuple[int, str], Judged] = {}
    for s, one in enumerate(sets):
        for way in WAYS:
            found[s, way] = (
                [()] * len(one.rows),
                np.zeros(len(one.rows), dtype=int),
                np.zeros((len(one.rows), 3), dtype=bool),
            )
    for number in range(FOLDS):
        model = calibrated(frame, sets, odds, [np.flatnonzero(fold != number) for fold in folds])
        shifts = model.intercepts - frame.intercepts * model.slopes
        for s, one in enumerate(sets):
            here = np.flatnonzero(folds[s] == number)
            scaled = odds[s][here] * model.slopes + shifts
            for way in WAYS:
                shown, signs, polar = judged(model, scaled, shares_of(model, scaled, way, one.register))
                for i, row in enumerate(here):
                    found[s, way][0][row] = shown[i]
                found[s, way][1][here] = signs
                found[s, way][2][here] = polar
    for s, one in enumerate(sets):
        for way in WAYS:
            for name, figure in figures_of(one, found[s, way]).items():
                results.setdefault(name, {})[way] = figure
    return results


def wccrs_figures(data: Path) -> dict[str, tuple[float, dict[str, float]]]:
    """Signs of the review sentences that nothing was learnt from."""
    from cjm_research.tagging.learnt.feelings import feelings_of

    rows = public_sets.wccrs(data)
    gold = np.array([SIGNS.index(sign) for _text, sign, _domain in rows])
    results = {}
    for way, options in (("alone", {}), ("together", {"together": True}), ("named", {"register": "reviews"})):
        found = np.array([SIGNS.index(one.sign) for one in feelings_of("pl", [text for text, *_ in rows], **options)])
        each = {sign: macro_f1(gold, found, [k]) for k, sign in enumerate(SIGNS)}
        results[way] = (float(np.mean(list(each.values()))), each | {"accuracy": float((gold == found).mean())})
    return results


def line(language: str, name: str, ways: dict[str, tuple[float, dict[str, float]]], details: bool) -> str:
    """One set, ready to print."""
    floor = FLOORS.get((language, name))
    row = f"{language} {name:42} " + " ".join(f"{ways[way][0]:9.3f}" if way in ways else " " * 9 for way in WAYS)
    row += f" {floor:8.3f}" if floor else " " * 9
    if details:
        row += "\n" + "\n".join(
            f"     {label:40} " + " ".join(f"{ways[way][1][label]:9.3f}" for way in WAYS if way in ways)
            for label in next(iter(ways.values()))[1]
        )
    return row


def main(argv: list[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--lang", nargs="+", default=["en", "pl", "ru"])
    parser.add_argument("--labels", action="store_true", help="every label of every set")
    parser.add_argument("--tags", action="store_true", help="the whole tagger, through its tags")
    parser.add_argument("--serdif", action="store_true", help="pain and success spans of the think-aloud sessions")
    options = parser.parse_args(argv)
    if options.tags or options.serdif:
        from benchmarks import evaluate_public_tags

        evaluate_public_tags.report(options.data, options.lang, tags=options.tags, serdif=options.serdif)
        return
    print(f"   {'macro-F1 on unseen folds':42} " + " ".join(f"{way:>9}" for way in WAYS) + "    floor")
    for language in options.lang:
        for name, ways in crossed(language, options.data).items():
            print(line(language, name, ways, options.labels))
        if language == "pl":
            print(line(language, "WCCRS", wccrs_figures(options.data), options.labels), flush=True)


if __name__ == "__main__":
    main()
