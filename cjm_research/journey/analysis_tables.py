"""Gaps, backlog, keep-list, plan and changes as tables with readable columns, in the language in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cjm_research.exchange.analysis_tables import Table
from cjm_research.i18n import _, format_percent
from cjm_research.journey.backlog import Backlog
from cjm_research.journey.gap_report import GapKind, GapReport
from cjm_research.model import Count, PlanItem, term
from cjm_research.model.analysis import JourneyDiff
from cjm_research.model.inventory import PlanStatus


def gap_kind(kind: GapKind) -> str:
    """The display name of a kind of gap."""
    return {
        "matched": _("On both sides"),
        "company_only": _("The company's alone"),
        "customer_only": _("The customers' alone"),
        "not_comparable": _("Cannot be compared"),
    }[kind]


def plan_status(status: PlanStatus) -> str:
    """The display name of the status of an action."""
    return {
        "proposed": _("Proposed"),
        "planned": _("Planned"),
        "in_progress": _("In progress"),
        "done": _("Done"),
        "dropped": _("Dropped"),
    }[status]


def presence_name(present: bool | None) -> str:
    """Whether the company is there, in words."""
    return _("not looked at yet") if present is None else _("yes") if present else _("no")


def gap_tables(report: GapReport) -> tuple[Table, ...]:
    """Contacts by stage, effort against mentions, presence, independent sources, needs."""
    people = (_("People"), "n", _("95% interval"))
    rows = [
        (row.place, row.name, gap_kind(row.kind), *_count(row.count), row.valence, "; ".join(row.company),
         "; ".join(row.departments), row.advice)
        for row in report.rows
    ]  # fmt: skip
    gaps = Table(
        "gaps",
        _("Gaps"),
        (_("Stage"), _("Contact"), _("Kind"), *people, _("Valence"), _("On the company's list"), _("Department"),
         _("What it asks for")),
        rows,
        notes=report.remarks,
    )  # fmt: skip
    shares = (_("Share of the effort"), _("Share of mentions"))
    effort = Table(
        "effort",
        _("Effort and mentions"),
        (_("Contact"), _("Effort"), *shares, _("95% interval"), *people[:2]),
        [
            (e.name, e.effort, e.effort_share, e.mention_share, _interval(e.mention_interval), *_count(e.count)[:2])
            for e in report.effort.rows
        ],
        shares=frozenset(shares),
        notes=report.effort.remarks,
    )
    presence = Table(
        "presence",
        _("Presence"),
        (_("Contact"), _("Is the company there?"), *people, _("Department")),
        [(p.name, presence_name(p.present), *_count(p.count), p.department) for p in report.presence],
    )
    sources = Table(
        "sources",
        _("Independent sources"),
        (_("Contact"), *people, _("Stage"), _("On the company's list")),
        [(s.name, *_count(s.count), ", ".join(s.stages), _("yes") if s.is_listed else _("no")) for s in report.sources],
    )
    needs = Table(
        "needs",
        _("Needs"),
        (_("Stage"), _("People with a need"), _("Met"), _("Not met"), _("Not known"), _("Needs not met")),
        [(n.place, n.people.k, n.met.k, n.unmet.k, n.unknown.k, "; ".join(n.unmet_needs)) for n in report.needs],
    )
    return gaps, effort, presence, sources, needs


def backlog_tables(backlog: Backlog) -> tuple[Table, ...]:
    """What to mend, with the factors of each score, and what to keep."""
    rows = [
        (r.place, r.best_place, r.worst_place, r.touchpoint_name or r.text, r.stage_name, *_count(r.count), r.severity,
         r.stopped.k, r.score, _plain_interval(r.interval), "; ".join(r.solutions), "; ".join(r.owners),
         "; ".join(r.plan), r.quote, "; ".join(r.items))
        for r in backlog.rows
    ]  # fmt: skip
    fix = Table(
        "backlog",
        _("What to mend"),
        (_("Place"), _("Best place"), _("Worst place"), _("Pain"), _("Stage"), _("People"), "n",
         _("95% interval"), _("How bad (0 to 2)"), _("People stopped"), _("Priority score"), _("Interval of the score"),
         _("Solutions"), _("Owners"), _("Plan"), _("Quote"), _("Item")),
        rows,
        notes=(backlog.formula, *backlog.remarks),
    )  # fmt: skip
    keep = Table(
        "keep",
        _("What to keep"),
        (_("Entry"), _("Stage"), _("People"), "n", _("95% interval"), _("Valence"), _("Marks"), _("Owners"),
         _("Quote"), _("Item")),
        [
            (k.text, k.stage_name, *_count(k.count), k.valence, ", ".join(term("mark", mark) for mark in k.marks),
             k.owner, k.quote, k.key)
            for k in backlog.keep
        ],
    )  # fmt: skip
    return fix, keep


def plan_table(plan: Iterable[PlanItem]) -> Table:
    """The actions of a plan."""
    rows = [
        (p.text, plan_status(p.status), p.owner, p.due, p.map, "; ".join(p.answers), p.metric, p.before, p.after,
         p.instrument, p.note)
        for p in plan
    ]  # fmt: skip
    columns = (_("Action"), _("Status"), _("Owners"), _("Due"), _("Map"), _("Item"), _("Metric"), _("Before"),
               _("After"), _("Survey question"), _("Note"))  # fmt: skip
    return Table("plan", _("Plan"), columns, rows)


def change_tables(diff: JourneyDiff) -> tuple[Table, ...]:
    """Entries, steps and feelings that came, went or changed."""
    kinds = {"added": _("came"), "gone": _("went"), "changed": _("changed")}
    head = (_("What happened"), _("Stage"))
    counts = (_("People before"), "n", _("People after"), "n", _("Intervals overlap"))

    def row(change: Any) -> tuple[Any, ...]:
        before, after = change.counts
        both = before is not None and after is not None
        return (*_count(before)[:2], *_count(after)[:2], _yes_or_no(change.intervals_overlap) if both else "")

    entries = [
        (kinds[c.kind], c.place, term("lane", c.lane), c.name, *row(c), ", ".join(c.fields), c.key) for c in diff.items
    ]
    feelings = [
        (p.place, p.before.mean, p.before.n, p.after.mean, p.after.n,
         "" if p.intervals_overlap is None else _yes_or_no(p.intervals_overlap))
        for p in diff.points
    ]  # fmt: skip
    steps = [(kinds[c.kind], c.place, c.name, *row(c), ", ".join(c.fields), c.key) for c in diff.steps]
    fields = (_("Fields"), _("Item"))
    return (
        Table("entries", _("Entries"), (*head, _("Lane"), _("Entry"), *counts, *fields), entries),
        Table("steps", _("Steps"), (*head, _("Entry"), *counts, *fields), steps),
        Table("feelings", _("Feelings"), (_("Stage"), _("Before"), _("People"), _("After"), _("People"),
                                          _("Intervals overlap")), feelings),
        Table("map", _("The map itself"), (_("Fields"), _("Before"), _("After")),
              [(f.name, f.before, f.after) for f in diff.fields]),
    )  # fmt: skip


def _count(count: Count | None) -> tuple[int | None, int | None, str]:
    return (count.k, count.n, _interval(count.interval)) if count else (None, None, "")


def _interval(interval: Sequence[float] | None) -> str:
    return "–".join(format_percent(bound) for bound in interval) if interval else ""


def _plain_interval(interval: Sequence[float]) -> str:
    return "–".join(f"{bound:.0f}" for bound in interval)


def _yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")
