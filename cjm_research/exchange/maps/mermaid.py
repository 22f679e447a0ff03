"""Journey maps as Mermaid ``journey`` text, for wikis and READMEs: stages, steps and a score from 1 to 5, no more."""

from __future__ import annotations

import re

from cjm_research.i18n import _, format_number
from cjm_research.model import JourneyMap, JourneyStep

# What would end a task, a section or the diagram, or start a comment, a link or an entity.
_SIGNS = re.compile(r"[:;#%<>{}\[\]`\"\\|]+|--+")
# What begins like a word of the language would be taken for it.
_WORD = re.compile(r"(?:journey|title|section|accTitle|accDescr)\b", re.IGNORECASE)
NEUTRAL = 3


def mermaid_journey(journey_map: JourneyMap) -> str:
    """A journey map as the text of a Mermaid diagram.

    A step's score is its valence from -2..+2 as 1..5, rounded; 3 where nobody's feeling is known. A stage without
    steps gets one with the stage's goal or name, so that no column is missing.
    """
    actor = _plain(journey_map.title, lists=True)
    lines = ["journey", f"    title {_plain(journey_map.title)}"]
    points = {point.stage: point.mean for point in journey_map.curve}
    for stage in journey_map.stages:
        name = _plain(journey_map.stage_name(stage.key))
        lines.append(f"    section {name}")
        steps = [step for step in journey_map.steps if step.stage == stage.key and step.layer == "as_is"]
        for step in sorted(steps, key=lambda one: (one.place, one.key)):
            lines.append(f"      {_task(step)}: {_score(step.valence)}: {', '.join(_actors(step, actor))}")
        if not steps:
            lines.append(f"      {_begun(_plain(stage.goal or name))}: {_score(points.get(stage.key))}: {actor}")
    return "\n".join(lines) + "\n"


def _task(step: JourneyStep) -> str:
    n, text = step.count.n, _begun(_plain(step.text))
    if not n:
        return text
    of = _("{k} of {n}").format(k=format_number(step.count.k), n=format_number(n))
    return f"{text} ({of})"


def _begun(text: str) -> str:
    """The name of a task, which must not begin with a word that means something else."""
    return f"“{text}”" if _WORD.match(text) else text


def _actors(step: JourneyStep, actor: str) -> list[str]:
    return [actor, *(_plain(other, lists=True) for other in step.actors)]


def _score(valence: float | None) -> int:
    return NEUTRAL if valence is None else min(5, max(1, round(valence + NEUTRAL)))


def _plain(text: str, *, lists: bool = False) -> str:
    """One line without the signs that have a meaning in Mermaid; without commas where they part a list."""
    plain = _SIGNS.sub(" ", text.replace(",", " ") if lists else text)
    return " ".join(plain.split()) or "-"
