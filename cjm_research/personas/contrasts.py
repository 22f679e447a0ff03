"""What sets the members of a persona apart from the others, code by code, with all the codes looked at counted in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from math import exp, lgamma

from cjm_research.measures import count_of
from cjm_research.model import Contrast
from cjm_research.personas.claims import NO_CONTACT, Claim

# Codes shown by fewer people, or by all but fewer, cannot tell groups apart and are not looked at.
MIN_PEOPLE = 3
# Rows of the table: at most so many more often told by members, and so many less often.
MOST_EACH_WAY = 5
# A difference of shares below this is not worth a row, however many people there are.
MIN_DIFFERENCE = 0.2
_SAME = 1 + 1e-7


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
    p_values = [fisher_exact(*claim.inside, *claim.outside) for claim in looked_at]
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


@lru_cache(maxsize=50_000)
def fisher_exact(k: int, n: int, k_other: int, n_other: int) -> float:
    """Two-sided p value of k of n against k_other of n_other: all tables with these margins that are no likelier.

    References
    ----------
    Fisher (1935), The Design of Experiments, chapter 2.

    Examples
    --------
    >>> round(fisher_exact(3, 4, 1, 4), 6)
    0.485714
    """
    total = k + k_other
    lowest, highest = max(0, total - n_other), min(n, total)
    logs = [_log_choose(n, x) + _log_choose(n_other, total - x) for x in range(lowest, highest + 1)]
    whole = _log_choose(n + n_other, total)
    seen = exp(logs[k - lowest] - whole) * _SAME
    return min(1.0, sum(chance for log in logs if (chance := exp(log - whole)) <= seen))


def _log_choose(n: int, k: int) -> float:
    return _log_factorial(n) - _log_factorial(k) - _log_factorial(n - k)


@cache
def _log_factorial(n: int) -> float:
    return lgamma(n + 1)


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """For each test the share of false findings to expect if everything up to this p value were called a finding.

    References
    ----------
    Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57:289.

    Examples
    --------
    >>> [round(q, 6) for q in benjamini_hochberg([0.01, 0.04, 0.03])]
    [0.03, 0.04, 0.04]
    """
    order = sorted(range(len(p_values)), key=lambda i: p_values[i], reverse=True)
    q_values = [0.0] * len(p_values)
    smallest = 1.0
    for rank, i in zip(range(len(order), 0, -1), order, strict=True):
        smallest = min(smallest, p_values[i] * len(order) / rank)
        q_values[i] = smallest
    return q_values
