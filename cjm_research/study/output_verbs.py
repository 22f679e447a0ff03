"""The verbs that write something out of the study: a map, the report, a file for another tool."""

from __future__ import annotations

from pathlib import Path

from cjm_research.model.empathy import Form
from cjm_research.study.empathy_verbs import EmpathyVerbs


class OutputVerbs(EmpathyVerbs):
    """Writing maps, the report and exports of the study."""

    def write_map(
        self,
        persona_key: str = "all",
        *,
        kind: str = "journey",
        format: str = "html",
        out: str | Path | None = None,
        stage_model: str | None = None,
        group: str | None = None,
        form: Form = "quadrants",
        **header: str,
    ) -> Path:
        """Write one map; into the study's maps/ folder where no file is named.

        Parameters
        ----------
        persona_key : str
            "all", a persona or a participant; "blank" for an empathy map to fill in by hand.
        kind : {"journey", "empathy", "persona"}
            What to draw.
        format : {"html", "svg", "pdf", "json", "xlsx"}
            As far as the kind can be had in it.
        form : {"quadrants", "canvas"}
            Of an empathy map.
        header : str
            ``designed_for``, ``designed_by``, ``date`` and ``version``, shown on an empathy map as given.

        Raises
        ------
        UnknownNameError
            There is no such persona, kind, format or form.
        """
        from cjm_research.study.outputs import map_path, write_map

        with self._speaking():
            name = f"{kind}-{form}" if kind == "empathy" and form != "quadrants" else kind
            if group:  # each group of interviewees has a P1 of its own
                name = f"{name}-{group}"
            path = Path(out) if out else map_path(self._own_folder(), name, persona_key, format)
            options = {"stage_model": stage_model, "group": group, "form": form, "header": header}
            return write_map(self, path, persona_key, kind=kind, format=format, **options)  # type: ignore[arg-type]

    def report(self, path: str | Path | None = None, *, group: str | None = None, **details: str) -> Path:
        """Write the report; into the study's folder as report.html where no file is named.

        Parameters
        ----------
        details : str
            ``note``, ``date`` and ``author``, shown as given.
        """
        from cjm_research.study import outputs

        with self._speaking():
            return outputs.report(self, Path(path) if path else self._own_folder() / "report.html", group, details)

    def export(self, path: str | Path, format: str | None = None, *, suggestions: bool = False) -> tuple[Path, ...]:
        """Write the study in the form of another tool; the files written.

        Parameters
        ----------
        path : path
            A file, or a folder for formats of several files.
        format : str, optional
            "qdpx", "xlsx", "csv", "json" or "jsonl"; by the ending of `path` where not named.
        suggestions : bool
            Write the machine's open suggestions too where people have coded.

        Raises
        ------
        UnsupportedFormatError
            There is no such format.
        """
        from cjm_research.study.outputs import write_export

        with self._speaking():
            return write_export(self, Path(path), format, suggestions=suggestions)
