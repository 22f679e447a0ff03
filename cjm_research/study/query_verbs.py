"""The verbs that ask questions of text and codings; nothing is changed, and nothing is written but where one says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.model import Basis, Coding, Memo, Participant, term
from cjm_research.study.base import StudyBase

if TYPE_CHECKING:
    import pandas as pd

    from cjm_research.coding.queries import Nearness, SegmentOrder, WordIndex
    from cjm_research.coding.queries.filters import Names
    from cjm_research.study.selection import Selection

MatrixValues = Literal["mentions", "presence"]


class QueryVerbs(StudyBase):
    """Words in context, coded segments, frequencies, matrix and co-occurrence of codes of the study."""

    _words: WordIndex | None = None

    if TYPE_CHECKING:  # memos have verbs of their own

        @property
        def memos(self) -> tuple[Memo, ...]: ...  # noqa: D102

    def words(
        self,
        query: str,
        *,
        exact: bool = False,
        match_case: bool = False,
        match_accents: bool = True,
        roles: Collection[str] = ("participant",),
        context: int = 10,
    ) -> pd.DataFrame:
        """Words in context: every place where they occur, with the codes on it.

        A word is found in every inflected form, ``=word`` in this form only, ``word*`` whatever follows; several words
        follow each other. Columns and order: `cjm_research.coding.queries.words_in_context`.

        Parameters
        ----------
        exact : bool
            All words in the form that was typed.
        match_case, match_accents : bool
            Whether capital letters and accents count.
        roles : collection of str
            Whose turns: "participant", "interviewer", "other".
        context : int
            Words shown on each side.

        Raises
        ------
        BadValueError
            The query holds no word.
        """
        from cjm_research.coding.queries import WordQuery, words_in_context

        with self._speaking():
            return words_in_context(
                WordQuery.parse(query, exact=exact, match_case=match_case, match_accents=match_accents),
                self.transcripts,
                self._settled(),
                participants=self.participants,
                roles=roles,
                context=context,
                index=self._word_index(),
            )

    def segments(
        self,
        code: Names = None,
        *,
        participant: Names = None,
        group: Names = None,
        attributes: Mapping[str, Any] | None = None,
        stage: Names = None,
        coder: Names = None,
        status: Names = None,
        valence: int | tuple[int, int] | None = None,
        text: str | None = None,
        order: SegmentOrder = "place",
    ) -> pd.DataFrame:
        """Coded segments that have everything asked for, with their sentences and memos.

        A code finds those below it too. Columns, order and errors: `cjm_research.coding.queries.coded_segments`.

        Parameters
        ----------
        status : str or iterable of str, optional
            "confirmed", "suggested", "rejected", "lost". Where none is named, confirmed codings, or the machine's
            suggestions as long as nobody has coded anything; column `basis` says which. Of interviews that several
            coders have settled, their consensus then; with a status or coder named, every coding there is.
        text : str, optional
            Words inside the quote, as for `words`.
        """
        from cjm_research.coding.queries import coded_segments
        from cjm_research.study.selection import basis_codings

        with self._speaking():
            # Who asks for a coder or a status wants to see what is there, whatever was agreed on since.
            codings = self._settled() if coder is None and status is None else self.codings
            if status is None:
                status = {"confirmed": "confirmed", "machine": "suggested"}[basis_codings(codings)[1]]
            return coded_segments(
                codings,
                self.transcripts,
                self.participants,
                codebook=self.codebook,
                memos=self.memos,
                code=code,
                participant=participant,
                group=group,
                attributes=attributes,
                stage=stage,
                coder=coder,
                status=status,
                valence=valence,
                text=text,
                order=order,
                index=self._word_index(),
            )

    def code_frequencies(
        self,
        codes: Names = None,
        *,
        by: str | None = None,
        group: str | None = None,
        depth: int | None = None,
        from_tags: bool = False,
    ) -> pd.DataFrame:
        """How many people told of each code, of how many, with interval and mentions.

        Columns and order: `cjm_research.coding.queries.code_frequencies`.

        Parameters
        ----------
        by : str, optional
            "group" or an attribute of the participants: side by side, each part with its own denominator.
        group : str, optional
            People of this group; the customers where a study has several and none is named.
        depth : int, optional
            0: kinds only.
        from_tags : bool
            Count the machine's suggestions even where people have coded.
        """
        from cjm_research.coding.queries import code_frequencies

        with self._speaking():
            people, codings, basis, left_out = self._asked(group, from_tags=from_tags, every_group=by == "group")
            table = code_frequencies(
                codings, people, basis=basis, codebook=self.codebook, codes=codes, depth=depth, by=by
            )
            return _with_notes(table, left_out)

    def code_matrix(
        self,
        *,
        level: Literal["kind", "code", "code_stage"] = "code",
        values: MatrixValues = "mentions",
        group: str | None = None,
        from_tags: bool = False,
    ) -> pd.DataFrame:
        """People (rows, by id) x codes (columns, by key): numbers of codings, or presence.

        At the levels "code" and "code_stage" a coding counts for the codes above its own too.
        ``attrs["basis"]`` says which codings were counted.

        Raises
        ------
        BadValueError
            There are no such values.
        """
        from cjm_research.coding.matrix import participant_code_counts
        from cjm_research.coding.queries.frequencies import basis_notes

        with self._speaking():
            if values not in MatrixValues.__args__:  # type: ignore[attr-defined]
                raise BadValueError(
                    _("A matrix cannot hold “{values}”. Known: {known}.").format(
                        values=values, known="mentions, presence"
                    )
                )
            people, codings, basis, left_out = self._asked(group, from_tags=from_tags)
            counts = participant_code_counts(codings, people, level=level, basis=basis, codebook=self.codebook)
            table = counts if values == "mentions" else counts > 0
            table.attrs.update(basis=basis, notes=basis_notes(basis))
            return _with_notes(table, left_out)

    def code_cooccurrence(
        self,
        codes: Names = None,
        *,
        how: Nearness = "overlap",
        within: int = 2,
        group: str | None = None,
        from_tags: bool = False,
        draws: int = 999,
        seed: int | None = None,
    ) -> pd.DataFrame:
        """Which codes stand together, in how many people, and how often they would by chance.

        Columns, order and method: `cjm_research.coding.queries.code_cooccurrence`.

        Parameters
        ----------
        how : {"overlap", "turn", "near"}
            At the same words, in the same turn, or at most `within` turns apart.
        draws : int
            Arrangements by chance that the study is compared with; 0 for none.
        seed : int, optional
            That of the settings where not named.
        """
        from cjm_research.coding.queries import code_cooccurrence

        with self._speaking():
            people, codings, basis, left_out = self._asked(group, from_tags=from_tags)
            table = code_cooccurrence(
                codings,
                self.transcripts,
                people,
                basis=basis,
                seed=self.settings.seed if seed is None else seed,
                codebook=self.codebook,
                codes=codes,
                how=how,
                within=within,
                draws=draws,
            )
            return _with_notes(table, left_out)

    def write_table(self, table: pd.DataFrame, path: str | Path) -> Path:
        """Write a table to a .csv, .xlsx, .md or .json file; its path.

        A text that begins like a formula gets an apostrophe in front in CSV and XLSX.

        Raises
        ------
        UnsupportedFormatError
            The ending is none of these.
        """
        from cjm_research.exchange.frame_files import write_frame

        with self._speaking():
            return write_frame(path, table, title=self.settings.title)

    def _settled(self) -> tuple[Coding, ...]:
        from cjm_research.study.selection import settled_codings

        return settled_codings(self.codings, self.store.consensus())

    def _word_index(self) -> WordIndex:
        from cjm_research.coding.queries import WordIndex

        if self._words is None:
            self._words = WordIndex()
        return self._words

    def _asked(
        self, group: str | None, *, from_tags: bool, every_group: bool = False
    ) -> tuple[tuple[Participant, ...], tuple[Coding, ...], Basis, tuple[str, ...]]:
        """People and codings that count, all of one basis, and sentences about who was left out."""
        selections = self._selections(group, from_tags=from_tags, every_group=every_group)
        basis: Basis = "confirmed" if any(s.basis == "confirmed" for s in selections) else "machine"
        used = [s for s in selections if s.basis == basis]
        notes = [note for s in used for note in s.left_out]
        for selection in selections:
            if selection.basis != basis:
                words = _("The group “{group}” is left out: nobody has coded its interviews yet.")
                notes.append(words.format(group=term("group", selection.group)))
        people = tuple(sorted((p for s in used for p in s.people), key=lambda p: p.id))
        return people, tuple(c for s in used for c in s.codings), basis, tuple(notes)

    def _selections(self, group: str | None, *, from_tags: bool, every_group: bool) -> list[Selection]:
        from cjm_research.study.selection import select

        transcripts, participants, codings = self.transcripts, self.participants, self._settled()
        interviewed = {t.id for t in transcripts} | {c.participant for c in codings}
        groups = sorted({p.group for p in participants if p.id in interviewed})
        if not every_group or not groups:
            return [select(self.settings, transcripts, participants, codings, group=group, from_tags=from_tags)]
        members = {g: tuple(p for p in participants if p.group == g) for g in groups}
        return [select(self.settings, transcripts, members[g], codings, group=g, from_tags=from_tags) for g in groups]


def _with_notes(table: pd.DataFrame, more: Iterable[str]) -> pd.DataFrame:
    table.attrs["notes"] = [*table.attrs.get("notes", []), *more]
    return table
