"""The verbs with which interviews and people come into a study, and go out again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from cjm_research.errors import CjmError
from cjm_research.i18n import _
from cjm_research.model import ImportReport, SurveyReport
from cjm_research.model.scheme import Kind
from cjm_research.study.base import StudyBase
from cjm_research.study.coding_verbs import DEFAULT_CODER

if TYPE_CHECKING:
    from cjm_research.readers import Speakers
    from cjm_research.storage import Removal
    from cjm_research.study.importing import Gathered, Progress
    from cjm_research.study.journey_import import JourneyImport
    from cjm_research.study.tables.report import TableReport
    from cjm_research.study.taking_in.report import ProjectReport

T = TypeVar("T")


class ImportVerbs(StudyBase):
    """Importing and removing transcripts and participants of the study in `store`."""

    if TYPE_CHECKING:  # surveys have verbs of their own

        def import_survey(self, path: str | Path, **options: Any) -> SurveyReport: ...  # noqa: D102

        def _without_names(self, found: Gathered, key: str | Path, passphrase: str | None) -> Gathered: ...

    def import_transcripts(
        self,
        *paths: str | Path,
        coder: str = DEFAULT_CODER,
        language: str | None = None,
        interviewer: str | Iterable[str] | None = None,
        speakers: Speakers | None = None,
        strict: bool = False,
        key: str | Path | None = None,
        passphrase: str | None = None,
        progress: Progress | None = None,
    ) -> ImportReport:
        """Take in interviews, in one transaction: either all that could be read are in the study, or none.

        Parameters
        ----------
        paths : path
            Files of any supported kind, coded transcripts, participants.csv, surveys, journey workbooks, edited tables,
            or folders of them; or a whole study as JSON, which an empty study takes in alone.
        coder : str
            In whose name the codings stand that files carry without naming a coder.
        language, interviewer, speakers
            As for `cjm_research.readers.read_transcript`.
        strict : bool
            Raise at the first file that cannot be taken in, and change nothing.
        key, passphrase
            A key file (see `pseudonymise`): what is sure or likely personal data is replaced before anything is stored.
        progress : callable, optional
            Called with (done, total) after each file.
        """
        from cjm_research.study.importing import gather

        found = gather(
            paths,
            self.store.known_files(),
            coder=coder,
            language=language,
            interviewer=interviewer,
            speakers=speakers,
            progress=progress,
        )
        if key is not None:
            found = self._without_names(found, key, passphrase)
        if strict and found.failed:
            raise found.failed[0][1]
        wholes, unfilled = _each(found.studies, lambda path: self.import_whole(path, coder=coder), strict)
        outcome = self.store.import_batch(found.batch, strict=strict)
        if key is None and (outcome.imported or found.participants) and self.store.has_pseudonyms():
            from cjm_research.study.pseudonyms.words import names_may_come

            found.notes.append((_("Personal data"), names_may_come()))
        surveys, unread = _each(found.surveys, self.import_survey, strict)
        journeys, unfit = _each(found.journeys, lambda path: str(self.import_journey(path, coder=coder)), strict)
        tables, odd = _each(found.tables, lambda path: self.import_tables(path, coder=coder, strict=strict), strict)
        failed = [*found.failed, *unfilled, *outcome.failed, *unread, *unfit, *odd]
        people = tuple(participant.id for participant in found.participants)
        people += tuple(id for _file, whole in wholes for id in whole.participants)
        return ImportReport(
            imported=(*(id for _file, whole in wholes for id in whole.imported), *outcome.imported),
            skipped=(*found.skipped, *outcome.skipped),
            notes=tuple(found.notes),
            failed=tuple((file, _without_file(str(error), file)) for file, error in failed),
            participants=people,
            n_codings=outcome.n_codings + sum(whole.n_codings for _file, whole in wholes),
            empty=tuple(found.empty),
            unmatched=self._mismatches(people),
            surveys=tuple((file, str(survey)) for file, survey in surveys),
            journeys=tuple(journeys),
            tables=tuple((file, str(table)) for file, table in tables),
            n_left_out=sum(len(table.problems) for _file, table in tables),
        )

    def import_journey(
        self, path: str | Path, *, group: str | None = None, coder: str = DEFAULT_CODER
    ) -> JourneyImport:
        """Take in what a person changed in a journey workbook, or an empty template that somebody filled in.

        What was changed becomes edits of the maps, all in one step that can be undone; a template becomes a map
        without data. The same workbook a second time changes nothing.

        Raises
        ------
        UnreadableFileError
            It is no workbook with journey maps, or of nobody in this study; nothing is changed.
        """
        from cjm_research.study.journey_import import import_journeys

        with self._speaking():
            return import_journeys(self, Path(path), coder=coder, group=group)  # type: ignore[arg-type]

    def import_project(
        self,
        path: str | Path,
        *,
        coder: str = DEFAULT_CODER,
        code_kind: Kind = "thought",
        offsets: str | None = None,
        progress: Progress | None = None,
        dry_run: bool = False,
        project: str = "",
    ) -> ProjectReport:
        """Take in the project of another tool, with its texts, codings, codes, memos and people.

        REFI-QDA projects and codebooks (.qdpx, .qdc: NVivo, MAXQDA, ATLAS.ti and others), Taguette, QualCoder, Label
        Studio and doccano. All of it is one transaction; what was coded is one step that can be undone. The same file
        again changes nothing, and a later state of the same project is merged with what was done here since.

        Parameters
        ----------
        coder : str
            Who imports; codings that name nobody stand under this name too.
        code_kind : str
            The kind under which codes stand that are none of ours.
        offsets : {"code_points", "utf16", "bytes"}, optional
            What a file counts its positions in, each also with "+crlf1" or "+crlf2"; told by the text itself where not
            named.
        progress : callable, optional
            Called with (done, total) after each text.
        dry_run : bool
            Only say what would happen.
        project : str
            Which project is meant, where a database of Taguette holds several.

        Raises
        ------
        UnreadableFileError, UnsupportedFormatError
            It cannot be read, or is no project of a known tool; nothing is changed.
        """
        from cjm_research.study.projects import import_project

        with self._speaking():
            return import_project(
                self,
                Path(path),
                coder=coder,
                code_kind=code_kind,
                offsets=offsets,
                progress=progress,
                dry_run=dry_run,
                project=project,
            )

    def import_participants(self, path: str | Path) -> ImportReport:
        """Take groups, methods and attributes of the people from a CSV or XLSX table.

        Raises
        ------
        UnreadableFileError
            The table cannot be read; nothing is changed.
        """
        from cjm_research.readers import read_participants

        table = read_participants(path)
        self.store.put_participants(table.participants)
        people = tuple(participant.id for participant in table.participants)
        return ImportReport(
            participants=people,
            notes=tuple((str(path), note) for note in table.notes),
            unmatched=self._mismatches(people),
        )

    def import_tables(
        self, path: str | Path, *, coder: str = DEFAULT_CODER, strict: bool = False, dry_run: bool = False
    ) -> TableReport:
        """Take back an exported table that was edited elsewhere: coded segments, codebook, participants.

        Rows are known by their guid, else by their place; a row without one is a new coding. Rows that do not fit the
        study are listed with what to do, the others are one step that `undo` takes back (but for participants). A row
        that is missing takes nothing away, and an unchanged table changes nothing.

        Parameters
        ----------
        path : path
            A workbook, or a CSV file of one of these tables.
        strict : bool
            Take nothing where a row does not fit.
        dry_run : bool
            Only say what would happen.

        Raises
        ------
        UnreadableFileError
            The file is damaged or holds none of these tables.
        BadValueError
            With `strict`: rows do not fit; they are named.
        """
        from cjm_research.study.tables.importing import import_tables

        with self._speaking():
            return import_tables(self, Path(path), coder=coder, strict=strict, dry_run=dry_run)

    def import_whole(self, path: str | Path, *, coder: str = DEFAULT_CODER) -> ImportReport:
        """Fill this study, which has to be empty, with a whole study that ``export(..., "study")`` wrote.

        It becomes equal to that study, its settings included; who did what and when stays behind.

        Raises
        ------
        UnreadableFileError
            The file is damaged, or not in the form of a study; nothing is changed.
        BadValueError
            There is something in this study already.
        """
        from cjm_research.study.whole_study import import_whole

        with self._speaking():
            return import_whole(self, Path(path), coder=coder)  # type: ignore[arg-type]

    def _mismatches(self, listed: tuple[str, ...]) -> tuple[str, ...]:
        from cjm_research.study.matching import mismatches

        people, texts = self.store.participants(), self.store.transcripts()
        return mismatches([person.id for person in people], [text.id for text in texts], listed)

    def remove_transcript(self, id: str, *, coder: str = DEFAULT_CODER) -> Removal:
        """Take an interview out, with its codings, its memos and its row of the participants table.

        It cannot be undone, but the same file can be imported again. A line of record stays
        (`study.store.removals()`), and the audit trail keeps who did what and when, without the words.

        Raises
        ------
        UnknownNameError
            There is no interview of that id.
        """
        return self.store.remove_transcript(id, coder=coder)

    def remove_participant(self, id: str) -> None:
        """Take out a person of a participants table who has no interview.

        Raises
        ------
        UnknownNameError
            There is no such person, or there is an interview.
        """
        self.store.remove_participant(id)


def _each(
    paths: Iterable[Path], take: Callable[[Path], T], strict: bool
) -> tuple[list[tuple[str, T]], list[tuple[str, CjmError]]]:
    """What the files brought that lie among the interviews, each taken in or listed with what is wrong."""
    done, failed = [], []
    for path in paths:
        try:
            done.append((str(path), take(path)))
        except CjmError as error:
            if strict:
                raise
            failed.append((str(path), error))
    return done, failed


def _without_file(message: str, file: str) -> str:
    """A message without the file name in front, which stands beside it in a report."""
    return message.removeprefix(file).lstrip(":, ") if message.startswith((f"{file}: ", f"{file}, ")) else message
