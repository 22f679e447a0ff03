"""What a study gains by learning from its researcher: agreement and clicks after 1, 2, 3 (6, 12) interviews.

python -m benchmarks.learning_curve             writes benchmarks/learning_curve.csv and docs/learning-curve.svg
python -m benchmarks.learning_curve --again     the drawing and the tables from the figures that were written last

In every held and flagship study of the corpus somebody codes the first interviews as the corpus has them coded, lets
the study learn, and goes on. What the machine then suggests in the last interviews (three of six, twelve of 24) is
compared with what it would have suggested without, by a tagger that has not seen the study (`benchmarks.unseen`).
Suggestions in the coded interviews that match no coding count as rejected.

The corpus is coded as the package's tagger was taught, so little is left to learn from it but the words of a study. The
second time somebody with habits of their own codes it (`with_habits`).

Clicks: a suggestion that is right costs one, and one more for each of label, valence and stage that must be changed; a
wrong one costs one; a missed passage costs two to mark and give its code, and one for each of label, valence and stage
that it has. By hand every passage costs the latter.
"""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.evaluate_tagger import load_interviews, part_of_id
from benchmarks.score import Mark, core_macro_f1, gold_marks, matched_pairs, score, tag_marks
from benchmarks.unseen import CACHE, Unseen, load, make, say
from cjm_research.coding import codings_of, suggestions_from_tags
from cjm_research.model import Coding, Tag, Transcript
from cjm_research.tagging.learnt.moments import LANGUAGES
from cjm_research.tagging.own.learning import Learnt, learn_own

HERE = Path(__file__).parent
FIGURES = HERE / "learning_curve.csv"
DRAWING = HERE.parent / "docs" / "learning-curve.svg"
STEPS, LONG_STEPS, FEW_STEPS = (1, 2, 3), (1, 2, 3, 6, 12), (1, 3, 12)
# Habits of a researcher that are made up for this measurement.
LEFT_OUT = frozenset({"quote_worthy", "thought", "motivation"})
NO_KIND = {"barrier": "pain_point"}
NO_LABEL = {"online_store": "website", "marketplace": "website", "anger": "frustration", "forum": "social_media"}
CHANGE, ACCEPT, REJECT, ADD = 1, 1, 1, 2
COLUMNS = (
    "coder", "language", "study", "part", "coded", "tested", "seconds", "f1_before", "f1_after",
    "by_hand", "clicks_before", "clicks_after", "changes_before", "changes_after", "used",
)  # fmt: skip


def with_habits(transcript: Transcript) -> Transcript:
    """The interview as somebody would code it who leaves out three kinds and four distinctions of the scheme."""
    kept = [coding for coding in transcript.codings if coding.kind not in LEFT_OUT]
    codings = [
        coding.model_copy(
            update={
                "kind": NO_KIND.get(coding.kind, coding.kind),
                "label": NO_LABEL.get(coding.label or "", coding.label),
            }
        )
        for coding in kept
    ]
    return transcript.model_copy(update={"codings": tuple(codings)})


def rows_of_study(
    coder: str, language: str, study: str, transcripts: Sequence[Transcript], unseen: Unseen
) -> Iterable[dict]:
    """A row for each number of interviews coded."""
    steps = LONG_STEPS if len(transcripts) >= 2 * LONG_STEPS[-1] else STEPS
    steps = steps if coder == "corpus" else tuple(n for n in steps if n in FEW_STEPS)
    tested = transcripts[steps[-1] :]
    tag = partial(unseen.tagger.tags, adjusted=partial(_odds, unseen))
    before = [one for transcript in tested for one in tag(transcript)]
    decided = {one.id: [*codings_of(one), *rejected(one, tag(one))] for one in transcripts[: steps[-1]]}
    for n in steps:
        coded = [coding for transcript in transcripts[:n] for coding in decided[transcript.id]]
        start = time.perf_counter()
        learnt = learn_own(transcripts, coded, tagger=lambda _language: unseen.tagger, adjusted=partial(_odds, unseen))
        seconds = time.perf_counter() - start
        after = [one for transcript in tested for one in tag(transcript, own=learnt.own)]
        yield {
            "language": language,
            "study": study,
            "part": part_of_id(transcripts[0].id),
            "coded": n,
            "tested": len(tested),
            "seconds": round(seconds, 2),
            **figures_of(tested, before, after),
            "used": " ".join(_used(learnt)),
        }


def rejected(transcript: Transcript, tags: Sequence[Tag]) -> list[Coding]:
    """The suggestions that match no coding, as somebody turned them down."""
    right = {t for _g, t in matched_pairs(gold_marks(transcript), tag_marks(tags))}
    wrong = suggestions_from_tags([tag for i, tag in enumerate(tags) if i not in right], [transcript])
    return [coding.model_copy(update={"status": "rejected"}) for coding in wrong]


def _odds(unseen: Unseen, transcript: Transcript, _turns: object, _units: object, _odds: np.ndarray) -> np.ndarray:
    """What networks said that had not seen the study, in the place of what the shipped one says."""
    return unseen.odds[transcript.id].astype(np.float64)


def _used(learnt: Learnt) -> list[str]:
    return [outcome.name.replace(" ", "_") for outcome in learnt.outcomes if outcome.used]


def figures_of(transcripts: Sequence[Transcript], before: Sequence[Tag], after: Sequence[Tag]) -> dict[str, float]:
    """Agreement and clicks an interview, without and with what was learnt."""
    gold = [mark for transcript in transcripts for mark in gold_marks(transcript)]
    n = len(transcripts)
    found: dict[str, float] = {"by_hand": round(sum(map(by_hand, gold)) / n, 1)}
    for name, tags in (("before", tag_marks(before)), ("after", tag_marks(after))):
        count = clicks(gold, tags)
        found[f"f1_{name}"] = round(core_macro_f1(score(gold, tags)), 4)
        found[f"clicks_{name}"] = round(sum(count.values()) / n, 1)
        found[f"changes_{name}"] = round(count["change"] / n, 1)
    return found


def by_hand(mark: Mark) -> int:
    """Clicks to mark a passage and give it all that it has."""
    return ADD + sum(CHANGE for value in (mark.label, mark.valence, mark.stage) if value is not None)


def clicks(gold: Sequence[Mark], tags: Sequence[Mark]) -> Counter:
    """Clicks to come from the suggestions to the codings, by what is done."""
    pairs = matched_pairs(list(gold), list(tags))
    count: Counter = Counter(accept=ACCEPT * len(pairs), reject=REJECT * (len(tags) - len(pairs)))
    for g, t in pairs:
        one, other = gold[g], tags[t]
        count["change"] += CHANGE * sum(getattr(one, name) != getattr(other, name) for name in _parts(one))
    matched = {g for g, _t in pairs}
    count["add"] = sum(by_hand(mark) for g, mark in enumerate(gold) if g not in matched)
    return count


def _parts(mark: Mark) -> list[str]:
    """What is compared of a coding: its kind (a barrier is no pain point), and what else the coder gave it."""
    return ["kind", *(name for name in ("label", "valence", "stage") if getattr(mark, name) is not None)]


def measure() -> list[dict]:
    """All studies, language by language."""
    rows = []
    for language in LANGUAGES:
        studies: dict[str, list[Transcript]] = {}
        for transcript in load_interviews([language]):
            # Lexicons were written from the development studies.
            if part_of_id(transcript.id) != "dev":
                studies.setdefault(str(transcript.study), []).append(transcript)
        unseen = load(CACHE, language)
        for study, transcripts in sorted(studies.items()):
            for coder in ("corpus", "habits"):
                coded = transcripts if coder == "corpus" else [with_habits(one) for one in transcripts]
                for row in rows_of_study(coder, language, study, coded, unseen[study]):
                    rows.append({"coder": coder, **row})
                    say(", ".join(f"{value}" for value in rows[-1].values()))
    return rows


def write_figures(rows: Sequence[dict]) -> None:
    """Write them as CSV."""
    with FIGURES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_figures() -> list[dict]:
    """The figures that were written last."""
    with FIGURES.open(encoding="utf-8", newline="") as file:
        rows: list[dict] = list(csv.DictReader(file))
    numbers = [name for name in COLUMNS if name not in ("coder", "language", "study", "part", "used")]
    return [{**row, **{name: float(row[name]) for name in numbers}} for row in rows]


def summary(rows: Sequence[dict], coder: str, parts: Sequence[str], steps: Sequence[int]) -> list[dict]:
    """Means over studies, by language and number of interviews coded; "all" for the three together."""
    found = []
    rows = [row for row in rows if row["coder"] == coder]
    for language in (*LANGUAGES, "all"):
        for n in steps:
            here = [r for r in rows if r["part"] in parts and r["coded"] == n and language in ("all", r["language"])]
            if here:
                names = ("f1_before", "f1_after", "by_hand", "clicks_before", "clicks_after", "seconds")
                means = {name: float(np.mean([row[name] for row in here])) for name in names}
                worse = sum(row["clicks_after"] > row["clicks_before"] for row in here)
                found.append({"language": language, "coded": n, "studies": len(here), "worse": worse, **means})
    return found


def table(rows: Sequence[dict]) -> str:
    """The means as Markdown."""
    lines = [
        "| language | interviews coded | studies | F1 without | F1 learnt | by hand | clicks without | clicks learnt "
        "| saved | studies that cost more |",
        "| --- " * 10 + "|",
    ]
    for row in rows:
        saved = 1 - row["clicks_after"] / row["clicks_before"]
        lines.append(
            f"| {row['language']} | {row['coded']:.0f} | {row['studies']} | {row['f1_before']:.3f} "
            f"| {row['f1_after']:.3f} | {row['by_hand']:.0f} | {row['clicks_before']:.0f} | {row['clicks_after']:.0f} "
            f"| {100 * saved:.1f}% | {row['worse']} |"
        )
    return "\n".join(lines)


def report(rows: Sequence[dict]) -> str:
    """The tables of docs/learning.md."""
    blocks = []
    for coder in ("corpus", "habits"):
        for part, steps in (("held", STEPS), ("flagship", LONG_STEPS)):
            blocks.append(f"{coder}, {part} studies\n\n{table(summary(rows, coder, [part], steps))}")
    return "\n\n".join(blocks)


def drawing(rows: Sequence[dict]) -> str:
    """Clicks by hand, without and with what was learnt, by language and coder, as SVG."""
    import altair as alt
    import pandas as pd

    from cjm_research.charts import chart_svg

    names = {"by_hand": "by hand", "clicks_before": "as shipped", "clicks_after": "learnt"}
    coders = {"corpus": "codes as the tagger was taught", "habits": "has habits of their own"}
    shares = [
        {
            "coder": coders[coder],
            "language": row["language"],
            "interviews coded": int(row["coded"]),
            "suggestions": names[name],
            "clicks an interview": row[name],
        }
        for coder in coders
        for row in summary(rows, coder, ["held", "flagship"], STEPS)
        if row["language"] != "all"
        for name in names
    ]
    shades = alt.Scale(domain=list(names.values()), range=["#595959", "#0072B2", "#D55E00"])
    dashes = alt.Scale(domain=list(names.values()), range=[[2, 2], [6, 3], [1, 0]])
    chart = (
        alt.Chart(pd.DataFrame(shares))
        .mark_line(point=True)
        .encode(
            x=alt.X("interviews coded:O"),
            y=alt.Y("clicks an interview:Q", scale=alt.Scale(zero=False)),
            color=alt.Color("suggestions:N", scale=shades, title="suggestions"),
            strokeDash=alt.StrokeDash("suggestions:N", scale=dashes, title="suggestions"),
            column=alt.Column("language:N", title=None),
            row=alt.Row("coder:N", title=None, header=alt.Header(labelLimit=260)),
        )
        .properties(width=180, height=170)
    )
    return chart_svg(chart)


def main() -> None:
    """Measure, write, print."""
    if sys.argv[1:] != ["--again"]:
        make(CACHE)
        write_figures(measure())
    rows = read_figures()
    DRAWING.write_text(drawing(rows), encoding="utf-8")
    say(report(rows))


if __name__ == "__main__":
    main()
