"""Which format a name or a file's ending means. A new format is a module here and a line in `FORMATS`."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from cjm_research.errors import UnsupportedFormatError
from cjm_research.exchange.base import StudyContent, Writer, ensure_parent
from cjm_research.i18n import _


@dataclass(frozen=True)
class Format:
    """A format: its name, which is also the ending of its files, and the module and function that write it.

    `leaves_out` are the parts of a study that it has no place for, as `left_out.PARTS` names them.
    """

    name: str
    module: str
    writer: str
    leaves_out: tuple[str, ...] = ()

    @property
    def write(self) -> Writer:
        """The function that writes it; its module is imported only now."""
        return getattr(import_module(f"cjm_research.exchange.{self.module}"), self.writer)


# What other tools than those of the standard have no place for.
_NEVER = ("times",)
_SPANS = ("valence", "stage", "status", "reasons", "memos", *_NEVER)

FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format(
            "codings",
            "jsonl_codings",
            "write_coding_lines",
            ("texts", "other memos", "names", "definitions", "people", *_NEVER),
        ),
        Format("csv", "csv_tables", "write_csv"),
        Format("doccano", "other_tools.doccano_write", "write_doccano", ("coders", "names", "definitions", *_SPANS)),
        Format("json", "json_transcripts", "write_json"),
        Format(
            "jsonl",
            "tag_lines",
            "write_tag_lines",
            ("codings of people", "texts", "memos", "names", "definitions", "people", *_NEVER),
        ),
        Format(
            "label-studio",
            "other_tools.label_studio_write",
            "write_label_studio",
            ("other memos", "definitions", *_NEVER),
        ),
        Format(
            "md", "markdown.transcripts", "write_markdown", ("status", "reasons", "other memos", "definitions", *_NEVER)
        ),
        Format("qdc", "refi_qda.content", "write_codes"),
        Format("qdpx", "refi_qda.content", "write_project"),
        Format("stats", "statistics.files", "write_statistics"),
        Format("study", "study_json", "write_study_json"),
        Format("tables", "tables.workbook", "write_tables"),
        Format("taguette", "other_tools.taguette_write", "write_taguette", ("guidance", "people", *_SPANS)),
        Format("xlsx", "registry", "write_journey"),
    )
}


def format_for(path: str | Path, name: str | None = None) -> Format:
    """The format of that name, or the one that the ending of `path` means.

    Raises
    ------
    UnsupportedFormatError
        There is none.
    """
    wanted = (name or Path(path).suffix).lower().lstrip(".")
    if wanted in FORMATS:
        return FORMATS[wanted]
    what = (
        _("There is no export format “{name}”.").format(name=wanted)
        if wanted
        else _("The name of the file does not tell the format.")
    )
    raise UnsupportedFormatError.at(
        path,
        what,
        expected=_("Known formats: {known}.").format(known=", ".join(FORMATS)),
        hint=_("Name one with --format, or by the file's ending."),
    )


def write_study(path: str | Path, content: StudyContent, name: str | None = None) -> tuple[Path, ...]:
    """Write a study; the files written. `content.losses` gets what the format has no place for.

    Raises
    ------
    UnsupportedFormatError
        No format has this name or ending.
    """
    from cjm_research.exchange.left_out import left_out

    chosen = format_for(path, name)
    files = chosen.write(ensure_parent(Path(path)), content)
    content.losses.extend(left_out(content, chosen.leaves_out))
    return files


def write_journey(path: Path, content: StudyContent) -> tuple[Path, ...]:
    """The journey maps as a workbook."""
    if content.journey_maps is None:
        raise UnsupportedFormatError.at(path, _("There is no journey map to write."))
    from cjm_research.exchange.journey_xlsx import write_journey_xlsx

    write_journey_xlsx(path, content.journey_maps())
    return (path,)
