"""The bottom of the journey map as SVG: figures of the whole journey, sign-offs, and the legend of what is drawn."""

from __future__ import annotations

from cjm_research.i18n import _, format_number, ngettext
from cjm_research.rendering.journey_facts import general_metrics, sign_off_words
from cjm_research.rendering.journey_svg_frame import Frame
from cjm_research.rendering.journey_svg_parts import Piece, badge_flow, stack
from cjm_research.rendering.journey_view import MapView


def foot_piece(view: MapView, frame: Frame) -> Piece:
    """Everything below the table."""
    size, width = frame.size, frame.inner
    rows = []
    figures = general_metrics(view.map)
    if figures:
        rows.append(badge_flow([("", words) for words in (_("Figures of the whole journey:"), *figures)], width, size))
    if view.map.sign_offs:
        words = [_("Reviewed by:"), *(sign_off_words(sign_off) for sign_off in view.map.sign_offs)]
        rows.append(badge_flow([("", each) for each in words], width, size))
    notes = [("", words) for words in source_notes(view)]
    legend = [*view.legend_of(has_steps=not frame.is_tight or view.zoom == "steps"), *_curve_legend(view)]
    rows += [badge_flow([*legend, *notes], width, size)]
    return stack(rows, gap=size * 0.5)


def _curve_legend(view: MapView) -> list[tuple[str, str]]:
    if not any(lane.key == "emotion" for lane in view.lanes):
        return [(mood, words) for mood, words in _moods()]
    words = [
        _("Band: 95% interval of the mean. Small circles: one person’s mean each."),
        _("Broken line, hollow point: fewer than three people."),
    ]
    if view.has_own_points:
        words.append(_("Square: set by hand."))
    if view.map.curve_to_be:
        words.append(_("Brown broken line with squares: the planned journey."))
    return [*_moods(), *(("", each) for each in words)]


def _moods() -> list[tuple[str, str]]:
    return [
        ("positive", _("Mean feeling good")),
        ("neutral", _("Neither good nor bad")),
        ("negative", _("Mean feeling bad")),
    ]


def source_notes(view: MapView) -> list[str]:
    """What the counts mean, and what is not shown."""
    words = [
        _("“{k} of {n}” counts people: those behind an entry, of all the people of this map.").format(k="k", n="n")
    ]
    if view.map.n_unstaged:
        n = view.map.n_unstaged
        words.append(
            ngettext(
                "{n} coding names no stage of this model and is not shown.",
                "{n} codings name no stage of this model and are not shown.",
                n,
            ).format(n=format_number(n))
        )
    return [" ".join(words)]
