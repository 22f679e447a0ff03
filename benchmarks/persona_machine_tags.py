"""Planted personas of the flagship studies, found from codings and from tags alone.

``python -m benchmarks.persona_machine_tags [repeats]`` prints two tables.

One procedure for all: nobody tells it the number of groups. Tags come from the shipped tagger, which was trained on
these studies, and from taggers that have not seen them (``left_out_tags.jsonl.gz``): what a new study may expect. The
second table varies the weights of the blocks at three groups, with people and codings taken away at random.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_rand_score

from benchmarks.leave_one_out import read_tags
from cjm_research.coding import codings_of, suggestions_from_tags
from cjm_research.model import Coding, Transcript
from cjm_research.personas.clustering import PersonaClusterer
from cjm_research.personas.consensus import find_groups
from cjm_research.personas.features import PersonaFeatures
from cjm_research.personas.told import told_table
from cjm_research.tagging import tag_transcripts

CORPUS = Path(__file__).parents[1] / "corpus"
FLAGSHIPS = ("en/flat-pack-furniture", "pl/wakacje-z-lotem", "ru/okna-v-kvartiru")
SOURCES = ("codings", "tags, tagger as shipped", "tags, tagger that has not seen the study")
# Weights of channels, channels in their stages, other codes in their stages.
NEIGHBOURS = ((1, 1, 1), (0.7, 1, 1), (1.4, 1, 1), (1, 0.7, 1), (1, 1.4, 1), (1, 1, 0.7), (1, 1, 1.4))
TAKEN_AWAY = {"codings": (0.2, 4), "tags": (0.1, 2)}


@cache
def interviews(study: str) -> tuple[Transcript, ...]:
    """The interviews of a study, by their ids."""
    files = sorted((CORPUS / study).glob("*.json"))
    return tuple(Transcript.model_validate_json(file.read_text("utf-8")) for file in files)


@cache
def codings(study: str, source: str) -> tuple[Coding, ...]:
    """What counts of a study: people's codings, or tags of one of the taggers."""
    transcripts = interviews(study)
    if source == SOURCES[0]:
        return tuple(coding for transcript in transcripts for coding in codings_of(transcript))
    if source == SOURCES[1]:
        return tuple(suggestions_from_tags(tag_transcripts(transcripts), transcripts))
    ids = {transcript.id for transcript in transcripts}
    return tuple(suggestions_from_tags([tag for tag in read_tags() if tag.transcript in ids], transcripts))


def planted(study: str) -> dict[str, str]:
    """Participant -> the persona that the study was written with."""
    return {t.id: str((t.model_extra or {})["persona"]) for t in interviews(study)}


def found(study: str, source: str) -> tuple[float, int, float]:
    """Adjusted Rand index with the planted personas, number of groups, p-value."""
    persona = planted(study)
    clusterer = PersonaClusterer(features=PersonaFeatures()).fit(told_table(codings(study, source), sorted(persona)))
    truth = [persona[who] for who in sorted(persona)]
    grouping = clusterer.grouping_
    return float(adjusted_rand_score(truth, clusterer.labels_)), clusterer.n_clusters_, grouping.p_value


def at_three(study: str, source: str, weights: Sequence[float], repeats: int) -> float:
    """Mean adjusted Rand index at three groups with codings and people taken away at random."""
    names = ("channels", "channels_in_stages", "codes_in_stages")
    recipe = PersonaFeatures(weights=dict(zip(names, weights, strict=True)))
    persona = planted(study)
    share, people = TAKEN_AWAY["codings" if source == SOURCES[0] else "tags"]
    values = []
    for seed in range(repeats):
        rng = np.random.default_rng(seed)
        kept = sorted(rng.permutation(sorted(persona))[people:].tolist())
        left = [coding for coding in codings(study, source) if rng.random() >= share]
        points = recipe.fit_transform(told_table(left, kept))
        labels = find_groups(points, [3], draws=40, rng=rng)[3].labels
        values.append(adjusted_rand_score([persona[who] for who in kept], labels))
    return float(np.mean(values))


def report(repeats: int = 8) -> list[str]:
    """Both tables as Markdown."""
    lines = ["| source | " + " | ".join(FLAGSHIPS) + " | mean |", "| --- | --- | --- | --- | --- |"]
    for source in SOURCES:
        rows = [found(study, source) for study in FLAGSHIPS]
        cells = [f"{ari:.2f} (k {k}, p {p:.3f})" for ari, k, p in rows]
        lines.append(f"| {source} | {' | '.join(cells)} | {np.mean([row[0] for row in rows]):.2f} |")
    lines += ["", "| weights | " + " | ".join(SOURCES) + " |", "| --- | --- | --- | --- |"]
    for weights in NEIGHBOURS:
        values = [np.mean([at_three(study, source, weights, repeats) for study in FLAGSHIPS]) for source in SOURCES]
        lines.append(f"| {', '.join(map(str, weights))} | {' | '.join(f'{value:.2f}' for value in values)} |")
    return lines


def main(arguments: Sequence[str]) -> None:
    """Print the tables."""
    print("\n".join(report(int(arguments[0]) if arguments else 8)))


if __name__ == "__main__":
    main(sys.argv[1:])
