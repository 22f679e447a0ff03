"""The maps of a study to look at: whose, in which view, and the quotes behind whatever is clicked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from cjm_research import Study
from cjm_research.errors import UnknownNameError
from cjm_research.i18n import _, format_share, ngettext
from cjm_research.model import Evidence, JourneyMap, term
from cjm_research.study.journey_outputs import JourneyOptions, journey_content, view_name
from cjm_research.study.selection import EVERYBODY
from cjm_widgets._base import StudyWidget, bundle

if TYPE_CHECKING:
    from cjm_research.storage import Changes

# Views of a map, in the order in which they are offered; that of one participant stands for one participant only.
VIEWS = ("journey", "wheel", "timeline", "process", "blueprint", "story", "participant")
LANE_CHOICES = ("minimal", "standard", "full")
# Quotes behind one entry that are sent at once.
MOST_QUOTES = 60


class JourneyDashboard(StudyWidget):
    """Look at the journey maps of a study; nothing can be changed here.

    A click on an entry, a step or a stage of any view opens the quotes behind it, each with the question that was
    asked and the whole answer. The form is made for a page of its own (``cjm dashboard``) and works in a notebook too.

    Parameters
    ----------
    study : Study
        Whose maps.
    key : str
        Whose map is shown first: "all", a persona, a participant or a story.
    group : str, optional
        "customer", "non_user" or "expert"; the customers where a study has several and none is named.
    """

    _esm, _css = bundle("journey_dashboard")

    def __init__(self, study: Study, *, key: str = EVERYBODY, group: str | None = None, **traits: Any) -> None:
        self._key = key
        self._group = group
        super().__init__(study, **traits)

    def summary(self) -> str:
        """Counts for the text form of the widget."""
        n = len(self.study.journey_maps(self._group))
        return ngettext("{n} map", "{n} maps", n).format(n=n)

    def make_words(self) -> dict[str, Any]:
        """What the page says."""
        return {
            "heading": _("Journey maps"),
            "whose": _("Whose journey"),
            "view": _("View"),
            "lanes": _("Lanes"),
            "drawing": _("Drawing the map…"),
            "hint": _("Click an entry, a step or a stage to read the quotes behind it."),
            "quotes": _("Quotes"),
            "close": _("Close"),
            "asked": _("Question"),
            "nothing": _("There is no map yet: import interviews, code them or let the machine tag them."),
            "new": _("The study has changed."),
            "again": _("Draw it anew"),
            "turn": _("turn {n}"),
        }

    def state(self) -> dict[str, Any]:
        """Whose maps there are, and in which views."""
        return {
            "actors": list(self._actors()),
            "key": self._key,
            "views": [{"key": view, "name": view_name(view)} for view in VIEWS],
            "lanes": [{"key": lanes, "name": _lanes_name(lanes)} for lanes in LANE_CHOICES],
        }

    def delta(self, changes: Changes) -> dict[str, Any]:
        """That something has changed: the page offers to draw anew, so that nobody loses the place."""
        return {"stale": True}

    def do(self, op: str, args: dict[str, Any]) -> dict[str, Any]:
        """Draw a view, or give the quotes behind a piece of it."""
        key = str(args.get("key") or EVERYBODY)
        if op == "view":
            return self._drawn(key, str(args.get("view")), args.get("lanes"))
        if op == "quotes":
            return self._quotes(key, [str(id) for id in args.get("ids") or ()])
        raise UnknownNameError(_("There is no operation “{op}”.").format(op=op))

    def _actors(self) -> Iterator[dict[str, str]]:
        for key in self.study.journey_maps(self._group):
            journey_map = self.study.journey_map(key, group=self._group)
            yield {"key": key, "name": journey_map.title, "kind": journey_map.actor}
        counted = self.study.selection(self._group).ids if self.study.codings else ()
        yield from ({"key": id, "name": id, "kind": "participant"} for id in counted)

    def _drawn(self, key: str, view: str, lanes: Any) -> dict[str, Any]:
        if view not in VIEWS:
            raise UnknownNameError(
                _("There is no map “{kind}”. Known: {known}.").format(kind=view, known=", ".join(VIEWS))
            )
        options = JourneyOptions(group=self._group, lanes=lanes if lanes in LANE_CHOICES else None)
        with self.study._speaking():
            return {"html": journey_content(self.study, key, view, "html", options)}

    def _quotes(self, key: str, ids: list[str]) -> dict[str, Any]:
        journey_map = self.study.journey_map(key, group=self._group)
        with self.study._speaking():
            found = next((piece for id in ids if (piece := _piece(journey_map, id)) is not None), None)
            if found is None:
                return {}
            title, where, evidence = found
            people = {e.participant for e in evidence}
            said = _("{share} people").format(share=format_share(len(people), len(journey_map.participants)))
            return {
                "title": title,
                "where": where,
                "count": said if evidence else _("An assumption: nobody's words stand behind it."),
                "quotes": [self._quote(e) for e in evidence[:MOST_QUOTES]],
                "more": max(0, len(evidence) - MOST_QUOTES),
            }

    def _quote(self, evidence: Evidence) -> dict[str, Any]:
        """A quote in its answer, with the question before it."""
        turns = self.study.transcript(evidence.transcript).utterances
        text = turns[evidence.utterance].text
        before = turns[evidence.utterance - 1] if evidence.utterance else None
        return {
            "participant": evidence.participant,
            "transcript": evidence.transcript,
            "turn": evidence.utterance + 1,
            "question": before.text if before is not None and before.role == "interviewer" else "",
            "parts": [text[: evidence.start], text[evidence.start : evidence.end], text[evidence.end :]],
        }


def _piece(journey_map: JourneyMap, id: str) -> tuple[str, str, tuple[Evidence, ...]] | None:
    """Title, place and evidence of what an element of a view stands for; None where it is nothing of the map."""
    cells = [(cell, item) for cell, item in journey_map.items if _names(id, item.key)]
    if cells:
        cell, item = max(cells, key=lambda pair: len(pair[1].key))
        return item.text, _place(journey_map, cell.stage, term("lane", cell.lane)), item.evidence
    steps = [step for step in journey_map.steps if _names(id, step.key)]
    if steps:
        step = max(steps, key=lambda step: len(step.key))
        return step.text, _place(journey_map, step.stage, _("Step")), step.evidence
    stages = [stage.key for stage in journey_map.stages if id.endswith(stage.key)]
    if stages:
        stage = max(stages, key=len)
        told = (e for cell in journey_map.cells if cell.stage == stage for item in cell.items for e in item.evidence)
        return journey_map.stage_name(stage), _("Stage"), _each_once(told)
    return None


def _names(id: str, key: str) -> bool:
    """Whether an id holds a key as a whole: a short key of somebody's own is in many words by chance."""
    return re.search(rf"(?<!\w){re.escape(key)}(?!\w)", id) is not None


def _each_once(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(evidence))


def _place(journey_map: JourneyMap, stage: str, what: str) -> str:
    return _("{lane} at the stage “{stage}”").format(lane=what, stage=journey_map.stage_name(stage))


def _lanes_name(lanes: str) -> str:
    return {"minimal": _("A few lanes"), "standard": _("Usual lanes"), "full": _("All lanes")}[lanes]
