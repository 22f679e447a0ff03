"""Where people stick and where they leave, and where they ask: each with those who got that far as denominator."""

from __future__ import annotations

from collections.abc import Iterator

from cjm_research.i18n import _, format_share, in_quotes
from cjm_research.journey.gaps import touchpoint_name
from cjm_research.measures import count_of
from cjm_research.model import Count, JourneyMap
from cjm_research.model.analysis import some_of
from cjm_research.model.base import Model


class Bottleneck(Model):
    """A step: people who stuck and who left (or nearly did), of those who told of its stage or a later one."""

    key: str
    name: str
    stage: str
    place: str
    stalled: Count
    exited: Count

    def __str__(self) -> str:
        return _("{topic} ({stage}): {stalled} stuck, {exited} left").format(
            topic=self.name,
            stage=self.place,
            stalled=format_share(self.stalled.k, self.stalled.n),
            exited=format_share(self.exited.k, self.exited.n),
        )


class StageQuestions(Model):
    """People who asked something at a stage, of those who told of it; `questions` counts the questions."""

    stage: str
    place: str
    people: Count
    questions: int


class Wait(Model):
    """An entry with words of waiting; `count` is of everybody behind it, not all of whom need have waited.

    `text` is the name of its contact (`touchpoint`), or people's words where it has none.
    """

    key: str
    text: str
    touchpoint: str | None = None
    stage: str
    place: str
    count: Count

    def __str__(self) -> str:
        return _("{topic} ({stage})").format(
            topic=self.text if self.touchpoint else in_quotes(self.text), stage=self.place
        )


class Bottlenecks(Model):
    """Steps by how many people they cost, stages by how many people ask there, and where time is lost."""

    title: str
    steps: tuple[Bottleneck, ...] = ()
    questions: tuple[StageQuestions, ...] = ()
    waits: tuple[Wait, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        return tuple(_sentences(self))

    def __str__(self) -> str:
        return "\n".join(self.sentences())


def bottlenecks(journey_map: JourneyMap) -> Bottlenecks:
    """Steps at which somebody stuck or left, and stages at which somebody asked; the heaviest first.

    Order by share of people who left, then who stuck; of equal ones the earlier step first. That somebody who was not
    asked about a step did not tell of trouble there does not mean that there was none.
    """
    order = {stage.key: at for at, stage in enumerate(journey_map.stages)}
    steps = [
        Bottleneck(
            key=step.key,
            name=step.text,
            stage=step.stage,
            place=journey_map.stage_name(step.stage),
            stalled=count_of(min(step.stalled, step.reached), step.reached),
            exited=count_of(min(step.exited, step.reached), step.reached),
        )
        for step in journey_map.steps
        if step.layer == "as_is" and (step.stalled or step.exited)
    ]
    steps.sort(key=lambda s: (-_share(s.exited), -_share(s.stalled), order.get(s.stage, 0), s.key))
    questions = sorted(_questions(journey_map), key=lambda q: (-_share(q.people), -q.questions, order[q.stage]))
    waits = sorted(_waits(journey_map), key=lambda w: (-w.count.k, order[w.stage], w.key))
    return Bottlenecks(title=journey_map.title, steps=tuple(steps), questions=tuple(questions), waits=tuple(waits))


def _waits(journey_map: JourneyMap) -> Iterator[Wait]:
    for cell, item in journey_map.items:
        if "wait" in item.marks and item.layer == "as_is" and item.evidence:
            place = journey_map.stage_name(cell.stage)
            name = touchpoint_name(journey_map, item.label) if item.label else item.text
            yield Wait(key=item.key, text=name, touchpoint=item.label, stage=cell.stage, place=place, count=item.count)


def _questions(journey_map: JourneyMap) -> Iterator[StageQuestions]:
    for stage in journey_map.stages:
        items = [i for i in journey_map.cell(stage.key, "question").items if i.layer == "as_is" and i.evidence]
        people = {e.participant for item in items for e in item.evidence}
        if items:
            yield StageQuestions(
                stage=stage.key,
                place=journey_map.stage_name(stage.key),
                people=count_of(len(people), max(len(people), stage.count.k)),
                questions=sum(len(item.evidence) for item in items),
            )


def _share(count: Count) -> float:
    return count.k / count.n if count.n else 0.0


def _sentences(found: Bottlenecks) -> Iterator[str]:
    if found.steps:
        steps = some_of(map(str, found.steps))
        yield _("People stick or leave at: {steps}.").format(steps=steps)
    else:
        yield _("No step is known at which people stuck or left.")
    if found.questions:
        most = found.questions[0]
        yield _("Most people ask at “{stage}”: {share} of those who told of it.").format(
            stage=most.place, share=format_share(most.people.k, most.people.n)
        )
    if found.waits:
        yield _("Waiting is told of at: {names}.").format(names=some_of(map(str, found.waits)))
