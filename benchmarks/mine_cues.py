"""Words and phrases of the development studies that stand in codings of a kind more often than elsewhere.

python -m benchmarks.mine_cues --lang pl --kind pain_point [--label phone] [--min 3] [--top 150] [--missed]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict

from benchmarks.evaluate_tagger import load_interviews
from benchmarks.score import gold_marks, matched_pairs, tag_marks
from cjm_research.tagging import tag_transcript
from cjm_research.tagging.pipeline import load_pipeline
from cjm_research.tagging.reading import reading_of, text_range


def mine(language: str, kind: str, label: str | None, missed: bool) -> list[tuple[float, str, int, int, int]]:
    """(lift, phrase, clauses inside codings, clauses in all, interviews) of lemma phrases of one to three words."""
    inside, everywhere = Counter(), Counter()
    seen_in: dict[str, set[str]] = defaultdict(set)
    nlp = load_pipeline(language)
    n_inside = n_all = 0
    for transcript in load_interviews([language], "dev"):
        gold = gold_marks(transcript)
        found = {g for g, _t in matched_pairs(gold, tag_marks(tag_transcript(transcript)))} if missed else set()
        wanted = [
            m for i, m in enumerate(gold) if m.group == kind and (not label or m.label == label) and i not in found
        ]
        for number, utterance in enumerate(transcript.utterances):
            if utterance.role != "participant":
                continue
            doc = nlp(utterance.text)
            reading = reading_of(doc)
            for first, last in reading.clauses:
                start, end = text_range(reading, first, last)
                hit = any(m.utterance == number and m.start < end and start < m.end for m in wanted)
                lemmas = [word.lemmas[0] for word in reading.words[first:last]]
                phrases = {" ".join(lemmas[i : i + n]) for n in (1, 2, 3) for i in range(len(lemmas) - n + 1)}
                everywhere.update(phrases)
                n_all += 1
                n_inside += hit
                if hit:
                    inside.update(phrases)
                    for phrase in phrases:
                        seen_in[phrase].add(transcript.id)
    base = n_inside / max(n_all, 1)
    return sorted(
        (
            ((inside[p] + 2 * base) / (everywhere[p] + 2) / base, p, inside[p], everywhere[p], len(seen_in[p]))
            for p in inside
        ),
        reverse=True,
    )


def main(argv: list[str] | None = None) -> None:
    """Print the phrases, most telling first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lang", required=True)
    parser.add_argument("--kind", required=True)
    parser.add_argument("--label")
    parser.add_argument("--min", type=int, default=3, help="clauses inside codings, at least")
    parser.add_argument("--top", type=int, default=150)
    parser.add_argument("--missed", action="store_true", help="only codings that no tag matches yet")
    options = parser.parse_args(argv)
    rows = [
        r for r in mine(options.lang, options.kind, options.label, options.missed) if r[2] >= options.min and r[4] > 1
    ]
    sys.stdout.write("lift  inside/all clauses, interviews: phrase (base forms)\n")
    for lift, phrase, inside, everywhere, interviews in rows[: options.top]:
        sys.stdout.write(f"{lift:5.2f}  {inside:3}/{everywhere:<4} {interviews:3}: {phrase}\n")


if __name__ == "__main__":
    main()
