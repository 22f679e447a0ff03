"""What the figures of saturation mean, in sentences of the language in force."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor

from cjm_research.i18n import _, format_number, format_percent, ngettext
from cjm_research.model.saturation import (
    FEWEST_INTERVIEWS,
    SMALL_STUDY,
    BaseRun,
    NewCodes,
    OrderSpread,
    Richness,
    SamplePlan,
    Saturation,
    SaturationLevel,
)
from cjm_research.model.terms import term

# The numbers of further interviews that the text speaks of.
SPOKEN = (2, 5)
SHARE_WANTED = 0.95


def level_name(level: SaturationLevel) -> str:
    """What counts as a code, in words."""
    return {
        "kind": _("each kind of coding"),
        "code": _("each code"),
        "code_stage": _("each code at each stage"),
        "own": _("each code that the researcher made"),
    }[level]


def basis_sentence(saturation: Saturation) -> str:
    """Whose codings count."""
    if saturation.basis == "confirmed":
        return _("Only codings that a person made or confirmed are counted.")
    return _("Nothing is confirmed yet: the machine's suggestions are counted, and nobody has reviewed them.")


def heading(saturation: Saturation) -> str:
    """What was counted, with every denominator."""
    return _("Group: {group}. Counted as a code: {level}. Interviews: {n}. Different codes met: {codes}.").format(
        group=term("group", saturation.group),
        level=level_name(saturation.level),
        n=format_number(saturation.n),
        codes=format_number(saturation.n_codes),
    )


def answers(saturation: Saturation) -> Iterator[str]:
    """The answers in reading order: new codes to expect, the rule of base and run, and how many codes there are."""
    if saturation.unanswered == "few_interviews":
        yield ngettext(
            "{n} interview is too few to say anything about saturation: at least {least} are needed.",
            "{n} interviews are too few to say anything about saturation: at least {least} are needed.",
            saturation.n,
        ).format(n=format_number(saturation.n), least=format_number(FEWEST_INTERVIEWS))
        return
    if saturation.unanswered:
        yield _("No code of this level was met in these interviews: there is nothing to count.")
        return
    for more in SPOKEN:
        new = saturation.expects(more)
        if new is not None:
            yield new_codes_sentence(new)
    if saturation.rule is not None:
        yield from rule_sentences(saturation.rule, saturation)
    if saturation.orders is not None and saturation.rule and saturation.rule.runs:
        yield orders_sentence(saturation.orders)
    if saturation.richness is not None:
        yield from richness_sentences(saturation.richness, saturation)


def new_codes_sentence(new: NewCodes) -> str:
    """What so many more interviews would bring."""
    low, high = new.interval
    if high == 0:
        sentence = ngettext(
            "{n} more interview would probably add no new code.",
            "{n} more interviews would probably add no new code.",
            new.more,
        )
    elif (low, high) == (0, 1):
        sentence = ngettext(
            "{n} more interview would probably add one new code at most.",
            "{n} more interviews would probably add one new code at most.",
            new.more,
        )
    elif low == high:
        sentence = ngettext(
            "New codes that {n} more interview would probably add: {high}.",
            "New codes that {n} more interviews would probably add: {high}.",
            new.more,
        )
    else:
        sentence = ngettext(
            "{n} more interview would probably add {low} to {high} new codes.",
            "{n} more interviews would probably add {low} to {high} new codes.",
            new.more,
        )
    return sentence.format(n=format_number(new.more), low=format_number(low), high=format_number(high))


def rule_sentences(rule: BaseRun, saturation: Saturation) -> Iterator[str]:
    """Whether the rule of base and run is met in this order, and by which figures."""
    if not rule.runs:
        yield _("The rule of base and run needs at least {least} interviews, and a code in the first {base}.").format(
            least=format_number(rule.base + rule.run), base=format_number(rule.base)
        )
        return
    stop = rule.stopping_run
    shown = stop or rule.runs[-1]
    if stop:
        sentence = ngettext(
            "The rule of base and run is met at {label}, with a threshold of {threshold}: interviews {first} to {last} "
            "brought {new} new code, {ratio} of the {base_codes} met in the first {base} interviews.",
            "The rule of base and run is met at {label}, with a threshold of {threshold}: interviews {first} to {last} "
            "brought {new} new codes, {ratio} of the {base_codes} met in the first {base} interviews.",
            shown.new,
        )
    else:
        sentence = ngettext(
            "The rule of base and run, with a threshold of {threshold}, is not met yet: interviews {first} to {last} "
            "brought {new} new code, {ratio} of the {base_codes} met in the first {base} interviews.",
            "The rule of base and run, with a threshold of {threshold}, is not met yet: interviews {first} to {last} "
            "brought {new} new codes, {ratio} of the {base_codes} met in the first {base} interviews.",
            shown.new,
        )
    yield sentence.format(
        label=rule.label,
        threshold=share_text(rule.threshold),
        first=format_number(shown.first),
        last=format_number(shown.last),
        new=format_number(shown.new),
        ratio=share_text(shown.ratio),
        base_codes=format_number(rule.base_codes),
        base=format_number(rule.base),
    )
    since = sum(len(step.new) for step in saturation.steps[stop.last :]) if stop else 0
    if since:
        yield ngettext(
            "After that, {n} more new code came up.", "After that, {n} more new codes came up.", since
        ).format(n=format_number(since))


def orders_sentence(orders: OrderSpread) -> str:
    """How far the rule hangs on the order of the interviews."""
    if not orders.reached:
        sentence = _("In none of {orders} random orders of the same interviews is the rule met.")
    elif orders.median is None:
        sentence = _(
            "The order matters: in {share} of {orders} random orders of the same interviews the rule is met at all, in "
            "the others it would take more interviews."
        )
    elif orders.ninetieth is None:
        sentence = _(
            "The order matters: in {share} of {orders} random orders of the same interviews the rule is met at all, in "
            "half of them by interview {median}."
        )
    else:
        sentence = _(
            "The order matters: in {share} of {orders} random orders of the same interviews the rule is met at all, in "
            "half of them by interview {median}, in nine of ten by interview {ninetieth}."
        )
    return sentence.format(
        share=percent(orders.reached),
        orders=format_number(orders.n_orders),
        median=orders.median and format_number(orders.median),
        ninetieth=orders.ninetieth and format_number(orders.ninetieth),
    )


def richness_sentences(richness: Richness, saturation: Saturation) -> Iterator[str]:
    """How many codes there are at least, how much of a further interview is known, and what 95% would take."""
    low, high = richness.estimate.interval
    about = round(richness.estimate.value)
    if richness.unmet > 0:
        sentence = ngettext(
            "At least {estimate} code, of which {observed} have been met; 95% interval of the estimate: {low} to "
            "{high}.",
            "At least {estimate} codes, of which {observed} have been met; 95% interval of the estimate: {low} to "
            "{high}.",
            about,
        )
    else:
        sentence = ngettext(
            "At least {estimate} code, {observed} of which have been met: the interviews give no sign of further "
            "ones, which is no proof that there are none.",
            "At least {estimate} codes, {observed} of which have been met: the interviews give no sign of further "
            "ones, which is no proof that there are none.",
            about,
        )
    yield sentence.format(
        estimate=format_number(about),
        observed=format_number(richness.observed),
        low=format_number(floor(low)),
        high=format_number(ceil(high)),
    )
    yield _("Codes that came up in one interview only: {once} of {observed}.").format(
        once=format_number(richness.once), observed=format_number(richness.observed)
    )
    if richness.once and saturation.coverage_interval:
        yield _(
            "Of what a further interview would bring up, about {coverage} has been met before (coverage; 95% interval: "
            "{low} to {high})."
        ).format(
            coverage=percent(richness.coverage),
            low=percent(saturation.coverage_interval[0]),
            high=percent(saturation.coverage_interval[1]),
        )
    more = saturation.more_for.get(SHARE_WANTED)
    if more is None or richness.unmet <= 0:
        return
    share = format_percent(SHARE_WANTED)
    if more <= 0:
        yield _("{share} of the estimated number of codes have been met already.").format(share=share)
    elif more > 2 * richness.interviews:
        yield _(
            "For {share} of the estimated number of codes more than three times as many interviews would be needed: "
            "how many more, these interviews cannot say."
        ).format(share=share)
    else:
        yield ngettext(
            "For {share} of the estimated number of codes about {n} more interview would be needed.",
            "For {share} of the estimated number of codes about {n} more interviews would be needed.",
            ceil(more),
        ).format(share=share, n=format_number(ceil(more)))


def caveats(saturation: Saturation) -> Iterator[str]:
    """What the figures cannot say; the same sentences under every study, as far as they apply."""
    if not saturation.unanswered:
        if saturation.n <= SMALL_STUDY:
            yield ngettext(
                "{n} interview is few: every figure here is rough, read the intervals.",
                "{n} interviews are few: every figure here is rough, read the intervals.",
                saturation.n,
            ).format(n=format_number(saturation.n))
        yield _(
            "“Probably” and the intervals mean 95%, if further people are like those interviewed and are asked and "
            "coded in the same way. The estimated number of codes is a lower bound: very rare ones leave no trace."
        )
        yield _(
            "The figures are of this group and of this level of codes. Finer codes need more interviews, other groups "
            "have figures of their own, and that codes are complete does not mean that they are understood."
        )
    yield _(
        "Coders make codes: whoever splits codes, merges them or turns to new ones in the middle of a study moves "
        "the curve. Have early interviews read again when codes are added late."
    )
    yield five_users_sentence()
    yield _(
        "The formula 1 − (1 − p)ⁿ takes every code for equally frequent and is therefore too optimistic (Schmettow "
        "2012): no figure here rests on it."
    )


def five_users_sentence() -> str:
    """Why the rule of the five users is no answer."""
    return _(
        "The rule that five users are enough speaks of usability problems, which a test user meets with a probability "
        "of about {p}. It does not hold for interviews."
    ).format(p=format_number(0.31, 2))


def saturation_text(saturation: Saturation) -> str:
    """Heading, answers, notes and caveats, one a line."""
    lines = [
        heading(saturation),
        *(f"- {sentence}" for sentence in answers(saturation)),
        basis_sentence(saturation),
        *saturation.notes,
        *(f"! {sentence}" for sentence in caveats(saturation)),
    ]
    return "\n".join(lines)


def plan_text(plan: SamplePlan) -> str:
    """The number of interviews with what it assumes."""
    return "\n".join([*plan_answers(plan), *(f"! {sentence}" for sentence in plan_assumptions(plan))])


def plan_answers(plan: SamplePlan) -> Iterator[str]:
    """How many interviews, and with which probability they do."""
    yield _("Interviews needed: {n}.").format(n=format_number(plan.people))
    yield _(
        "With so many, a theme that {prevalence} of people have comes up in at least {times} of them with a "
        "probability of {chance} (wanted: {power}). With five interviews the probability is {five}."
    ).format(
        prevalence=share_text(plan.prevalence),
        times=format_number(plan.times),
        chance=percent(plan.chance),
        power=share_text(plan.power),
        five=percent(plan.with_five),
    )


def plan_assumptions(plan: SamplePlan) -> Iterator[str]:
    """What the number of interviews rests on, and what it is not."""
    yield _(
        "Assumed: people are found at random and independently of each other; somebody has the theme or has not; who "
        "has it tells of it, and the coder recognises it. Where people hold back, take a lower share."
    )
    yield _(
        "The share of people is a guess, and the answer hangs on it: try a few. It speaks of one theme; to meet "
        "several such themes, all of them, takes more interviews."
    )
    yield _("This is a plan. Whether interviews have been enough, only the codes that came up can tell.")
    yield five_users_sentence()
    yield _(
        "Five people find {wanted} only of what a person meets with a probability of {needed} or more; of themes that "
        "{prevalence} of people have, they meet {found} on average."
    ).format(
        wanted=format_percent(0.8),
        needed=format_percent(plan.five_need, 1),
        prevalence=share_text(plan.prevalence),
        found=percent(plan.five_find),
    )


def percent(share: float) -> str:
    """A share as a percentage that says 0% and 100% of nothing but these: 99.6% is not all."""
    rough = round(share, 2)
    if share in (0.0, 1.0) or 0 < rough < 1:
        return format_percent(share)
    kept = min(max(share, 0.001), 0.999)
    return format_percent(kept, 1)


def share_text(share: float) -> str:
    """A share with a decimal where it has one."""
    return format_percent(share, 0 if round(100 * share, 6) == round(100 * share) else 1)
