"""Three studies of 24 interviews each, in English, Polish and Russian; people and firms are invented."""

from __future__ import annotations

import tempfile
from pathlib import Path

from cjm_research.demo.corpus import CLOCK, corpus_folder, study_guid
from cjm_research.errors import UnknownNameError
from cjm_research.i18n import _
from cjm_research.model.base import Model
from cjm_research.study import Study


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
        clock=lambda: CLOCK,
        guid=study_guid(language),
    )
    source = corpus_folder() / language / bundled.folder
    study.import_transcripts(*sorted(source.glob("*.json")))
    study.import_participants(source / "participants.csv")
    study.import_survey(source / "survey.csv")
    study.tag()
    return study


def study_folder(bundled: DemoStudy) -> str:
    """The name of a bundled study's folder in the demo's output."""
    return f"{bundled.language}-{bundled.folder}"
