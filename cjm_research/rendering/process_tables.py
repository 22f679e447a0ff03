"""Beside the process graph: the ways that people share, and the tables of its page."""

from __future__ import annotations

from collections.abc import Sequence

from cjm_research.i18n import _, format_number
from cjm_research.model import JourneyMap, PathVariant, term
from cjm_research.rendering.environment import share
from cjm_research.rendering.figure_sheet import Paper, Table
from cjm_research.rendering.figure_steps import StepView
from cjm_research.rendering.journey_svg_parts import Piece, stack, text_block

MOST_VARIANTS = 6


def order_notes(journey_map: JourneyMap) -> list[str]:
    """In which sense steps follow each other."""
    walked = sum(path.order == "walked" for path in journey_map.paths)
    notes = [_("Steps stand in the order of telling, which is not that of the clock.")]
    if walked:
        notes.append(_("Order as walked, not told: {people}.").format(people=share((walked, len(journey_map.paths)))))
    return notes


def variants_piece(journey_map: JourneyMap, sheet: Paper, most: int = MOST_VARIANTS) -> Piece:
    """The ways through the stages that most people share, side by side."""
    shown = sorted(journey_map.variants, key=lambda v: -len(v.participants))[:most]
    if not shown:
        return Piece("", 0.0)
    n_columns = min(3, len(shown))
    width = (sheet.inner - sheet.size * 2 * (n_columns - 1)) / n_columns
    pieces = [_variant(journey_map, variant, width, sheet.size) for variant in shown]
    columns = [stack(pieces[i::n_columns], gap=sheet.size * 0.5) for i in range(n_columns)]
    title = text_block(_("Ways through the stages"), sheet.inner, sheet.size * 1.15, bold=True)
    body = "".join(piece.at(i * (width + sheet.size * 2), title.height) for i, piece in enumerate(columns))
    return Piece(title.svg + body, title.height + max(piece.height for piece in columns))


def _variant(journey_map: JourneyMap, variant: PathVariant, width: float, size: float) -> Piece:
    people, stages, skipped, loops = _variant_words(journey_map, variant)
    head = " · ".join(part for part in (variant.name, people) if part)
    more = [_("Skipped: {stages}").format(stages=skipped)] if skipped else []
    more += [_("Went back at least once: {people}").format(people=loops)] if variant.loops else []
    rows = [text_block(head, width, size, bold=True), text_block(stages, width, size, max_lines=3)]
    return stack([*rows, *(text_block(text, width, size, max_lines=2) for text in more)])


def _variant_words(journey_map: JourneyMap, variant: PathVariant) -> tuple[str, str, str, str]:
    people = len(variant.participants)
    return (
        share((people, len(journey_map.participants))),
        " → ".join(journey_map.stage_name(key) for key in variant.stages),
        ", ".join(journey_map.stage_name(key) for key in variant.skipped),
        share((variant.loops, people)),
    )


def variant_table(journey_map: JourneyMap) -> Table:
    """Every way through the stages that several people share."""
    rows = tuple((variant.name, *_variant_words(journey_map, variant)) for variant in journey_map.variants)
    head = (_("Name"), _("People"), _("Stages"), _("Skipped"), _("Went back at least once"))
    return Table(_("Ways through the stages"), head, rows)


def transition_table(journey_map: JourneyMap, views: Sequence[StepView]) -> Table:
    """Every transition between two steps, those of most people first."""
    names = {view.key: f"{view.number}. {view.name}" for view in views}
    shown = [t for t in journey_map.transitions if t.source in names and t.target in names]
    rows = tuple(
        (
            names[t.source],
            names[t.target],
            share((t.people, t.leaving)),
            format_number(t.times),
            _("yes") if t.is_back else "",
        )
        for t in sorted(shown, key=lambda t: (-t.people, names[t.source], names[t.target]))
    )
    head = (_("From step"), _("To step"), _("People"), _("Times"), _("Way back"))
    note = _("Counts on a way: people who took it, of those who went on from its step.")
    return Table(_("From step to step"), head, rows, note)


def stop_table(views: Sequence[StepView]) -> Table:
    """Where people get stuck, give up or come back, each with its denominator."""
    rows = tuple(
        (
            f"{view.number}. {view.name}",
            share((step.stalled, step.reached)),
            share((step.exited, step.reached)),
            share((step.repeats, step.count.k)),
        )
        for view in views
        if (step := view.step) and (step.stalled or step.exited or step.repeats)
    )
    head = (_("Step"), term("flow", "stall"), term("flow", "exit"), _("Came back to it"))
    return Table(_("Where people stop or come back"), head, rows)
