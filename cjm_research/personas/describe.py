"""Groups -> personas: statements, voices, contrasts, attributes and the typical path, each with its denominators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cjm_research.coding import medoid, stage_in, told_contacts
from cjm_research.i18n import _, format_number, ngettext
from cjm_research.measures import count_of, wilson
from cjm_research.model import (
    Coding,
    Evidence,
    OwnStatement,
    Participant,
    PathStep,
    Persona,
    PersonaChoice,
    StageModel,
    Statement,
    term,
)
from cjm_research.model.persona_plan import key_number
from cjm_research.personas.attributes import attribute_shares
from cjm_research.personas.claims import Asked, Claim, ClaimIndex
from cjm_research.personas.contrasts import contrasts_of
from cjm_research.personas.parts import Part
from cjm_research.personas.phrases import titles_of
from cjm_research.personas.profile import SECTIONS, Profiler, contrast_text, section_of
from cjm_research.personas.quotes import choose_quotes

# Comparing everybody's path with everybody's grows with the square of the people: of more than these, so many of the
# most central members stand for all.
PATHS_COMPARED = 60
# Personas kept, so that an edit describes anew only the groups that it touches.
KEPT = 100

GENERAL_KEY = "all"


class Describer:
    """Describes groups of the same participants.

    Parameters
    ----------
    codings : sequence of Coding
        The usable codings of the participants.
    people : sequence of Participant
        Everybody of the interviewee group who has codings.
    model : StageModel
        The stages that statements name.
    asked : callable, optional
        Who was asked about a code; by default everybody was asked about everything.
    """

    def __init__(
        self, codings: Sequence[Coding], people: Sequence[Participant], model: StageModel, asked: Asked | None = None
    ):
        self._codings = codings
        self._people = people
        self._model = model
        self._index = ClaimIndex(codings, [person.id for person in people], model, asked)
        self._profiler = Profiler(codings, self._index)
        self._by_guid = {coding.guid: coding for coding in codings}
        self._contacts = told_contacts(codings)
        self._described: dict[tuple[object, ...], Persona] = {}

    def personas(
        self,
        parts: Sequence[Part],
        *,
        choices: Mapping[str, PersonaChoice] | None = None,
        by: str = "",
        role: bool = False,
    ) -> tuple[tuple[Persona, ...], tuple[str, ...]]:
        """A persona for each part, and what the reader should be warned of.

        Parameters
        ----------
        parts : sequence of Part
        choices : mapping, optional
            Key of a part -> what a researcher settled about it.
        by : str
            The attribute by which people were grouped, empty where by what they tell.
        role : bool
            Whether its values are roles in an organisation.
        """
        claims_of = [self._index.claims(part.members) for part in parts]
        titles = _titles(parts, claims_of, len(self._people), by=by, role=role)
        personas, warnings = [], []
        for part, title in zip(parts, titles, strict=True):
            persona = self._persona(part).model_copy(update={"title": title, "role": part.value if role else ""})
            if choices and (choice := choices.get(part.key)):
                persona, remarks = self._settled(persona, choice)
                warnings += remarks
            personas.append(persona)
        return tuple(_with_unique_titles(personas)), tuple(warnings)

    def general(self, part: Part) -> Persona:
        """The portrait of everybody together, the first of the two steps."""
        return self._persona(part).model_copy(update={"key": GENERAL_KEY, "title": _("General portrait")})

    def _persona(self, part: Part) -> Persona:
        """What is counted of a part; the same part is described once."""
        key = part.key, part.members, tuple(part.membership.items()), part.jaccard, part.value
        persona = self._described.get(key) or self._describe(part)
        if len(self._described) >= KEPT:
            self._described.clear()
        self._described[key] = persona
        return persona

    def _describe(self, part: Part) -> Persona:
        members = set(part.members)
        claims = self._index.claims(part.members)
        told = claims[0].codings if claims else ()
        quotes, counter = choose_quotes([c for c in self._codings if c.participant in members], part.members, told)
        return Persona(
            key=part.key,
            title="",
            members=tuple(sorted(part.members)),
            membership=dict(part.membership),
            typical_member=part.members[0],
            statements=self._profiler.statements(part.members, claims),
            quotes=quotes,
            counter_quote=counter,
            contrasts=contrasts_of(claims, contrast_text),
            attributes=attribute_shares(self._people, part.members),
            typical_path=self._path(part.members),
            jaccard=part.jaccard,
            value=part.value,
        )

    # What a researcher settled

    def _settled(self, persona: Persona, choice: PersonaChoice) -> tuple[Persona, list[str]]:
        members, warnings = persona.members, []
        wording = {key: text for key, text in choice.wording.items() if text}
        statements = persona.statements
        if wording:
            statements = self._profiler.statements(members, self._index.claims(members), wording=wording)
        hidden = dict.fromkeys(self._key(key, members) for key in choice.hidden)
        told = {statement.key for statement in statements}
        shown = [statement for statement in statements if statement.key not in hidden]
        for key, text in wording.items():
            if self._key(key, members) not in {*told, *hidden}:
                shown.append(self._untold(persona, key, text))
                warnings.append(
                    _("Nobody of {key} tells what “{text}” rested on any more: it is an assumption now.").format(
                        key=persona.key, text=text
                    )
                )
        inside = set(members)
        for own in choice.statements:
            shown.append(self._own(persona, own))
            if gone := sum(not self._is_of(guid, inside) for guid in own.evidence):
                warnings.append(_gone(persona.key, own.text, gone, left=len(own.evidence) - gone))
        place = {section: number for number, section in enumerate(SECTIONS)}
        # Python's sort is stable: inside a section the found ones come first, then the researcher's own.
        shown.sort(key=lambda statement: place.get(statement.section, len(place)))
        settled = persona.model_copy(
            update={
                "title": choice.title or persona.title,
                "own_title": bool(choice.title),
                "role": choice.role or persona.role,
                "accepted_by": choice.accepted_by,
                "statements": tuple(shown),
                "left_out": tuple(self._left_out(members, hidden)),
            }
        )
        return settled, warnings

    def _left_out(self, members: Sequence[str], keys: Iterable[str]) -> Iterable[Statement]:
        for key in keys:
            claim = self._index.claim(key, members)
            if claim and claim.codings:
                yield self._profiler.statement(claim, section_of(claim, self._model))

    def _key(self, key: str, members: Sequence[str]) -> str:
        claim = self._index.claim(key, members)
        return claim.key if claim else key

    def _untold(self, persona: Persona, key: str, text: str) -> Statement:
        """A statement that a researcher worded and that no member tells any more: an assumption from now on."""
        n, others = len(persona.members), len(self._people) - len(persona.members)
        claim = self._index.claim(key, persona.members) or _claim_of(key, n, others)
        return Statement(
            key=claim.key,
            text=text,
            code=claim.code,
            section=section_of(claim, self._model),
            inside=claim.inside,
            outside=claim.outside,
            interval=wilson(*claim.inside),
            own=True,
        )

    def _own(self, persona: Persona, statement: OwnStatement) -> Statement:
        found = [self._by_guid[guid] for guid in statement.evidence if guid in self._by_guid]
        people = {coding.participant for coding in found}
        members = set(persona.members)
        inside = len(people & members), len(members)
        return Statement(
            key=statement.guid,
            text=statement.text,
            section=statement.section,
            inside=inside,
            outside=(len(people - members), len(self._people) - len(members)),
            interval=wilson(*inside),
            evidence=tuple(Evidence.of(coding) for coding in found if coding.participant in members),
            own=True,
        )

    def _is_of(self, guid: str, members: set[str]) -> bool:
        """Whether a coding counts and is of one of these people."""
        return guid in self._by_guid and self._by_guid[guid].participant in members

    # The path

    def _path(self, central: Sequence[str]) -> tuple[PathStep, ...]:
        paths = {
            who: tuple(str(contact.label) for contact in self._contacts[who])
            for who in central[:PATHS_COMPARED]
            if who in self._contacts
        }
        typical = medoid(paths)
        if typical is None:
            return ()
        telling = {who: {contact.label for contact in self._contacts.get(who, ())} for who in central}
        return tuple(
            PathStep(
                label=str(contact.label),
                stage=stage_in(contact, self._model),
                members=count_of(sum(contact.label in labels for labels in telling.values()), len(central)),
            )
            for contact in self._contacts[typical]
        )


def _gone(key: str, text: str, gone: int, *, left: int) -> str:
    if left:
        message = ngettext(
            "{n} coding behind “{text}” ({key}) does not count any more.",
            "{n} codings behind “{text}” ({key}) do not count any more.",
            gone,
        )
    else:
        message = ngettext(
            "{n} coding behind “{text}” ({key}) does not count any more: it is an assumption now.",
            "{n} codings behind “{text}” ({key}) do not count any more: it is an assumption now.",
            gone,
        )
    return message.format(n=format_number(gone), text=text, key=key)


def _claim_of(key: str, n: int, others: int) -> Claim:
    code, _at, stage = key.partition("@")
    kind, _slash, label = code.partition("/")
    return Claim(kind, label or None, stage or None, (0, n), (0, others), ())


def _titles(parts: Sequence[Part], claims_of: Sequence[Sequence[Claim]], n: int, *, by: str, role: bool) -> list[str]:
    if len(parts) == 1 and len(parts[0].members) == n:
        return [_("General portrait")]
    titles = []
    for number, (part, phrase) in enumerate(zip(parts, titles_of(claims_of), strict=True), start=1):
        group = _("Group {number}").format(number=format_number(key_number(part.key) or number))
        if part.value and role:
            titles.append(_("{role}: {phrase}").format(role=part.value, phrase=phrase) if phrase else part.value)
        elif part.value:
            titles.append(_("{attribute}: {value}").format(attribute=term("attribute", by), value=part.value))
        else:
            titles.append(phrase or group)
    return titles


def _with_unique_titles(personas: Sequence[Persona]) -> list[Persona]:
    """No two of one title: where a researcher's equals another, the found one bears its key."""
    titles = [persona.title for persona in personas]
    return [
        persona.model_copy(update={"title": _("{title} ({key})").format(title=persona.title, key=persona.key)})
        if titles.count(persona.title) > 1 and not persona.own_title
        else persona
        for persona in personas
    ]
