"""Which files of a named folder an import reads: interviews and tables of people, never a study's own outputs."""

from __future__ import annotations

from pathlib import Path

from cjm_research.i18n import _
from cjm_research.model.reports import Remark
from cjm_research.readers import SUPPORTED_SUFFIXES
from cjm_research.storage.database import DATABASE_NAME
from cjm_research.storage.settings_file import SETTINGS_NAME

TRANSCRIPTS_FOLDER = "transcripts"

# A table with one of these in its name lists people, not turns.
PARTICIPANT_WORDS = ("participant", "uczestni", "участник", "respondent", "респондент")

# A table with one of these in its name holds answers to a survey.
SURVEY_WORDS = ("survey", "ankiet", "sondaż", "опрос", "анкет")

# A table with one of these in its name lists the contacts of a company.
INVENTORY_WORDS = (
    "inventory",
    "inwentar",
    "punkty-styku",
    "punkty_styku",
    "инвентар",
    "точки-контакта",
    "точки_контакта",
)

# May hold an interview that no reader opens: read all the same, so that the reader says what to do.
OLD_DOCUMENTS = frozenset((".doc", ".dot", ".docm", ".xls", ".ppt", ".pptx", ".pages", ".numbers", ".wpd", ".wps"))
RECORDINGS = frozenset(
    (
        ".mp3", ".m4a", ".wav", ".ogg", ".oga", ".opus", ".flac", ".aac", ".wma", ".amr", ".aiff",
        ".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".wmv", ".3gp", ".mpg", ".mpeg",
    )
)  # fmt: skip
# Taken in whole, never among the interviews of a folder.
PROJECTS = frozenset((".qdpx", ".qdc"))
# What nobody but a person puts beside a study's own files.
_DOCUMENTS = frozenset((".docx", ".odt", ".rtf", ".txt", ".md", ".vtt", ".srt")) | OLD_DOCUMENTS


def is_participant_table(path: Path) -> bool:
    """Whether a CSV or XLSX file is named as a list of participants."""
    return path.suffix.lower() in {".csv", ".xlsx"} and any(word in path.stem.lower() for word in PARTICIPANT_WORDS)


def is_survey(path: Path) -> bool:
    """Whether a table holds answers to a survey, by its name and its first row."""
    if path.suffix.lower() not in {".csv", ".tsv", ".xlsx"} or is_participant_table(path):
        return False
    from cjm_research.readers.survey_header import looks_like_survey

    return looks_like_survey(path, named=any(word in path.stem.lower() for word in SURVEY_WORDS))


def is_inventory(path: Path) -> bool:
    """Whether a CSV or XLSX file is named as a list of a company's contacts."""
    return path.suffix.lower() in {".csv", ".tsv", ".xlsx"} and any(w in path.stem.lower() for w in INVENTORY_WORDS)


def is_study(folder: Path) -> bool:
    """Whether a folder is that of a study."""
    return (folder / DATABASE_NAME).is_file() or (folder / SETTINGS_NAME).is_file()


def files_of(path: Path, skipped: list[Remark], empty: list[Remark]) -> list[Path]:
    """The files to read behind a path that a person named, in a stated order.

    Parameters
    ----------
    path : Path
        A file, which is read whatever it is, or a folder.
    skipped, empty : list
        Get the files that are left out, and folders without an interview, with the reason.
    """
    if not path.is_dir():
        return [path]
    seen = len(skipped)
    # Files of the folder itself come before those of folders inside, which may hold other forms of the same; of
    # copies side by side the shortest name comes first, so that "talk" is kept and not "talk (1)".
    inside = sorted(set(walk(path, skipped)), key=lambda p: (len(p.parts), len(p.stem), p))
    files = [file for file in inside if _is_read(file, skipped)]
    if not files:
        place = path / TRANSCRIPTS_FOLDER if is_study(path) else path
        suffixes = ", ".join((".docx", ".odt", ".rtf", ".txt", ".pdf", ".vtt", ".srt"))
        if len(skipped) > seen:
            what = _("There are no interviews among the files here. Put yours here ({suffixes} and others).")
        else:
            what = _("There are no files here. Put your interviews here ({suffixes} and others).")
        empty.append((str(place), what.format(suffixes=suffixes)))
    return files


def walk(folder: Path, skipped: list[Remark]) -> list[Path]:
    """The files of a folder and of those inside; of a study only its transcripts and tables of people."""
    if not is_study(folder):
        found = []
        for path in sorted(folder.iterdir()):
            if path.name.startswith("."):
                continue
            if path.is_dir() and not path.is_symlink():  # a link may lead round in a circle
                found.extend(walk(path, skipped))
            elif path.is_file():
                found.append(path)
        return found
    own = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    for path in own:
        if path.suffix.lower() in _DOCUMENTS and path.stem.lower() != "readme":
            what = _("Of a study's folder only the folder “{name}” is read. If this is an interview, put it there.")
            skipped.append((str(path), what.format(name=TRANSCRIPTS_FOLDER)))
    talks = folder / TRANSCRIPTS_FOLDER
    return [path for path in own if is_participant_table(path) or is_survey(path)] + (
        walk(talks, skipped) if talks.is_dir() else []
    )


def _is_read(path: Path, skipped: list[Remark]) -> bool:
    suffix = path.suffix.lower()
    if path.stem.lower() == "readme":
        skipped.append((str(path), _("A README is taken for no interview.")))
    elif suffix in RECORDINGS:
        what = _("This is no transcript but {format} (sound, video or a picture).").format(format=suffix)
        skipped.append((str(path), " ".join((what, _("Have the recording transcribed first.")))))
    elif suffix in SUPPORTED_SUFFIXES or suffix in OLD_DOCUMENTS:
        return True
    elif suffix in PROJECTS:
        what = _("This is a project of another program. Import it by itself: {command}")
        skipped.append((str(path), what.format(command=f"cjm import {path.name} --study DIR")))
    else:
        skipped.append((str(path), _("This is no kind of file that holds interviews.")))
    return False
