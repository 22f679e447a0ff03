"""Tag every interview of the corpus with a tagger that has never seen its study, and score the tags.

python -m benchmarks.leave_one_out              writes benchmarks/left_out_tags.jsonl.gz and the tables of
                                                benchmarks/left_out/ and prints the figures
python -m benchmarks.leave_one_out --again      the same from the tags that were written last

One study of each language is left out at a time: of the models, the network, the thresholds, the shares, the labels,
valences and stages. The lexicons and the worth of rules come from the development studies, so figures of held and
flagship studies are the honest ones.
"""

from __future__ import annotations

import gzip
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from benchmarks.attribute_examples import load_examples
from benchmarks.evaluate_tagger import load_interviews, part_of_id, table
from benchmarks.left_out_tables import write_tables
from benchmarks.score import core_macro_f1, gold_marks, matched_pairs, score, tag_marks
from benchmarks.train_attributes import assembled
from benchmarks.train_attributes import train as train_attributes
from benchmarks.train_moments import Learnt, barrier_threshold, calibration_error, chosen_without, learn
from cjm_research.model import Tag, Transcript
from cjm_research.model.scheme import CORE_KINDS
from cjm_research.tagging.learnt.finding import MomentFinder
from cjm_research.tagging.learnt.moments import LANGUAGES, Moments
from cjm_research.tagging.learnt.senses import load_senses
from cjm_research.tagging.rules.scoring import load_weights
from cjm_research.tagging.rules.spans import SpanMaker
from cjm_research.tagging.tagger import Tagger

TAGS = Path(__file__).parent / "left_out_tags.jsonl.gz"


def left_out_tags(learnt: Learnt) -> Iterator[Tag]:
    """The tags of all interviews, language by language."""
    examples = [example for language in LANGUAGES for example in load_examples(language)]
    without = chosen_without(learnt)
    for number, network in learnt.networks.items():
        out = {study for study, fold in learnt.fold.items() if fold == number}
        trained = train_attributes([example for example in examples if example.study.partition("/")[2] not in out])
        for language, school in learnt.schools.items():
            studies = {lesson.study for lesson in school.lessons if lesson.study in out}
            thresholds, links = without[number]
            moments = Moments(
                language=language,
                first=school.firsts[number],
                network=network,
                centre=school.centre,
                spread=school.spread,
                thresholds=thresholds,
                links=links,
                barrier=barrier_threshold(school, frozenset(studies)),
            )
            weights = load_weights(language)
            finder = MomentFinder(moments, weights, load_senses(language))
            tagger = Tagger(finder, SpanMaker(weights), assembled(trained, language))
            for lesson in school.lessons:
                if lesson.study in studies:
                    yield from tagger.tags(lesson.transcript)


def write_tags(tags: Iterable[Tag]) -> None:
    """Write them as the tag JSON lines, sorted by transcript, the same bytes each time."""
    lines = sorted((tag.transcript, tag.utterance, tag.start, tag.end, tag.model_dump_json()) for tag in tags)
    text = "".join(line[-1] + "\n" for line in lines)
    TAGS.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))


def read_tags() -> list[Tag]:
    """The tags that were written last."""
    return [Tag.model_validate_json(line) for line in gzip.decompress(TAGS.read_bytes()).decode("utf-8").splitlines()]


def report(tags: list[Tag]) -> str:
    """The tables: by part of the corpus and language, spread over studies, precision and recall, calibration."""
    transcripts = load_interviews(list(LANGUAGES))
    blocks = []
    for part, title in (("fresh", "held and flagship"), ("held", "held"), ("flagship", "flagship"), ("dev", "dev")):
        for language in (*LANGUAGES, "all"):
            spoken = [t for t in transcripts if language in ("all", t.language)]
            parts = ("held", "flagship") if part == "fresh" else (part,)
            chosen_ones = [t for t in spoken if part_of_id(t.id) in parts]
            if part == "fresh" or language == "all":
                blocks.append(table(f"{language} ({title})", _scored(chosen_ones, tags)))
    fresh = [t for t in transcripts if part_of_id(t.id) != "dev"]
    return "\n\n".join([*blocks, _spread(fresh, tags), _curve(fresh, tags), _calibration(fresh, tags)])


def _scored(transcripts: list[Transcript], tags: list[Tag]) -> dict[str, Counter]:
    names = {t.id for t in transcripts}
    gold = [mark for transcript in transcripts for mark in gold_marks(transcript)]
    return score(gold, tag_marks(tag for tag in tags if tag.transcript in names))


def _spread(transcripts: list[Transcript], tags: list[Tag]) -> str:
    values = {}
    for study in sorted({(t.language, str(t.study)) for t in transcripts}):
        values[study] = core_macro_f1(_scored([t for t in transcripts if (t.language, str(t.study)) == study], tags))
    rows = "\n".join(f"  {language} {name:34} {value:.3f}" for (language, name), value in values.items())
    figures = list(values.values())
    return f"core macro F1 by study: mean {np.mean(figures):.3f}, sd {np.std(figures):.3f}\n{rows}"


def _curve(transcripts: list[Transcript], tags: list[Tag]) -> str:
    """Precision and recall of all core tags where only those of a least score are kept."""
    lines = ["precision and recall of the core kinds by least score", "  score  tags     P     R"]
    for least in (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        counts = _scored(transcripts, [tag for tag in tags if tag.score >= least])
        total = sum((counts[kind] for kind in CORE_KINDS), Counter())
        precision = total["matched"] / max(1, total["tags"])
        lines.append(f"  {least:.2f} {total['tags']:6} {precision:5.2f} {total['matched'] / total['gold']:5.2f}")
    return "\n".join(lines)


def _calibration(transcripts: list[Transcript], tags: list[Tag]) -> str:
    names = {t.id for t in transcripts}
    marks = tag_marks(kept := [tag for tag in tags if tag.transcript in names])
    gold = [mark for transcript in transcripts for mark in gold_marks(transcript)]
    right = {t for _g, t in matched_pairs(gold, marks)}
    pairs = [(tag.score, i in right) for i, tag in enumerate(kept)]
    lines = [
        f"expected calibration error {calibration_error(pairs):.3f} over {len(pairs)} tags",
        "  score    tags  right",
    ]
    for low in np.arange(0.0, 1.0, 0.1):
        here = [ok for value, ok in pairs if low <= value < low + 0.1]
        if here:
            lines.append(f"  {low:.1f}-{low + 0.1:.1f} {len(here):6}   {np.mean(here):.2f}")
    return "\n".join(lines)


def main() -> None:
    """Learn, tag, write, print."""
    if sys.argv[1:] != ["--again"]:
        write_tags(left_out_tags(learn()))
    tags = read_tags()
    write_tables(load_interviews(list(LANGUAGES)), tags)
    sys.stdout.write(report(tags) + "\n")


if __name__ == "__main__":
    main()
