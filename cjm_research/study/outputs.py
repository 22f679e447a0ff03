"""Where a study's outputs go, and which function of the layers below writes each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from cjm_research import __version__
from cjm_research.errors import UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import CONSENSUS_CODER, MACHINE_CODER
from cjm_research.model.empathy import FORMS, Form
from cjm_research.study.journey_outputs import BLANK, JOURNEY_FORMATS, Content, JourneyOptions, journey_content
from cjm_research.study.selection import EVERYBODY, basis_codings, settled_codings

if TYPE_CHECKING:
    from cjm_research.exchange.statistics.frames import LabelledFrame
    from cjm_research.model import Coding, EmpathyMap, Persona, PersonaDraft
    from cjm_research.rendering.report_content import Agreement, MethodFacts
    from cjm_research.study.journey_verbs import JourneyVerbs
    from cjm_research.study.study import Study

MAPS_FOLDER = "maps"
# Formats whose files are called otherwise.
SUFFIXES = {"cjml": "cjml.xml"}
MAP_FORMATS: dict[str, tuple[str, ...]] = {
    **JOURNEY_FORMATS,
    "empathy": ("html", "svg", "pdf", "json", "csv"),
    "persona": ("html", "pdf", "json", "csv"),
}


def map_path(folder: Path, kind: str, key: str, format: str) -> Path:
    """Where a map goes in a study's folder: ``maps/journey-P1.html``."""
    name = re.sub(r"[^\w.-]", "_", key)
    return folder / MAPS_FOLDER / f"{kind}-{name}.{SUFFIXES.get(format, format)}"


def write_map(
    study: JourneyVerbs,
    path: Path,
    key: str,
    *,
    kind: str,
    format: str,
    options: JourneyOptions,
    form: Form = "quadrants",
    header: Mapping[str, str] | None = None,
) -> Path:
    """Draw one map of `study` and write it to `path`.

    Raises
    ------
    UnknownNameError
        There is no such persona, kind, format or form.
    """
    if form not in FORMS:
        raise UnknownNameError(
            _("There is no form “{form}” of an empathy map. Known: {known}.").format(form=form, known=", ".join(FORMS))
        )
    if kind not in MAP_FORMATS:
        raise UnknownNameError(
            _("There is no map “{kind}”. Known: {known}.").format(kind=kind, known=", ".join(MAP_FORMATS))
        )
    if format not in MAP_FORMATS[kind]:
        raise UnknownNameError(
            _("The map “{kind}” cannot be had as {format}. Possible: {known}.").format(
                kind=kind, format=format, known=", ".join(MAP_FORMATS[kind])
            )
        )
    content: Content
    if kind == "empathy":
        content = _empathy(study, _empathy_map(study, key, options.group), format, form, header or {})
    elif kind == "persona":
        content = _persona(study, key, options.group, format)
    else:
        content = journey_content(study, key, kind, format, options)
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif isinstance(content, str):
        path.write_text(content, encoding="utf-8", newline="\n")
    else:
        content(path)
    return path


def _empathy_map(study: JourneyVerbs, key: str, group: str | None) -> EmpathyMap:
    from cjm_research.model import EmpathyMap

    known = {person.id for person in study.participants}
    return EmpathyMap.blank() if key == BLANK and key not in known else study.empathy_map(key, group=group)


def _empathy(
    study: JourneyVerbs, empathy_map: EmpathyMap, format: str, form: Form, header: Mapping[str, str]
) -> Content:
    if format == "json":
        return empathy_map.model_dump_json(indent=1) + "\n"
    if format == "csv":
        from cjm_research.exchange.maps.grids import write_empathy_csv

        return lambda path: write_empathy_csv(path, empathy_map)
    from cjm_research import rendering

    head = rendering.MapHeader(**header)
    if format == "svg":
        return rendering.empathy_svg(empathy_map, form=form, header=head)
    if format == "pdf":
        return rendering.empathy_pdf(empathy_map, form=form, header=head)
    return rendering.empathy_html(
        empathy_map,
        form=form,
        header=head,
        codings=study.codings,
        transcripts=study.transcripts,
        study=study.settings.title,
    )


def _persona(study: JourneyVerbs, key: str, group: str | None, format: str) -> Content:
    draft = study.personas(group=group)
    persona = _everybody(draft) if key == EVERYBODY else draft.persona(key)
    if format == "json":
        return persona.model_dump_json(indent=1) + "\n"
    if format == "csv":
        from cjm_research.exchange.maps.grids import write_personas_csv

        return lambda path: write_personas_csv(path, [persona])
    return _sheet(study, persona, draft, format)


def _sheet(study: JourneyVerbs, persona: Persona, draft: PersonaDraft, format: str) -> Content:
    from cjm_research.rendering.persona_sheet import persona_html, persona_pdf

    people, transcripts, title = study.participants, study.transcripts, study.settings.title
    if format == "pdf":
        return persona_pdf(persona, draft=draft, participants=people, transcripts=transcripts, study=title)
    return persona_html(
        persona, draft=draft, participants=people, codings=study.codings, transcripts=transcripts, study=title
    )


def _everybody(draft: PersonaDraft) -> Persona:
    """The portrait of everybody, which is the only persona where there are no groups.

    Raises
    ------
    UnknownNameError
        Nobody has anything coded.
    """
    if draft.general is None and not draft.personas:
        raise UnknownNameError(_("There is no persona to draw. {why}").format(why=draft.why))
    return draft.general or draft.personas[0]


def map_keys(draft: PersonaDraft) -> list[str]:
    """Whose maps a study shows: everybody's, and those of the personas where there are several."""
    return [EVERYBODY, *(persona.key for persona in draft.personas if len(draft.personas) > 1)]


def report(study: JourneyVerbs, path: Path, group: str | None, details: Mapping[str, str]) -> Path:
    """The report of one group: its personas, maps and pains, surveys, saturation, and the facts of the method."""
    from cjm_research.rendering.report_content import ReportContent
    from cjm_research.study.office.outputs import report_format, write_report_as

    report_format(path)  # an ending that means nothing is told of before anything is counted
    whole = cast("Study", study)
    draft = study.personas(group=group)
    keys = map_keys(draft)[1:]
    selection = study.selection(group)
    people = set(selection.ids)
    content = ReportContent(
        settings=study.settings,
        participants=selection.people,
        transcripts=tuple(t for t in study.transcripts if t.id in people),
        codings=selection.codings,
        basis=selection.basis,
        personas=draft,
        empathy_maps=tuple(study.empathy_map(key, group=group) for key in (keys or [EVERYBODY])),
        journey_maps=tuple(study.journey_map(key, group=group) for key in map_keys(draft)),
        top_pains=study.top_pains(group=group),
        backlog=whole.priorities(group=group) if selection.codings else None,
        saturation=whole.saturation(group=group) if selection.codings else None,
        measures=whole.survey_chapter(selection.group),
        facts=_facts(study, study.codings, people),
        **details,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_report_as(path, content)


def _facts(study: JourneyVerbs, codings: tuple[Coding, ...], people: set[str]) -> MethodFacts:
    from cjm_research.rendering.report_content import MethodFacts

    of_group = [coding for coding in codings if coding.participant in people]
    states = [coding.status for coding in of_group]
    coders = {c.coder for c in of_group if c.status == "confirmed" and c.coder != MACHINE_CODER}
    return MethodFacts(
        n_confirmed=states.count("confirmed"),
        n_suggested=states.count("suggested"),
        n_rejected=states.count("rejected"),
        coders=tuple(sorted(coders)),
        agreement=_agreement(study, people) if len(coders - {CONSENSUS_CODER}) > 1 else (),
        versions=_versions(of_group),
        seed=study.settings.seed,
    )


def _agreement(study: JourneyVerbs, people: set[str]) -> tuple[Agreement, ...]:
    """How far people who coded the same interviews agree, character by character."""
    from cjm_research.rendering.report_content import Agreement
    from cjm_research.study.agreeing import study_agreement

    of_group = [transcript.id for transcript in study.transcripts if transcript.id in people]
    report = study_agreement(study, transcripts=of_group, draws=0)
    figure = report.headline
    if figure is None or figure.value is None:
        return ()
    n = len(report.interviews)
    return (Agreement(between="coder", measure="alpha", value=figure.value, n_transcripts=n),)


def _versions(codings: Sequence[Coding]) -> dict[str, str]:
    """The versions that the counts depend on; the tagger's only where it has a part in them."""
    versions = {"cjm-research": __version__}
    if any(coding.is_of_machine for coding in codings):
        from cjm_research.tagging import TAGGER_VERSION

        versions["tagger"] = TAGGER_VERSION
    return versions


def write_export(
    study: JourneyVerbs,
    path: Path,
    format: str | None,
    *,
    suggestions: bool,
    target: str = "standard",
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Path, ...]:
    """Everything in a study, in the form of another tool.

    The codings that count are written: confirmed ones where there are any, else the machine's. JSON keeps all, for it
    is our own form; tag JSONL holds the machine's alone.
    """
    from cjm_research.exchange import StudyContent, format_for, write_study

    chosen = format_for(path, format)
    if chosen.name in {"qdpx", "qdc"}:
        from cjm_research.study.refi.exporting import write_refi

        return write_refi(study, path, chosen.name, suggestions=suggestions, target=target, progress=progress)
    codings = study.codings
    if chosen.name in {"csv", "tables", "md", "codings", "doccano", "taguette"}:
        counted, _basis = basis_codings(settled_codings(codings, study.store.consensus()))
        codings = tuple(c for c in codings if c.status not in {"rejected", "lost"}) if suggestions else counted
    content = StudyContent(
        title=study.settings.title or path.stem,
        transcripts=study.transcripts,
        participants=study.participants,
        codings=codings,
        codebook=study.codebook,
        journey_maps=lambda: [study.journey_map(key) for key in study.journey_maps() or (EVERYBODY,)],
        memos=study.store.memos(),
        statistics=lambda: _statistics(study),
        whole=lambda: _whole(study),
        guid=study.store.guid,
    )
    files = write_study(path, content, chosen.name)
    from cjm_research.study.projects import losses_beside_interviews, write_losses_beside

    if chosen.leaves_out:
        content.losses.extend(losses_beside_interviews(study))
    if not content.losses:
        return files
    return (*files, write_losses_beside(path, content.losses))


def _statistics(study: JourneyVerbs) -> Sequence[LabelledFrame]:
    from cjm_research.study.statistics import statistics_frames

    return statistics_frames(study)


def _whole(study: JourneyVerbs) -> Mapping[str, Any]:
    from cjm_research.study.whole_study import whole_study

    return whole_study(study)
