"""``cjm pseudonymise``: names and numbers of people out of a study, pseudonyms in."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cjm_research.cli import console
from cjm_research.errors import BadValueError, UnreadableFileError
from cjm_research.i18n import _, ngettext

if TYPE_CHECKING:
    from cjm_research.model.privacy import Proposal
    from cjm_research.study import Study
    from cjm_research.study.pseudonyms.personal_data import PersonalData


def pseudonymise(
    study: Annotated[Path, typer.Option("--study", metavar="DIR", help=_("The study whose people get pseudonyms."))],
    key: Annotated[
        Path | None,
        typer.Option("--key", metavar="FILE", help=_("The key file; beside the study's folder if not named.")),
    ] = None,
    list_: Annotated[
        str | None,
        typer.Option(
            "--list", metavar="FILE", help=_("Write what was found into this .csv or .xlsx file; - prints it.")
        ),
    ] = None,
    decisions: Annotated[
        Path | None,
        typer.Option("--decisions", metavar="FILE", help=_("Take back such a list with your yes and no.")),
    ] = None,
    kinds: Annotated[
        str, typer.Option("--kinds", metavar="KIND,...", help=_("Only these kinds, such as person,phone,email."))
    ] = "",
    employers: Annotated[
        Path | None,
        typer.Option("--employers", metavar="FILE", help=_("A text file with names of firms to look for, one a line.")),
    ] = None,
    new_key: Annotated[
        bool,
        typer.Option("--new-key", help=_("Make another key; the one of the study's pseudonyms is lost.")),
    ] = False,
    apply: Annotated[bool, typer.Option("--apply", help=_("Do it; without this option nothing is changed."))] = False,
    reveal: Annotated[
        str | None, typer.Option("--reveal", metavar="PSEUDONYM", help=_("Tell from the key whom it stands for."))
    ] = None,
    passphrase_file: Annotated[
        Path | None,
        typer.Option("--passphrase-file", metavar="FILE", help=_("Read the passphrase of the key from this file.")),
    ] = None,
) -> None:
    """Put pseudonyms in place of names; shows what would be done unless told to do it."""
    opened = console.open_study(study)
    if reveal is not None:
        _reveal(opened, reveal, key, passphrase_file)
        return
    wanted = _kinds(kinds)
    session = opened.private_session(employers=_lines(employers) if employers else None)
    if apply or decisions is not None or _has_key(opened, key):
        session.unlock(key, _passphrase(opened, key, passphrase_file), new=new_key)
    if decisions is not None:
        _take(session, decisions)
    if list_ is not None:
        _write_list(list_, session.plan(wanted).proposals, session.key.seed)
    if session.key_file is None and opened.store.has_pseudonyms():
        console.note(_("The study has pseudonyms already, and their key is not here."))
    if not apply:
        if list_ != "-":
            _show(session.plan(wanted).proposals)
        given: dict[str, str | Path | None] = {
            "--key": key,
            "--kinds": kinds,
            "--employers": employers,
            "--passphrase-file": passphrase_file,
        }
        given["--decisions"] = Path(list_) if list_ and list_ != "-" else decisions
        options = [str(part) for name, value in given.items() if value for part in (name, value)]
        console.next_step(
            _("Nothing was changed yet. To do it: {command}"), "pseudonymise", "--study", study, *options, "--apply"
        )
        return
    with console.progress(_("Replacing")) as advance:
        report = opened.pseudonymise(key, kinds=wanted, new_key=new_key, progress=advance)
    console.say(str(report))
    where = ["--study", str(study), "--key", report.key]
    console.next_step(_("Next, look for the names in notebooks, reports and exports: {command}"), "check", *where)


def _kinds(text: str) -> tuple[str, ...] | None:
    from cjm_research.privacy.base import DATA_KINDS

    wanted = tuple(part.strip() for part in text.split(",") if part.strip())
    if unknown := [kind for kind in wanted if kind not in DATA_KINDS]:
        raise BadValueError(
            _("There is no kind “{name}”. Known: {known}.").format(name=unknown[0], known=", ".join(DATA_KINDS))
        )
    return wanted or None


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFileError.at(path, _("The file cannot be read: {why}.").format(why=error)) from error
    return [line.strip() for line in text.splitlines() if line.strip()]


def _has_key(opened: Study, key: Path | None) -> bool:
    from cjm_research.study.pseudonyms.personal_data import key_path

    return (key is not None or opened.folder is not None) and key_path(opened.folder, key).exists()


def _passphrase(opened: Study, key: Path | None, file: Path | None) -> str:
    """From a file, the environment, or typed; twice where the key is new."""
    from cjm_research.study.pseudonyms.personal_data import key_path

    if file is not None:
        return next(iter(_lines(file)), "")
    return console.passphrase(key_path(opened.folder, key))


def _take(session: PersonalData, path: Path) -> None:
    from cjm_research.study.pseudonyms.review_list import take_decisions

    n = take_decisions(path, session)
    console.say(ngettext("{n} row decided something.", "{n} rows decided something.", n).format(n=n))


def _write_list(where: str, proposals: tuple[Proposal, ...], seed: int) -> None:
    from cjm_research.study.pseudonyms.review_list import list_text, write_list

    if where == "-":
        console.say(list_text(proposals, seed=seed).rstrip("\n"))
        return
    file = write_list(Path(where), proposals, seed=seed)
    console.note(_("Written: {file}").format(file=file))
    console.note(_("The list holds the names: keep it beside the key, and delete it in the end."))


def _show(proposals: tuple[Proposal, ...]) -> None:
    """Counts of what was found, by kind and sureness."""
    from cjm_research.study.pseudonyms.words import kind_names, sureness_names

    if not proposals:
        console.say(_("No personal data was found. That does not mean that there is none."))
        return
    counts: Counter[tuple[str, str]] = Counter((one.kind, one.sureness) for one in proposals)
    for kind, name in kind_names().items():
        parts = [f"{word} {counts[kind, key]}" for key, word in sureness_names().items() if counts[kind, key]]
        if parts:
            console.say(f"{name}: {', '.join(parts)}")
    going = sum(one.will_be_replaced for one in proposals)
    console.say(
        ngettext("{k} of {n} place would be replaced.", "{k} of {n} places would be replaced.", len(proposals)).format(
            k=going, n=len(proposals)
        )
    )


def _reveal(opened: Study, pseudonym: str, key: Path | None, file: Path | None) -> None:
    if not _has_key(opened, key):
        from cjm_research.study.pseudonyms.personal_data import key_path

        raise UnreadableFileError.at(key_path(opened.folder, key), _("There is no such file or folder."))
    found = opened.reveal(pseudonym, key, _passphrase(opened, key, file))
    for entity in found:
        console.say(", ".join(dict.fromkeys(raw for raw, _new in entity.replaced)) or ", ".join(entity.forms))
    if not found:
        console.say(_("Nobody in the key has the pseudonym “{name}”.").format(name=pseudonym))
