"""The list of what to mend, first things first, and of what to keep."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from cjm_research.i18n import _, format_number, format_share, in_quotes
from cjm_research.measures.rankings import Ranking
from cjm_research.model import Count, JourneyMap
from cjm_research.model.analysis import MOST_TOLD, some_of
from cjm_research.model.base import Model


class BacklogRow(Model):
    """One pain: the factors of its score, the score, and the places it can have.

    Attributes
    ----------
    key : str
        That of the entry of the map with most people behind it; `items` are all entries that the row stands for.
    count : Count
        People who have it, of all people of the map.
    severity : float or None
        Mean over these people of how bad it was, 0..2; None where no feeling is coded.
    stopped : Count
        People whom it stopped or nearly stopped, of those who have it.
    is_controllable : bool
        Whether the company can change the contact itself.
    factors : tuple of (name, value)
        What the weights are applied to, 0..1.
    score : float
        0..100; `interval` is its 95% interval over people.
    place : int
        Its place by score; `best_place` and `worst_place` are those it takes when each weight is halved or raised by
        half. Rows whose places overlap are ties as far as the weights are a matter of opinion.
    ties : tuple of str
        Keys of rows whose intervals overlap with its own: ties as far as these people can tell.
    solutions, owners, plan : tuple of str
        What answers it on the map, who answers for it, and actions of the plan; empty: it is open.
    """

    key: str
    items: tuple[str, ...]
    text: str
    quote: str = ""
    stage: str
    stage_name: str
    touchpoint: str | None = None
    touchpoint_name: str = ""
    count: Count
    severity: float | None = Field(default=None, ge=0, le=2)
    stopped: Count
    is_controllable: bool = True
    factors: tuple[tuple[str, float], ...]
    score: float
    interval: tuple[float, float]
    place: int = 1
    best_place: int = 1
    worst_place: int = 1
    ties: tuple[str, ...] = ()
    solutions: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether its place does not depend on the weights."""
        return self.best_place == self.worst_place

    @property
    def is_open(self) -> bool:
        """Whether neither the map nor the plan answers it."""
        return not (self.solutions or self.plan)

    @property
    def name(self) -> str:
        """Where it hurts: contact and stage, or the words of an entry without a contact."""
        topic = self.touchpoint_name or in_quotes(self.text)
        return _("{topic} ({stage})").format(topic=topic, stage=self.stage_name)

    def __str__(self) -> str:
        places = format_number(self.best_place)
        if not self.holds:
            places = f"{places}–{format_number(self.worst_place)}"
        values = {
            "places": places,
            "pain": self.name,
            "share": format_share(self.count.k, self.count.n),
            "stopped": format_number(self.stopped.k),
            "score": format_number(self.score),
        }
        if self.severity is None:
            message = _("{places}. {pain}: {share} people, {stopped} of them stopped. Score {score}.")
        else:
            values["severity"] = format_number(self.severity, 1)
            message = _(
                "{places}. {pain}: {share} people, {stopped} of them stopped; how bad, from 0 to 2: {severity}. "
                "Score {score}."
            )
        return message.format(**values)


class KeepRow(Model):
    """Something that works: it is to be left as it is, or made more of."""

    key: str
    text: str
    quote: str = ""
    stage: str
    stage_name: str
    touchpoint: str | None = None
    count: Count
    valence: float | None = None
    marks: tuple[str, ...] = ()
    owner: str = ""


class Backlog(Model):
    """What to mend, first things first, and what to keep; `formula` says how the order came about."""

    title: str
    n: int
    rows: tuple[BacklogRow, ...] = ()
    keep: tuple[KeepRow, ...] = ()
    formula: str
    weights: tuple[tuple[str, float], ...]
    ranking: Ranking
    remarks: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[BacklogRow, ...]:
        """Pains that nothing answers yet."""
        return tuple(row for row in self.rows if row.is_open)

    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        return tuple(_sentences(self))

    def __str__(self) -> str:
        return "\n".join(self.sentences())


def keep_list(journey_map: JourneyMap) -> Iterator[KeepRow]:
    """Success points, wow effects and whatever is marked to be kept: most people first, then the best felt."""
    kept = [
        (cell.stage, item)
        for cell, item in journey_map.items
        if item.layer == "as_is" and (cell.lane == "success" or {"wow", "keep"} & set(item.marks))
    ]
    for stage, item in sorted(kept, key=lambda pair: (-pair[1].count.k, -(pair[1].valence or 0), pair[1].key)):
        yield KeepRow(
            key=item.key,
            text=item.text,
            quote=item.quote,
            stage=stage,
            stage_name=journey_map.stage_name(stage),
            touchpoint=item.label,
            count=item.count,
            valence=item.valence,
            marks=item.marks,
            owner=item.owner or (journey_map.touchpoint(item.label).department if item.label else ""),
        )


def _quoted(row: KeepRow) -> str:
    """The text of an entry; one without a contact is people's words alone."""
    return row.text if row.touchpoint else in_quotes(row.text)


def _sentences(backlog: Backlog) -> Iterator[str]:
    if not backlog.rows:
        yield _("Nobody told of a pain or barrier on this map.")
    for row in backlog.rows[:MOST_TOLD]:
        yield str(row)
    if backlog.rows:
        yield backlog.formula
        if any(not row.holds for row in backlog.rows):
            yield _("Places such as 1–3 depend on the weights: halved or raised by half, they change the order there.")
        if backlog.ranking.is_refused:
            yield _("These people cannot tell one pain from another: all intervals overlap.")
        if backlog.open:
            names = some_of(row.name for row in backlog.open)
            yield _("Without a solution ({n}): {names}.").format(n=format_number(len(backlog.open)), names=names)
    if backlog.keep:
        names = some_of(f"{_quoted(row)} ({format_share(row.count.k, row.count.n)})" for row in backlog.keep)
        yield _("To be left as it is: {names}.").format(names=names)
    yield from backlog.remarks
