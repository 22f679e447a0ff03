"""Are the corpus's planted personas still found in changed studies? ``python -m benchmarks.persona_robustness``.

The whole procedure (`draft_personas`) on the codings of each study of 24: with codings left out, with codes renamed and
merged two and two, with fewer people, and dealt out to anybody, where nothing may be found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.metrics import adjusted_rand_score

from benchmarks.persona_machine_tags import FLAGSHIPS, SOURCES, codings, planted
from cjm_research.model import Coding, Participant
from cjm_research.personas import draft_personas

LEFT_OUT = 0.3


def changed(study: str) -> Iterator[tuple[str, Sequence[Coding], list[str]]]:
    """Name of the change, codings, participants."""
    rng = np.random.default_rng(1)
    told, persona = codings(study, SOURCES[0]), planted(study)
    everybody, kinds = sorted(persona), sorted(set(persona.values()))
    yield "as it is", told, everybody
    yield "30% of the codings left out", [coding for coding in told if rng.random() >= LEFT_OUT], everybody
    yield "codes merged two and two", _merged(told, rng), everybody
    for each in (6, 4):
        of_each = [rng.permutation([who for who in everybody if persona[who] == p])[:each] for p in kinds]
        yield f"{3 * each} people", told, sorted(str(who) for some in of_each for who in some)
    yield "codings dealt out to anybody", _dealt_out(told, rng), everybody


def _merged(told: Sequence[Coding], rng: np.random.Generator) -> list[Coding]:
    names: dict[tuple[str, str | None], str] = {}
    for kind in sorted({coding.kind for coding in told if coding.label}):
        labels = rng.permutation(sorted({str(c.label) for c in told if c.kind == kind and c.label})).tolist()
        names |= {(kind, label): f"merged{number // 2}" for number, label in enumerate(labels)}
    return [c.model_copy(update={"label": names[c.kind, c.label]}) if c.label else c for c in told]


def _dealt_out(told: Sequence[Coding], rng: np.random.Generator) -> list[Coding]:
    owners = rng.permutation([coding.participant for coding in told]).tolist()
    return [
        coding.model_copy(update={"participant": who, "transcript": who, "utterance": number})
        for number, (coding, who) in enumerate(zip(told, owners, strict=True))
    ]


def found(study: str, told: Sequence[Coding], people: Sequence[str]) -> str:
    """Verdict, number of groups, adjusted Rand index with the planted personas."""
    here = [coding for coding in told if coding.participant in set(people)]
    draft = draft_personas(here, [Participant(id=who) for who in people], basis="confirmed")
    if draft.verdict == "no_groups":
        return "no groups"
    group = {who: persona.key for persona in draft.personas for who in persona.members}
    persona = planted(study)
    ari = adjusted_rand_score([persona[who] for who in people], [group.get(who, "") for who in people])
    return f"{ari:.2f} (k {draft.k}, {draft.verdict})"


def report() -> list[str]:
    """The table."""
    cells = {study: {name: found(study, told, people) for name, told, people in changed(study)} for study in FLAGSHIPS}
    lines = [f"| study | {' | '.join(FLAGSHIPS)} |", "| --- |" + " --- |" * len(FLAGSHIPS)]
    return lines + [
        f"| {name} | {' | '.join(cells[study][name] for study in FLAGSHIPS)} |" for name in cells[FLAGSHIPS[0]]
    ]


if __name__ == "__main__":
    print("\n".join(report()))
