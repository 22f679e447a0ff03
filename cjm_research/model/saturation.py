"""What is said of saturation: whether more interviews would bring new codes, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from cjm_research.i18n import chosen_language, current_language, using_language
from cjm_research.model.base import Model
from cjm_research.model.evidence import Basis
from cjm_research.model.terms import using_names

if TYPE_CHECKING:
    import pandas as pd

# Which codes are counted: kinds, kind and label, these at their stage, or those that the researcher made.
SaturationLevel = Literal["kind", "code", "code_stage", "own"]
SATURATION_LEVELS: tuple[SaturationLevel, ...] = SaturationLevel.__args__  # type: ignore[attr-defined]
Interval = tuple[float, float]
Unanswered = Literal["", "few_interviews", "no_codes"]

# With fewer interviews there are no figures, only this sentence.
FEWEST_INTERVIEWS = 5
# Up to so many, estimates are rough, and the text says so.
SMALL_STUDY = 12


class Discovery(Model):
    """Discovery in a small sample of test users (Lewis 2001).

    Attributes
    ----------
    n, seen : int
        People who looked, and things that at least one of them found.
    p, p_adjusted : float
        Mean share of people per thing found, as counted and corrected for the small sample, 0..1.
    good_turing : float
        Share of things found by one person only.
    deflated, turing_part : float
        The two halves of the correction, whose mean is `p_adjusted`.
    discovered : float
        Share of all things that was found, 0..1.
    total, undiscovered : float
        All things there are, and those nobody has found.
    """

    n: int
    seen: int
    p: float
    good_turing: float
    deflated: float
    turing_part: float
    p_adjusted: float
    discovered: float
    total: float
    undiscovered: float


class Estimate(Model):
    """An estimated number of codes, with its standard error and 95% interval."""

    value: float
    se: float
    interval: Interval


class Richness(Model):
    """How many codes there are, met and not met, estimated from those met in one or two interviews.

    Attributes
    ----------
    observed, interviews : int
        Codes met, S, in so many interviews, T.
    once, twice : int
        Codes met in exactly one interview, Q1, and in exactly two, Q2.
    incidences : int
        Pairs of interview and code, U.
    chao2 : Estimate or None
        None where no code was met in exactly two interviews.
    chao2_corrected, jack1, jack2 : Estimate
    used : {"chao2", "chao2_corrected"}
        Which of them the answers rest on.
    coverage : float
        Share of the code incidences of a further interview that belong to codes already met, 0..1.
    """

    observed: int
    interviews: int
    once: int
    twice: int
    incidences: int
    chao2: Estimate | None
    chao2_corrected: Estimate
    jack1: Estimate
    jack2: Estimate
    used: Literal["chao2", "chao2_corrected"]
    coverage: float

    @property
    def estimate(self) -> Estimate:
        """The estimate that the answers rest on: at least so many codes."""
        return self.chao2 if self.used == "chao2" and self.chao2 else self.chao2_corrected

    @property
    def unmet(self) -> float:
        """Estimated number of codes not met yet, a lower bound."""
        return self.estimate.value - self.observed


class NewCodes(Model):
    """How many new codes so many more interviews would bring: expected number and 95% prediction interval."""

    more: int = Field(ge=1)
    mean: float = Field(ge=0)
    interval: tuple[int, int]


class RunOfInterviews(Model):
    """Interviews `first` to `last` (counted from 1): their new codes, as a share of the codes of the base."""

    first: int
    last: int
    new: int
    ratio: float


class BaseRun(Model):
    """The rule of base and run (Guest, Namey & Chen 2020).

    Attributes
    ----------
    base, run : int
        Interviews of the base and of each run; runs overlap and slide by one interview.
    threshold : float
        Saturation is called when the new codes of a run are at most this share of the codes of the base, 0..1.
    base_codes : int
        Codes of the base: the denominator of every ratio.
    runs : tuple of RunOfInterviews
        All runs of the interviews there are, those after the stopping point included.
    stopped_after : int or None
        The last interview of the first run at or below the threshold; None where there is none.
    """

    base: int
    run: int
    threshold: float
    base_codes: int
    runs: tuple[RunOfInterviews, ...] = ()
    stopped_after: int | None = None

    @property
    def label(self) -> str:
        """The customary short form: interviews before the run + length of the run, “6+2”; empty where not reached."""
        return f"{self.stopped_after - self.run}+{self.run}" if self.stopped_after else ""

    @property
    def stopping_run(self) -> RunOfInterviews | None:
        """The run with which saturation was reached."""
        return next((run for run in self.runs if run.last == self.stopped_after), None)


class OrderSpread(Model):
    """The stopping point over random orders of the same interviews.

    Attributes
    ----------
    n_orders, seed : int
        How many orders, and from which seed.
    reached : float
        Share of orders in which the rule is met at all, 0..1.
    quartile, median, upper_quartile, ninetieth : int or None
        By which interview so large a share of all orders has met the rule; None where it takes more interviews than
        there are.
    """

    n_orders: int
    seed: int
    reached: float
    quartile: int | None = None
    median: int | None = None
    upper_quartile: int | None = None
    ninetieth: int | None = None


class CurvePoint(Model):
    """Codes met in `n` interviews: mean with 95% band, over random orders or extrapolated."""

    n: int
    mean: float
    low: float
    high: float


class InterviewStep(Model):
    """One interview in its order.

    `codes` are the codes it holds, `new` those of them met for the first time, `cumulative` all codes met so far, and
    `once` those met in exactly one interview so far.
    """

    participant: str
    codes: int
    new: tuple[str, ...]
    cumulative: int
    once: int


class Saturation(Model):
    """Whether more interviews are needed, for one interviewee group and one level of codes.

    Attributes
    ----------
    level : {"kind", "code", "code_stage", "own"}
        What counts as a code.
    group, basis
        Whose interviews, and whether codings of people count or only the machine's suggestions.
    order_by : str
        "import", or the attribute by which interviews are ordered.
    steps : tuple of InterviewStep
        The interviews in this order.
    rule, orders
        The rule of base and run in this order, and over random orders; None where there are too few interviews.
    richness : Richness or None
    coverage_interval : tuple of float or None
        95% interval of the coverage, 0..1.
    expected : tuple of NewCodes
        For one, two, ... more interviews.
    more_for : mapping
        Share of the estimated number of codes -> how many more interviews would probably be needed for it.
    curve, extrapolation : tuple of CurvePoint
        Mean of random orders, from 1 to n interviews; and beyond n.
    unanswered : str
        Why there are no estimates; empty where there are.
    notes : tuple of str
        Who and what was left out.
    names, language
        Names of the researcher's own codes, and the language it was made in; it speaks this one unless somebody chose
        another.
    """

    level: SaturationLevel
    group: str
    basis: Basis
    order_by: str = "import"
    seed: int = 0
    steps: tuple[InterviewStep, ...] = ()
    rule: BaseRun | None = None
    orders: OrderSpread | None = None
    richness: Richness | None = None
    coverage_interval: Interval | None = None
    expected: tuple[NewCodes, ...] = ()
    more_for: Mapping[float, float] = Field(default_factory=dict)
    curve: tuple[CurvePoint, ...] = ()
    extrapolation: tuple[CurvePoint, ...] = ()
    unanswered: Unanswered = ""
    notes: tuple[str, ...] = ()
    names: Mapping[str, str] = Field(default_factory=dict)
    language: str = Field(default_factory=current_language)

    @property
    def n(self) -> int:
        """How many interviews, one a participant."""
        return len(self.steps)

    @property
    def n_codes(self) -> int:
        """How many different codes were met."""
        return self.steps[-1].cumulative if self.steps else 0

    def expects(self, more: int) -> NewCodes | None:
        """What so many more interviews would bring; None where it was not computed."""
        return next((new for new in self.expected if new.more == more), None)

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """The language and the names of codes that it speaks."""
        with using_language(chosen_language() or self.language), using_names(self.names):
            yield

    @property
    def answers(self) -> tuple[str, ...]:
        """What the figures mean, in sentences; the first one says what two more interviews would bring."""
        from cjm_research.model.saturation_words import answers

        with self.speaking():
            return tuple(answers(self))

    @property
    def caveats(self) -> tuple[str, ...]:
        """What the figures cannot say, in sentences."""
        from cjm_research.model.saturation_words import caveats

        with self.speaking():
            return tuple(caveats(self))

    def to_frame(self) -> pd.DataFrame:
        """One line an interview, in order.

        Columns: interview (from 1), participant, codes (in this interview), new, cumulative, once (codes met in exactly
        one interview so far), new_codes (their keys, separated by commas).
        """
        import pandas as pd

        rows: list[dict[str, Any]] = [
            {
                "interview": at, "participant": step.participant, "codes": step.codes, "new": len(step.new),
                "cumulative": step.cumulative, "once": step.once, "new_codes": ", ".join(step.new),
            }
            for at, step in enumerate(self.steps, start=1)
        ]  # fmt: skip
        return pd.DataFrame(
            rows, columns=["interview", "participant", "codes", "new", "cumulative", "once", "new_codes"]
        )

    def __str__(self) -> str:
        from cjm_research.model.saturation_words import saturation_text

        with self.speaking():
            return saturation_text(self)

    __repr__ = __str__


class SamplePlan(Model):
    """How many interviews a theme needs to come up (Fugard & Potts 2015).

    Attributes
    ----------
    prevalence, power : float
        Share of people who have the theme, and the probability wanted, 0..1.
    times : int
        How often the theme has to come up.
    people : int
        The least number of interviews for it.
    chance : float
        The probability that so many interviews really have.
    with_five : float
        The probability that five interviews have.
    five_find : float
        Share of themes of this prevalence that five interviews meet, on average.
    five_need : float
        The least prevalence with which five interviews would meet 80%.
    """

    prevalence: float
    times: int
    power: float
    people: int
    chance: float
    with_five: float
    five_find: float
    five_need: float
    language: str = Field(default_factory=current_language)

    def __str__(self) -> str:
        from cjm_research.model.saturation_words import plan_text

        with using_language(chosen_language() or self.language):
            return plan_text(self)

    __repr__ = __str__
