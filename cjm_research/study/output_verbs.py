"""The verbs that write something out of the study: a map, the report, a file for another tool."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from cjm_research.model.empathy import Form
from cjm_research.study.journey_verbs import JourneyVerbs


class OutputVerbs(JourneyVerbs):
    """Writing maps, the report and exports of the study."""

    def write_map(
        self,
        persona_key: str = "all",
        *,
        kind: str = "journey",
        format: str = "html",
        out: str | Path | None = None,
        form: Form = "quadrants",
        stage_model: str | None = None,
        group: str | None = None,
        lanes: str | Sequence[str] | None = None,
        page: str | None = None,
        zoom: str | None = None,
        layer: str | None = None,
        other: str | None = None,
        **header: str,
    ) -> Path:
        """Write one map; into the study's maps/ folder where no file is named.

        Parameters
        ----------
        persona_key : str
            "all", a persona, a participant or a story; "blank" for an empathy map to fill in by hand.
        kind : str
            What to draw: "journey" (the matrix), "blueprint", "wheel", "timeline", "process", "story", "participant",
            "compare", "cards", "template", "empathy" or "persona".
        format : {"html", "svg", "pdf", "json", "xlsx", "csv", "md", "cjml", "mmd", "xes"}
            As far as the kind can be had in it: the matrix as CSV is the grid that whiteboards take in, the process as
            CSV or XES an event log.
        form : {"quadrants", "canvas"}
            Of an empathy map.
        stage_model : str, optional
            Other stages than those of the map.
        lanes : str or sequence of str, optional
            "minimal", "standard", "full", "blueprint", or lanes by name.
        page : {"A4", "A3", "A1"}, optional
            Of a PDF; landscape.
        zoom : {"stages", "steps"}, optional
            Columns of the matrix.
        layer : {"as_is", "to_be", "both"}, optional
            The journey of today, the planned one, or both on one map.
        other : str, optional
            What to compare with: the key of another map, ``version:NAME`` or ``to_be``.
        header : str
            ``designed_for``, ``designed_by``, ``date`` and ``version``, shown on an empathy map as given; the date on
            journey maps too.

        Raises
        ------
        UnknownNameError
            There is no such persona, kind, format or form.
        """
        from cjm_research.study.journey_outputs import JourneyOptions
        from cjm_research.study.outputs import map_path, write_map

        with self._speaking():
            whose = f"{persona_key}-{other}" if other else persona_key
            path = Path(out) if out else map_path(self._own_folder(), _name(kind, form, group), whose, format)
            date = header.get("date", "")
            options = JourneyOptions(stage_model, group, lanes, page, zoom, layer, other, date)
            return write_map(
                self, path, persona_key, kind=kind, format=format, options=options, form=form, header=header
            )

    def report(self, path: str | Path | None = None, *, group: str | None = None, **details: str) -> Path:
        """Write the report; into the study's folder as report.html where no file is named.

        Parameters
        ----------
        path : path, optional
            Its ending says in which form: ``.html`` (a page), ``.docx`` (a text document) or ``.pptx`` (slides).
        details : str
            ``note``, ``date`` and ``author``, shown as given.

        Raises
        ------
        UnsupportedFormatError
            The ending is none of these.
        """
        from cjm_research.study import outputs

        with self._speaking():
            return outputs.report(self, Path(path) if path else self._own_folder() / "report.html", group, details)

    def export(
        self,
        path: str | Path,
        format: str | None = None,
        *,
        suggestions: bool = False,
        target: str = "standard",
        progress: Callable[[int, int], None] | None = None,
    ) -> tuple[Path, ...]:
        """Write the study in the form of another tool; the files written.

        Parameters
        ----------
        path : path
            A file, or a folder for formats of several files.
        format : str, optional
            "qdpx", "xlsx" (journey workbook), "tables", "csv", "md", "codings", "stats", "study" (one JSON file),
            "json", "jsonl" (tags of the machine) and others; by the ending of `path` where not named.
        suggestions : bool
            Write the machine's open suggestions too where people have coded.
        target : {"standard", "nvivo", "maxqda", "atlas.ti", "as_imported"}
            For which program a REFI-QDA project is: how texts are stored and positions counted.
        progress : callable, optional
            Called with (done, total) after each text of a REFI-QDA project.

        Raises
        ------
        UnsupportedFormatError
            There is no such format.
        UnknownNameError
            There is no such target.
        """
        from cjm_research.study.outputs import write_export

        with self._speaking():
            return write_export(self, Path(path), format, suggestions=suggestions, target=target, progress=progress)


def _name(kind: str, form: Form, group: str | None) -> str:
    name = f"{kind}-{form}" if kind == "empathy" and form != "quadrants" else kind
    # Each group of interviewees has a P1 of its own.
    return f"{name}-{group}" if group else name
