"""The empathy map that the codings give, before any researcher changed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cjm_research.coding import (
    CONTEXT_KINDS,
    QuoteSpace,
    Theme,
    group_by_label,
    group_by_touchpoint,
    group_by_words,
    participant_ids,
    touchpoint_context,
    usable_codings,
)
from cjm_research.empathy.keys import note_key
from cjm_research.empathy.sources import TASK_KINDS, contacts, said
from cjm_research.empathy.who import who_notes
from cjm_research.i18n import _, in_quotes
from cjm_research.measures import count_of
from cjm_research.model import Basis, Coding, EmpathyMap, EmpathyNote, Participant, term
from cjm_research.model.empathy import CANVAS, Quadrant
from cjm_research.model.scheme import EMPATHY_SOURCES

# Where the label itself is the note; everything else speaks in a person's own words.
LABELLED_KINDS = ("emotion", "touchpoint")


@dataclass(frozen=True)
class _Group:
    """Codings that make one note. Lower ranks stand first in their area, whatever their support."""

    text: str
    verbatim: bool
    code: str
    about: str
    theme: Theme
    rank: int = 0


def build_empathy_map(
    codings: Iterable[Coding],
    *,
    key: str,
    title: str,
    participants: Sequence[Participant | str],
    basis: Basis,
    group: str = "customer",
) -> EmpathyMap:
    """The empathy map of a participant or of several people together.

    A map of several people is the union of theirs: each note says how many of them it rests on. Quotes that say the
    same share a note, whose text is the most central of them, word for word.

    Parameters
    ----------
    codings : iterable of Coding
        Those of other people, rejected ones and those of the other basis are left out.
    key, title : str
        Of the actor: ``P1`` and its title, or a participant's id.
    participants : sequence of Participant or str
        The people of the map, the denominator of every count; what is known of them stands under "who".
    basis : {"confirmed", "machine"}
        What the counts rest on.
    group : str
        The interviewee group that these people are of.

    Returns
    -------
    EmpathyMap
        Notes by area, strongest support first; among what people do, their own actions come before the contacts they
        had, and among what they say the quotes marked as worth remembering before others. What people say is
        verbatim; what stands under a name (an emotion, a channel) is a summary and marked ``verbatim=False``.
    """
    ids = participant_ids(participants)
    mine = [c for c in usable_codings(codings, basis) if c.participant in set(ids)]
    grouping = _Grouping(mine)
    known = {person.id: person for person in participants if isinstance(person, Participant)}
    notes = who_notes([known[id] for id in ids if id in known], group)
    for quadrant in CANVAS:
        notes.extend(_notes(quadrant, list(grouping.of(quadrant)), len(ids)))
    return EmpathyMap(key=key, title=title, participants=ids, basis=basis, group=group, notes=_numbered(notes))


def _notes(quadrant: Quadrant, groups: Sequence[_Group], n: int) -> list[EmpathyNote]:
    in_order = sorted(groups, key=lambda g: (g.rank, -len(g.theme.people), -len(g.theme.codings)))
    return [
        EmpathyNote(
            key=note_key(quadrant, group.about),
            quadrant=quadrant,
            text=group.text,
            verbatim=group.verbatim,
            count=count_of(len(group.theme.people), n),
            evidence=group.theme.evidence,
            code=group.code,
            people=group.theme.people,
        )
        for group in in_order
    ]


def _numbered(notes: Iterable[EmpathyNote]) -> tuple[EmpathyNote, ...]:
    """The notes with their places in their areas: 0, 1, 2, ..."""
    places: dict[Quadrant, int] = {}
    numbered = []
    for note in notes:
        at = places[note.quadrant] = places.get(note.quadrant, -1) + 1
        numbered.append(note.model_copy(update={"position": float(at)}))
    return tuple(numbered)


class _Grouping:
    """Groups codings into notes, area by area."""

    def __init__(self, codings: Sequence[Coding]) -> None:
        self._codings = codings
        self._space = QuoteSpace(codings)
        self._contexts: Mapping[str, str | None] = touchpoint_context(codings)

    def of(self, quadrant: Quadrant) -> Iterator[_Group]:
        """The groups of one area, in no particular order of support."""
        if quadrant == "says":
            marked, others = said(self._codings)
            yield from self._by_words(marked, "quote_worthy")
            yield from self._by_words(others, "said", rank=1)
        elif quadrant in {"sees", "hears"}:
            yield from self._by_label(contacts(self._codings, quadrant), "touchpoint", with_words=True)
        else:
            kinds = TASK_KINDS if quadrant == "task" else EMPATHY_SOURCES.get(quadrant, ())
            for kind in kinds:
                yield from self._of_kind(kind)

    def _of_kind(self, kind: str) -> Iterator[_Group]:
        codings = [c for c in self._codings if c.kind == kind]
        if kind in LABELLED_KINDS:
            yield from self._by_label(codings, kind)
        elif kind in CONTEXT_KINDS:
            yield from self._by_contact(codings, kind)
        else:
            yield from self._by_words(codings, kind)

    def _by_words(self, codings: Sequence[Coding], kind: str, *, rank: int = 0) -> Iterator[_Group]:
        for theme in group_by_words(codings, space=self._space):
            words = theme.representative
            first = min(theme.codings, key=lambda c: (c.place, c.guid))
            yield _Group(words.quote, True, words.code, f"{kind} {first.guid}", theme, rank)

    def _by_label(self, codings: Sequence[Coding], kind: str, *, with_words: bool = False) -> Iterator[_Group]:
        for name, label, theme in group_by_label(codings, space=self._space):
            code = f"{kind}/{label}"
            # Trust below zero is distrust, under the same label.
            about = f"{code} below zero" if label == "trust" and (theme.representative.valence or 0) < 0 else code
            if with_words:
                text = _("{topic}: {quote}").format(topic=name, quote=in_quotes(theme.representative.quote))
                yield _Group(text, False, code, about, theme)
            elif kind == "touchpoint":
                # The name of a contact alone is nothing that anybody does.
                yield _Group(_("Had to do with: {contact}").format(contact=name), False, code, about, theme, rank=1)
            else:
                yield _Group(name, False, code, about, theme)

    def _by_contact(self, codings: Sequence[Coding], kind: str) -> Iterator[_Group]:
        for topic, theme in group_by_touchpoint(codings, self._contexts, space=self._space):
            name = term("touchpoint", topic) if topic else _("No contact named")
            text = _("{topic}: {quote}").format(topic=name, quote=in_quotes(theme.representative.quote))
            if kind == "barrier":
                text = _("Barrier: {text}").format(text=text)
            code = f"{kind}@{topic}" if topic else kind
            yield _Group(text, False, code, code, theme)
