"""What a grouping is worth, and why, in words a client can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cjm_research.i18n import _, format_number, format_percent, ngettext
from cjm_research.model import Basis
from cjm_research.model.persona import Verdict
from cjm_research.personas.consensus import Consensus
from cjm_research.personas.given import Difference
from cjm_research.personas.grouping import SIGNIFICANCE, Grouping

# Policy by number of people (a stated decision): below, no clustering; below, a hypothesis; below, exploratory.
MIN_FOR_CLUSTERING = 12
MIN_FOR_TENTATIVE = 20
MIN_FOR_STABLE = 40
# A group is stable when its members meet in at least this share of the resamples (Hennig's reading of similarity).
STABLE_INSIDE = 0.75
STABLE_SIZE = 5
# Below this a person lies between personas.
BETWEEN = 0.6
# Below this a group is dissolved when people are left out (Hennig 2007); below that, other methods see other groups.
UNSTABLE = 0.6
OTHER_METHODS = 0.5


def judge(n: int, grouping: Grouping | None, *, basis: Basis, forced: bool = False) -> tuple[Verdict, str]:
    """The verdict and its reason.

    Parameters
    ----------
    n : int
        People with codings.
    grouping : Grouping or None
        None where no clustering was tried.
    basis : {"confirmed", "machine"}
        What the codings rest on.
    forced : bool
        The researcher chose the number of groups.
    """
    verdict = _verdict(n, grouping, basis=basis, forced=forced)
    sentences = [*_reasons(n, grouping, verdict, forced=forced)]
    if n and basis == "machine":
        sentences.append(_on_machine())
    return verdict, " ".join(sentences)


def judge_given(n: int, k: int, difference: Difference | None, *, basis: Basis, by: str = "") -> tuple[Verdict, str]:
    """The verdict on groups that somebody made, and its reason: never more than tentative.

    Parameters
    ----------
    n : int
        People in the groups.
    k : int
        How many groups.
    difference : Difference or None
        How far people of different groups are apart; None where that cannot be told.
    basis : {"confirmed", "machine"}
    by : str
        Display name of the attribute by which people were grouped; empty for groups made by hand.
    """
    if k < 2:
        verdict: Verdict = "no_groups"
        sentences = [_("The researcher made one portrait; there are no groups to compare.")]
    else:
        stands_out = difference is not None and difference.p_value <= SIGNIFICANCE
        verdict = "tentative" if stands_out and n >= MIN_FOR_TENTATIVE else "hypothesis"
        sentences = [_how_made(by), *_difference(difference, stands_out, by=by), *_advice(n, verdict, stands_out)]
    if basis == "machine":
        sentences.append(_on_machine())
    return verdict, " ".join(sentences)


def _how_made(by: str) -> str:
    if by:
        return _("People were grouped by “{attribute}”, not by what they tell.").format(attribute=by)
    return _("A researcher made these groups.")


def _difference(difference: Difference | None, stands_out: bool, *, by: str) -> list[str]:
    if difference is None:
        return [_("Too few codes are shared by some people and not by others to tell whether the groups differ.")]
    figures = _(
        "The groups account for {share} of the differences between people, against {chance} where people are dealt "
        "out at random (p = {p})."
    ).format(
        share=format_percent(difference.share),
        chance=format_percent(difference.by_chance),
        p=format_number(difference.p_value, 3),
    )
    if not stands_out:
        return [figures, _("Random groups differ as much, so these are an assumption.")]
    if by:
        return [figures]
    return [figures, _("Who made them knew what people tell, so this figure flatters them.")]


def _on_machine() -> str:
    return _("It rests on the machine's suggestions, which nobody has reviewed yet.")


def _verdict(n: int, grouping: Grouping | None, *, basis: Basis, forced: bool) -> Verdict:
    if grouping is None or grouping.chosen is None:
        return "no_groups"
    if not grouping.stands_out:
        return "hypothesis" if forced else "no_groups"
    if n < MIN_FOR_TENTATIVE:
        return "hypothesis"
    firm = grouping.chosen.inside >= STABLE_INSIDE and grouping.chosen.smallest >= STABLE_SIZE
    firm = firm and min(grouping.jaccard, default=1.0) >= STABLE_INSIDE
    return "stable" if n >= MIN_FOR_STABLE and firm and basis == "confirmed" and not forced else "tentative"


def _reasons(n: int, grouping: Grouping | None, verdict: Verdict, *, forced: bool) -> list[str]:
    if n == 0:
        return [_("Nothing is coded yet, so there is nothing to compare people by.")]
    if grouping is None and n >= MIN_FOR_CLUSTERING:
        return [_("The researcher asked for one portrait of everybody.")]
    if grouping is None:
        return [
            ngettext(
                "Too few people to form groups: {n} person, and grouping starts at {least}.",
                "Too few people to form groups: {n} people, and grouping starts at {least}.",
                n,
            ).format(n=format_number(n), least=format_number(MIN_FOR_CLUSTERING)),
            _("With so few, chance alone makes groups that look real. The portrait describes everybody together."),
        ]
    if grouping.chosen is None:
        return [_("No groups: too few codes are shared by some people and not by others.")]
    figures = _figures(grouping.chosen, grouping)
    if verdict == "no_groups":
        return [
            _("No groups: people do not differ more than chance would make them differ."),
            figures,
            _("The portrait describes everybody together."),
        ]
    sentences = [figures]
    if forced:
        sentences.insert(0, _("The researcher chose the number of groups."))
        if not grouping.stands_out:
            sentences.append(_("Shuffled data give groups as clear as these, so they are an assumption."))
    return [*sentences, *_advice(n, verdict, grouping.stands_out)]


def _figures(chosen: Consensus, grouping: Grouping) -> str:
    return ngettext(
        "With {k} group, two members of one group come together in {inside} of the resamples and two people of "
        "different groups in {between}: a difference of {separation} points, against {null} in shuffled data "
        "(p = {p}).",
        "With {k} groups, two members of one group come together in {inside} of the resamples and two people of "
        "different groups in {between}: a difference of {separation} points, against {null} in shuffled data "
        "(p = {p}).",
        grouping.k,
    ).format(
        k=format_number(grouping.k),
        inside=format_percent(chosen.inside),
        between=format_percent(chosen.between),
        separation=format_number(100 * chosen.separation),
        null=format_number(100 * grouping.scores[grouping.k]["separation_null"]),
        p=format_number(grouping.p_value, 3),
    )


def _advice(n: int, verdict: Verdict, stands_out: bool) -> list[str]:
    if verdict == "stable":
        return [_("The groups are stable; a survey can tell how large they are among all customers.")]
    if verdict == "tentative":
        return [
            ngettext(
                "With {n} interview the groups are exploratory: check them with further people before sizing them.",
                "With {n} interviews the groups are exploratory: check them with further people before sizing them.",
                n,
            ).format(n=format_number(n))
        ]
    if stands_out:
        return [
            ngettext(
                "With {n} interview the groups are a hypothesis: more interviews are needed to keep or drop it.",
                "With {n} interviews the groups are a hypothesis: more interviews are needed to keep or drop it.",
                n,
            ).format(n=format_number(n))
        ]
    return []


def instability(jaccard: Mapping[str, float | None], methods: Mapping[str, float]) -> tuple[str, ...]:
    """What speaks against groups that clustering found, besides the verdict.

    Parameters
    ----------
    jaccard : mapping
        Key of the persona -> how alike it comes out when people are left out, 0..1.
    methods : mapping
        Other method of clustering -> adjusted Rand index of its groups with these.
    """
    warnings = [
        _("{key} often comes out otherwise when people are left out (similarity {value}, below {least}).").format(
            key=key, value=format_number(value, 2), least=format_number(UNSTABLE, 1)
        )
        for key, value in jaccard.items()
        if value is not None and value < UNSTABLE
    ]
    if methods and max(methods.values()) < OTHER_METHODS:
        warnings.append(
            _("Other methods of clustering see other groups: the best of them agrees by {value} (1 is fully).").format(
                value=format_number(max(methods.values()), 2)
            )
        )
    return tuple(warnings)


def warnings_of(
    *, left_out: Sequence[str], uncoded: Sequence[str], between: Sequence[str], tracked: Mapping[str, float]
) -> tuple[str, ...]:
    """What the reader of a draft should be told besides the verdict.

    Parameters
    ----------
    left_out : sequence of str
        Participants of other interviewee groups.
    uncoded : sequence of str
        Participants in whose interviews nothing is coded.
    between : sequence of str
        Members who belong to their persona only loosely.
    tracked : mapping
        Name of a circumstance -> share of its variation that the groups explain, where that is large.
    """
    warnings = []
    if left_out:
        warnings.append(
            ngettext(
                "{n} participant of another interviewee group is left out: groups are never mixed. ({ids})",
                "{n} participants of other interviewee groups are left out: groups are never mixed. ({ids})",
                len(left_out),
            ).format(n=format_number(len(left_out)), ids=", ".join(left_out))
        )
    if uncoded:
        warnings.append(
            ngettext(
                "{n} participant has nothing coded and is left out. ({ids})",
                "{n} participants have nothing coded and are left out. ({ids})",
                len(uncoded),
            ).format(n=format_number(len(uncoded)), ids=", ".join(uncoded))
        )
    if between:
        warnings.append(
            ngettext(
                "{n} person lies between personas: {ids}.", "{n} people lie between personas: {ids}.", len(between)
            ).format(n=format_number(len(between)), ids=", ".join(between))
        )
    for name, share in tracked.items():
        warnings.append(
            _("The groups follow “{name}”: it goes with {share} of the difference, so check the cause.").format(
                name=name, share=format_percent(share)
            )
        )
    return tuple(warnings)
