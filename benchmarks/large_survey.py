"""How long 5,000 answers of a survey take from text to groups: ``python -m benchmarks.large_survey [n]``.

An answer is made of `SENTENCES` sentences of the corpus that tell of a contact. A respondent belongs to one of three
planted personas, each with a third of the channels of its own, from which a sentence comes `STRENGTH` times as often.
What is measured is the path of free text from tags to groups, and how well the groups are those planted.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from cjm_research.coding import codings_of, suggestions_from_tags
from cjm_research.model import Coding, Participant, Transcript, Utterance
from cjm_research.tagging import tag_transcripts

CORPUS = Path(__file__).parents[1] / "corpus"
SENTENCES = 3
STRENGTH = 10.0
LONGEST = 20
_END = re.compile(r"(?<=[.!?…])\s+")


def answers(n: int, *, language: str = "en", seed: int = 1) -> tuple[list[Transcript], dict[str, int]]:
    """`n` respondents with one answer each, and the persona each belongs to."""
    told = _sentences(language)
    channels = sorted(channel for channel, sentences in told.items() if len(sentences) >= 3)
    owner = np.arange(len(channels)) % 3
    rng = np.random.default_rng(seed)
    transcripts, planted = [], {}
    for number in range(n):
        who, persona = f"r{number:05}", int(rng.integers(3))
        chance = np.where(owner == persona, STRENGTH, 1.0)
        chosen = rng.choice(len(channels), size=SENTENCES, replace=False, p=chance / chance.sum())
        sentences = [told[channels[i]] for i in chosen.tolist()]
        picked = [of_channel[int(rng.integers(len(of_channel)))] for of_channel in sentences]
        text = " ".join(picked)
        transcripts.append(Transcript(id=who, language=language, utterances=(Utterance(speaker="P", text=text),)))
        planted[who] = persona
    return transcripts, planted


def _sentences(language: str) -> dict[str, list[str]]:
    """Channel -> sentences of the corpus that tell of a contact through it, four to `LONGEST` words long."""
    told: dict[str, list[str]] = {}
    for path in sorted((CORPUS / language).rglob("*.json")):
        interview = Transcript.model_validate_json(path.read_text("utf-8"))
        for coding in codings_of(interview):
            if coding.kind == "touchpoint" and coding.label:
                text = interview.utterances[coding.utterance].text
                ends = [0, *(found.end() for found in _END.finditer(text)), len(text)]
                start = max(end for end in ends if end <= coding.start)
                sentence = text[start : min(end for end in ends if end >= coding.end)].strip()
                if 4 <= len(sentence.split()) <= LONGEST:
                    told.setdefault(coding.label, []).append(sentence)
    return told


def measured(n: int, *, processes: int | None = 2, language: str = "en") -> tuple[list[str], dict[str, Any]]:
    """Lines of a Markdown table, and the figures."""
    from sklearn.metrics import adjusted_rand_score

    from cjm_research.personas.large_n import group_many
    from cjm_research.personas.told import told_table

    transcripts, planted = answers(n, language=language)
    seconds: dict[str, float] = {}

    def timed(step: str, work: Callable[[], Any]) -> Any:
        begin = time.perf_counter()
        found = work()
        seconds[step] = time.perf_counter() - begin
        return found

    tags = timed(
        f"tags ({processes or 'automatic'} processes)", lambda: tag_transcripts(transcripts, processes=processes)
    )
    codings: list[Coding] = timed("suggestions", lambda: suggestions_from_tags(tags, transcripts))
    people = [Participant(id=t.id) for t in transcripts if t.id in {c.participant for c in codings}]
    table = timed("table", lambda: told_table(codings, [p.id for p in people]))
    grouping = timed("groups", lambda: group_many(table))
    whole = sum(seconds.values())
    labels = [0] * len(people) if grouping.chosen is None else grouping.chosen.labels
    found = {
        "seconds": whole,
        "k": grouping.k,
        "p": grouping.p_value,
        "ari": adjusted_rand_score([planted[p.id] for p in people], labels),
        "methods": grouping.methods,
        "jaccard": grouping.jaccard,
        "coded": len(people),
        "tags": len(tags),
        "columns": table.shape[1],
    }
    words = sum(len(t.utterances[0].text.split()) for t in transcripts)
    rows = [f"| {step} | {took:.1f} | {took / whole:.0%} |" for step, took in seconds.items()]
    lines = [
        f"{n:,} answers of {words / n:.0f} words; {len(tags):,} tags; {len(people):,} respondents with a tag. "
        f"{_load()}",
        "",
        "| step | seconds | share |",
        "| --- | --- | --- |",
        *rows,
        f"| all | {whole:.1f} | |",
        "",
        f"{grouping.k} groups (p = {grouping.p_value:.3f}), adjusted Rand index with the planted three "
        f"{found['ari']:.2f}; of two halves {grouping.methods.get('split_halves', 0):.2f}.",
    ]
    return lines, found


def _load() -> str:
    """How much else the machine had to do: waiting tasks of the last minute, as `uptime` tells it."""
    if not hasattr(os, "getloadavg"):
        return ""
    return f"Load of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores."


def report(n: int = 1000) -> list[str]:
    """The section of the results; 5,000 answers take some minutes on a machine that does other work besides."""
    return measured(n)[0]


if __name__ == "__main__":
    print("\n".join(report(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)))
