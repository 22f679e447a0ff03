"""Learn where the kinds stand in an answer from the coded interviews of ``corpus/``, and write it to the package.

python -m benchmarks.train_moments [--evaluate]

Everything that is chosen (network, thresholds, shares) is chosen on log-odds of models that had not seen the study.
With --evaluate nothing is written: figures by language, kind and study, thresholds and shares then coming from the
other studies too.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.evaluate_tagger import DEVELOPMENT, load_interviews
from cjm_research.model.scheme import CORE_KINDS
from cjm_research.tagging.learnt.learning import (
    Judged,
    Lesson,
    School,
    best_thresholds,
    by_lesson,
    fit_link,
    fit_network,
    folds_of,
    group,
    judged_spans,
    lesson_of,
    networks_out_of_fold,
    school_of,
    second_odds,
)
from cjm_research.tagging.learnt.linear import save_arrays
from cjm_research.tagging.learnt.moments import (
    BARRIER,
    FOUND,
    LANGUAGES,
    Link,
    Moments,
    Network,
    arrays_of,
    moments_path,
)
from cjm_research.tagging.rules.scoring import weights_folder

GRID = np.round(np.arange(-2.6, 0.81, 0.1), 2)
# Spans this far below the threshold are judged too, so that shares are known where a researcher lowers it.
BELOW = 1.0


def load_lessons(language: str) -> list[Lesson]:
    """Every coded interview of the corpus, read."""
    return [lesson_of(transcript, str(transcript.study)) for transcript in load_interviews([language])]


@dataclass(frozen=True)
class Learnt:
    """Everything that was learnt out of fold: `second` holds the log-odds of the second step by language."""

    schools: Mapping[str, School]
    fold: Mapping[str, int]
    networks: Mapping[int, Network]
    second: Mapping[str, np.ndarray]


def learn() -> Learnt:
    """Learn all languages, each study left out once."""
    lessons = {language: load_lessons(language) for language in LANGUAGES}
    fold = folds_of(lesson for ones in lessons.values() for lesson in ones)
    schools = {}
    for language, ones in lessons.items():
        _say(f"{language}: {len(ones)} interviews, {sum(len(one.units) for one in ones)} pieces")
        schools[language] = school_of(ones, fold)
    networks = networks_out_of_fold(list(schools.values()), fold)
    second = {language: second_odds(school, networks, fold) for language, school in schools.items()}
    return Learnt(schools, fold, networks, second)


def pooled(learnt: Learnt) -> tuple[list[Lesson], np.ndarray]:
    """The lessons of all languages with the log-odds of the second step."""
    lessons = [lesson for school in learnt.schools.values() for lesson in school.lessons]
    return lessons, np.vstack([learnt.second[language] for language in learnt.schools])


def unseen(lesson: Lesson) -> bool:
    """Whether no lexicon was written from the interview: rules look better on the others than they are."""
    return int(lesson.transcript.id.rpartition("_")[2]) not in DEVELOPMENT


def chosen(
    lessons: Sequence[Lesson], odds: np.ndarray, left_out: frozenset[str] = frozenset()
) -> tuple[dict[str, float], dict[str, Link]]:
    """Thresholds and links from interviews that no lexicon was written from, without those of the studies left out.

    The second step is shared, so its log-odds mean the same in every language and all interviews can be asked.
    """
    kept = [(lesson, rows) for lesson, rows in by_lesson(lessons, odds) if unseen(lesson)]
    kept = [(lesson, rows) for lesson, rows in kept if lesson.study not in left_out]
    lessons, odds = [lesson for lesson, _rows in kept], np.vstack([rows for _lesson, rows in kept])
    thresholds = best_thresholds(lessons, odds, GRID)
    low = {kind: threshold - BELOW for kind, threshold in thresholds.items()}
    links = links_of(
        [*judged_spans(lessons, odds, thresholds), *_fainter(judged_spans(lessons, odds, low), thresholds)]
    )
    return thresholds, links


def chosen_without(learnt: Learnt) -> dict[int, tuple[dict[str, float], dict[str, Link]]]:
    """Thresholds and links for each fold, from the other folds."""
    everything = pooled(learnt)
    out = {number: frozenset(s for s, fold in learnt.fold.items() if fold == number) for number in learnt.networks}
    return {number: chosen(*everything, studies) for number, studies in out.items()}


def _fainter(spans: Sequence[Judged], thresholds: Mapping[str, float]) -> list[Judged]:
    return [span for span in spans if span.odds < thresholds[span.kind]]


def links_of(spans: Sequence[Judged]) -> dict[str, Link]:
    """The link of each kind."""
    links = {}
    for kind in FOUND:
        ones = [span for span in spans if span.kind == kind]
        links[kind] = fit_link(np.array([span.odds for span in ones]), np.array([span.right for span in ones]))
    return links


def barrier_threshold(school: School, left_out: frozenset[str] = frozenset()) -> float:
    """The log-odds that tell barriers among pain points best (F1), on other studies than those left out."""
    pains = (school.step.targets["pain_point"] == 1) & ~np.isin(school.step.studies, sorted(left_out))
    odds = school.odds[pains, len(FOUND)]
    barriers = school.step.targets[BARRIER][pains] == 1
    grid = np.quantile(odds, np.linspace(0.3, 0.98, 60))
    f1 = [2 * (barriers & (odds >= at)).sum() / max(1, (odds >= at).sum() + barriers.sum()) for at in grid]
    return float(grid[int(np.argmax(f1))])


def write(learnt: Learnt) -> None:
    """Fit on everything and write the weights and the out-of-fold log-odds."""
    schools = list(learnt.schools.values())
    network = fit_network(
        np.vstack([school.inputs for school in schools]), np.vstack([school.targets for school in schools])
    )
    thresholds, links = chosen(*pooled(learnt))
    for school in schools:
        odds = learnt.second[school.language]
        moments = Moments(
            language=school.language,
            first=school.step.model(),
            network=network,
            centre=school.centre,
            spread=school.spread,
            thresholds=thresholds,
            links=links,
            barrier=barrier_threshold(school),
        )
        path = moments_path(school.language)
        save_arrays(path, arrays_of(moments))
        folds = weights_folder() / f"folds_{school.language}.npz"
        save_arrays(
            folds, {lesson.transcript.id: rows.astype(np.float16) for lesson, rows in by_lesson(school.lessons, odds)}
        )
        _say(f"{path.name} {path.stat().st_size // 1024} KB, {folds.name} {folds.stat().st_size // 1024} KB")


def evaluate(learnt: Learnt) -> None:
    """Print figures of studies left out of everything, thresholds and shares included."""
    totals: dict[str, dict[str, np.ndarray]] = {}
    calibration: list[tuple[float, bool]] = []
    without = chosen_without(learnt)
    for school in learnt.schools.values():
        odds = learnt.second[school.language]
        counts = {kind: np.zeros(3) for kind in FOUND}
        spread = []
        for study in sorted({lesson.study for lesson in school.lessons if unseen(lesson)}):
            thresholds, links = without[learnt.fold[study]]
            here = [pair for pair in by_lesson(school.lessons, odds) if pair[0].study == study]
            lessons, rows = [lesson for lesson, _rows in here], np.vstack([rows for _lesson, rows in here])
            spans = judged_spans(lessons, rows, thresholds)
            calibration += [(links[span.kind](span.odds), span.right) for span in spans]
            of_study = count(lessons, spans)
            spread.append((study, core(of_study)))
            for kind in FOUND:
                counts[kind] += of_study[kind]
        totals[school.language] = counts
        _say(f"{school.language}: {table(counts)}")
        _say("    by study: " + ", ".join(f"{study} {value:.3f}" for study, value in spread))
    everything = {kind: np.sum([counts[kind] for counts in totals.values()], axis=0) for kind in FOUND}
    _say(f"all: {table(everything)}")
    _say(f"expected calibration error {calibration_error(calibration):.3f} over {len(calibration)} spans")


def count(lessons: Sequence[Lesson], spans: Sequence[Judged]) -> dict[str, np.ndarray]:
    """Right spans, spans and codings of each kind."""
    counts = {}
    for kind in FOUND:
        ones = [span for span in spans if span.kind == kind]
        codings = sum(group(mark[3]) == kind for lesson in lessons for mark in lesson.gold)
        counts[kind] = np.array([sum(span.right for span in ones), len(ones), codings], dtype=float)
    return counts


def f1(counts: np.ndarray) -> float:
    """Of right spans, spans and codings."""
    right, spans, codings = counts
    return 2 * right / (spans + codings) if spans + codings else 0.0


def core(counts: Mapping[str, np.ndarray]) -> float:
    """Mean F1 of the core kinds."""
    return float(np.mean([f1(counts[kind]) for kind in CORE_KINDS]))


def table(counts: Mapping[str, np.ndarray]) -> str:
    """One line of figures."""
    parts = ", ".join(f"{kind} {f1(counts[kind]):.3f}" for kind in FOUND)
    return f"core macro F1 {core(counts):.3f}; {parts}"


def calibration_error(pairs: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error over bins of equal width (Naeini, Cooper and Hauskrecht 2015)."""
    scores, right = np.array([score for score, _ok in pairs]), np.array([ok for _score, ok in pairs], dtype=float)
    which = np.minimum((scores * bins).astype(int), bins - 1)
    gaps = [
        abs(scores[which == b].mean() - right[which == b].mean()) * (which == b).mean() for b in set(which.tolist())
    ]
    return float(sum(gaps))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main(argv: list[str] | None = None) -> None:
    """Learn, then write or report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--evaluate", action="store_true", help="report, write nothing")
    options = parser.parse_args(argv)
    learnt = learn()
    evaluate(learnt)
    if not options.evaluate:
        write(learnt)


if __name__ == "__main__":
    main()
