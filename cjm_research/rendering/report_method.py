"""The chapter on method and limits: how the numbers came about and what they cannot say, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cjm_research.i18n import _, format_number, language_name, ngettext
from cjm_research.model import PersonaDraft, term
from cjm_research.rendering.persona_words import BY_ATTRIBUTE, grouped_by, made_by_hand
from cjm_research.rendering.report_content import Agreement, ReportContent, participant_words

# Up to so many people a share is shown with a warning on the first page (journey research speaks of 12 to 60).
FEW_PEOPLE = 12
# The policy of the persona procedure by number of people, as it is explained to the reader.
GROUPED_FROM, TENTATIVE_FROM, STABLE_FROM = 12, 20, 40


@dataclass(frozen=True)
class MethodPart:
    """A heading with its sentences."""

    heading: str
    sentences: tuple[str, ...]


def method_parts(content: ReportContent) -> tuple[MethodPart, ...]:
    """The parts that apply to this study, in reading order; none where nobody was interviewed."""
    if not content.n:
        return ()
    parts = [
        MethodPart(_("Material"), tuple(_material(content))),
        MethodPart(_("Coding"), tuple(_coding(content))),
        MethodPart(_("Counting"), tuple(_counting(content))),
        MethodPart(_("Personas"), tuple(_personas(content))),
        MethodPart(_("What this report cannot say"), tuple(_limits(content))),
    ]
    return tuple(part for part in parts if part.sentences)


def technical_facts(content: ReportContent) -> tuple[tuple[str, str], ...]:
    """Names and values with which somebody else gets the same report: seed, versions, parameters of the grouping."""
    seed = content.facts.seed if content.facts.seed is not None else content.settings.seed
    rows = [
        (_("Seed of random draws"), str(seed)),
        (_("Stage model"), term("stage_model", content.settings.stage_model)),
    ]
    rows += [
        (_("Version of {part}").format(part=part_name(str(name))), str(value))
        for name, value in sorted(content.facts.versions.items())
    ]
    rows += [
        (parameter_name(name), _value(name, value))
        for name, value in sorted(content.personas.method.items())
        if isinstance(value, (str, int, float, bool)) and name != "seed"
    ]
    return tuple(rows)


def part_name(part: str) -> str:
    """What has a version of its own, as a person calls it."""
    return _("the tagger") if part == "tagger" else part


def parameter_name(key: str) -> str:
    """The display name of a key of `PersonaDraft.method`, which itself stays the same in all languages."""
    names = {
        "group": _("Personas: group of interviewees"),
        "n_codings": _("Personas: number of codings"),
        "n_codes": _("Personas: number of codes by which people were compared"),
        "data": _("Personas: fingerprint of the codings"),
        "k_found": _("Personas: number of groups that the data speak for"),
        "k_chosen_by": _("Personas: who chose the number of groups"),
        "features": _("Personas: what people are compared by"),
        "clustering": _("Personas: grouping procedure"),
        "null_model": _("Personas: what chance is taken to be"),
        "p_value": _("Personas: p value against chance"),
    }
    return names.get(key) or _("Personas: {parameter}").format(parameter=key.replace("_", " "))


def _value(key: str, value: object) -> str:
    if key == "k_chosen_by":
        chosen = str(value)
        if chosen.startswith(BY_ATTRIBUTE):
            name = term("attribute", chosen.removeprefix(BY_ATTRIBUTE))
            return _("the attribute “{attribute}”").format(attribute=name)
        names = {"data": _("the data"), "researcher": _("the researcher"), "hand": _("a researcher, by hand")}
        return names.get(chosen, chosen)
    if key == "group":
        return term("group", str(value))
    if isinstance(value, float):
        return format_number(value, 0 if value.is_integer() else 3)
    # Sentences about the procedure are kept in English and marked for translation where they are written.
    return _(value) if isinstance(value, str) else format_number(value) if isinstance(value, int) else str(value)


def _material(content: ReportContent) -> Iterator[str]:
    words = sum(map(participant_words, content.transcripts))
    interviews = len(content.transcripts)
    yield ngettext(
        "The report rests on {n} interview; the people interviewed said {words} words in them.",
        "The report rests on {n} interviews; the people interviewed said {words} words in them.",
        interviews,
    ).format(n=format_number(interviews), words=format_number(words))
    languages = sorted({t.language for t in content.transcripts if t.language})
    if languages:
        yield _("Languages of the interviews: {languages}.").format(languages=", ".join(map(language_name, languages)))
    methods = sorted({p.method for p in content.interviewed})
    yield _("How people were asked: {methods}.").format(methods=", ".join(term("method", m) for m in methods))


def _coding(content: ReportContent) -> Iterator[str]:
    facts = content.facts
    n = len(content.codings)
    if content.basis == "confirmed":
        yield ngettext(
            "Every count rests on {n} coding that a person made or confirmed.",
            "Every count rests on {n} codings that a person made or confirmed.",
            n,
        ).format(n=format_number(n))
    else:
        yield ngettext(
            "Every count rests on {n} suggestion of the machine; no person has reviewed any of them.",
            "Every count rests on {n} suggestions of the machine; no person has reviewed any of them.",
            n,
        ).format(n=format_number(n))
    if facts.coders:
        yield _("Coded by: {coders}.").format(coders=", ".join(sorted(map(coder_name, facts.coders))))
    if content.basis == "confirmed" and facts.n_suggested:
        yield ngettext(
            "{n} suggestion of the machine still waits for a decision and is not counted.",
            "{n} suggestions of the machine still wait for a decision and are not counted.",
            facts.n_suggested,
        ).format(n=format_number(facts.n_suggested))
    if facts.n_rejected:
        yield ngettext(
            "{n} suggestion of the machine was turned down by a person.",
            "{n} suggestions of the machine were turned down by a person.",
            facts.n_rejected,
        ).format(n=format_number(facts.n_rejected))
    for agreement in facts.agreement:
        yield _agreement(agreement)
    yield _(
        "A coding marks the fewest words that carry the meaning alone; the same words can carry several codes, such as "
        "a contact and a difficulty."
    )


def coder_name(coder: str) -> str:
    """The name of who coded; the name that stands where nobody gave one is said in the language in force."""
    return _("the researcher") if coder == "coder" else coder


def _agreement(agreement: Agreement) -> str:
    name = {"f1": "F1", "kappa": _("Cohen's kappa"), "alpha": _("Krippendorff's alpha, by characters")}[
        agreement.measure
    ]
    message = {
        "machine": ngettext(
            "Agreement of the machine's suggestions with the person who coded, over {n} interview: {measure} {value}.",
            "Agreement of the machine's suggestions with the person who coded, over {n} interviews: {measure} {value}.",
            agreement.n_transcripts,
        ),
        "coder": ngettext(
            "Agreement of two people who coded the same {n} interview: {measure} {value}.",
            "Agreement of two people who coded the same {n} interviews: {measure} {value}.",
            agreement.n_transcripts,
        ),
    }[agreement.between]
    return message.format(
        n=format_number(agreement.n_transcripts), measure=name, value=format_number(agreement.value, 2)
    )


def _counting(content: ReportContent) -> Iterator[str]:
    yield _("Counts are people, not mentions: somebody who tells of a thing ten times counts once.")
    yield _(
        "The interval beside a count is the 95% Wilson interval of the share. It speaks of chance alone, as if the "
        "people had been drawn at random, which interview partners hardly ever are."
    )
    yield _("Where the intervals of two rows overlap, their order may be chance.")
    if content.overall_map is not None:
        yield _(
            "Emotions are rated from −2 to +2. The curve of a journey is the mean over people of their own mean, so "
            "that talkative people do not weigh more; the number of people stands at each point."
        )
        unstaged = content.overall_map.n_unstaged
        if unstaged:
            yield ngettext(
                "{n} coding names no stage and is missing from the journey maps.",
                "{n} codings name no stage and are missing from the journey maps.",
                unstaged,
            ).format(n=format_number(unstaged))


def _personas(content: ReportContent) -> Iterator[str]:
    draft = content.personas
    if made_by_hand(draft) or grouped_by(draft):
        yield from _groups_given(draft)
    else:
        yield from _groups_found()
    if len(draft.personas) > 1:
        if any(persona.membership for persona in draft.personas):
            yield _(
                "Membership is the share of repeated groupings, each without some of the interviews, in which a person "
                "falls in with the members of the group; below 60% somebody stands between groups."
            )
        if not grouped_by(draft):
            yield _(
                "What distinguishes a group was found in the same interviews that formed it. Differences between "
                "inside and outside are therefore larger here than they would be among new people."
            )
    if any(statement.is_assumption for persona in draft.personas for statement in persona.statements):
        yield _("Statements marked as assumptions were written by researchers; nobody's words stand behind them yet.")


def _groups_found() -> Iterator[str]:
    yield _(
        "People are grouped by what they tell (which codes occur in their interview), not by age, gender or home; "
        "these only describe the groups afterwards. How much somebody talks is taken out before."
    )
    yield _(
        "The grouping is compared with what chance alone produces from the same numbers of codes; without a clear "
        "difference there are no groups. “Hypothesis” stands for fewer than {tentative} people, “tentative” for fewer "
        "than {stable} or for groups that change when interviews are left out, “stable” for the rest. Below {least} "
        "people nobody is grouped."
    ).format(
        least=format_number(GROUPED_FROM), tentative=format_number(TENTATIVE_FROM), stable=format_number(STABLE_FROM)
    )


def _groups_given(draft: PersonaDraft) -> Iterator[str]:
    if name := grouped_by(draft):
        yield _("People are grouped by the attribute “{attribute}”, not by what they tell.").format(
            attribute=term("attribute", name)
        )
    else:
        yield _(
            "Researchers said which people belong together; everything counted of the groups is from the interviews."
        )
    yield _("It was tested whether the groups differ in what they tell by more than people dealt out at random would.")


def _limits(content: ReportContent) -> Iterator[str]:
    yield ngettext(
        "{n} person cannot stand for a market: the shares describe those interviewed, and how large a group is "
        "outside has to be measured in a survey.",
        "{n} people cannot stand for a market: the shares describe those interviewed, and how large a group is "
        "outside has to be measured in a survey.",
        content.n,
    ).format(n=format_number(content.n))
    yield _("What nobody mentioned may still exist: it may not have been asked, or not be remembered.")
    yield _(
        "Interviews tell how people remember a journey and which order they give it, not what a clock would have shown."
    )
    if content.note:
        yield content.note
