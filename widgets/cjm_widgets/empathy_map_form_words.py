"""Every sentence of the form for empathy maps, in the language in force, and where its areas stand."""

from __future__ import annotations

from typing import Any

from cjm_research.i18n import _
from cjm_research.model import term
from cjm_research.model.empathy import CANVAS, INFERRED, Form, Quadrant
from cjm_widgets.map_form_words import map_form_words

# Area -> row, column, rows, columns. The canvas as Gray drew it: whom it is about and what they need to do on top,
# what they see on the right, hear on the left, say on the lower right, do below, and the inside of the head between.
_PLACES: dict[Form, dict[Quadrant, tuple[int, int, int, int]]] = {
    "canvas": {
        "who": (1, 1, 1, 2),
        "task": (1, 3, 1, 2),
        "hears": (2, 1, 2, 1),
        "thinks": (2, 2, 1, 1),
        "feels": (2, 3, 1, 1),
        "sees": (2, 4, 1, 1),
        "pains": (3, 2, 1, 1),
        "gains": (3, 3, 1, 1),
        "says": (3, 4, 1, 1),
        "does": (4, 1, 1, 4),
    },
    "quadrants": {
        "says": (1, 1, 1, 1),
        "thinks": (1, 2, 1, 1),
        "pains": (1, 3, 1, 1),
        "does": (2, 1, 1, 1),
        "feels": (2, 2, 1, 1),
        "gains": (2, 3, 1, 1),
    },
}
_HEAD = {"row": 2, "column": 2, "rows": 2, "columns": 2, "kind": "head"}
_TONES = {"pains": "bad", "gains": "good", **dict.fromkeys(INFERRED, "inner")}
_LEAST_WIDTH = 180


def layout(form: Form) -> dict[str, Any]:
    """Areas and the shapes behind them, for the board; see `static/board.js`."""
    areas = []
    for key, (row, column, rows, columns) in _PLACES[form].items():
        place = {"row": row, "column": column, "rows": rows, "columns": columns, "width": _LEAST_WIDTH}
        texts = {"title": term("quadrant", key), "help": _helps()[key], "hint": _hints()[key]}
        areas.append({"id": key, **texts, **place, "tone": _TONES.get(key, "")})
    return {"areas": areas, "back": [_HEAD] if form == "canvas" else []}


def _helps() -> dict[str, str]:
    return {
        "who": _("Whom is the map about? What is their situation?"),
        "task": _("What do they need to do or to decide?"),
        "sees": _("What meets their eyes: places, screens, advertising, other people."),
        "says": _("Their own words, as they stand."),
        "does": _("What they do, and what can be observed."),
        "hears": _("What others tell them: friends, staff, media."),
        "thinks": _("Concluded from what was said."),
        "feels": _("Concluded from what was said."),
        "pains": _("Fears, frustrations, obstacles."),
        "gains": _("Wants, needs, hopes, what success looks like."),
    }


def _hints() -> dict[str, str]:
    return {
        "who": _("Nothing here yet. Add who they are with the plus sign."),
        "task": _("No goal or need was coded. Add what they need to do with the plus sign."),
        "sees": _("No contact that can be seen was coded. Add what they see with the plus sign."),
        "says": _("Nothing quotable was coded. Add a quote with the plus sign."),
        "does": _("No action was coded. Add what they do with the plus sign."),
        "hears": _("No contact that can be heard was coded. Add what they hear with the plus sign."),
        "thinks": _("No thought was coded. Add what they may think with the plus sign."),
        "feels": _("No feeling was coded. Add what they may feel with the plus sign."),
        "pains": _("No pain was coded. Add one with the plus sign."),
        "gains": _("No gain was coded. Add one with the plus sign."),
    }


def empathy_words() -> dict[str, Any]:
    """Name of the sentence in the page -> its text, or its plural forms."""
    return {
        **map_form_words(),
        "title": _("Empathy map"),
        "areas": {key: term("quadrant", key) for key in CANVAS},
        "map_of": _("Empathy map: {title}"),
        "form": _("Form"),
        "form_canvas": _("Canvas"),
        "form_quadrants": _("Quadrants"),
        "key_help": [
            [_("Arrows"), _("go from note to note; Home and End to the first and last of an area")],
            [_("Alt + arrow"), _("move the note inside its area or to the next one")],
            [_("Enter or F2"), _("edit the note; Enter saves, Escape leaves it as it was")],
            [_("N"), _("add a note after this one")],
            [_("Delete"), _("remove the note")],
            [_("Ctrl + Z, Ctrl + Y"), _("undo and redo")],
        ],
    }
