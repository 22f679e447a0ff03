"""The folder that ``cjm new`` makes; either the whole of it or nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from cjm_research.errors import StorageError, StudyExistsError
from cjm_research.i18n import LANGUAGES, _, using_language
from cjm_research.model.stages import DEFAULT_STAGE_MODEL
from cjm_research.scaffold.notebook import start_notebook
from cjm_research.scaffold.workflow_notebook import workflow_notebook
from cjm_research.storage import Store, write_settings
from cjm_research.storage.permissions import make_private
from cjm_research.storage.records import Clock
from cjm_research.storage.settings_file import SETTINGS_NAME, settings_from

NOTEBOOK_NAME = "01_start.ipynb"
WORKFLOW_NOTEBOOK_NAME = "workflow.ipynb"
CI_WORKFLOW = Path(__file__).parent / "notebooks.yml"


def create_study_folder(
    path: str | Path,
    *,
    title: str = "",
    purpose: str = "",
    languages: Iterable[str] = LANGUAGES,
    interface_language: str = "en",
    stage_model: str = DEFAULT_STAGE_MODEL,
    rating_scale: str = "1-5",
    workflow: str = "",
    clock: Clock | None = None,
) -> Path:
    """Make a study folder, private to the user: study.toml, study.db, transcripts/, notebooks/ and a CI workflow.

    The start notebook is not run yet: its results would be those of a study without interviews.

    Parameters
    ----------
    workflow : str
        A key of `WORKFLOWS`: its notebook, workflow.ipynb, comes beside the start notebook.

    Raises
    ------
    UnknownNameError
        There is no such workflow.
    StudyExistsError
        There is something at `path` already; nothing is touched.
    BadValueError
        A setting is none of the known ones.
    """
    path = Path(path).expanduser()
    _refuse_to_overwrite(path)
    settings = settings_from(
        {
            "title": title,
            "purpose": purpose,
            "languages": list(languages),
            "interface_language": interface_language,
            "stage_model": stage_model,
            "rating_scale": rating_scale,
        }
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Built beside its place and moved there at the end, so that an interrupted start leaves no half study.
        partial = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    except OSError as error:
        raise StorageError.at(path, _("The study cannot be written here: {why}.").format(why=error)) from error
    try:
        with using_language(settings.interface_language):
            write_settings(partial / SETTINGS_NAME, settings)
            notebooks = {NOTEBOOK_NAME: start_notebook(settings)}
            if workflow:
                notebooks[WORKFLOW_NOTEBOOK_NAME] = workflow_notebook(workflow, settings)
        Store.create(partial, settings=settings, clock=clock)
        for folder in ("transcripts", "notebooks", ".github/workflows"):
            (partial / folder).mkdir(parents=True)
        for name, notebook in notebooks.items():
            (partial / "notebooks" / name).write_text(notebook, encoding="utf-8", newline="\n")
        shutil.copyfile(CI_WORKFLOW, partial / ".github" / "workflows" / "notebooks.yml")
        make_private(partial)
        if path.exists():  # an empty folder
            path.rmdir()
        partial.rename(path)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return path


def _refuse_to_overwrite(path: Path) -> None:
    if path.is_symlink() or path.is_file() or (path.is_dir() and any(path.iterdir())):
        raise StudyExistsError.at(
            path, _("There is something here already."), hint=_("Name a new folder, or an empty one.")
        )
