"""``cjm query``: words in context, coded segments, frequencies and co-occurrence of codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cjm_research.cli import console
from cjm_research.errors import BadValueError
from cjm_research.i18n import _, format_number, format_share, in_quotes, ngettext

if TYPE_CHECKING:
    import pandas as pd

    from cjm_research.study import Study

# Letters shown on each side of a hit.
ASIDE = 48
NEAR = 2
What = Literal["words", "segments", "codes", "together"]
How = Literal["overlap", "turn", "near"]
Order = Literal["place", "code", "participant", "stage"]


def query(
    what: Annotated[What, typer.Argument(metavar="words|segments|codes|together", help=_("What to look for."))],
    study: Annotated[Path, typer.Option("--study", metavar="DIR", help=_("The study to ask."))],
    text: Annotated[
        str,
        typer.Argument(
            metavar="[WORDS]", help=_("Words: any inflected form; =word only this form; word* whatever follows.")
        ),
    ] = "",
    code: Annotated[
        list[str] | None,
        typer.Option("--code", metavar="KEY", help=_("This code and those below it; may be repeated.")),
    ] = None,
    participant: Annotated[
        list[str] | None, typer.Option("--participant", metavar="ID", help=_("Segments of this person."))
    ] = None,
    group: Annotated[
        str | None,
        typer.Option("--group", metavar="GROUP", help=_("People of this group: customer, non_user, expert.")),
    ] = None,
    attribute: Annotated[
        list[str] | None,
        typer.Option("--attribute", metavar="NAME=VALUE", help=_("Segments of people with this attribute.")),
    ] = None,
    stage: Annotated[
        list[str] | None, typer.Option("--stage", metavar="STAGE", help=_("Segments of this stage."))
    ] = None,
    coder: Annotated[
        list[str] | None, typer.Option("--coder", metavar="NAME", help=_("Segments by this coder."))
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option("--status", metavar="STATUS", help=_("Segments that are confirmed, suggested, rejected or lost.")),
    ] = None,
    valence: Annotated[
        str, typer.Option("--valence", metavar="FROM:TO", help=_("Segments of this valence, such as -2:-1."))
    ] = "",
    order: Annotated[
        Order, typer.Option("--order", metavar="ORDER", help=_("Sort segments by place, code, participant or stage."))
    ] = "place",
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help=_("Compare parts: group, or an attribute of the people."))
    ] = None,
    how: Annotated[
        How, typer.Option("--how", metavar="HOW", help=_("Together: overlap, turn or near (see --within)."))
    ] = "overlap",
    within: Annotated[int, typer.Option("--within", min=0, help=_("How many turns apart is near."))] = NEAR,
    exact: Annotated[bool, typer.Option("--exact", help=_("Words only in the form typed."))] = False,
    match_case: Annotated[bool, typer.Option("--case", help=_("Capital letters count."))] = False,
    no_accents: Annotated[
        bool, typer.Option("--no-accents", help=_("Accents don't count: zlosc finds złość."))
    ] = False,
    all_turns: Annotated[
        bool, typer.Option("--all-turns", help=_("Look for words in the interviewer's turns too."))
    ] = False,
    from_tags: Annotated[
        bool, typer.Option("--from-tags", help=_("Use machine tags even where people have coded."))
    ] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help=_("Print the table as CSV."))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print the table as JSON."))] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help=_("Write the table to a .csv, .xlsx, .md or .json file.")),
    ] = None,
) -> None:
    """Ask the study."""
    _check_usage(
        what,
        text,
        {
            "--code": code, "--participant": participant, "--group": group, "--attribute": attribute, "--stage": stage,
            "--coder": coder, "--status": status, "--valence": valence, "--order": order != "place", "--by": by,
            "--how": how != "overlap", "--within": within != NEAR, "--exact": exact, "--case": match_case,
            "--no-accents": no_accents, "--all-turns": all_turns, "--from-tags": from_tags,
        },
    )  # fmt: skip
    opened = console.open_study(study, with_interviews=True)
    with console.progress(_("Looking")):
        if what == "words":
            table = opened.words(
                text,
                exact=exact,
                match_case=match_case,
                match_accents=not no_accents,
                roles=("participant", "interviewer", "other") if all_turns else ("participant",),
            )
        elif what == "segments":
            table = opened.segments(
                code,
                participant=participant,
                group=group,
                attributes=_attributes(attribute or []),
                stage=stage,
                coder=coder,
                status=status or ("suggested" if from_tags else None),
                valence=_range(valence),
                text=text or None,
                order=order,
            )
        elif what == "codes":
            table = opened.code_frequencies(code, by=by, group=group, from_tags=from_tags)
        else:
            table = opened.code_cooccurrence(code, how=how, within=within, group=group, from_tags=from_tags)
    _hand_out(opened, what, table, as_csv=as_csv, as_json=as_json, out=out)


def _check_usage(what: What, text: str, given: Mapping[str, object]) -> None:
    """Refuse what a question would not heed: a filter that does nothing would mislead."""
    if what == "words" and not text:
        example = 'cjm query words "courier*"'
        raise BadValueError(_("Name the words to look for, such as: {command}").format(command=example))
    if text and what in {"codes", "together"}:
        raise BadValueError(_("Words can be looked for only by “words” and “segments”; name codes with --code."))
    for option, value in given.items():
        if value and option not in _OPTIONS[what]:
            raise BadValueError(
                _("The option {option} does nothing for “{what}”. Possible: {known}.").format(
                    option=option, what=what, known=" ".join(sorted(_OPTIONS[what]))
                )
            )


def _hand_out(study: Study, what: What, table: pd.DataFrame, *, as_csv: bool, as_json: bool, out: Path | None) -> None:
    from cjm_research.exchange.frame_files import frame_csv, frame_json

    if out is not None:
        console.say(str(study.write_table(table, out)))
    elif as_json:
        console.say(frame_json(table).rstrip("\n"))
    elif as_csv:
        console.say(frame_csv(table).rstrip("\r\n"))
    else:
        for line in _LINES[what](table):
            console.say(_shown(line))
    for note in table.attrs.get("notes", []):
        console.note(note)


def _words(table: pd.DataFrame) -> Iterator[str]:
    for row in table.itertuples():
        before, after = _one_line(row.left)[-ASIDE:], _one_line(row.right)[:ASIDE]
        codes = f"  {{{row.codes}}}" if row.codes else ""
        yield f"{row.transcript}:{row.utterance}  {before:>{ASIDE}}[{_one_line(row.hit)}]{after}{codes}"


def _segments(table: pd.DataFrame) -> Iterator[str]:
    for row in table.itertuples():
        mark = "? " if row.basis == "machine" else ""
        yield f"{row.transcript}:{row.utterance}  {mark}{row.name}  {in_quotes(_one_line(row.quote))}"


def _codes(table: pd.DataFrame) -> Iterator[str]:
    for row in table.itertuples():
        share = format_share(int(row.people), int(row.n))
        mentions = ngettext("{n} mention", "{n} mentions", int(row.mentions)).format(n=format_number(int(row.mentions)))
        part = f" [{row.split}]" if len(set(table["split"])) > 1 else ""
        yield f"{'  ' * int(row.depth)}{row.name}{part}: {share} ({_interval(row.low, row.high)}), {mentions}"


def _together(table: pd.DataFrame) -> Iterator[str]:
    for row in table[table["people"] > 0].itertuples():
        share = format_share(int(row.people), int(row.n))
        mentions = ngettext("{n} mention", "{n} mentions", int(row.mentions)).format(n=format_number(int(row.mentions)))
        chance = _("by chance {n}").format(n=format_number(float(row.expected), 1))
        few = "  !" if row.few else ""
        yield f"{row.name_a} + {row.name_b}: {share}, {mentions} ({chance}){few}"


def _interval(low: float, high: float) -> str:
    from cjm_research.i18n import format_percent

    return _("{low} to {high}").format(low=format_percent(low), high=format_percent(high))


def _one_line(text: str) -> str:
    return " ".join(text.split("\n")).replace("\r", "")


def _shown(line: str) -> str:
    """A line without signs that would steer the terminal or turn the direction of writing."""
    return "".join(c if c.isprintable() else " " for c in line)


def _attributes(given: list[str]) -> dict[str, list[str]]:
    wanted: dict[str, list[str]] = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals:
            raise BadValueError(_("“{item}” is no attribute: write NAME=VALUE.").format(item=item))
        wanted.setdefault(name, []).append(value)
    return wanted


def _range(text: str) -> int | tuple[int, int] | None:
    if not text:
        return None
    low, colon, high = text.partition(":")
    try:
        return (int(low), int(high)) if colon else int(low)
    except ValueError:
        raise BadValueError(
            _("“{text}” is no range of valence: write a number from -2 to 2, or two such as -2:-1.").format(text=text)
        ) from None


_OPTIONS: dict[str, set[str]] = {
    "words": {"--exact", "--case", "--no-accents", "--all-turns"},
    "segments": {
        "--code", "--participant", "--group", "--attribute", "--stage", "--coder", "--status", "--valence", "--order",
        "--from-tags",
    },
    "codes": {"--code", "--by", "--group", "--from-tags"},
    "together": {"--code", "--how", "--within", "--group", "--from-tags"},
}  # fmt: skip
_LINES: dict[str, Callable[[Any], Iterator[str]]] = {
    "words": _words,
    "segments": _segments,
    "codes": _codes,
    "together": _together,
}
