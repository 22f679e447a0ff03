"""``cjm personas``: who tells alike, with a verdict."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cjm_research.cli import console
from cjm_research.errors import BadValueError
from cjm_research.i18n import _, format_number, format_share, in_quotes
from cjm_research.model import term

if TYPE_CHECKING:
    from cjm_research.model import Persona, PersonaDraft, Statement

# Lines of a persona on the console; the sheet and the JSON hold all of them.
STATEMENTS = 14
CONTRASTS = 3


def personas(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[CODED.json...]", help=_("Coded transcripts, or folders of them."))
    ] = None,
    study: Annotated[
        Path | None, typer.Option("--study", metavar="DIR", help=_("Group the people of this study."))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print the draft as JSON."))] = False,
    k: Annotated[int | None, typer.Option(min=1, help=_("Ask for this many groups; the verdict says so."))] = None,
    from_tags: Annotated[
        bool, typer.Option("--from-tags", help=_("Use machine tags even where people have coded."))
    ] = False,
    by: Annotated[
        str | None,
        typer.Option(metavar="ATTRIBUTE", help=_("Group people by this attribute (gender, age, role ...) instead.")),
    ] = None,
    group: Annotated[
        str | None,
        typer.Option(metavar="GROUP", help=_("One group of interviewees: customer, non_user or expert.")),
    ] = None,
    as_found: Annotated[
        bool, typer.Option("--as-found", help=_("What the procedure finds, whatever researchers settled."))
    ] = False,
    asked: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=_("Who was asked about what: a table of participants and stages or codes.")),
    ] = None,
    attribute: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help=_("Let this attribute count when people are compared."))
    ] = None,
    rating: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help=_("Let the answers to this survey question count too."))
    ] = None,
    check_words: Annotated[
        bool, typer.Option("--check-words", help=_("Say whether people's own words alone would group them alike."))
    ] = False,
    seed: Annotated[int | None, typer.Option(min=0, help=_("Seed of the random draws."))] = None,
) -> None:
    """Draft personas."""
    if (study is None) == (not files):
        raise BadValueError(_("Name either coded transcripts or a study (--study DIR)."))
    if study is None and (asked or attribute or rating or check_words):
        raise BadValueError(_("Words, attributes, ratings and who was asked what count in a study only (--study DIR)."))
    if study is not None:
        opened = console.open_study(study, with_interviews=True)
        with console.progress(_("Grouping participants")) as advance:
            draft = opened.personas(
                k=k, seed=seed, group=group, by=by, from_tags=from_tags, as_found=as_found, asked=asked,
                attributes=attribute or (), ratings=rating or (), progress=advance,
            )  # fmt: skip
    else:
        draft = _draft_from_files(files or [], k=k, seed=seed, group=group, by=by, from_tags=from_tags)
    if as_json:
        console.say(draft.model_dump_json(indent=1))
    else:
        _show(draft)
    if study is not None and check_words:
        (console.note if as_json else console.say)(_by_words(opened.agreement_with_words(draft)))
    if study is None or not draft.personas:
        return
    if k or by:
        console.note(
            _(
                "This is only a look: maps and the report show the personas as they stand. To keep these groups, "
                "choose them in the persona form and press “Keep these groups”."
            )
        )
    elif from_tags or as_found or asked or attribute or rating or seed is not None:
        console.note(_("This is only a look: maps and the report show the personas as they stand."))
    else:
        of_group = () if group is None else ("--group", group)
        key = draft.personas[0].key
        console.next_step(_("Next, draw a map: {command}"), "map", "--study", study, *of_group, "--persona", key)


def _by_words(agreement: float | None) -> str:
    if agreement is None:
        return _("The words cannot be compared here: one persona, several languages, or too few words in common.")
    return _(
        "Groups made of people's own words alone agree with these to {value} (1: the same groups, 0: no more than by "
        "chance). Low agreement is usual and no fault of the groups."
    ).format(value=format_number(agreement, 2))


def _draft_from_files(
    files: list[Path], *, k: int | None, seed: int | None, group: str | None, by: str | None, from_tags: bool
) -> PersonaDraft:
    from cjm_research.coding import codings_of, suggestions_from_tags
    from cjm_research.model import Participant, StudySettings
    from cjm_research.personas import draft_personas
    from cjm_research.personas.tracking import circumstances_of

    transcripts = console.read_all(files, suffixes=[".json"])
    coded = any(transcript.codings for transcript in transcripts)
    if coded and not from_tags:
        codings = [coding for transcript in transcripts for coding in codings_of(transcript)]
    else:
        from cjm_research.tagging import tag_transcripts

        with console.progress(_("Tagging")) as advance:
            codings = suggestions_from_tags(tag_transcripts(transcripts, progress=advance), transcripts)
    people = [Participant(id=t.id, group=t.group, method=t.method, attributes=t.attributes) for t in transcripts]
    with console.progress(_("Grouping participants")) as advance:
        return draft_personas(
            codings,
            people,
            basis="confirmed" if coded and not from_tags else "machine",
            seed=StudySettings().seed if seed is None else seed,
            k=k,
            by=by,
            group=group,
            texts={t.id: t.participant_text() for t in transcripts},
            circumstances=circumstances_of(transcripts),
            progress=advance,
        )


def _show(draft: PersonaDraft) -> None:
    console.say(f"{term('verdict', draft.verdict)}: {draft.why}")
    for decision in draft.decisions:
        console.say(f"* {decision}")
    for warning in draft.warnings:
        console.say(f"! {warning}")
    for persona in draft.personas:
        console.say("")
        _show_persona(persona, draft)
    if draft.unassigned:
        console.say("")
        console.say(_("In no persona: {ids}").format(ids=", ".join(draft.unassigned)))


def _show_persona(persona: Persona, draft: PersonaDraft) -> None:
    console.say(f"{persona.key}  {persona.title}  ({format_share(len(persona.members), draft.n)})")
    if persona.role and persona.role not in persona.title:
        _line(_("Role: {role}").format(role=persona.role))
    if persona.accepted_by:
        _line(_("Accepted by {coder}").format(coder=persona.accepted_by))
    _line(", ".join(persona.members))
    _show_statements(persona)
    if persona.contrasts:
        _line(_("What sets them apart:"))
    for contrast in persona.contrasts[:CONTRASTS]:
        shares = (contrast.inside.k, contrast.inside.n), (contrast.outside.k, contrast.outside.n)
        console.say(f"  - {contrast.text}: {' / '.join(format_share(*share) for share in shares)}")
    if persona.typical_path:
        steps = [term("touchpoint", step.label) for step in persona.typical_path]
        _line(_("Typical path, as told: {steps}").format(steps=" → ".join(steps)))
    for quote in persona.quotes[:1]:
        _line(_("Said: {quote} ({id})").format(quote=in_quotes(quote.quote), id=quote.participant))
    if persona.counter_quote:
        against = persona.counter_quote
        _line(_("Against the picture: {quote} ({id})").format(quote=in_quotes(against.quote), id=against.participant))


def _line(text: str) -> None:
    console.say("    " + text)


def _show_statements(persona: Persona) -> None:
    from cjm_research.rendering.persona_sheet import section_name

    strongest = _strongest(persona)
    compared = any(statement.outside[1] for statement in strongest)
    if strongest:
        _line(_("Told by: in the group / of the others") if compared else _("Told by:"))
    for statement in strongest:
        shares = [format_share(*statement.inside)]
        if statement.outside[1]:
            shares.append(format_share(*statement.outside))
        told = _("assumption") if statement.is_assumption else " / ".join(shares)
        section = f"{section_name(statement.section)}: " if statement.section else ""
        console.say(f"  - {section}{statement.text}: {told}")


def _strongest(persona: Persona) -> list[Statement]:
    """The first statement of each section, and whatever researchers wrote, in the order of the sections."""
    first = {statement.section: statement for statement in reversed(persona.statements)}
    return [s for s in persona.statements if s.own or first[s.section] is s][:STATEMENTS]
