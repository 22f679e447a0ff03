"""Whether people who told of something differ in an outcome: an exact test that says when it cannot tell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from math import exp, lgamma

from pydantic import Field

from cjm_research.i18n import _, format_number, format_percent, format_share
from cjm_research.measures.intervals import newcombe_difference
from cjm_research.measures.satisfaction import signed
from cjm_research.model.base import Model

LEVEL = 0.05
# Tables whose chances differ by less than rounding are equally likely.
EQUALLY_LIKELY = 1 + 1e-7
# Fewer people than this in the smaller of the two groups: whatever comes out is a hint.
SMALL_GROUP = 10


class Association(Model):
    """A thing that people told of against an outcome.

    `told` and `not_told` are (people with the outcome, people). `difference` is the share with the outcome among those
    who told less the share among the others, -1..1, with Newcombe's interval. `odds_ratio` is the conditional estimate;
    None where a cell is empty. `p` is Fisher's two-sided, `q` the same after Benjamini and Hochberg for all things that
    were tried. `smallest_p` is the smallest p that these numbers of people could have given.
    """

    key: str
    name: str
    told: tuple[int, int]
    not_told: tuple[int, int]
    difference: float
    interval: tuple[float, float]
    odds_ratio: float | None
    p: float = Field(ge=0, le=1)
    q: float = Field(ge=0, le=1)
    smallest_p: float = Field(ge=0, le=1)

    @property
    def is_small(self) -> bool:
        """Whether one of the two groups has fewer than `SMALL_GROUP` people."""
        return min(self.told[1], self.not_told[1]) < SMALL_GROUP

    @property
    def can_tell(self) -> bool:
        """Whether the test could have found anything at all with these numbers of people."""
        return self.smallest_p < LEVEL

    @property
    def stands_out(self) -> bool:
        """Whether it is unlikely to be chance, after all things that were tried."""
        return self.q < LEVEL

    def __str__(self) -> str:
        said = _(
            "{name}: outcome for {told} who told of it and {others} who did not; difference {difference} points (95% "
            "interval {low} to {high})."
        ).format(
            name=self.name,
            told=format_share(*self.told),
            others=format_share(*self.not_told),
            difference=signed(100 * self.difference),
            low=signed(100 * self.interval[0]),
            high=signed(100 * self.interval[1]),
        )
        return f"{said} {self._verdict()}"

    def _verdict(self) -> str:
        p, q = format_number(self.p, 3), format_number(self.q, 3)
        if not self.can_tell:
            return _("Too few people told of it, or too few did not: no difference could be told from chance.")
        if self.stands_out:
            verdict = _("Unlikely to be chance (exact p = {p}, {q} after all that was tried).")
        else:
            verdict = _("It may well be chance (exact p = {p}, {q} after all that was tried).")
        return verdict.format(p=p, q=q)


@lru_cache(maxsize=50_000)
def fisher(told: tuple[int, int], not_told: tuple[int, int]) -> tuple[float, float]:
    """Fisher's exact two-sided p for (k of n) against (k of n), and the smallest p that these margins allow.

    Both sum over all tables with these margins that are no likelier.

    References
    ----------
    Fisher (1922), JRSS 85:87. The attainable level: Tarone (1990), Biometrics 46:515.

    Examples
    --------
    >>> [round(value, 4) for value in fisher((3, 4), (1, 4))]
    [0.4857, 0.0286]
    """
    (a, n1), (c, n2) = told, not_told
    total = _log_comb(n1 + n2, a + c)
    chances = {k: exp(_log_comb(n1, k) + _log_comb(n2, a + c - k) - total) for k in _possible(told, not_told)}

    def two_sided(k: int) -> float:
        limit = chances[k] * EQUALLY_LIKELY
        return min(1.0, sum(chance for chance in chances.values() if chance <= limit))

    return two_sided(a), min(two_sided(k) for k in (min(chances), max(chances)))


def _possible(told: tuple[int, int], not_told: tuple[int, int]) -> range:
    """How many of those who told may have the outcome, given how many there are of each."""
    (a, n1), (c, n2) = told, not_told
    return range(max(0, a + c - n2), min(n1, a + c) + 1)


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """For each test the share of false findings to expect if everything up to its p value were called a finding.

    References
    ----------
    Benjamini & Hochberg (1995), JRSS B 57:289.

    Examples
    --------
    >>> [round(q, 6) for q in benjamini_hochberg([0.01, 0.04, 0.03])]
    [0.03, 0.04, 0.04]
    """
    n, smallest = len(p_values), 1.0
    q_values = [1.0] * n
    order = sorted(range(n), key=lambda i: p_values[i], reverse=True)
    for rank, i in zip(range(n, 0, -1), order, strict=True):
        smallest = min(smallest, p_values[i] * n / rank)
        q_values[i] = smallest
    return q_values


def odds_ratio(told: tuple[int, int], not_told: tuple[int, int]) -> float | None:
    """The conditional maximum likelihood estimate; None where a cell is empty, and it would be 0 or infinite.

    References
    ----------
    Cornfield (1956), A statistical problem arising from retrospective studies.
    """
    (a, n1), (c, n2) = told, not_told
    if not all((a, n1 - a, c, n2 - c)):
        return None
    counts = list(_possible(told, not_told))
    weights = [_log_comb(n1, k) + _log_comb(n2, a + c - k) for k in counts]
    low, high = -50.0, 50.0
    # The expected count grows with the ratio: halve the interval until they meet.
    for _step in range(80):
        middle = (low + high) / 2
        exponents = [weight + k * middle for weight, k in zip(weights, counts, strict=True)]
        largest = max(exponents)
        shares = [exp(value - largest) for value in exponents]
        if sum(k * share for k, share in zip(counts, shares, strict=True)) / sum(shares) < a:
            low = middle
        else:
            high = middle
    return exp((low + high) / 2)


def _log_comb(n: int, k: int) -> float:
    return _log_factorial(n) - _log_factorial(k) - _log_factorial(n - k)


@cache
def _log_factorial(n: int) -> float:
    return lgamma(n + 1)


def associations(
    told_by: Mapping[str, Collection[str]],
    outcome: Mapping[str, bool],
    *,
    names: Mapping[str, str] | None = None,
    min_people: int = 2,
) -> tuple[Association, ...]:
    """Every thing against one outcome, the clearest first.

    Only tests that could find anything are adjusted for each other (Gilbert 2005, JRSS C 54:143).

    Parameters
    ----------
    told_by : mapping
        Key of the thing -> people who told of it.
    outcome : mapping
        Person -> whether he or she has the outcome; only these people count.
    names : mapping, optional
        Key -> display name.
    min_people : int
        Things that fewer people told of, or that fewer did not, are left out.
    """
    people = set(outcome)
    rows = []
    for key in sorted(told_by):
        inside = people & set(told_by[key])
        outside = people - inside
        if min(len(inside), len(outside)) >= min_people:
            rows.append((key, _count(inside, outcome), _count(outside, outcome)))
    tests = [fisher(told, others) for _key, told, others in rows]
    # A test that could not have found anything does not count among those that were tried.
    tried = [n for n, (_p, smallest) in enumerate(tests) if smallest < LEVEL]
    adjusted = dict(zip(tried, benjamini_hochberg([tests[n][0] for n in tried]), strict=True))
    found = [
        Association(
            key=key,
            name=(names or {}).get(key, key),
            told=told,
            not_told=others,
            difference=told[0] / told[1] - others[0] / others[1],
            interval=newcombe_difference(others, told),
            odds_ratio=odds_ratio(told, others),
            p=tests[n][0],
            q=adjusted.get(n, 1.0),
            smallest_p=tests[n][1],
        )
        for n, (key, told, others) in enumerate(rows)
    ]
    return tuple(sorted(found, key=lambda a: (a.p, -abs(a.difference), a.key)))


def _count(people: Iterable[str], outcome: Mapping[str, bool]) -> tuple[int, int]:
    values = [outcome[who] for who in people]
    return sum(values), len(values)


class OutcomeTable(Model):
    """All things against one outcome: `outcome` says in words what it is, `n_with` of `n` people have it."""

    outcome: str
    n: int
    n_with: int
    rows: tuple[Association, ...] = ()
    remarks: tuple[str, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """The answer in words, with what it can not say."""
        said = [
            _("Outcome: {outcome}. It holds for {share} people ({percent}).").format(
                outcome=self.outcome,
                share=format_share(self.n_with, self.n),
                percent=format_percent(self.n_with / self.n if self.n else 0),
            )
        ]
        if self.n_with in (0, self.n):
            said.append(_("It holds for all or for nobody, so that nothing can be compared."))
            return (*said, *self.remarks)
        standing = [row for row in self.rows if row.stands_out]
        if not self.rows:
            said.append(_("No touchpoint was told of by some and not by others, so nothing can be compared."))
        elif not standing:
            said.append(_("No touchpoint can be told from chance."))
        said += [str(row) for row in standing]
        if self.rows and (self.n < 2 * SMALL_GROUP or any(row.is_small for row in standing or self.rows)):
            said.append(_("These are few people: read it as a hint for the next interviews, not as a finding."))
        if self.rows:
            said.append(
                _(
                    "Who tells of a contact differs in other ways too, so this shows what goes together, not what "
                    "causes what; that somebody did not tell of it need not mean that it did not happen."
                )
            )
        return (*said, *self.remarks)

    def __str__(self) -> str:
        return "\n".join(self.sentences())
