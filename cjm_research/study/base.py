"""What all verbs of a study share: its store, its settings, its interviews, and the language it speaks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from cjm_research.errors import BadValueError
from cjm_research.i18n import _, chosen_language, using_language
from cjm_research.model import Basis, Codebook, Coding, Participant, StageModel, StudySettings, Transcript, using_names
from cjm_research.storage import Store

if TYPE_CHECKING:
    import pandas as pd


# Which study speaks at the moment, and in which language.
_spoken: ContextVar[tuple[int, str] | None] = ContextVar("spoken", default=None)


class StudyBase:
    """A study: where everything is kept, and what the researcher decided."""

    def __init__(self, store: Store, settings: StudySettings) -> None:
        self.store = store
        self.settings = settings

    @property
    def folder(self) -> Path | None:
        """The study's folder; None for a study on a server."""
        return self.store.folder

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

    @property
    def codebook(self) -> Codebook:
        """The built-in codes with the researcher's own names, definitions and codes."""
        return self.store.codebook()

    def _own_folder(self) -> Path:
        if self.folder is None:
            raise BadValueError(_("A study on a server has no folder of its own: name a file to write."))
        return self.folder

    @contextmanager
    def _speaking(self) -> Iterator[str]:
        language = chosen_language() or self.settings.interface_language
        if _spoken.get() == (id(self), language):
            yield language  # a verb that another verb calls: the names were looked up already
            return
        with using_language(language), using_names({**self.codebook.names(), **self._stage_names()}):
            token = _spoken.set((id(self), language))
            try:
                yield language
            finally:
                _spoken.reset(token)

    def _stage_names(self) -> dict[str, str]:
        """The names of the study's own stage models and of their stages, as terms."""
        names: dict[str, str] = {}
        for edit in self.store.standing("journey").values():
            if edit.part == "stage_model":
                model: StageModel = edit.thing()
                names |= {f"stage/{stage.key}": stage.name for stage in model.stages if stage.name}
                names[f"stage_model/{model.key}"] = model.name or model.key
        return names
