"""What the actions of the plan changed: figures before and after, with an interval where a survey was asked twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cjm_research.i18n import _, format_number, ngettext
from cjm_research.measures.waves import WaveComparison, many_changes
from cjm_research.model import PlanItem
from cjm_research.model.base import Model


class PlanEffect(Model):
    """One action: the change of its survey question, or the figures that were written down."""

    item: PlanItem
    comparison: WaveComparison | None = None

    @property
    def difference(self) -> float | None:
        """After less before, of the survey where there is one; None where a figure is missing."""
        if self.comparison is not None:
            return self.comparison.change[0]
        if self.item.before is None or self.item.after is None:
            return None
        return self.item.after - self.item.before

    def __str__(self) -> str:
        if self.comparison is not None:
            return _("{action}: {change}").format(action=self.item.text, change=str(self.comparison))
        if self.difference is None:
            return _("{action}: not measured yet.").format(action=self.item.text)
        return _("{action}: {metric} was {before} and is {after} now; these figures have no interval.").format(
            action=self.item.text,
            metric=self.item.metric or "–",
            before=_figure(self.item.before),
            after=_figure(self.item.after),
        )


class PlanEffects(Model):
    """The actions of a plan with what they changed, in the order of the plan."""

    rows: tuple[PlanEffect, ...] = ()
    remarks: tuple[str, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        return tuple(_sentences(self))

    def __str__(self) -> str:
        return "\n".join(self.sentences())


def plan_effects(plan: Iterable[PlanItem], comparisons: Mapping[str, WaveComparison]) -> PlanEffects:
    """Each action with its change; the clearest are not put first, for other things changed meanwhile too.

    Parameters
    ----------
    comparisons : mapping
        Key of an action -> its survey question before and after, always the same instrument.
    """
    rows = tuple(PlanEffect(item=item, comparison=comparisons.get(item.key)) for item in plan)
    remarks = []
    if comparisons:
        remarks.append(_("Other things changed in the meantime too: a change after an action need not be its effect."))
        remarks += filter(None, [many_changes(len(comparisons))])
    return PlanEffects(rows=rows, remarks=tuple(remarks))


def _figure(value: float | None) -> str:
    if value is None:
        return "–"
    return format_number(value, 0 if float(value).is_integer() else 1)


def _sentences(found: PlanEffects) -> Iterator[str]:
    n, done = len(found.rows), sum(row.item.status == "done" for row in found.rows)
    if not n:
        yield _("The plan is empty.")
        return
    yield ngettext("{n} action, {done} of them done.", "{n} actions, {done} of them done.", n).format(n=n, done=done)
    yield from map(str, found.rows)
    yield from found.remarks
