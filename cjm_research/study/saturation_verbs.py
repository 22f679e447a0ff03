"""The verb that asks whether more interviews are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cjm_research.model import Saturation
from cjm_research.study.base import StudyBase

if TYPE_CHECKING:
    from cjm_research.model.saturation import SaturationLevel


class SaturationVerbs(StudyBase):
    """Saturation of the study."""

    def saturation(
        self,
        *,
        level: SaturationLevel = "code",
        group: str | None = None,
        base: int = 4,
        run: int = 2,
        threshold: float = 0.05,
        order: str = "import",
        from_tags: bool = False,
        seed: int | None = None,
    ) -> Saturation:
        """Whether more interviews of one group would bring new codes, in words and numbers.

        Printed, it answers in sentences; `.to_frame()` is the table of interviews, and `plot_saturation` of
        `cjm_research.charts` draws it. Codings count as they stand now: when codes are merged or split, the whole
        history is told anew. Only confirmed codings count, as soon as there are any; `basis` says which.

        Parameters
        ----------
        level : {"kind", "code", "code_stage", "own"}
            What counts as a code: kinds, kind and label, these at each stage, or only the codes that you made.
        group : str, optional
            "customer", "non_user" or "expert"; the customers where a study has several and none is named. Groups are
            never mixed.
        base, run, threshold
            Of the rule of base and run (Guest, Namey & Chen 2020): interviews of the base, of a run, and the share of
            the base's codes, 0..1, at which saturation is called.
        order : str
            Order of the interviews: "import", or an attribute of the participants that is a number or a date.
        from_tags : bool
            Count the machine's suggestions even where people have coded.
        seed : int, optional
            Of the random orders; that of the settings where not named.

        Raises
        ------
        UnknownNameError
            Nobody of that group was interviewed.
        BadValueError
            There is no such level, or a value lies outside its range.
        """
        from cjm_research.coding.saturation import saturation_of_codings
        from cjm_research.study.selection import select, settled_codings

        with self._speaking():
            codings = settled_codings(self.codings, self.store.consensus())
            chosen = select(
                self.settings, self.transcripts, self.participants, codings, group=group, from_tags=from_tags
            )
            return saturation_of_codings(
                chosen.codings,
                chosen.people,
                self.transcripts,
                basis=chosen.basis,
                seed=self.settings.seed if seed is None else seed,
                level=level,
                codebook=self.codebook,
                order=order,
                base=base,
                run=run,
                threshold=threshold,
                notes=chosen.left_out,
            )
