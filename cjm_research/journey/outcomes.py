"""Which contacts go together with how the journey ended."""

from __future__ import annotations

from collections.abc import Collection

from cjm_research.i18n import ngettext
from cjm_research.journey.gaps import UNNAMED, touchpoint_name
from cjm_research.measures.exact import OutcomeTable, associations
from cjm_research.model import JourneyMap, term
from cjm_research.model.journey_parts import Outcome

GOOD_ENDS: tuple[Outcome, ...] = ("advocate", "repeat")


def contact_outcomes(journey_map: JourneyMap, outcomes: Collection[Outcome] = GOOD_ENDS) -> OutcomeTable:
    """Each contact of a map against how it ended for people: exact tests, adjusted for all that was tried.

    Parameters
    ----------
    outcomes : collection of str
        The ends that count as having the outcome; people of whom no end is known are left out.

    References
    ----------
    See `measures.exact.associations`.
    """
    ends = {path.participant: path.outcome for path in journey_map.paths if path.outcome is not None}
    told: dict[str, set[str]] = {}
    for cell, item in journey_map.items:
        if cell.lane == "touchpoint" and item.layer == "as_is" and item.label not in UNNAMED:
            told.setdefault(str(item.label), set()).update(e.participant for e in item.evidence)
    found = {who: end in outcomes for who, end in ends.items()}
    unknown = len(journey_map.participants) - len(found)
    remarks = []
    if unknown:
        message = ngettext(
            "Of {n} person it is not known how it ended; nothing of them is counted here.",
            "Of {n} people it is not known how it ended; nothing of them is counted here.",
            unknown,
        )
        remarks.append(message.format(n=unknown))
    return OutcomeTable(
        outcome=" / ".join(term("outcome", one) for one in outcomes),
        n=len(found),
        n_with=sum(found.values()),
        rows=associations(told, found, names={label: touchpoint_name(journey_map, label) for label in told}),
        remarks=tuple(remarks),
    )
