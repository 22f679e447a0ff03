"""The verbs of the machine: suggesting codings, and learning from what people made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cjm_research.model import TagReport
from cjm_research.study.base import StudyBase

if TYPE_CHECKING:
    from cjm_research.study.importing import Progress
    from cjm_research.study.learning import LearnReport


class TaggingVerbs(StudyBase):
    """Tagging the interviews of the study, and learning from its people."""

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

    def learn(self, progress: Progress | None = None) -> LearnReport:
        """Learn from what people accepted, rejected and added in this study; `tag` uses it from then on.

        Takes seconds. What does not help on interviews left out of the learning is not used. Codes of one's own are
        learnt too, from eight to ten passages on. What is learnt lies in the study's folder: numbers, no words.

        Raises
        ------
        BadValueError
            The study is on a server: it has no folder to keep what is learnt.
        """
        from cjm_research.study.learning import learn_study

        with self._speaking():
            names = {code.key: self.codebook.path_name(code.key) for code in self.codebook.codes}
            return learn_study(self.store, features=self.settings.features, names=names, progress=progress)

    def forget_learning(self) -> LearnReport:
        """Forget what was learnt; `tag` uses the tagger that comes with the package again."""
        from cjm_research.study.learning import forget_learning

        with self._speaking():
            return forget_learning(self.store)
