"""What came of comparing two journey maps: versions, waves, people, personas, today and plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, Literal, TypeVar

from cjm_research.i18n import _, format_number, format_share
from cjm_research.model.base import Model
from cjm_research.model.evidence import Count
from cjm_research.model.journey import EmotionPoint, JourneyItem, JourneyStage
from cjm_research.model.journey_parts import JourneyStep
from cjm_research.model.lanes import LaneKey

ChangeKind = Literal["added", "gone", "changed"]
# So many changes of one kind are told in sentences; all of them stand in the tables.
MOST_TOLD = 5


def some_of(names: Iterable[str], most: int = MOST_TOLD) -> str:
    """Names in a row, the first few and how many more; a sentence ends behind them, and brings the last full stop."""
    shown = list(names)
    text = "; ".join(shown[:most])
    if len(shown) <= most:
        return text.removesuffix(".")
    return _("{names}; and {n} more").format(names=text, n=len(shown) - most)


def overlap(first: tuple[float, float], second: tuple[float, float]) -> bool:
    """Whether two intervals have a point in common: then nothing can be said of a difference."""
    return first[0] <= second[1] and second[0] <= first[1]


# A handful of people who all say the same have an interval without width, which says nothing of the next person.
FEW_ALIKE = 10


def means_overlap(first: EmotionPoint, second: EmotionPoint) -> bool | None:
    """Whether the means of two points may be the same; None where there are too few people to say."""
    points = (first, second)
    if any(point.interval is None or _is_few_alike(point) for point in points):
        return None
    return overlap(first.interval or (0, 0), second.interval or (0, 0))


def _is_few_alike(point: EmotionPoint) -> bool:
    return point.interval is not None and point.interval[0] == point.interval[1] and point.n < FEW_ALIKE


Thing = TypeVar("Thing", JourneyItem, JourneyStep, JourneyStage)


class Change(Model, Generic[Thing]):
    """One thing of two maps, None in the map where it does not stand.

    `place` is the name of its stage; `fields` names what differs of it besides counts.
    """

    key: str
    name: str
    place: str = ""
    fields: tuple[str, ...] = ()
    before: Thing | None = None
    after: Thing | None = None

    @property
    def kind(self) -> ChangeKind:
        """Whether it came, went or changed."""
        return "added" if self.before is None else "gone" if self.after is None else "changed"

    @property
    def counts(self) -> tuple[Count | None, Count | None]:
        """People before and after, of all people of their map."""
        return self.before.count if self.before else None, self.after.count if self.after else None

    @property
    def intervals_overlap(self) -> bool:
        """Whether the shares of people may be the same; true where one side does not exist."""
        before, after = self.counts
        return before is None or after is None or overlap(before.interval, after.interval)

    def __str__(self) -> str:
        name = _("{topic} ({stage})").format(topic=self.name, stage=self.place) if self.place else self.name
        before, after = self.counts
        if before is None or after is None or (before.k, before.n) == (after.k, after.n):
            return name
        shares = {"before": format_share(before.k, before.n), "after": format_share(after.k, after.n)}
        if self.intervals_overlap:
            message = _("{entry}: {before} against {after}; the intervals overlap.")
        else:
            message = _("{entry}: {before} against {after}; the intervals do not overlap.")
        return message.format(entry=name, **shares)


class ItemChange(Change[JourneyItem]):
    """An entry of a cell in one map and in the other."""

    lane: LaneKey


class StepChange(Change[JourneyStep]):
    """A step of the journey in one map and in the other."""


class StageChange(Change[JourneyStage]):
    """A column of one map and of the other."""


class PointChange(Model):
    """The emotion curve at one stage of both maps.

    `intervals_overlap` is None where one of them has no interval (fewer than three people), or a few people who all
    felt the same: nothing can be said then.
    """

    stage: str
    place: str
    before: EmotionPoint
    after: EmotionPoint

    @property
    def difference(self) -> float | None:
        """How much better it is after, in points of -2..+2; None where a mean is unknown."""
        if self.before.mean is None or self.after.mean is None:
            return None
        return self.after.mean - self.before.mean

    @property
    def intervals_overlap(self) -> bool | None:
        """Whether the means may be the same."""
        return means_overlap(self.before, self.after)

    def __str__(self) -> str:
        values = {"stage": self.place, "before": _mean(self.before), "after": _mean(self.after)}
        if self.intervals_overlap is None:
            message = _("Feelings at “{stage}”: {before} against {after}; too few people to compare.")
        elif self.intervals_overlap:
            message = _("Feelings at “{stage}”: {before} against {after}; the intervals overlap.")
        else:
            message = _("Feelings at “{stage}”: {before} against {after}; the intervals do not overlap.")
        return message.format(**values)


class FieldChange(Model):
    """Something said of the map as a whole, as text, before and after; `name` is how the field is called."""

    field: str
    name: str
    before: str
    after: str

    def __str__(self) -> str:
        return _("{field}: “{before}” against “{after}”.").format(field=self.name, before=self.before, after=self.after)


class JourneyDiff(Model):
    """What differs between two journey maps.

    An entry is the same in both where it has the same key, rests on the same words, or is the same contact, feeling or
    trouble at the same stage. It counts as changed where both number and share of its people differ, or another field
    does; not where only the number of all people grew.

    Attributes
    ----------
    before, after : str
        What the two maps are called.
    n_before, n_after : int
        People of each map; `people_added` and `people_gone` are those of one map alone.
    pairs : tuple of (str, str)
        Keys of all entries that stand in both, changed or not.
    n_same : int
        How many of these are alike.
    """

    before: str
    after: str
    n_before: int
    n_after: int
    people_added: tuple[str, ...] = ()
    people_gone: tuple[str, ...] = ()
    stages: tuple[StageChange, ...] = ()
    items: tuple[ItemChange, ...] = ()
    steps: tuple[StepChange, ...] = ()
    points: tuple[PointChange, ...] = ()
    fields: tuple[FieldChange, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    n_same: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether both maps say the same."""
        people = self.people_added or self.people_gone
        return not (people or self.stages or self.items or self.steps or self.points or self.fields)

    @property
    def added(self) -> tuple[ItemChange, ...]:
        """Entries of the second map alone."""
        return tuple(item for item in self.items if item.kind == "added")

    @property
    def gone(self) -> tuple[ItemChange, ...]:
        """Entries of the first map alone."""
        return tuple(item for item in self.items if item.kind == "gone")

    @property
    def changed(self) -> tuple[ItemChange, ...]:
        """Entries of both that differ."""
        return tuple(item for item in self.items if item.kind == "changed")

    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        return tuple(_sentences(self))

    def __str__(self) -> str:
        return "\n".join(self.sentences())


def _mean(point: EmotionPoint) -> str:
    return "–" if point.mean is None else format_number(point.mean, 1).replace("-", "−")


def _sentences(diff: JourneyDiff) -> list[str]:
    said = [
        _("“{before}” (n = {n}) against “{after}” (n = {m}).").format(
            before=diff.before, after=diff.after, n=format_number(diff.n_before), m=format_number(diff.n_after)
        )
    ]
    if diff.is_empty:
        return [*said, _("Nothing differs.")]
    if len(diff.people_added) < diff.n_after:  # else all people are others, which the head says
        said += _listed(_("People only in “{map}”").format(map=diff.after), diff.people_added)
        said += _listed(_("People only in “{map}”").format(map=diff.before), diff.people_gone)
    said += _listed(_("Stages that differ"), map(str, diff.stages))
    said += _listed(_("Entries only in “{map}”").format(map=diff.after), map(str, _shared(diff.added)))
    said += _listed(_("Entries only in “{map}”").format(map=diff.before), map(str, _shared(diff.gone)))
    said += _listed(_("Entries that differ"), map(str, _clearest(diff.changed)))
    said += _listed(_("Steps that differ"), map(str, diff.steps))
    clear_points = [str(point) for point in diff.points if point.intervals_overlap is False]
    said += clear_points
    if diff.points and not clear_points:
        said.append(_("Feelings cannot be told apart at any stage."))
    said += [str(field) for field in diff.fields]
    clear = [i for i in diff.changed if not i.intervals_overlap]
    if diff.changed and not clear:
        said.append(_("No share of people differs by more than chance may bring about."))
    return said


def _clearest(changes: tuple[ItemChange, ...]) -> list[ItemChange]:
    def size(change: ItemChange) -> float:
        before, after = change.counts
        return abs(_share(after) - _share(before))

    return sorted(changes, key=lambda c: (c.intervals_overlap, -size(c)))


def _shared(changes: tuple[ItemChange, ...]) -> list[ItemChange]:
    """Those of most people first."""
    return sorted(changes, key=lambda c: -max(count.k for count in c.counts if count))


def _share(count: Count | None) -> float:
    return count.k / count.n if count and count.n else 0.0


def _listed(heading: str, things: Iterable[str]) -> list[str]:
    # Changes are whole sentences, which here become parts of one.
    names = [thing.rstrip(".") for thing in things]
    if not names:
        return []
    message = _("{heading} ({n}): {names}.")
    return [message.format(heading=heading, n=format_number(len(names)), names=some_of(names))]
