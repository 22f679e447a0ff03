"""``cjm check``: what a study, its notebooks and its files still need before anybody relies on them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli import EXIT_PROBLEMS, console
from cjm_research.errors import BadValueError
from cjm_research.i18n import _, ngettext


def check(
    notebooks: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[NOTEBOOK...]",
            help=_("Notebooks to run and compare, or folders; other files are looked through for personal data."),
        ),
    ] = None,
    study: Annotated[Path | None, typer.Option("--study", metavar="DIR", help=_("The study to check."))] = None,
    jobs: Annotated[
        int,
        typer.Option(
            min=1, max=8, help=_("Notebooks to run at the same time; none may change what another one reads.")
        ),
    ] = 1,
    key: Annotated[
        Path | None,
        typer.Option(
            "--key", metavar="FILE", help=_("The key of a pseudonymised study: look for the raw names it knows.")
        ),
    ] = None,
) -> None:
    """Check a study and notebooks."""
    from cjm_research.checking import check_files, check_notebooks, check_proposals, check_study, check_study_maps
    from cjm_research.checking.file_texts import READABLE

    if study is None and not notebooks:
        raise BadValueError(_("Name notebooks, or a study (--study DIR), or both."))
    opened = None if study is None else console.open_study(study)  # first of all: it says which language is spoken
    passphrase = console.passphrase(key) if key is not None and key.exists() else ""
    names, keep = (None, frozenset[str]()) if key is None else _known_to(key, passphrase)
    findings = []
    if opened is not None:
        findings.extend(check_study(opened))
        with console.progress(_("Checking the maps")):
            findings.extend(check_study_maps(opened, today=date.today().isoformat()))
        if key is not None:
            with console.progress(_("Looking for personal data")):
                found = opened.personal_data(key=key, passphrase=passphrase)
            findings.extend(check_proposals(opened.settings.title or _("Study without a title"), found))
    files = console.expand(notebooks, [".ipynb"]) if notebooks else []
    # What is neither a notebook nor anything else that can be read is refused as no notebook.
    if to_run := [path for path in files if path.suffix.lower() not in READABLE - {".ipynb"}]:
        with console.progress(_("Running notebooks")) as advance:
            findings.extend(check_notebooks(to_run, jobs=jobs, progress=advance))
    with console.progress(_("Looking for personal data")):
        findings.extend(check_files(_looked_through(study, files), names=names, keep=keep))
    # What fails the check stands last, next to its number.
    note = _("Note")
    for finding in sorted(findings, key=lambda finding: finding.is_problem):
        console.say(str(finding) if finding.is_problem else f"{note}: {finding}")
    problems = sum(finding.is_problem for finding in findings)
    if problems:
        console.say(ngettext("{n} problem found.", "{n} problems found.", problems).format(n=problems))
        raise typer.Exit(EXIT_PROBLEMS)
    console.say(_("No problem found."))


def _known_to(key: Path, passphrase: str) -> tuple[set[str], frozenset[str]]:
    """The raw names of a key, and what a researcher turned down."""
    from cjm_research.privacy.key_file import open_key
    from cjm_research.privacy.raw_names import raw_names, turned_down

    known = open_key(key, passphrase)
    return raw_names(known), frozenset(entity.name for entity in known.entities if turned_down(known, entity))


def _looked_through(study: Path | None, files: list[Path]) -> list[Path]:
    """The files named and those of the study's folder, each once."""
    from cjm_research.checking import files_to_look_through

    inside = files_to_look_through(study) if study is not None and study.is_dir() else []
    return list({path.resolve(): path for path in (*inside, *files)}.values())
