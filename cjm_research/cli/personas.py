"""``cjm personas``: who tells alike, with a verdict."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cjm_research.cli import console
from cjm_research.errors import BadValueError
from cjm_research.i18n import _, format_share
from cjm_research.model import term

if TYPE_CHECKING:
    from cjm_research.model import Persona, PersonaDraft


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
    seed: Annotated[int | None, typer.Option(min=0, help=_("Seed of the random draws."))] = None,
) -> None:
    """Draft personas."""
    if (study is None) == (not files):
        raise BadValueError(_("Name either coded transcripts or a study (--study DIR)."))
    if study is not None:
        opened = console.open_study(study, with_interviews=True)
        with console.progress(_("Grouping participants")) as advance:
            draft = opened.personas(k=k, seed=seed, from_tags=from_tags, progress=advance)
    else:
        draft = _draft_from_files(files or [], k=k, seed=seed, from_tags=from_tags)
    if as_json:
        console.say(draft.model_dump_json(indent=1))
    else:
        _show(draft)
    if study is not None and draft.personas:
        key = draft.personas[0].key
        console.next_step(_("Next, draw a map: {command}"), "map", "--study", study, "--persona", key)


def _draft_from_files(files: list[Path], *, k: int | None, seed: int | None, from_tags: bool) -> PersonaDraft:
    from cjm_research.coding import codings_of, suggestions_from_tags
    from cjm_research.model import Participant, StudySettings
    from cjm_research.personas import draft_personas

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
            progress=advance,
        )


def _show(draft: PersonaDraft) -> None:
    console.say(f"{term('verdict', draft.verdict)}: {draft.why}")
    for warning in draft.warnings:
        console.say(f"! {warning}")
    for persona in draft.personas:
        console.say("")
        console.say(f"{persona.key}  {persona.title}  ({format_share(len(persona.members), draft.n)})")
        console.say("    " + ", ".join(persona.members))
        _show_statements(persona)


def _show_statements(persona: Persona) -> None:
    compared = any(statement.outside[1] for statement in persona.statements)
    if persona.statements:
        console.say("    " + (_("Told by: in the group / of the others") if compared else _("Told by:")))
    for statement in persona.statements[:8]:
        shares = [format_share(*statement.inside)]
        if statement.outside[1]:
            shares.append(format_share(*statement.outside))
        console.say(f"  - {statement.text}: {' / '.join(shares)}")
