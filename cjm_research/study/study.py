"""The study as researchers meet it in a notebook: one object, one verb for each thing they do."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from cjm_research.errors import StudyExistsError
from cjm_research.i18n import LANGUAGES, _, ngettext
from cjm_research.model import (
    PersonaDraft,
    StudySettings,
)
from cjm_research.model.stages import DEFAULT_STAGE_MODEL
from cjm_research.storage import Store, read_settings, write_settings
from cjm_research.storage.database import DATABASE_NAME, database_path, is_url
from cjm_research.storage.records import Clock
from cjm_research.storage.settings_file import SETTINGS_NAME
from cjm_research.study.analysis_verbs import AnalysisVerbs
from cjm_research.study.codebook_verbs import CodebookVerbs
from cjm_research.study.coder_verbs import CoderVerbs
from cjm_research.study.coding_verbs import CodingVerbs
from cjm_research.study.import_verbs import ImportVerbs
from cjm_research.study.memo_verbs import MemoVerbs
from cjm_research.study.output_verbs import OutputVerbs
from cjm_research.study.privacy_verbs import PrivacyVerbs
from cjm_research.study.query_verbs import QueryVerbs
from cjm_research.study.saturation_verbs import SaturationVerbs
from cjm_research.study.survey_verbs import SurveyVerbs
from cjm_research.study.tagging_verbs import TaggingVerbs
from cjm_research.study.text_verbs import TextVerbs

if TYPE_CHECKING:
    from cjm_research.study.selection import Selection


class Study(
    ImportVerbs,
    CodingVerbs,
    CodebookVerbs,
    MemoVerbs,
    TextVerbs,
    TaggingVerbs,
    CoderVerbs,
    QueryVerbs,
    SaturationVerbs,
    AnalysisVerbs,
    SurveyVerbs,
    PrivacyVerbs,
    OutputVerbs,
):
    """A study: interviews, their codings, and what is drawn from them.

    Make one with `Study.create`, open one with `Study.open`. Outputs speak the language that somebody chose
    (`cjm_research.i18n.set_language`, ``cjm --lang``), else the study's own.

    Parameters
    ----------
    store : Store
        Where everything is kept.
    settings : StudySettings
        What the researcher decided.
    """

    def __init__(self, store: Store, settings: StudySettings) -> None:
        super().__init__(store, settings)
        self._drafts: dict[tuple, PersonaDraft] = {}
        self._kept_selections: dict[tuple, Selection] = {}

    # Making and opening

    @classmethod
    def create(
        cls,
        path: str | Path,
        *,
        title: str = "",
        purpose: str = "",
        languages: Iterable[str] = LANGUAGES,
        interface_language: str = "en",
        stage_model: str = DEFAULT_STAGE_MODEL,
        rating_scale: str = "1-5",
        seed: int | None = None,
        clock: Clock | None = None,
        guid: str | None = None,
    ) -> Self:
        """A new, empty study.

        Parameters
        ----------
        path : str or Path
            A folder (private to the user where it is new), a path to ``NAME.db``, or a database URL.
        title, purpose, languages, interface_language, stage_model, rating_scale, seed
            See `StudySettings`; a folder keeps them in its study.toml.
        clock : callable, optional
            Gives the time for the audit trail as text; a fixed one makes equal studies equal in their content.
        guid : str, optional
            The study's own guid; a random one where not given.

        Raises
        ------
        StudyExistsError
            There is a study already.
        BadValueError
            A setting is none of the known ones.
        """
        given = {
            "title": title,
            "purpose": purpose,
            "languages": [languages] if isinstance(languages, str) else list(languages),
            "interface_language": interface_language,
            "stage_model": stage_model,
            "rating_scale": rating_scale,
        }
        settings = checked_settings({**given, **({} if seed is None else {"seed": seed})})
        file = _settings_path(path)
        if file and file.exists():
            raise StudyExistsError.at(
                file, _("There is a study here already."), hint=_("Open it, or choose another place.")
            )
        store = Store.create(path, settings=settings, clock=clock, guid=guid)
        if file:
            write_settings(file, settings)
        return cls(store, settings)

    @classmethod
    def open(cls, path_or_database_url: str | Path, *, clock: Clock | None = None) -> Self:
        """The study in a folder, at a path to its study.db, or at a database URL.

        Raises
        ------
        StudyNotFoundError, StudyVersionError, StorageError
            There is none, a newer package wrote it, or the database cannot be read.
        BadValueError, UnreadableFileError
            Its study.toml is faulty; the message names key and line.
        """
        store = Store.open(path_or_database_url, clock=clock)
        file = _settings_path(path_or_database_url)
        return cls(store, read_settings(file) if file and file.exists() else store.settings())

    def change_settings(self, **changes: Any) -> StudySettings:
        """Settle something else, in study.toml and in the database; comments in study.toml are written anew."""
        self.settings = checked_settings({**self.settings.model_dump(), **changes})
        self.store.save_settings(self.settings)
        if file := _settings_path(self.store.location):
            write_settings(file, self.settings)
        return self.settings

    def __repr__(self) -> str:
        n, k = len(self.transcripts), len(self.confirmed)
        open_ = sum(coding.status == "suggested" for coding in self.codings)
        with self._speaking():
            parts = [
                ngettext("{n} interview", "{n} interviews", n).format(n=n),
                ngettext("{n} confirmed coding", "{n} confirmed codings", k).format(n=k),
                ngettext("{n} suggestion to review", "{n} suggestions to review", open_).format(n=open_),
            ]
            title = self.settings.title or _("Study without a title")
            return f"{title}: {', '.join(parts)}"


def checked_settings(values: dict[str, Any]) -> StudySettings:
    """Settings of these values.

    Raises
    ------
    BadValueError
        A key or a value is none of the known ones.
    """
    from cjm_research.storage.settings_file import settings_from

    return settings_from(values)


def _settings_path(where: str | Path) -> Path | None:
    """The study.toml beside a study.db; None for other databases, which keep their settings inside."""
    if is_url(where):
        return None
    path = database_path(where)
    return path.with_name(SETTINGS_NAME) if path.name == DATABASE_NAME else None
