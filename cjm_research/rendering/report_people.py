"""The chapter on who was interviewed: a few sentences and the table of participants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median

from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model import Participant, attribute_text, term
from cjm_research.rendering.environment import html_id
from cjm_research.rendering.report_content import ReportContent, participant_words

ATTRIBUTE_ORDER = ("age", "gender", "occupation", "household", "region", "income", "interests")
# A table wider than this is not read; further attributes stay in the study.
MAX_ATTRIBUTES = 7


@dataclass(frozen=True)
class Column:
    """A heading of the table."""

    name: str
    numeric: bool = False


@dataclass(frozen=True)
class Cell:
    """A value of the table, with the anchor it leads to."""

    text: str
    numeric: bool = False
    href: str = ""


@dataclass(frozen=True)
class ParticipantRow:
    """A participant, the anchor of his or her quotes, and the cells after the name."""

    id: str
    anchor: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class PeopleView:
    """The chapter, ready to be laid out."""

    lines: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[ParticipantRow, ...]


def people_view(content: ReportContent, anchors: dict[str, str]) -> PeopleView:
    """Everybody who was interviewed; `anchors` leads from a transcript to its quotes on the page."""
    people = content.interviewed
    keys = _attribute_keys(people)
    codings = Counter(coding.participant for coding in content.codings)
    personas = {who: p.key for p in content.personas.personas for who in p.members}
    shown = len(content.personas.personas) > 1
    same = {field: len({getattr(p, field) for p in people}) < 2 for field in ("group", "method")}
    columns = [Column(term("attribute", key), numeric=key == "age") for key in keys]
    columns += [] if same["group"] else [Column(_("Group"))]
    columns += [] if same["method"] else [Column(_("Interview"))]
    columns += [Column(_("Persona"))] if shown else []
    columns += [Column(_("Words"), numeric=True), Column(_("Codings"), numeric=True)]

    def row(person: Participant) -> ParticipantRow:
        transcripts = content.transcripts_by_participant[person.id]
        cells = [Cell(attribute_text(key, person.attributes.get(key)), numeric=key == "age") for key in keys]
        cells += [] if same["group"] else [Cell(term("group", person.group))]
        cells += [] if same["method"] else [Cell(term("method", person.method))]
        if shown:
            persona = personas.get(person.id, "")
            cells.append(Cell(persona or "–", href=f"persona-{html_id(persona)}" if persona else ""))
        words = sum(map(participant_words, transcripts))
        cells += [Cell(format_number(words), numeric=True), Cell(format_number(codings[person.id]), numeric=True)]
        anchor = next((anchors[t.id] for t in transcripts if t.id in anchors), "")
        return ParticipantRow(person.id, anchor, tuple(cells))

    return PeopleView(tuple(_lines(content)), tuple(columns), tuple(row(person) for person in people))


def _attribute_keys(people: tuple[Participant, ...]) -> tuple[str, ...]:
    present = {key for p in people for key, value in p.attributes.items() if value not in (None, "")}
    known = [key for key in ATTRIBUTE_ORDER if key in present]
    return tuple([*known, *sorted(present - set(known))][:MAX_ATTRIBUTES])


def _lines(content: ReportContent) -> Iterator[str]:
    people = content.interviewed
    yield ngettext("{n} person was interviewed.", "{n} people were interviewed.", len(people)).format(
        n=format_number(len(people))
    )
    yield _("Group: {parts}.").format(parts=_tally(term("group", p.group) for p in people))
    genders = [attribute_text("gender", p.attributes["gender"]) for p in people if p.attributes.get("gender")]
    if genders:
        yield _("Gender: {parts}.").format(parts=_tally(genders))
    ages = [
        age for p in people if isinstance(age := p.attributes.get("age"), (int, float)) and not isinstance(age, bool)
    ]
    if len(ages) > 1:
        yield _("Age: from {low} to {high}, median {median}.").format(
            low=format_number(min(ages)), high=format_number(max(ages)), median=format_number(median(ages))
        )


def _tally(names: Iterable[str]) -> str:
    """“woman (11), man (13)”."""
    counts = Counter(names)
    return ", ".join(_("{name} ({n})").format(name=name, n=format_number(counts[name])) for name in sorted(counts))
