"""LAYER 5 - the three bundled studies: the whole chain over them, and a study to play with.

24 interviews each, in English, Polish and Russian; fictional people and firms, written for this project.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cjm_research.errors import BadValueError, UnknownNameError, UnreadableFileError
from cjm_research.i18n import _, using_language
from cjm_research.model import Model

if TYPE_CHECKING:
    from cjm_research.model import PersonaDraft
    from cjm_research.study import Study

# Present in a folder that the demo may write anew.
MARKER = ".cjm-demo"


class DemoStudy(Model):
    """One bundled study. Title and purpose are content, in the language of its interviews."""

    language: str
    folder: str
    title: str
    purpose: str


DEMO_STUDIES = (
    DemoStudy(
        language="en",
        folder="flat-pack-furniture",
        title="Flat-pack furniture",
        purpose="Where do people get stuck between wanting a piece of furniture and living with it?",
    ),
    DemoStudy(
        language="pl",
        folder="wakacje-z-lotem",
        title="Wakacje z lotem",
        purpose="Co decyduje o tym, gdzie ludzie kupują wakacje z lotem, i co psuje im drogę do odpoczynku?",
    ),
    DemoStudy(
        language="ru",
        folder="okna-v-kvartiru",
        title="Окна в квартиру",
        purpose="Как люди выбирают и ставят новые окна и что мешает им дойти до результата без потерь?",
    ),
)


class DemoResult(Model):
    """What the demo found in one study, and where it lies."""

    study: DemoStudy
    folder: Path
    n_interviews: int
    n_codings: int
    n_suggestions: int
    verdict: str
    why: str
    personas: tuple[tuple[str, str, int], ...]
    top_pain: str
    top_pain_count: tuple[int, int]


def corpus_folder() -> Path:
    """Where the bundled interviews lie: beside the package in a checkout, inside it when installed from a wheel.

    Raises
    ------
    UnreadableFileError
        They are in neither place.
    """
    for place in (Path(__file__).parent.parent / "corpus", Path(__file__).parent / "corpus"):
        if place.is_dir():
            return place
    raise UnreadableFileError.at(Path(__file__).parent, _("The bundled interviews are not installed."))


def demo_study(language: str) -> DemoStudy:
    """The bundled study of a language.

    Raises
    ------
    UnknownNameError
        There is none.
    """
    for study in DEMO_STUDIES:
        if study.language == language:
            return study
    raise UnknownNameError(
        _("There is no bundled study in “{language}”. Known: {known}.").format(
            language=language, known=", ".join(study.language for study in DEMO_STUDIES)
        )
    )


def open_demo(language: str = "en", folder: Path | str | None = None) -> Study:
    """A bundled study, imported and tagged, ready to play with.

    Parameters
    ----------
    language : str
        "en", "pl" or "ru".
    folder : path, optional
        Where the study is kept; opened again if it is there already. A temporary folder if none is named: what is
        changed in it is gone afterwards.
    """
    from cjm_research.study import Study

    bundled = demo_study(language)
    place = Path(folder) if folder else Path(tempfile.mkdtemp(prefix="cjm-")) / bundled.folder
    if (place / "study.db").exists():
        return Study.open(place)
    study = Study.create(
        place,
        title=bundled.title,
        purpose=bundled.purpose,
        languages=(language,),
        interface_language=language,
    )
    source = corpus_folder() / language / bundled.folder
    study.import_transcripts(*sorted(source.glob("*.json")))
    study.import_participants(source / "participants.csv")
    study.tag()
    return study


def prepare_folder(folder: Path) -> None:
    """Empty a folder that an earlier demo wrote; make one that is not there.

    Raises
    ------
    BadValueError
        The folder holds something that the demo did not write.
    """
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARKER).exists():
            raise BadValueError(
                _("{folder} holds files that the demo did not write. Name an empty folder with --out.").format(
                    folder=folder
                )
            )
        for bundled in DEMO_STUDIES:
            shutil.rmtree(folder / study_folder(bundled), ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).touch()


def study_folder(bundled: DemoStudy) -> str:
    """The name of a bundled study's folder in the demo's output."""
    return f"{bundled.language}-{bundled.folder}"


def run_demo_study(bundled: DemoStudy, folder: Path, step: Callable[[str], None]) -> DemoResult:
    """The whole chain over one bundled study.

    Parameters
    ----------
    bundled : DemoStudy
        The study.
    folder : Path
        Where everything goes; made anew.
    step : callable
        Told what is being done, in the interface language.
    """
    step(_("{title}: reading and tagging").format(title=bundled.title))
    study = open_demo(bundled.language, folder)
    with using_language(bundled.language):
        step(_("{title}: grouping participants").format(title=bundled.title))
        draft = study.personas()
        (folder / "personas.json").write_text(draft.model_dump_json(indent=1) + "\n", encoding="utf-8")
        step(_("{title}: drawing maps").format(title=bundled.title))
        write_maps(study, draft)
        step(_("{title}: writing the report").format(title=bundled.title))
        study.report()
        study.export(folder / "study.qdpx")
        return summarise(bundled, folder, study, draft)


def write_maps(study: Study, draft: PersonaDraft) -> None:
    """Every map of every persona and of everybody, in each form, and the journeys as one workbook."""
    keys = ["all", *(persona.key for persona in draft.personas if len(draft.personas) > 1)]
    for key in keys:
        for format_ in ("html", "svg", "pdf", "json"):
            study.write_map(key, kind="journey", format=format_)
        for format_ in ("html", "svg"):
            study.write_map(key, kind="empathy", format=format_)
        if key != "all":
            study.write_map(key, kind="persona", format="html")
    study.export(study.folder / "journey.xlsx")


def summarise(bundled: DemoStudy, folder: Path, study: Study, draft: PersonaDraft) -> DemoResult:
    """The few lines that the demo prints and the overview shows."""
    pains = study.top_pains(limit=1)
    return DemoResult(
        study=bundled,
        folder=folder,
        n_interviews=len(study.transcripts),
        n_codings=len(study.confirmed),
        n_suggestions=sum(coding.status == "suggested" for coding in study.codings),
        verdict=draft.verdict,
        why=draft.why,
        personas=tuple((persona.key, persona.title, len(persona.members)) for persona in draft.personas),
        top_pain=pains[0].text if pains else "",
        top_pain_count=(pains[0].count.k, pains[0].count.n) if pains else (0, 0),
    )
