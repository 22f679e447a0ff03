"""Every sentence of the form for journey maps, in the language in force."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from cjm_research.i18n import _, ngettext
from cjm_research.model import term
from cjm_research.model.channels import CHANNELS, Owner, Setting
from cjm_research.model.journey import Flow, FourC, ItemMark, MapKind
from cjm_research.model.journey_parts import Layer
from cjm_research.model.lanes import COMPANY_LANES, LANE_PRESETS, LANES, REQUIRED_LANES
from cjm_research.model.scheme import EMOTION_LABELS
from cjm_research.model.stages import Phase
from cjm_widgets.counted import plural_forms
from cjm_widgets.map_form_words import map_form_words


def journey_words() -> dict[str, Any]:
    """Name of the sentence in the page -> its text, its plural forms, or names by identifier."""
    return {
        **map_form_words(),
        **_names(),
        **_board_words(),
        **_map_words(),
        **_stage_words(),
        **_card_words(),
        **_curve_words(),
    }


def _terms(family: str, keys: Iterable[str]) -> dict[str, str]:
    return {key: term(family, key) for key in keys}


def _names() -> dict[str, Any]:
    return {
        "title": term("map_kind", "cjm"),
        "lane_names": {"step": _("Steps"), **_terms("lane", LANES)},
        "company_lanes": list(COMPANY_LANES),
        "required_lanes": list(REQUIRED_LANES),
        "presets": {name: ["step", *lanes] for name, lanes in LANE_PRESETS.items()},
        "preset_names": {
            "minimal": _("Minimal"),
            "standard": _("Standard"),
            "full": _("All lanes"),
            "blueprint": term("map_kind", "blueprint"),
        },
        "kinds": _terms("map_kind", get_args(MapKind)),
        "layers": _terms("layer", get_args(Layer)),
        "flows": _terms("flow", get_args(Flow)),
        "flags": _terms("mark", get_args(ItemMark)),
        "four_cs": _terms("four_c", get_args(FourC)),
        "settings": _terms("setting", get_args(Setting)),
        "hands": _terms("owner", get_args(Owner)),
        "phases": _terms("stage", get_args(Phase)),
        "statuses": {
            "assumption": _("Assumption"),
            "draft": _("Draft"),
            "evidenced": _("Evidenced"),
            "final": _("Final"),
        },
        "labels": {"touchpoint": _terms("touchpoint", CHANNELS), "emotion": _terms("emotion", EMOTION_LABELS)},
    }


def _board_words() -> dict[str, Any]:
    return {
        "board_keys": _(
            "Arrows go from note to note and from cell to cell, Alt with an arrow moves a note, Enter edits it, "
            "N adds one, D opens its details, Delete removes it."
        ),
        "cell": _("{lane}, {stage}"),
        "show_lanes": _("Lanes"),
        "layer": _("Layer"),
        "layer_both": _("Both layers"),
        "unseen": plural_forms(
            lambda n: ngettext(
                "{n} note stands in lanes that are not shown.", "{n} notes stand in lanes that are not shown.", n
            )
        ),
        "stage_before": _("To the stage before"),
        "stage_after": _("To the stage after"),
        "reset_question": _(
            "Show this map as the codings give it? Own notes, wordings, stages and points go. Undo brings them back."
        ),
        "key_help": [
            [_("Arrows"), _("go from note to note and from cell to cell; Home and End to the ends of a cell")],
            [_("Alt + arrow"), _("move the note inside its cell or to the next one")],
            [_("Enter or F2"), _("edit the note; Enter saves, Escape leaves it as it was")],
            [_("N"), _("add a note after this one")],
            [_("D"), _("open the details of the note")],
            [_("Delete"), _("remove the note; on a point of the curve: back to the measured value")],
            [_("Arrow up, arrow down"), _("on a point of the curve: half a step up or down")],
            [_("Ctrl + Z, Ctrl + Y"), _("undo and redo")],
        ],
        "legend_to_be": _("Planned, not the journey of today."),
        "tray": _("Quotes to place"),
        "tray_help": _("Drag a quote into a cell, or choose the cell in its details."),
        "put": _("Put on the map"),
    }


def _map_words() -> dict[str, Any]:
    return {
        "stories": _("Maps without data"),
        "new_story": _("New map without data …"),
        "about_map": _("About the map"),
        "map_title": _("Title"),
        "kind": _("Kind"),
        "purpose": _("Purpose of the map"),
        "scenario": _("Scenario"),
        "status": _("Status"),
        "authors": _("Authors"),
        "version": _("Version"),
        "review_due": _("Review due"),
        "none_found_for": _("None found"),
        "stage_model": _("Stage model"),
        "versions": _("Versions"),
        "keep_version": _("Keep this version"),
        "version_name": _("Name of the version"),
        "no_versions": _("No version of this map was kept yet."),
        "since": _("What changed since “{name}”"),
    }


def _stage_words() -> dict[str, Any]:
    return {
        "stage": _("Stage"),
        "name": _("Name"),
        "phase": _("Phase"),
        "goal": _("Goal of the stage"),
        "mindset": _("What goes through people's minds"),
        "customer_task": _("What people have to get done"),
        "company_task": _("What the company has to do"),
        "time_frame": _("Time frame"),
        "low": _("From"),
        "high": _("To"),
        "unit": _("Unit"),
        "source": _("Source"),
        "stage_left": _("Move to the left"),
        "stage_right": _("Move to the right"),
        "add_stage": _("Add a stage after this one"),
        "new_stage": _("New stage"),
        "remove_stage": _("Remove the stage"),
    }


def _card_words() -> dict[str, Any]:
    return {
        "details_note": _("Details"),
        "mark_to_be": term("layer", "to_be"),
        "mark_barrier": term("kind", "barrier"),
        "mark_supported": _("supported"),
        "mark_contradicted": _("contradicted"),
        **{f"mark_{key}": term("mark", key) for key in get_args(ItemMark)},
        **{f"mark_{key}": term("flow", key) for key in get_args(Flow)},
        "lane": _("Lane"),
        "label": _("Label"),
        "flags_of": _("Marks"),
        "flow": _("What it led to"),
        "met": _("Was it met?"),
        "yes": _("yes"),
        "no": _("no"),
        "unknown": _("not known"),
        "none": _("none"),
        "four_c": _("Which of the 4C"),
        "valence": _("Valence"),
        "owner": _("Who answers for it"),
        "people_too": _("Who else takes part"),
        "verdict": _("When tested"),
        "links_solution": _("Pains and barriers that it answers"),
        "links_step": _("Steps that follow it"),
        "nothing_to_link": _("There is nothing on the map that could be linked."),
        "solutions": _("Solutions"),
        "no_solution": _("No solution yet"),
        "n_solutions": plural_forms(lambda n: ngettext("{n} solution", "{n} solutions", n)),
        "n_answers": plural_forms(lambda n: ngettext("answers {n} pain", "answers {n} pains", n)),
        "add_solution": _("Add a solution"),
        "decision": _("What is decided"),
        "artefact": _("Document or thing that comes of it"),
        "contact": _("The contact itself, on all maps"),
        "setting": _("On line or not"),
        "hands_of": _("In whose hands it is"),
        "controllable": _("The company can change it"),
        "department": _("Department that answers for it"),
        "changed_by": _("Changed last by {coder}."),
    }


def _curve_words() -> dict[str, Any]:
    return {
        "curve": _("Emotion curve"),
        "point_name": _("Feeling at the stage “{stage}”, {layer}"),
        "point_n": plural_forms(lambda n: ngettext("{n} person", "{n} people", n)),
        "point_measured": _("{value}; measured: {measured}"),
        "point_back": _("Back to the measured value"),
    }
