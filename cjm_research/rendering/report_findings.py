"""The findings of the first page: sentences made by rule from the counts, each with its k of n and its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cjm_research.i18n import _, ngettext
from cjm_research.model import Count, EmotionPoint, Evidence, PersonaDraft, term
from cjm_research.model.base import Model
from cjm_research.model.scheme import PAIN_KINDS
from cjm_research.rendering.environment import quoted, share, shorten, signed
from cjm_research.rendering.persona_words import one_by_choice
from cjm_research.rendering.report_content import ReportContent
from cjm_research.rendering.report_counts import Tally, by_stage, contacts, of_kinds, strongest

MOST = 6
# A contact or a mood is only named first or last when at least so many people told of it.
LEAST_PEOPLE = 3


class Finding(Model):
    """One finding: a heading, its sentences, the count that carries it, and the section that shows more."""

    key: str
    heading: str
    sentences: tuple[str, ...]
    count: Count | None = None
    evidence: tuple[Evidence, ...] = ()
    section: str


def key_findings(content: ReportContent) -> tuple[Finding, ...]:
    """At most six findings, in the language in force; none where nobody was interviewed.

    The rules name the group or stage with most people, and say nothing that the counts do not hold: a list without
    a clear first row is left out rather than decorated.
    """
    if not content.n:
        return ()
    rules = (_groups, _trouble, _contact, _mood, _turning, _keep)
    return tuple(finding for rule in rules for finding in rule(content))[:MOST]


def _groups(content: ReportContent) -> Iterator[Finding]:
    draft = content.personas
    sentences: tuple[str, ...]
    if one_by_choice(draft):
        sentences = (verdict_sentence(draft),)
    elif draft.verdict == "no_groups" or draft.k < 2:
        sentences = (_("The interviews give no ground for dividing people into groups; they are described together."),)
    else:
        parts = [
            _("{title} ({share})").format(title=quoted(p.title), share=_share((len(p.members), draft.n)))
            for p in draft.personas
        ]
        sentences = (
            ngettext(
                "People's stories fall into {k} group: {groups}.",
                "People's stories fall into {k} groups: {groups}.",
                draft.k,
            ).format(k=draft.k, groups=", ".join(parts)),
            verdict_sentence(draft),
        )
    yield Finding(key="groups", heading=_("Groups of people"), sentences=sentences, section="personas")


def verdict_sentence(draft: PersonaDraft) -> str:
    """What the verdict on personas allows the reader to do with them."""
    if one_by_choice(draft):
        return _("Researchers chose one portrait of everybody, though the interviews speak for groups.")
    return {
        "stable": _("The groups stayed the same when interviews were left out, so they can be worked with."),
        "tentative": _("The groups are tentative: people on the borders may belong elsewhere."),
        "hypothesis": _("This is a hypothesis to be tested with further interviews, not a segmentation."),
        "no_groups": _("Nothing in the material supports separate groups; one portrait of everybody is given instead."),
    }[draft.verdict]


def _trouble(content: ReportContent) -> Iterator[Finding]:
    stages = strongest(by_stage(content, PAIN_KINDS))
    if not stages:
        return
    pain = next((p for p in content.top_pains if p.count.k > 1 and p.touchpoint), None)
    sentences = []
    if pain:
        sentences.append(
            _("The contact with which most people had a difficulty: {pain} ({share}).").format(
                pain=quoted(pain.text), share=_share(pain.count)
            )
        )
        if pain.quote and pain.quote not in pain.text:
            sentences.append(_("In the words of one of them: {quote}.").format(quote=quoted(shorten(pain.quote, 140))))
    sentences.append(
        ngettext(
            "The stage at which most people tell of a difficulty: {stages} ({share}).",
            "The stages at which most people tell of a difficulty: {stages} ({share} each).",
            len(stages),
        ).format(stages=_stages(stages), share=_share(stages[0].count))
    )
    carrier = pain or stages[0]
    yield Finding(
        key="trouble",
        heading=_("Where it hurts"),
        sentences=tuple(sentences),
        count=carrier.count,
        evidence=carrier.evidence,
        section="pains",
    )


def _contact(content: ReportContent) -> Iterator[Finding]:
    worst = _leading((c.label, c.badly) for c in contacts(content))
    if worst:
        yield Finding(
            key="contact",
            heading=_("Weak contacts"),
            sentences=(
                _("Contacts that displeased most people: {contacts}.").format(contacts=_named(worst)),
                _("Some of them please others at the same time; the section shows both sides."),
            ),
            count=worst[0].count,
            evidence=worst[0].evidence,
            section="contacts",
        )


def _leading(rows: Iterable[tuple[str, Tally]], limit: int = 3) -> list[Tally]:
    """The rows with most people, at least `LEAST_PEOPLE` each; contacts that could not be named are left out."""
    named = [row for label, row in rows if label != "unspecified" and row.count.k >= LEAST_PEOPLE]
    return sorted(named, key=lambda row: (-row.count.k, row.key))[:limit]


def _named(rows: Iterable[Tally]) -> str:
    return ", ".join(
        _("{title} ({share})").format(title=quoted(term("touchpoint", row.key)), share=_share(row.count))
        for row in rows
    )


def _mood(content: ReportContent) -> Iterator[Finding]:
    overall = content.overall_map
    # A stage that less than half of the people speak of with feeling is no mood of the study.
    least = max(LEAST_PEOPLE, (content.n + 1) // 2)
    points = [p for p in overall.curve if p.mean is not None and p.n >= least] if overall else []
    if len(points) < 2:
        return
    low, high = min(points, key=_height), max(points, key=_height)
    if _height(low) == _height(high):
        return
    sentence = (
        _(
            "The mood is lowest at the stage {low} (mean {low_mean} on a scale from −2 to +2; n = {low_n}) and highest "
            "at the stage {high} (mean {high_mean}; n = {high_n})."
        )
        .format(
            low=quoted(term("stage", low.stage)),
            low_mean=signed(_height(low)),
            low_n=low.n,
            high=quoted(term("stage", high.stage)),
            high_mean=signed(_height(high)),
            high_n=high.n,
        )
        .replace("n = ", "n\u00a0=\u00a0")
    )
    yield Finding(key="mood", heading=_("How people felt"), sentences=(sentence,), section="journey")


def _height(point: EmotionPoint) -> float:
    return point.mean or 0.0


def _turning(content: ReportContent) -> Iterator[Finding]:
    decided, stopped = of_kinds(content, ("turning_point",)), of_kinds(content, ("barrier",))
    sentences = []
    if decided.count.k:
        sentences.append(
            _("{share} people told of a moment that decided whether they would stay or leave.").format(
                share=_share(decided.count)
            )
        )
        sentences.extend(_most_often(strongest(by_stage(content, ("turning_point",)))))
    if stopped.count.k:
        sentences.append(
            _("Something stopped {share} people on their way, or nearly did.").format(share=_share(stopped.count))
        )
        sentences.extend(_most_often(strongest(by_stage(content, ("barrier",)))))
    if sentences:
        carrier = decided if decided.count.k else stopped
        yield Finding(
            key="turning",
            heading=_("Moments that decide"),
            sentences=tuple(sentences),
            count=carrier.count,
            evidence=carrier.evidence,
            section="turning",
        )


def _most_often(stages: Sequence[Tally]) -> Iterator[str]:
    if stages:
        yield ngettext(
            "The stage at which this was told most often: {stages} ({share}).",
            "The stages at which this was told most often: {stages} ({share} each).",
            len(stages),
        ).format(stages=_stages(stages), share=_share(stages[0].count))


def _stages(rows: Iterable[Tally]) -> str:
    return ", ".join(quoted(term("stage", row.key)) for row in rows)


def _share(count: Count | tuple[int, int]) -> str:
    # A count is not torn apart at the end of a line.
    return share(count).replace(" ", "\u00a0")


def _keep(content: ReportContent) -> Iterator[Finding]:
    everybody = of_kinds(content, ("success_point",))
    best = _leading((c.label, c.well) for c in contacts(content))
    sentences = []
    if everybody.count.k:
        sentences.append(
            _("{share} people named something that works so well that it should stay as it is.").format(
                share=_share(everybody.count)
            )
        )
    if best:
        sentences.append(_("Contacts that pleased most people: {contacts}.").format(contacts=_named(best)))
    if sentences:
        carrier = best[0] if best else everybody
        yield Finding(
            key="keep",
            heading=_("What to keep"),
            sentences=tuple(sentences),
            count=carrier.count,
            evidence=carrier.evidence,
            section="keep",
        )
