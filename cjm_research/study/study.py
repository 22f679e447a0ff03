"""The study as researchers meet it in a notebook: one object, one verb for each thing they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from cjm_research.errors import BadValueError, StudyExistsError
from cjm_research.i18n import LANGUAGES, _, chosen_language, ngettext, using_language
from cjm_research.model import (
    Basis,
    Coding,
    EmpathyMap,
    JourneyMap,
    Participant,
    PersonaDraft,
    StudySettings,
    TagReport,
    Transcript,
    using_names,
)
from cjm_research.model.stages import DEFAULT_STAGE_MODEL
from cjm_research.storage import Store, read_settings, write_settings
from cjm_research.storage.database import DATABASE_NAME, database_path, is_url
from cjm_research.storage.records import Clock
from cjm_research.storage.settings_file import SETTINGS_NAME
from cjm_research.study.codebook_verbs import CodebookVerbs
from cjm_research.study.coding_verbs import CodingVerbs
from cjm_research.study.import_verbs import ImportVerbs
from cjm_research.study.memo_verbs import MemoVerbs
from cjm_research.study.text_verbs import TextVerbs

if TYPE_CHECKING:
    import pandas as pd

    from cjm_research.model.journey import RankedPain
    from cjm_research.study.importing import Progress
    from cjm_research.study.selection import Actor, Selection


class Study(CodingVerbs, CodebookVerbs, MemoVerbs, TextVerbs, ImportVerbs):
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
        self.store = store
        self.settings = settings
        self._drafts: dict[tuple, PersonaDraft] = {}

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
        store = Store.create(path, settings=settings, clock=clock)
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

    @property
    def folder(self) -> Path | None:
        """The study's folder; None for a study on a server."""
        return self.store.folder

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

    # What the study holds

    @property
    def transcripts(self) -> tuple[Transcript, ...]:
        """The interviews in the order of import; their codings stand in `codings`."""
        return self.store.transcripts()

    @property
    def participants(self) -> tuple[Participant, ...]:
        """The people, sorted by id; those of a participants table without an interview among them."""
        return self.store.participants()

    @property
    def codings(self) -> tuple[Coding, ...]:
        """All codings, whatever their status, sorted by place."""
        return self.store.codings()

    @property
    def confirmed(self) -> tuple[Coding, ...]:
        """What people coded or accepted."""
        return tuple(coding for coding in self.codings if coding.status == "confirmed")

    def basis_codings(self) -> tuple[tuple[Coding, ...], Basis]:
        """The codings that count: confirmed ones where there are any, else the machine's suggestions."""
        from cjm_research.study.selection import basis_codings, settled_codings

        return basis_codings(settled_codings(self.codings, self.store.consensus()))

    def frame(self, what: str = "codings") -> pd.DataFrame:
        """A tidy table of "codings", "participants", "utterances" or "tags"; see `cjm_research.frames`."""
        from cjm_research import frames

        return frames.frame(what, self.transcripts, self.participants, self.codings)

    # Tagging

    def tag(self, progress: Progress | None = None, *, again: bool = False, processes: int | None = None) -> TagReport:
        """Let the machine suggest codings; what people have decided on stays as it is, however often this runs.

        The feature sources of the settings (`features`) take part; see docs/tagging.md.

        Parameters
        ----------
        progress : callable, optional
            Called with (done, total) after each interview that is read; a feature source that is new to the study is
            trained before that, with the same calls.
        again : bool
            Read all interviews; otherwise only those that are new or changed, or all after an update of the tagger.
        processes : int, optional
            Processes that share the work; chosen by the amount of text where not named.

        Raises
        ------
        MissingFeatureSourceError
            A feature source of the settings is not installed; the message holds the command to type.
        """
        from cjm_research.study.tagging import tag_study

        with self._speaking():
            return tag_study(
                self.store,
                features=self.settings.features,
                again=again,
                processes=processes,
                progress=progress,
            )

    # Drafts and maps

    def personas(
        self,
        k: int | None = None,
        seed: int | None = None,
        *,
        group: str | None = None,
        from_tags: bool = False,
        progress: Progress | None = None,
    ) -> PersonaDraft:
        """Personas of one group with their verdict; who was left out stands among the warnings.

        Parameters
        ----------
        k : int, optional
            How many groups; found by the procedure where not named.
        seed : int, optional
            That of the settings where not named.
        group : str, optional
            "customer", "non_user" or "expert"; the customers where a study has several and none is named.
        from_tags : bool
            Count the machine's suggestions even where people have coded.
        """
        from cjm_research.study.selection import draft_personas

        with self._speaking() as language:
            key = (self.store.version(), self.settings, language, k, seed, group, from_tags)
            if key not in self._drafts:
                selection = self._selection(group, from_tags=from_tags)
                self._drafts = {key: draft_personas(selection, k=k, seed=seed, progress=progress)}
            return self._drafts[key]

    def empathy_map(self, persona_key_or_participant: str = "all", *, group: str | None = None) -> EmpathyMap:
        """What everybody ("all"), a persona ("P1") or a participant says, thinks, does and feels."""
        from cjm_research.study.selection import empathy_map

        with self._speaking():
            return empathy_map(*self._actor(persona_key_or_participant, group))

    def journey_map(
        self, persona_key: str = "all", *, stage_model: str | None = None, group: str | None = None
    ) -> JourneyMap:
        """The journey of everybody ("all"), a persona ("P1") or a participant, in the study's stages or others."""
        from cjm_research.study.selection import journey_map

        with self._speaking():
            return journey_map(*self._actor(persona_key, group), stage_model=stage_model)

    def top_pains(self, limit: int | None = 10, *, group: str | None = None) -> tuple[RankedPain, ...]:
        """Where most people of a group were hurt, strongest first."""
        from cjm_research.journey import top_pains

        with self._speaking():
            selection = self._selection(group)
            return tuple(top_pains(selection.codings, selection.people, limit=limit, basis=selection.basis))

    # Taking out

    def write_map(
        self,
        persona_key: str = "all",
        *,
        kind: str = "journey",
        format: str = "html",
        out: str | Path | None = None,
        stage_model: str | None = None,
        group: str | None = None,
    ) -> Path:
        """Write one map; into the study's maps/ folder where no file is named.

        Parameters
        ----------
        persona_key : str
            "all", a persona or a participant.
        kind : {"journey", "empathy", "persona"}
            What to draw.
        format : {"html", "svg", "pdf", "json", "xlsx"}
            As far as the kind can be had in it.

        Raises
        ------
        UnknownNameError
            There is no such persona, kind or format.
        """
        from cjm_research.study.outputs import map_path, write_map

        with self._speaking():
            path = Path(out) if out else map_path(self._own_folder(), kind, persona_key, format)
            return write_map(self, path, persona_key, kind=kind, format=format, stage_model=stage_model, group=group)

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

    # Choices

    def selection(self, group: str | None = None, *, from_tags: bool = False) -> Selection:
        """The people and codings that drafts and maps of a group rest on."""
        with self._speaking():
            return self._selection(group, from_tags=from_tags)

    def _selection(self, group: str | None, *, from_tags: bool = False, only: str | None = None) -> Selection:
        from cjm_research.study.selection import select, settled_codings

        transcripts, participants = self.transcripts, self.participants
        codings = settled_codings(self.codings, self.store.consensus())
        if only is not None:
            participants = tuple(person for person in participants if person.id == only)
        return select(self.settings, transcripts, participants, codings, group=group, from_tags=from_tags)

    def _actor(self, key: str, group: str | None) -> tuple[Actor, Selection]:
        from cjm_research.study.selection import actor

        participants = self.participants
        person = next((p for p in participants if p.id == key), None)
        selection = self._selection(person.group if person else group, only=person.id if person else None)
        return actor(key, selection, participants, lambda: self.personas(group=group)), selection

    def _own_folder(self) -> Path:
        if self.folder is None:
            raise BadValueError(_("A study on a server has no folder of its own: name a file to write."))
        return self.folder

    @contextmanager
    def _speaking(self) -> Iterator[str]:
        language = chosen_language() or self.settings.interface_language
        with using_language(language), using_names(self.codebook.names()):
            yield language


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
