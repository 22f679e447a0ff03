"""What stands around the cells of a journey map: facts of map and stages, figures, outside events, sign-offs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cjm_research.i18n import _, format_number
from cjm_research.model import Count, JourneyItem, JourneyMap, JourneyStage, Metric, term
from cjm_research.model.journey_parts import ExternalFactor, SignOff
from cjm_research.rendering.environment import share
from cjm_research.rendering.journey_words import status_name, time_words


def header_facts(journey_map: JourneyMap, *, date: str = "") -> tuple[tuple[str, str], ...]:
    """What a reader must know of a map before reading it: (name, value), empty values left out."""
    facts = (
        (_("Kind of map"), term("map_kind", journey_map.kind) if journey_map.kind != "cjm" else ""),
        (_("Interviews"), f"n = {format_number(len(journey_map.participants))}"),
        (_("Groups"), ", ".join(term("group", group) for group in journey_map.groups)),
        (_("Rests on"), term("basis", journey_map.basis) if journey_map.participants else ""),
        (_("Status"), status_name(journey_map.status)),
        (_("Stage model"), term("stage_model", journey_map.stage_model)),
        (_("Duration"), time_words(journey_map.time_frame)),
        (_("How it ended"), _outcomes(journey_map)),
        (_("Version"), journey_map.version),
        (_("Authors"), journey_map.authors),
        (_("Date"), date),
        (_("To be reviewed by"), journey_map.review_due),
        (_("Details of"), _parent(journey_map)),
    )
    return tuple((name, value) for name, value in facts if value)


def _outcomes(journey_map: JourneyMap) -> str:
    said = [f"{term('outcome', outcome)}: {share(count)}" for outcome, count in journey_map.outcomes]
    if journey_map.outcomes:
        # Shares are of those of whom it is known; the others are said beside them.
        open_ = len(journey_map.participants) - journey_map.outcomes[0][1].n
        not_known = _("not known")
        said += [f"{not_known}: {format_number(open_)}"] if open_ > 0 else []
    return "; ".join(said)


def _parent(journey_map: JourneyMap) -> str:
    if not journey_map.part_of:
        return ""
    return _("step “{step}” of the map “{map}”").format(step=journey_map.part_of[1], map=journey_map.part_of[0])


def stage_notes(stage: JourneyStage) -> tuple[tuple[str, str], ...]:
    """What researchers say of a stage: (name, value), empty values left out."""
    notes = (
        (_("Goal"), stage.goal),
        (_("Mindset"), stage.mindset),
        (_("Customer’s task"), stage.customer_task),
        (_("Company’s task"), stage.company_task),
        (_("Duration"), _sourced(time_words(stage.time_frame), stage.time_frame.source if stage.time_frame else "")),
    )
    return tuple((name, value) for name, value in notes if value)


def _sourced(words: str, source: str) -> str:
    return _("{words} (source: {source})").format(words=words, source=source) if words and source else words


def added_items(journey_map: JourneyMap) -> Mapping[tuple[str, str], tuple[JourneyItem, ...]]:
    """Entries that follow from other parts of the map: (stage, lane) -> figures, and departments behind contacts."""
    found: dict[tuple[str, str], list[JourneyItem]] = {}
    known = {stage.key for stage in journey_map.stages}
    for metric in journey_map.metrics:
        if metric.stage in known:
            entry = _item(journey_map, f"{metric.stage}.metric.{metric.key}", metric_words(metric, journey_map))
            found.setdefault((metric.stage, "metric"), []).append(entry)
    for stage in sorted(known):
        named = {item.text for item in journey_map.cell(stage, "owner").items}
        for name in sorted(_departments(journey_map, stage) - named):
            entry = _item(journey_map, f"{stage}.owner.{name}", name)
            found.setdefault((stage, "owner"), []).append(entry)
    return {place: tuple(items) for place, items in found.items()}


def _departments(journey_map: JourneyMap, stage: str) -> set[str]:
    contacts = {c.key: c.department for c in journey_map.touchpoints}
    names = {contacts.get(item.label or "", "") for item in journey_map.cell(stage, "touchpoint").items}
    for lane in ("frontstage", "backstage", "support"):
        names |= {item.owner for item in journey_map.cell(stage, lane).items}
    return names - {""}


def _item(journey_map: JourneyMap, key: str, text: str) -> JourneyItem:
    count = Count(k=0, n=len(journey_map.participants), interval=(0.0, 1.0))
    return JourneyItem(key=key, text=text, count=count)


def general_metrics(journey_map: JourneyMap) -> tuple[str, ...]:
    """Figures of the journey as a whole, in words."""
    known = {stage.key for stage in journey_map.stages}
    return tuple(metric_words(m, journey_map) for m in journey_map.metrics if m.stage not in known)


def metric_words(metric: Metric, journey_map: JourneyMap) -> str:
    """A figure with its unit, change, sample, period and source."""

    def value(number: float) -> str:
        return f"{format_number(number, 0 if float(number).is_integer() else 1)} {metric.unit}".strip()

    name = metric.name
    if metric.touchpoint:
        contact = journey_map.touchpoint(metric.touchpoint)
        name = f"{name} ({contact.name or term('touchpoint', metric.touchpoint)})"
    parts = [value(metric.value) if metric.value is not None else _("no data")]
    if metric.before is not None:
        parts.append(_("before: {value}").format(value=value(metric.before)))
    if metric.target is not None:
        parts.append(_("target: {value}").format(value=value(metric.target)))
    if metric.n is not None:
        parts.append(_("n = {n}").format(n=format_number(metric.n)))
    if metric.interval is not None:
        low, high = (value(bound) for bound in metric.interval)
        parts.append(_("95% interval: {low} to {high}").format(low=low, high=high))
    parts += [part for part in (metric.period, metric.source) if part]
    return f"{name}: {'; '.join(parts)}"


@dataclass(frozen=True)
class FactorSpan:
    """An outside event over the columns `first` to `last`, on a level where it meets no other one."""

    factor: ExternalFactor
    first: int
    last: int
    level: int


def factor_spans(journey_map: JourneyMap, stages: Sequence[str]) -> tuple[FactorSpan, ...]:
    """The outside events and the columns that they touch; `stages` names the stage of each column."""
    taken: list[list[tuple[int, int]]] = []
    spans = []
    for factor in journey_map.factors:
        at = [i for i, stage in enumerate(stages) if not factor.stages or stage in factor.stages]
        if not at:
            continue
        first, last = at[0], at[-1]
        level = next((i for i, used in enumerate(taken) if all(last < a or first > b for a, b in used)), len(taken))
        if level == len(taken):
            taken.append([])
        taken[level].append((first, last))
        spans.append(FactorSpan(factor, first, last, level))
    return tuple(spans)


def factor_words(factor: ExternalFactor) -> str:
    """An outside event with its date and source."""
    words = f"{factor.date}: {factor.text}" if factor.date else factor.text
    return _sourced(words, factor.source)


def sign_off_words(sign_off: SignOff) -> str:
    """Who looked at which version when, and what they said."""
    decision = {
        "agreed": _("agreed"),
        "agreed_with_changes": _("agreed with changes"),
        "not_agreed": _("not agreed"),
    }[sign_off.decision]
    who = ", ".join(part for part in (sign_off.department, sign_off.person) if part)
    version = _("version {version}").format(version=sign_off.version) if sign_off.version else ""
    details = [part for part in (decision, version, sign_off.date, sign_off.note) if part]
    return f"{who}: {'; '.join(details)}"


def contact_words(item: JourneyItem, journey_map: JourneyMap) -> str:
    """What kind of contact a touchpoint is: on line or not, in whose hands, whether it can be changed, who answers."""
    contact = journey_map.touchpoint(item.label)
    parts = [term("setting", contact.setting)] if contact.setting != "either" else []
    if contact.owner != "either":
        parts.append(term("owner", contact.owner))
    if not contact.controllable and contact.owner in ("brand", "paid"):
        parts.append(_("the company cannot change it"))
    if contact.department:
        parts.append(_("Owner: {name}").format(name=contact.department))
    return " · ".join(parts)
