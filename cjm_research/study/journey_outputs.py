"""Which function draws which view of a journey map: all of them from the one model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.model.lanes import LANE_PRESETS, LANES
from cjm_research.study.selection import EVERYBODY

if TYPE_CHECKING:
    from cjm_research.model import JourneyMap, Persona
    from cjm_research.model.analysis import JourneyDiff
    from cjm_research.study.journey_verbs import JourneyVerbs

Content = str | bytes | Callable[[Path], object]

# Kind of view -> the formats that it can be had in.
JOURNEY_FORMATS: dict[str, tuple[str, ...]] = {
    "journey": ("html", "svg", "pdf", "json", "xlsx", "csv", "cjml", "mmd"),
    "blueprint": ("html", "svg", "pdf"),
    "wheel": ("html", "svg", "pdf"),
    "timeline": ("html", "svg", "pdf"),
    "process": ("html", "svg", "pdf", "xes", "csv"),
    "story": ("html", "pdf", "md"),
    "participant": ("html", "svg", "pdf"),
    "compare": ("html", "svg", "pdf"),
    "cards": ("html", "pdf", "xlsx", "csv"),
    "template": ("pdf", "svg", "xlsx"),
}
# Option -> what it can be.
_CHOICES: dict[str, tuple[str, ...]] = {
    "page": ("A4", "A3", "A1"),
    "zoom": ("stages", "steps"),
    "layer": ("as_is", "to_be", "both"),
}
# Sheets to fill in by hand need nobody's map.
BLANK = "blank"


@dataclass(frozen=True)
class JourneyOptions:
    """How a view is drawn; what a kind does not know it leaves alone.

    `lanes` and `page` None mean what suits the kind and format. `other` is the map to compare with: its key, or
    ``version:NAME`` for the same map as it was kept, or ``to_be`` for the planned layer of the same map.
    """

    stage_model: str | None = None
    group: str | None = None
    lanes: str | Sequence[str] | None = None
    page: str | None = None
    zoom: str | None = None
    layer: str | None = None
    other: str | None = None
    date: str = ""

    def given(self, *names: str) -> dict[str, Any]:
        """Those of the options that were chosen."""
        return {name: value for name in names if (value := getattr(self, name))}


def view_name(kind: str) -> str:
    """What a view is called, in the language in force."""
    return {
        "journey": _("Matrix"),
        "wheel": _("Experience wheel"),
        "timeline": _("Timeline"),
        "process": _("Process graph"),
        "blueprint": _("Service blueprint"),
        "story": _("Story"),
        "participant": _("Path of one person"),
        "compare": _("Two journey maps compared"),
    }[kind]


def journey_content(study: JourneyVerbs, key: str, kind: str, format: str, options: JourneyOptions) -> Content:
    """One view of one map.

    Raises
    ------
    UnknownNameError
        There is no such map.
    BadValueError
        A comparison lacks its second map, or an option is none of those known.
    """
    _check(options)
    if options.lanes in LANES:
        options = replace(options, lanes=(str(options.lanes),))
    if kind == "template":
        return _template(study, format, options)
    if kind == "compare":
        return _compare(study, key, format, options)
    journey_map = study.journey_map(key, stage_model=options.stage_model, group=options.group)
    return _VIEWS[kind](study, journey_map, format, options)


def _check(options: JourneyOptions) -> None:
    lanes = [options.lanes] if isinstance(options.lanes, str) else options.lanes or ()
    known_lanes = (*LANE_PRESETS, *LANES) if isinstance(options.lanes, str) else LANES
    asked = [(name, value, _CHOICES[name]) for name, value in options.given(*_CHOICES).items()]
    for name, value, known in [*asked, *(("lanes", lane, known_lanes) for lane in lanes)]:
        if value not in known:
            raise BadValueError(
                _("{option} cannot be “{value}”. Choose from: {known}.").format(
                    option=f"--{name}", value=value, known=", ".join(known)
                )
            )


def _matrix(study: JourneyVerbs, journey_map: JourneyMap, format: str, options: JourneyOptions) -> Content:
    if format in {"json", "xlsx", "csv", "cjml", "mmd"}:
        return _for_other_programs(journey_map, format)
    return _drawn("journey", format, journey_map, options.given("lanes", "zoom", "layer", "date"), options)


def _for_other_programs(journey_map: JourneyMap, format: str) -> Content:
    from cjm_research.exchange import journey_json, journey_xlsx
    from cjm_research.exchange.maps import cjml, grids, mermaid

    views: dict[str, Callable[[], Content]] = {
        "json": lambda: journey_json.journey_json(journey_map),
        "xlsx": lambda: lambda path: journey_xlsx.write_journey_xlsx(path, journey_map),
        "csv": lambda: lambda path: grids.write_board_csv(path, journey_map),
        "cjml": lambda: cjml.cjml_xml(journey_map),
        "mmd": lambda: mermaid.mermaid_journey(journey_map),
    }
    return views[format]()


def _blueprint(study: JourneyVerbs, journey_map: JourneyMap, format: str, options: JourneyOptions) -> Content:
    return _drawn("blueprint", format, journey_map, options.given("zoom", "date"), options)


def _wheel(study: JourneyVerbs, journey_map: JourneyMap, format: str, options: JourneyOptions) -> Content:
    return _drawn("wheel", format, journey_map, {"persona": _persona(study, journey_map)}, options)


def _timeline(study: JourneyVerbs, journey_map: JourneyMap, format: str, options: JourneyOptions) -> Content:
    return _drawn("timeline", format, journey_map, {}, options)


def _process(study: JourneyVerbs, journey_map: JourneyMap, format: str, options: JourneyOptions) -> Content:
    from cjm_research.exchange.maps import event_log

    if format == "xes":
        return event_log.xes_xml(journey_map)
    if format == "csv":
        return lambda path: event_log.write_event_csv(path, journey_map)
    return _drawn("process", format, journey_map, {}, options)


def _story(study: JourneyVerbs, journey_map: JourneyMap, format: str, options: JourneyOptions) -> Content:
    from cjm_research import rendering

    views: dict[str, Callable[..., Content]] = {
        "html": rendering.story_html,
        "pdf": rendering.story_pdf,
        "md": rendering.story_markdown,
    }
    return views[format](journey_map, transcripts=_interviews(study, journey_map), persona=_persona(study, journey_map))


def _participant(study: JourneyVerbs, journey_map: JourneyMap, format: str, options: JourneyOptions) -> Content:
    from cjm_research import rendering

    if journey_map.actor != "participant":
        raise BadValueError(_("Name a participant: this view shows the path of one person."))
    views: dict[str, Callable[..., Content]] = {
        "html": rendering.participant_html,
        "svg": rendering.participant_svg,
        "pdf": rendering.participant_pdf,
    }
    page = options.given("page") if format == "pdf" else {}
    return views[format](journey_map, transcripts=_interviews(study, journey_map), **page)


def _cards(study: JourneyVerbs, journey_map: JourneyMap, format: str, options: JourneyOptions) -> Content:
    if format in ("xlsx", "csv"):
        from cjm_research.exchange.journey_xlsx import write_cards_csv, write_cards_xlsx

        write = write_cards_csv if format == "csv" else write_cards_xlsx
        return lambda path: write(path, journey_map)
    from cjm_research import rendering

    draw = rendering.cards_pdf if format == "pdf" else rendering.cards_html
    return draw(journey_map, **options.given("lanes"))


def _template(study: JourneyVerbs, format: str, options: JourneyOptions) -> Content:
    model = study._stage_model(options.stage_model or study.settings.stage_model)
    if format == "xlsx":
        from cjm_research.exchange.journey_xlsx import write_template_xlsx

        return lambda path: write_template_xlsx(path, model, **options.given("lanes"))
    from cjm_research import rendering

    draw = rendering.template_pdf if format == "pdf" else rendering.template_svg
    return draw(model, **options.given("lanes", "page"))


def _compare(study: JourneyVerbs, key: str, format: str, options: JourneyOptions) -> Content:
    from cjm_research import rendering

    left, right, diff = compared(study, key, options)
    page = options.given("page") if format == "pdf" else {}
    views: dict[str, Callable[..., Content]] = {
        "html": rendering.compare_html,
        "svg": rendering.compare_svg,
        "pdf": rendering.compare_pdf,
    }
    return views[format](left, right, diff=diff, **page)


def compared(study: JourneyVerbs, key: str, options: JourneyOptions) -> tuple[JourneyMap, JourneyMap, JourneyDiff]:
    """The two maps of a comparison, the earlier one first, and what differs."""
    from cjm_research.journey import diff_maps, layer_of

    def read(key: str, version: str | None = None) -> JourneyMap:
        return study.journey_map(key, stage_model=options.stage_model, group=options.group, version=version)

    if not options.other:
        raise BadValueError(
            _("Name the map to compare with: a persona, a participant, version:NAME, or to_be for the planned journey.")
        )
    what, _colon, name = options.other.partition(":")
    if options.other == "to_be":
        left, right = layer_of(read(key), "as_is"), layer_of(read(key), "to_be")
    elif what == "version" and name:
        left, right = read(key, name).model_copy(update={"version": name}), read(key)
    else:
        left, right = read(key), read(options.other)
    return left, right, diff_maps(left, right)


def _drawn(kind: str, format: str, journey_map: JourneyMap, values: dict[str, Any], options: JourneyOptions) -> Content:
    from cjm_research import rendering

    page = options.given("page") if format == "pdf" else {}
    content: Content = getattr(rendering, f"{kind}_{format}")(journey_map, **values, **page)
    return content


def _interviews(study: JourneyVerbs, journey_map: JourneyMap) -> tuple[Any, ...]:
    people = set(journey_map.participants)
    return tuple(transcript for transcript in study.transcripts if transcript.id in people)


def _persona(study: JourneyVerbs, journey_map: JourneyMap) -> Persona | None:
    """The persona that a map is of; of everybody's, the general portrait."""
    if journey_map.actor not in {"persona", EVERYBODY, "everybody"} or not journey_map.participants:
        return None
    draft = study.personas(group=journey_map.group)
    return draft.persona(journey_map.key) if journey_map.actor == "persona" else draft.general


_VIEWS: dict[str, Callable[..., Content]] = {
    "journey": _matrix,
    "blueprint": _blueprint,
    "wheel": _wheel,
    "timeline": _timeline,
    "process": _process,
    "story": _story,
    "participant": _participant,
    "cards": _cards,
}
