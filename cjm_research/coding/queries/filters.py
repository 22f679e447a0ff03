"""Which codings were asked for: by person, group, attribute, stage, coder, status and valence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from cjm_research.coding.queries.tables import DIVIDER
from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import STAGE_MODELS, Coding, Participant

STATUSES = ("suggested", "confirmed", "rejected", "lost")
Names = str | Iterable[str] | None


@dataclass(frozen=True)
class Wanted:
    """The values that were asked for; None where every value will do."""

    people: frozenset[str] | None
    groups: frozenset[str] | None
    attributes: Mapping[str, frozenset[str]]
    stages: frozenset[str] | None
    coders: frozenset[str] | None
    statuses: frozenset[str]
    valence: tuple[int, int] | None

    @classmethod
    def checked(
        cls,
        codings: Sequence[Coding],
        participants: Iterable[Participant],
        *,
        participant: Names,
        group: Names,
        attributes: Mapping[str, Any],
        stage: Names,
        coder: Names,
        status: Names,
        valence: int | tuple[int, int] | None,
    ) -> Self:
        """The filter of these values, each one of those that occur.

        Raises
        ------
        UnknownNameError
            A name is none of those in the study.
        BadValueError
            `valence` is no valence.
        """
        people = list(participants)
        return cls(
            people=_checked(participant, {p.id for p in people} | {c.participant for c in codings}, _no_participant),
            groups=_checked(group, {p.group for p in people}, _no_group),
            attributes=_checked_attributes(attributes, people),
            stages=_checked(stage, {"", *all_stages(), *(c.stage for c in codings if c.stage)}, _no_stage),
            coders=_checked(coder, {c.coder for c in codings}, _no_coder),
            statuses=_checked(status, set(STATUSES), _no_status) or frozenset(STATUSES),
            valence=_checked_valence(valence),
        )

    def asks(self, id: str, person: Participant | None) -> bool:
        """Whether a person belongs to those that were asked for."""
        return (
            _among(self.people, id)
            and _among(self.groups, person.group if person else "")
            and all(value_of(person, key) in values for key, values in self.attributes.items())
        )

    def takes(self, coding: Coding, person: Participant | None) -> bool:
        """Whether a coding has all of them."""
        return (
            coding.status in self.statuses
            and self.asks(coding.participant, person)
            and _among(self.stages, coding.stage or "")
            and _among(self.coders, coding.coder)
            and (self.valence is None or _between(coding.valence, self.valence))
        )


def value_of(person: Participant | None, attribute: str) -> str:
    """An attribute's value as text; empty where it is not known."""
    value = person.attributes.get(attribute) if person else None
    if value is None:
        return ""
    return DIVIDER.join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def check_attribute(attribute: str, people: Iterable[Participant]) -> None:
    """Refuse an attribute that nobody has.

    Raises
    ------
    UnknownNameError
        Nobody has it.
    """
    known = sorted({key for person in people for key in person.attributes})
    if attribute not in known:
        raise UnknownNameError(
            _("No participant has an attribute “{name}”. Known: {known}.").format(
                name=attribute, known=", ".join(known) or "-"
            )
        )


def all_stages() -> list[str]:
    """The stages of all stage models, each once, in their order."""
    return list(dict.fromkeys(key for model in STAGE_MODELS.values() for key in model.keys))


def _among(wanted: frozenset[str] | None, value: str) -> bool:
    return wanted is None or value in wanted


def _between(value: int | None, borders: tuple[int, int]) -> bool:
    return value is not None and borders[0] <= value <= borders[1]


def _checked(values: Names, known: set[str], say: Callable[[str, str], str]) -> frozenset[str] | None:
    if values is None:
        return None
    wanted = frozenset([values] if isinstance(values, str) else values)
    for value in sorted(wanted - known):
        raise UnknownNameError(say(value, ", ".join(sorted(known - {""})) or "-"))
    return wanted


def _checked_attributes(wanted: Mapping[str, Any], people: Sequence[Participant]) -> dict[str, frozenset[str]]:
    for key in wanted:
        check_attribute(key, people)
    return {
        key: frozenset(map(str, value))
        if isinstance(value, list | tuple | set | frozenset)
        else frozenset([str(value)])
        for key, value in wanted.items()
    }


def _checked_valence(valence: int | tuple[int, int] | None) -> tuple[int, int] | None:
    if valence is None:
        return None
    low, high = (valence, valence) if isinstance(valence, int) else valence
    if not -2 <= low <= high <= 2:
        raise BadValueError(
            _("{low} to {high} is no range of valence; it goes from -2 to 2.").format(low=low, high=high)
        )
    return low, high


def _no_participant(value: str, known: str) -> str:
    return _("There is no participant “{name}”. Known: {known}.").format(name=value, known=known)


def _no_group(value: str, known: str) -> str:
    return _("Nobody of the group “{group}” was interviewed. Known: {known}.").format(group=value, known=known)


def _no_stage(value: str, known: str) -> str:
    return _("There is no stage “{stage}”. Known: {known}.").format(stage=value, known=known)


def _no_coder(value: str, known: str) -> str:
    return _("Nobody has coded as “{coder}”. Known: {known}.").format(coder=value, known=known)


def _no_status(value: str, known: str) -> str:
    return _("There is no status “{status}”. Known: {known}.").format(status=value, known=known)
