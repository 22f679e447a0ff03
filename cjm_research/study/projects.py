"""Which tool's project a file is, and how it comes into a study. A new tool is a line in `TOOLS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from cjm_research.errors import BadValueError, UnreadableFileError, UnsupportedFormatError
from cjm_research.exchange.incoming import IncomingProject
from cjm_research.exchange.left_out import other_losses
from cjm_research.exchange.losses import Loss
from cjm_research.i18n import _
from cjm_research.model.scheme import KINDS, Kind
from cjm_research.storage.events import MAP_SUBJECTS
from cjm_research.storage.permissions import write_private
from cjm_research.study.pseudonyms.words import names_may_come
from cjm_research.study.taking_in.project import take_in_project
from cjm_research.study.taking_in.report import LOSSES_FOLDER, ProjectReport, losses_text

if TYPE_CHECKING:
    from cjm_research.study.base import StudyBase
    from cjm_research.study.taking_in.project import Progress

REFI_SUFFIXES = (".qdpx", ".qdc")


@dataclass(frozen=True)
class Tool:
    """A tool's projects: the endings of their names, the module and functions that know and read them, and options."""

    suffixes: tuple[str, ...]
    module: str
    knows: str
    reads: str
    options: tuple[str, ...] = ("offsets",)

    def is_of(self, path: Path) -> bool:
        """Whether the file at `path` is one of them, by its name and its beginning."""
        return path.suffix.lower() in self.suffixes and bool(self._function(self.knows)(path))

    def read(self, path: Path, **options: str | None) -> IncomingProject:
        """What the project brings; options that the tool does not know, or that are empty, do nothing."""
        named = {name: value for name, value in options.items() if name in self.options and value}
        return self._function(self.reads)(path, **named)

    def _function(self, name: str) -> Callable:
        return getattr(import_module(f"cjm_research.exchange.{self.module}"), name)


TOOLS: tuple[Tool, ...] = (
    Tool((".sqlite3", ".sqlite", ".db"), "other_tools.taguette", "is_taguette", "read_taguette", ("project",)),
    Tool((".qda",), "other_tools.qualcoder", "is_qualcoder", "read_qualcoder"),
    Tool((".json", ".jsonl"), "other_tools.label_studio", "is_label_studio", "read_label_studio"),
    Tool((".jsonl", ".json"), "other_tools.doccano", "is_doccano", "read_doccano"),
)


def tool_of(path: Path) -> Tool | None:
    """The tool whose project is at `path`, None where it is none of those known; REFI-QDA files are nobody's."""
    return next((tool for tool in TOOLS if tool.is_of(path)), None)


def is_project(path: str | Path) -> bool:
    """Whether `import_project` can read what is at `path`."""
    path = Path(path)
    return path.suffix.lower() in REFI_SUFFIXES or tool_of(path) is not None


def check_code_kind(name: str) -> None:
    """Refuse what is no kind of code.

    Raises
    ------
    BadValueError
        There is no such kind.
    """
    if name not in KINDS:
        raise BadValueError(
            _("{option} cannot be “{value}”. Choose from: {known}.").format(
                option="--codes-as", value=name, known=", ".join(KINDS)
            )
        )


def import_project(
    study: StudyBase,
    path: Path,
    *,
    coder: str,
    code_kind: Kind,
    offsets: str | None,
    progress: Progress | None,
    dry_run: bool,
    project: str = "",
) -> ProjectReport:
    """Take in the project of another tool; what did not come as it was is listed in the study's folder."""
    check_code_kind(code_kind)
    if not path.exists():
        raise UnreadableFileError.at(path, _("There is no such file or folder."), hint=_("Check the spelling."))
    if path.suffix.lower() in REFI_SUFFIXES:
        from cjm_research.study.refi.importing import import_refi

        report = import_refi(
            study, path, coder=coder, code_kind=code_kind, offsets=offsets, progress=progress, dry_run=dry_run
        )
    else:
        tool = tool_of(path)
        if tool is None:
            raise UnsupportedFormatError.at(
                path,
                _("This is no project of a tool that is known here."),
                expected=_("Known formats: {known}.").format(known=".qdpx, .qdc, .qda, .sqlite3, .json, .jsonl"),
            )
        report = take_in_project(
            study,
            tool.read(path, offsets=offsets, project=project),
            code_kind=code_kind,
            coder=coder,
            progress=progress,
            file_name=str(path),
            dry_run=dry_run,
        )
    return _with_losses_file(study, path, _with_notes(study, report))


def _with_notes(study: StudyBase, report: ProjectReport) -> ProjectReport:
    """Say that names may have come in where people have pseudonyms."""
    new = (report.imported, report.people, report.codings, report.codes, report.memos, report.changed)
    if not any(new) or not study.store.has_pseudonyms():
        return report
    return replace(report, notes=(*report.notes, names_may_come()))


def _with_losses_file(study: StudyBase, path: Path, report: ProjectReport) -> ProjectReport:
    if report.dry_run or study.folder is None or not report.losses:
        return report
    folder = study.folder / LOSSES_FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / f"{path.name}.losses.txt"
    write_private(file, losses_text(report.losses).encode())
    return replace(report, losses_file=file)


def write_losses_beside(path: Path, losses: Iterable[Loss]) -> Path:
    """The list of what an export could not write as it is, beside the file."""
    beside = path.with_name(f"{path.name}.losses.txt")
    write_private(beside, losses_text(tuple(losses)).encode())
    return beside


def losses_beside_interviews(study: StudyBase) -> list[Loss]:
    """What no format of another tool holds: what was settled on personas and maps, and surveys."""
    store = study.store
    settled = any(store.standing(subject) for subject in ("personas", *MAP_SUBJECTS))
    return other_losses(settled=settled, surveys=bool(store.surveys.instruments()))
