"""The demo: the whole chain over the three large studies, and every view of the maps of the four small ones."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cjm_research.demo.corpus import CLOCK
from cjm_research.demo.samples import SAMPLES, open_sample
from cjm_research.demo.studies import DEMO_STUDIES, DemoStudy, open_demo, study_folder
from cjm_research.errors import BadValueError
from cjm_research.i18n import _, current_language, set_language, using_language
from cjm_research.measures import count_of
from cjm_research.model.base import Model
from cjm_research.rendering.overview import MapExample, StudySummary, write_overview
from cjm_research.study import Study
from cjm_research.study.journey_outputs import view_name
from cjm_research.study.outputs import map_keys
from cjm_research.study.selection import EVERYBODY

if TYPE_CHECKING:
    from cjm_research.model import PersonaDraft

# Present in a folder that the demo may write anew.
MARKER = ".cjm-demo"
# Pages of everybody's map, and of those of the personas, besides the matrix.
VIEWS = ("wheel", "timeline", "process", "blueprint", "story")
PERSONA_VIEWS = ("wheel", "story")
# Where the small studies go, and the views of their maps that the demo writes.
SAMPLES_FOLDER = "samples"
SAMPLE_VIEWS = (
    ("journey", "html"),
    ("journey", "pdf"),
    ("journey", "xlsx"),
    ("blueprint", "html"),
    ("wheel", "html"),
    ("timeline", "html"),
    ("process", "html"),
    ("story", "html"),
)


class DemoResult(Model):
    """What the demo found in one study, and where it lies."""

    folder: Path
    summary: StudySummary
    n_suggestions: int


def prepare_folder(folder: Path) -> list[Path]:
    """Empty a folder that an earlier demo wrote; make one that is not there.

    A study in which somebody has worked since is not deleted but put aside, under the same name with a number.

    Returns
    -------
    list of Path
        Where studies that somebody worked in lie now.

    Raises
    ------
    BadValueError
        The folder holds something that the demo did not write.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise BadValueError(
            _("{folder} holds files that the demo did not write. Name an empty folder with --out.").format(
                folder=folder
            )
        )
    kept = []
    for former in [folder / study_folder(bundled) for bundled in DEMO_STUDIES] + [*folder.glob(f"{SAMPLES_FOLDER}/*")]:
        if has_been_worked_in(former):
            kept.append(former.rename(_free_name(former)))
        elif former.exists():
            shutil.rmtree(former)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).touch()
    return kept


def has_been_worked_in(folder: Path) -> bool:
    """Whether anybody but the demo changed the study of a folder: all that the demo does bears `CLOCK`."""
    if not (folder / "study.db").exists():
        return False
    store = Study.open(folder).store
    times = {event.at for event in store.history()} | store.surveys.imported_at()
    return bool(times - {CLOCK} or store.memos())


def _free_name(path: Path) -> Path:
    return next(free for n in count(1) if not (free := path.with_name(f"{path.name}-{n}")).exists())


def run_demo(out: Path, progress: Callable[[int, int], None] | None = None) -> list[DemoResult]:
    """The whole chain over the bundled studies, as many at once as there are processors.

    Parameters
    ----------
    out : Path
        Where the folder of each study is made, and report.html, which leads to their reports.
    progress : callable, optional
        Called with (done, total) after each study.
    """
    language = current_language()
    # A fresh interpreter a study: nothing is inherited from threads of the one that asks.
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(DEMO_STUDIES)), get_context("spawn")) as pool:
        studies = [pool.submit(run_demo_study, bundled, out, language) for bundled in DEMO_STUDIES]
        samples = [pool.submit(run_sample, name, out) for name in SAMPLES]
        running: list[Future[Any]] = [*studies, *samples]
        for done, _ready in enumerate(as_completed(running), start=1):
            if progress:
                progress(done, len(running))
    in_order = [future.result() for future in studies]
    write_overview(
        out / "report.html",
        [result.summary for result in in_order],
        title=_("Three studies"),
        examples=[future.result() for future in samples],
        note=_("The people and firms in these interviews are invented."),
    )
    return in_order


def run_demo_study(bundled: DemoStudy, out: Path, language: str) -> DemoResult:
    """The whole chain over one bundled study.

    Parameters
    ----------
    bundled : DemoStudy
        The study.
    out : Path
        Where its folder is made.
    language : str
        Language of error messages; the outputs speak the study's own.
    """
    folder = out / study_folder(bundled)
    set_language(language)
    study = open_demo(bundled.language, folder)
    with using_language(bundled.language):
        draft = study.personas()
        (folder / "personas.json").write_text(draft.model_dump_json(indent=1) + "\n", encoding="utf-8")
        files = write_maps(study, draft, folder)
        study.report(note=_("The people and firms in these interviews are invented."))
        files += study.export(folder / "study.qdpx")
        summary = summarise(bundled, study, draft, [file.relative_to(out) for file in files])
    n_suggestions = sum(coding.status == "suggested" for coding in study.codings)
    return DemoResult(folder=folder, summary=summary, n_suggestions=n_suggestions)


def run_sample(name: str, out: Path) -> MapExample:
    """Every view of the finished map of one small study."""
    study = open_sample(name, out / SAMPLES_FOLDER / name)
    with using_language(study.settings.interface_language):
        written = [(kind, study.write_map(kind=kind, format=format_)) for kind, format_ in SAMPLE_VIEWS]
        written.append(("compare", study.write_map(kind="compare", other="to_be", format="html")))
        return MapExample(
            title=study.settings.title,
            purpose=study.journey_map().purpose,
            language=study.settings.interface_language,
            files=tuple((_file_name(kind, file), file.relative_to(out).as_posix()) for kind, file in written),
        )


def _file_name(kind: str, file: Path) -> str:
    """What a link to a view says: pages by the name of the view, other files with their kind."""
    name = view_name(kind)
    return name if file.suffix == ".html" else f"{name} ({file.suffix[1:].upper()})"


def write_maps(study: Study, draft: PersonaDraft, folder: Path) -> list[Path]:
    """Every map of everybody and of each persona in each form, and the journeys as one workbook; the files to show."""
    shown: list[Path] = []
    for key in map_keys(draft):
        for format_ in ("html", "svg", "json"):
            study.write_map(key, kind="journey", format=format_)
            study.write_map(key, kind="empathy", format=format_)
        for kind in VIEWS if key == EVERYBODY else PERSONA_VIEWS:
            study.write_map(key, kind=kind, format="html")
        shown.extend(study.write_map(key, kind=kind, format="pdf") for kind in ("journey", "wheel"))
        if key != EVERYBODY:
            study.write_map(key, kind="persona", format="html")
    if len(personas := map_keys(draft)[1:]) > 1:
        study.write_map(personas[0], kind="compare", other=personas[1], format="html")
    shown.extend(study.export(folder / "journey.xlsx"))
    return shown


def summarise(bundled: DemoStudy, study: Study, draft: PersonaDraft, files: list[Path]) -> StudySummary:
    """The few lines that the demo prints and the index page shows."""
    pains = study.top_pains()
    # A pain with a place says more in one line than one without.
    pain = next((pain for pain in pains if pain.touchpoint), None) or next(iter(pains), None)
    codings, basis = study.basis_codings()
    grouped = draft.personas if len(draft.personas) > 1 else ()
    return StudySummary(
        title=bundled.title,
        purpose=bundled.purpose,
        href=f"{study_folder(bundled)}/report.html",
        language=bundled.language,
        n=draft.n,
        n_codings=len(codings),
        basis=basis,
        verdict=draft.verdict,
        personas=tuple((persona.title, count_of(len(persona.members), draft.n)) for persona in grouped),
        top_pain=pain.text if pain else "",
        top_pain_count=pain.count if pain else None,
        files=tuple((file.name, file.as_posix()) for file in files),
    )
