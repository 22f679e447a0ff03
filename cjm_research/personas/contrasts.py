"""What sets the members of a persona apart from the others, code by code, with all the codes looked at counted in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cjm_research.measures import count_of
from cjm_research.measures.exact import benjamini_hochberg, fisher
from cjm_research.model import Contrast
from cjm_research.personas.claims import NO_CONTACT, Claim

# Codes shown by fewer people, or by all but fewer, cannot tell groups apart and are not looked at.
MIN_PEOPLE = 3
# Rows of the table: at most so many more often told by members, and so many less often.
MOST_EACH_WAY = 5
# A difference of shares below this is not worth a row, however many people there are.
MIN_DIFFERENCE = 0.2


def contrasts_of(claims: Sequence[Claim], text_of: Callable[[Claim], str]) -> tuple[Contrast, ...]:
    """The codes that members show most more, or less, often than the others, the clearest first.

    Parameters
    ----------
    claims : sequence of Claim
        Every code that anybody shows, also those that no member does.
    text_of : callable
        The words for a code.
    """
    looked_at = [claim for claim in claims if _can_differ(claim)]
    if not looked_at:
        return ()
    p_values = [fisher(claim.inside, claim.outside)[0] for claim in looked_at]
    rows = sorted(
        zip(looked_at, p_values, benjamini_hochberg(p_values), strict=True),
        key=lambda row: (round(row[1], 12), -round(abs(row[0].lead), 9), row[0].key),
    )
    chosen: list[Contrast] = []
    subjects: set[tuple[str, str | None]] = set()
    ways = {True: 0, False: 0}
    for claim, p_value, q_value in rows:
        subject, more = (claim.kind, claim.label or claim.stage), claim.lead > 0
        if subject in subjects or abs(claim.lead) < MIN_DIFFERENCE or ways[more] == MOST_EACH_WAY:
            continue
        subjects.add(subject)
        ways[more] += 1
        chosen.append(
            Contrast(
                code=claim.code,
                text=text_of(claim),
                inside=count_of(*claim.inside),
                outside=count_of(*claim.outside),
                p_value=round(p_value, 9),
                q_value=round(q_value, 9),
            )
        )
    return tuple(chosen)


def _can_differ(claim: Claim) -> bool:
    k, n = claim.inside[0] + claim.outside[0], claim.inside[1] + claim.outside[1]
    named = claim.is_named and claim.label != NO_CONTACT
    return named and bool(claim.inside[1] and claim.outside[1]) and MIN_PEOPLE <= k <= n - MIN_PEOPLE
