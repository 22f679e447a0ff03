"""Codings -> saturation: which codes each interview brought, and whether more interviews are needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np

from cjm_research.coding.matrix import column_of
from cjm_research.coding.select import groups_of, usable_codings
from cjm_research.errors import BadValueError
from cjm_research.i18n import _, format_number, ngettext
from cjm_research.measures.more_interviews import Forecast, coverage_interval, forecast_new_codes
from cjm_research.measures.richness import more_interviews_for, richness_of_table
from cjm_research.measures.saturation import base_run, new_codes, over_orders
from cjm_research.model import Basis, Codebook, Coding, Participant, Transcript, default_codebook, term
from cjm_research.model.saturation import (
    FEWEST_INTERVIEWS,
    SATURATION_LEVELS,
    CurvePoint,
    InterviewStep,
    NewCodes,
    Saturation,
    SaturationLevel,
)

BY_IMPORT = "import"
# Forecasts are told for so many more interviews, as far as there were as many already.
TOLD = (1, 2, 3, 4, 5, 10)
SHARES = (0.95, 0.99)
# Beyond twice the interviews there are, an extrapolation says little; and nobody plans further than this.
LEAST_AHEAD, MOST_AHEAD = 5, 100


def saturation_of_codings(
    codings: Iterable[Coding],
    participants: Sequence[Participant],
    transcripts: Sequence[Transcript],
    *,
    basis: Basis,
    seed: int,
    level: SaturationLevel = "code",
    codebook: Codebook | None = None,
    order: str = BY_IMPORT,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
    orders: int = 1000,
    notes: Sequence[str] = (),
) -> Saturation:
    """Whether more interviews of these people would bring new codes; the unit is the participant.

    Parameters
    ----------
    codings : iterable of Coding
        As they stand now: after codes were merged or split, the whole history is that of the new codes.
    participants : sequence of Participant
        People of one group, all of whom were coded.
    transcripts : sequence of Transcript
        In the order of import.
    level : {"kind", "code", "code_stage", "own"}
        Kinds; kind and label; these at their stage; only codes that are not built in. A coding counts for its own code,
        not for those above it.
    order : str
        "import", or an attribute (number or ISO date) by which interviews are ordered.
    base, run, threshold
        Of the rule of base and run; see `cjm_research.measures.saturation.base_run`.
    orders : int
        Random orders of the same interviews.

    Raises
    ------
    BadValueError
        Several groups are among the people, there is no such level, or interviews cannot be ordered by the attribute.
    """
    _check(level, participants)
    ids = {participant.id for participant in participants}
    counted = [c for c in usable_codings(codings, basis) if c.participant in ids]
    people = ordered_people(participants, transcripts, counted, order=order)
    columns = _columns(counted, level, codebook or default_codebook())
    keys = sorted({key for _who, key in columns})
    met = np.array([[(who, key) in columns for key in keys] for who in people], dtype=bool).reshape(
        len(people), len(keys)
    )
    found = Saturation(
        level=level,
        group=next(iter(groups_of(participants)), ""),
        basis=basis,
        order_by=order,
        seed=seed,
        steps=_steps(people, keys, met),
        notes=(*notes, *_together(transcripts, counted)),
        names=dict((codebook or default_codebook()).names()),
        unanswered="few_interviews" if len(people) < FEWEST_INTERVIEWS else "" if keys else "no_codes",
    )
    if found.unanswered:
        return found
    rule = {"base": base, "run": run, "threshold": threshold}
    spread, curve = over_orders(met, seed=seed, orders=orders, **rule)  # type: ignore[arg-type]
    ahead = min(max(LEAST_AHEAD, len(people)), MOST_AHEAD)
    forecast = forecast_new_codes(met, ahead, seed=seed)
    estimates = richness_of_table(met)
    return found.model_copy(
        update={
            "rule": base_run(new_codes(met), **rule),  # type: ignore[arg-type]
            "orders": spread,
            "curve": curve,
            "richness": estimates,
            "coverage_interval": coverage_interval(met, seed=seed),
            "more_for": {share: more_interviews_for(estimates, share) for share in SHARES},
            "expected": tuple(
                NewCodes(more=more, mean=float(forecast.mean[more - 1]), interval=forecast.bounds(more))
                for more in TOLD
                if more <= ahead
            ),
            "extrapolation": _extrapolation(len(keys), len(people), forecast),
        }
    )


def ordered_people(
    participants: Sequence[Participant],
    transcripts: Sequence[Transcript],
    codings: Iterable[Coding],
    *,
    order: str = BY_IMPORT,
) -> list[str]:
    """The ids of the people in the order of their interviews; equal places are ordered by id.

    Raises
    ------
    BadValueError
        Somebody has no such attribute, or its values are neither all numbers nor all dates.
    """
    if order != BY_IMPORT:
        values = _orderable(order, {p.id: p.attributes.get(order) for p in participants})
        return sorted(values, key=lambda who: (values[who], who))
    place = {transcript.id: at for at, transcript in enumerate(transcripts)}
    first = {p.id: place.get(p.id, len(place)) for p in participants}
    for coding in codings:
        if coding.transcript in place and coding.participant in first:
            first[coding.participant] = min(first[coding.participant], place[coding.transcript])
    return sorted(first, key=lambda who: (first[who], who))


def _check(level: str, participants: Sequence[Participant]) -> None:
    if level not in SATURATION_LEVELS:
        raise BadValueError(
            _("There is no level “{level}” of codes. Known: {known}.").format(
                level=level, known=", ".join(SATURATION_LEVELS)
            )
        )
    groups = groups_of(participants)
    if len(groups) > 1:
        names = ", ".join(term("group", group) for group in groups)
        raise BadValueError(
            _("The participants belong to several groups ({groups}). Count one group at a time.").format(groups=names)
        )


def _columns(codings: Iterable[Coding], level: SaturationLevel, codebook: Codebook) -> set[tuple[str, str]]:
    """(participant, code) for everything that was coded."""
    if level != "own":
        return {(c.participant, column_of(c, level)) for c in codings}
    own = {code.key for code in codebook.codes if not code.is_built_in}
    # A label that is in no codebook is nobody's but the researcher's.
    return {(c.participant, c.code) for c in codings if c.code in own or c.code not in codebook}


def _steps(people: Sequence[str], keys: Sequence[str], met: np.ndarray) -> tuple[InterviewStep, ...]:
    steps, times = [], np.zeros(len(keys), dtype=int)
    for who, row in zip(people, met, strict=True):
        new = tuple(key for key, here, before in zip(keys, row, times, strict=True) if here and not before)
        times = times + row
        steps.append(
            InterviewStep(
                participant=who,
                codes=int(row.sum()),
                new=new,
                cumulative=int((times > 0).sum()),
                once=int((times == 1).sum()),
            )
        )
    return tuple(steps)


def _extrapolation(observed: int, interviews: int, forecast: Forecast) -> tuple[CurvePoint, ...]:
    ends = zip(forecast.mean, forecast.low, forecast.high, strict=True)
    return tuple(
        CurvePoint(n=interviews + more, mean=observed + mean, low=observed + low, high=observed + high)
        for more, (mean, low, high) in enumerate(ends, start=1)
    )


def _together(transcripts: Sequence[Transcript], codings: Iterable[Coding]) -> list[str]:
    """Remarks on conversations of several people."""
    members: dict[str, set[str]] = {}
    for coding in codings:
        members.setdefault(coding.transcript, set()).add(coding.participant)
    remarks = []
    if any(len(who) > 1 for who in members.values()):
        remarks.append(
            _("People of one conversation count one by one, though they hear each other: what they bring is less new.")
        )
    joint = [t.id for t in transcripts if len(members.get(t.id, ())) == 1 and len(_speakers(t)) > 1]
    if joint:
        remarks.append(
            ngettext(
                "{n} conversation of several people counts as one person, since its codings do not say whose they are: "
                "{ids}.",
                "{n} conversations of several people count as one person each, since their codings do not say whose "
                "they are: {ids}.",
                len(joint),
            ).format(n=format_number(len(joint)), ids=", ".join(sorted(joint)))
        )
    return remarks


def _speakers(transcript: Transcript) -> set[str]:
    return {u.speaker for u in transcript.utterances if u.role == "participant" and u.speaker}


def _orderable(name: str, given: Mapping[str, Any]) -> dict[str, float]:
    missing = sorted(who for who, value in given.items() if value is None or not str(value).strip())
    if missing:
        raise BadValueError(
            _("Interviews cannot be ordered by “{name}”: it is not known of {who}.").format(
                name=name, who=", ".join(missing)
            )
        )
    for read in (_number, _day):
        try:
            return {who: read(value) for who, value in given.items()}
        except ValueError:
            continue
    raise BadValueError(
        _("Interviews cannot be ordered by “{name}”: its values must all be numbers, or all dates like {date}.").format(
            name=name, date="2026-03-31"
        )
    )


def _number(value: Any) -> float:
    number = float(str(value).strip().replace(",", "."))
    if not np.isfinite(number):
        raise ValueError(value)
    return number


def _day(value: Any) -> float:
    moment = value if isinstance(value, date) else datetime.fromisoformat(str(value).strip())
    seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second if isinstance(moment, datetime) else 0
    return moment.toordinal() + seconds / 86400
